"""Two colleagues press "Publish" at the same moment, on whatever database the suite runs."""

import pytest

from handslag.outbox.models import Message
from handslag.pairs import actions
from handslag.pairs.models import MatchingRound, Pair
from tests.outbox.test_workers import at_once, own_file  # noqa: F401
from tests.pairs import made
from tests.pairs.made import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("only_ours", "own_file")]


def test_two_who_publish_at_once_make_one_pair_and_one_set_of_letters(cast, programme):
    made.mentor(programme)
    made.mentee(programme)
    made_round = actions.suggest(programme=programme, by=None, at=NOW)
    actions.accept_all(matching_round=made_round, by=None, at=NOW)
    seen = [proposal.pk for proposal in made_round.proposals.all()]

    def publish() -> str:
        matching_round = MatchingRound.objects.of(cast.organisation).select_related("programme").get(pk=made_round.pk)
        try:
            pairs = actions.publish(matching_round=matching_round, seen=seen, by=None, at=NOW)
        except actions.RoundPublished:
            return "before"
        return f"{len(pairs)} pair"

    assert sorted(at_once(2, publish)) == ["1 pair", "before"]
    assert Pair.objects.of(cast.organisation).count() == 1
    assert Message.objects.of(cast.organisation).count() == 2
