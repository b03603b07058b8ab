"""What the letters about an end say of what comes next."""

from datetime import timedelta

import pytest

from handslag.outbox.models import Message
from handslag.pairs import actions
from tests.pairs import grouped, made
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db
LOOKED = {"mentor": "We look for a new mentee for you.", "mentee": "We look for a new mentor for you."}
LATER = {
    "mentor": "Do you want a new mentee later? Tell us, or call us.",
    "mentee": "Do you want a new mentor later? Tell us, or call us.",
}


@pytest.fixture
def pair(cast, programme):
    """The mentor is trained and has one place."""
    made.train(cast.mentor)
    return made.pair(cast.mentor, cast.mentee, started_on=TODAY - timedelta(days=10))


def next_of(cast, role: str) -> str:
    """The last line of the letter about the end."""
    return _letter(cast.people[role]).splitlines()[-1]


def _letter(member) -> str:
    rows = Message.objects.of(member.organisation_id).filter(kind=Message.Kind.PAIR_END, person=member.person)
    return rows.order_by("-queued_at").first().body


def test_whoever_is_looked_for_reads_so(cast, pair):
    actions.end(pair=pair, reason="no_fit", on=TODAY, by=None, at=NOW)
    assert {role: next_of(cast, role) for role in LOOKED} == LOOKED


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_whoever_wants_nobody_for_now_reads_how_to_come_back(cast, pair, role):
    actions.end(pair=pair, reason="no_fit", on=TODAY, by=None, at=NOW, pausing=[cast.people[role]])
    assert {one: next_of(cast, one) for one in LOOKED} == LOOKED | {role: LATER[role]}


def test_after_the_planned_end_nobody_is_promised(cast, pair):
    actions.end(pair=pair, reason="completed", on=TODAY, by=None, at=NOW)
    for role in LOOKED:
        assert next_of(cast, role).endswith(
            "Call us. We are glad to hear from you." if role == "mentor" else "Call us."
        )


def test_a_mentor_whose_places_are_taken_is_not_looked_for(cast, pair):
    made.pair(cast.mentor, cast.second_mentee)
    actions.end(pair=pair, reason="no_fit", on=TODAY, by=None, at=NOW)
    assert LOOKED["mentor"] not in _letter(cast.mentor)
    assert next_of(cast, "mentee") == LOOKED["mentee"]


def test_who_loses_the_only_mentor_of_a_group_is_looked_for(cast, programme):
    group = grouped.group(programme)
    [mentor] = {pair.mentor for pair in group.pairs.all()}
    mentees = {pair.mentee for pair in group.pairs.all()}
    gone = mentees.pop()
    actions.take_out(group=group, member=gone, reason="no_fit", on=TODAY, by=None, at=NOW)
    assert _letter(gone).splitlines()[-1] == LOOKED["mentee"]
    assert "We look for" not in _letter(mentor)
    actions.take_out(group=group, member=mentor, reason="mentor_left", on=TODAY, by=None, at=NOW + timedelta(hours=1))
    assert _letter(mentor).splitlines()[-1] == LATER["mentor"]
    assert {_letter(mentee).splitlines()[-1] for mentee in mentees} == {LOOKED["mentee"]}
