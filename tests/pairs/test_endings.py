"""What the letters about an end say of what comes next."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext

from handslag.outbox.models import Message
from handslag.pairs import actions, notices
from handslag.pairs.models import Pause
from handslag.programmes.actions import add_phases
from tests.pairs import grouped, made
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
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


@pytest.mark.parametrize("role", ["mentor", "mentee", ""])
def test_where_one_has_moved_away_only_who_stays_is_looked_for(cast, pair, role):
    """Who it was, only the wish for nobody new tells."""
    actions.end(
        pair=pair, reason="moved", on=TODAY, by=None, at=NOW, pausing=[cast.people[role]] if role else []
    )  # fmt: skip
    for one in LOOKED:
        assert (LOOKED[one] in _letter(cast.people[one])) == (bool(role) and one != role)


def test_a_mentor_of_a_group_who_has_moved_away_is_not_looked_for_and_the_mentees_are(programme):
    group = grouped.group(programme)
    [mentor] = {pair.mentor for pair in group.pairs.all()}
    mentees = {pair.mentee for pair in group.pairs.all()}
    actions.take_out(group=group, member=mentor, reason="moved", on=TODAY, by=None, at=NOW)
    assert "We look for" not in _letter(mentor)
    assert {_letter(mentee).splitlines()[-1] for mentee in mentees} == {LOOKED["mentee"]}


@pytest.mark.parametrize(("days", "is_looked_for"), [(0, True), (-1, False)])
def test_after_the_last_day_of_the_mentoring_nobody_is_promised(cast, programme, pair, days, is_looked_for):
    phase = ("mentoring", "Mentoring", TODAY - 300 * DAY, TODAY + days * DAY)
    add_phases(programme=programme, phases=[phase], by=None, at=NOW)
    actions.end(pair=pair, reason="no_fit", on=TODAY, by=None, at=NOW)
    assert [LOOKED[role] in _letter(cast.people[role]) for role in LOOKED] == [is_looked_for] * 2


# ---- once somebody is found


@pytest.mark.parametrize("state", ["sent", "in_app", "queued"])
def test_that_we_look_is_over_once_somebody_is_found(programme, only_ours, state):
    mentor = made.mentor(programme)
    pair = made.pair(mentor, made.mentee(programme), matched_at=NOW - 2 * DAY)
    actions.end(pair=pair, reason="no_fit", on=TODAY, by=None, at=NOW)
    rows = Message.objects.of(programme.organisation).filter(once_key__startswith="searching:")
    rows.update(state=state, sent_at=NOW if state == "sent" else None)
    notices.found(programme, [mentor], by=None, at=NOW + DAY)
    assert rows.get(person=pair.mentee.person).expires_at is None
    mine = rows.filter(person=mentor.person)
    assert [(row.expires_at, row.read_at) for row in mine] == ([] if state == "queued" else [(NOW + DAY, NOW + DAY)])


def test_who_are_found_together_take_as_many_queries_as_one(programme, only_ours):
    def queries(number: int) -> int:
        pairs = [made.pair(made.mentor(programme), made.mentee(programme), matched_at=NOW) for _one in range(number)]
        for pair in pairs:
            actions.end(pair=pair, reason="no_fit", on=TODAY, by=None, at=NOW)
        with CaptureQueriesContext(connection) as taken:
            notices.found(programme, [pair.mentor for pair in pairs], by=None, at=NOW + DAY)
        return len(taken)

    assert queries(1) == queries(4)


# ---- who has left


def test_whoever_has_left_is_not_asked_any_more_and_the_other_one_reads_that_we_look(programme, only_ours):
    mentor = made.mentor(programme, places="2")
    ended = made.pair(mentor, made.mentee(programme), started_on=TODAY)
    asked = made.pair(mentor, made.mentee(programme, "Omar Mentee"), agreed_at=None, answer_by=TODAY + 5 * DAY)
    agreed = made.pair(mentor, made.mentee(programme, "Amina Mentee"))
    asked_too = made.pair(made.mentor(programme, "Other Mentor"), made.mentee(programme, "Saba Mentee"), agreed_at=None)
    actions.end(pair=ended, reason="mentor_left", on=TODAY, by=None, at=NOW)
    for pair in (asked, agreed, asked_too):
        pair.refresh_from_db()
    assert (asked.ended_on, asked.end_reason) == (TODAY, "mentor_left")
    assert agreed.ended_on is asked_too.ended_on is None
    letters = Message.objects.of(programme.organisation)
    assert [row.title for row in letters.filter(person=asked.mentee.person)] == ["We look for another mentor for you"]
    assert [row.title for row in letters.filter(person=mentor.person)] == ["Thank you for your time as a mentor"]
    assert actions.remind_unanswered(programme=programme, at=NOW + 3 * DAY) == 0


@pytest.mark.parametrize("reason", ["no_fit", "mentee_left"])
def test_a_mentor_who_stays_is_asked_still(programme, only_ours, reason):
    mentor = made.mentor(programme, places="2")
    ended = made.pair(mentor, made.mentee(programme), started_on=TODAY)
    asked = made.pair(mentor, made.mentee(programme, "Omar Mentee"), agreed_at=None, answer_by=TODAY + 5 * DAY)
    actions.end(pair=ended, reason=reason, on=TODAY, by=None, at=NOW)
    asked.refresh_from_db()
    assert asked.ended_on is None


def left_before(programme) -> list[str]:
    """Who has left by the migration, as it finds things."""
    Pause.objects.of(programme.organisation).update(has_left=False)
    migration = import_module("handslag.pairs.migrations.0007_those_who_left_before")
    then = MigrationLoader(connection).project_state(migration.Migration.dependencies)
    migration.those_who_left_before(then.apps, None)
    rows = Pause.objects.of(programme.organisation).filter(has_left=True).select_related("membership__person")
    return sorted(row.membership.person.given_name for row in rows)


def test_who_had_left_before_that_was_kept_has_left(programme, only_ours):
    def ended(name: str, reason: str, on=TODAY, at=NOW, **fields):
        pair = made.pair(made.mentor(programme, name), made.mentee(programme), started_on=TODAY - 15 * DAY, **fields)
        actions.end(pair=pair, reason=reason, on=on, by=None, at=at)
        return pair.mentor

    ended("Left", "mentor_left")
    ended("Stays", "mentee_left")
    pausing = ended("Pausing", "no_fit")
    # The last day lies before the second pair of this mentor was made; that the first had ended was written today.
    made.pair(ended("Late", "mentor_left", on=TODAY - 10 * DAY), made.mentee(programme), matched_at=NOW - 5 * DAY)
    # Had left, and came back; an older pair has ended since, and nobody new is wanted.
    back = ended("Back", "mentor_left", at=NOW - 3 * DAY, on=TODAY - 3 * DAY)
    older = made.pair(back, made.mentee(programme), started_on=TODAY - 15 * DAY)
    actions.look_again(membership=back, by=None, at=NOW - 2 * DAY)
    actions.end(pair=older, reason="no_fit", on=TODAY, by=None, at=NOW, pausing=[back])
    # Wanted nobody for now before.
    early = made.mentor(programme, "Early")
    actions.pause(membership=early, by=None, at=NOW - DAY)
    actions.pause(membership=pausing, by=None, at=NOW)
    actions.end(
        pair=made.pair(early, made.mentee(programme), started_on=TODAY), reason="mentor_left", on=TODAY, by=None, at=NOW
    )  # fmt: skip
    assert left_before(programme) == sorted(["Left", "Late", "Early", "Nour"])
