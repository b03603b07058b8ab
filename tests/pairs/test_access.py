"""Who sees pairs, proposals and rounds: the neighbour, the second mentor and the outsider too."""

import pytest

from handslag.pairs.models import MatchingRound, Pair, Proposal
from tests.pairs import made
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db
EVERYBODY = [
    "mentee", "mentor", "coordinator", "supervisor", "trainer", "expert", "partner", "administrator",
    "second_mentor", "second_mentee", "second_coordinator", "outsider",
]  # fmt: skip


def who_sees(cast, model):
    return {role for role in EVERYBODY if model.objects.visible_to(cast.account(role)).exists()}


def test_a_pair_is_seen_by_the_team_and_by_its_own_two(cast):
    made.pair(cast.mentor, cast.mentee)
    team = {"coordinator", "second_coordinator", "supervisor"}
    assert who_sees(cast, Pair) == {*team, "mentor", "mentee"}


def test_the_mentor_of_an_ended_pair_does_not_see_it_any_more(cast):
    made.pair(cast.mentor, cast.mentee, ended_on=TODAY, end_reason="moved")
    assert who_sees(cast, Pair) == {"coordinator", "second_coordinator", "supervisor", "mentee"}


def test_somebody_whose_role_has_ended_sees_the_own_pair_no_more(cast):
    made.pair(cast.mentor, cast.mentee)
    cast.mentor.ended_at = NOW
    cast.mentor.save()
    assert "mentor" not in who_sees(cast, Pair)


def test_a_proposal_is_seen_by_those_who_match_and_never_by_the_two(cast):
    matching_round = MatchingRound.objects.create(
        organisation=cast.organisation, programme=cast.programme, number=1, suggested_at=NOW
    )
    Proposal.objects.create(
        organisation=cast.organisation, round=matching_round, mentor=cast.mentor, mentee=cast.mentee, status="accepted"
    )
    for model in (MatchingRound, Proposal):
        assert who_sees(cast, model) == {"coordinator", "second_coordinator"}
