"""What counts in matching, where it cannot be saved or tried out; and the paper of a round that is published."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from handslag.evaluation.models import Closure
from handslag.pairs import actions
from handslag.pairs.models import Pair, Proposal
from handslag.pairs.papers import paper_of
from handslag.pairs.weighing import weights_of
from tests.pairs import made
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_weights_of_a_closed_programme_are_refused_in_words_and_kept(as_role, programme):
    Closure.objects.create(organisation=programme.organisation, programme=programme, closed_at=NOW, delete_on=TODAY)
    weights = weights_of(programme) | {"waiting": 17}
    page = as_role("coordinator").post(reverse("pairs:weights", args=[programme.pk]), {**weights, "save": "1"})
    assert page.status_code == 422
    assert 'value="17"' in page.text
    assert page.context["form"].non_field_errors()


def test_locked_pairs_that_do_not_fit_any_more_are_told_in_words(as_role, programme, only_ours):
    mentor = made.mentor(programme, places="2")
    mentees = [made.mentee(programme, f"Mentee {n}") for n in range(2)]
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    for mentee in mentees:
        actions.lock(matching_round=matching_round, mentor=mentor, mentee=mentee, by=None, at=NOW)
    made.tell(mentor, made.MENTOR | {"places": "1"}, at=NOW + timedelta(minutes=1))
    weights = weights_of(programme)
    page = as_role("coordinator").post(reverse("pairs:weights", args=[programme.pk]), {**weights, "preview": "1"})
    assert page.status_code == 422
    assert "do not fit together any more" in page.text


def test_the_paper_of_a_published_round_holds_the_published_pairs_alone(cast, programme, only_ours):
    for n, languages in enumerate((["ar"], ["ti"])):
        made.mentor(programme, f"Mentor {n}", languages=languages)
        made.mentee(programme, f"Mentee {n}", languages=languages)
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    one, other = matching_round.proposals.all()
    user = cast.account("coordinator")
    assert len(paper_of(user, matching_round, NOW).pairs) == 2
    actions.decide(proposal=one, status="accepted", by=None, at=NOW)
    made.publish(matching_round)
    matching_round.refresh_from_db()
    assert Proposal.objects.of(programme.organisation).filter(pk=other.pk, status="suggested").exists()
    [row] = paper_of(user, matching_round, NOW).pairs
    [pair] = Pair.objects.of(programme.organisation)
    assert (row.mentor, row.mentee) == (str(pair.mentor.person), str(pair.mentee.person))
