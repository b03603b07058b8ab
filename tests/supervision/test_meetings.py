"""A meeting of a group is moved, cancelled and, once it was held, corrected."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from handslag.gatherings.actions import NotAhead
from handslag.gatherings.models import Attendance, Gathering
from handslag.journal.models import Entry
from handslag.outbox.letters import after_quiet_hours
from handslag.outbox.models import Message
from handslag.programmes.actions import end_role
from handslag.supervision import actions
from handslag.supervision.models import CancelledMeeting, Question, SupervisionMeeting
from tests.cast import NOW, TODAY, member
from tests.cast import programme as make_programme

from .rows import DAY, by, group, held, meeting, noon

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def one(cast, programme):
    return group(cast, cast.mentor, cast.second_mentor)


@pytest.fixture
def coming(cast, one):
    return meeting(cast, one, date(2026, 3, 20))


def letters(cast):
    return Message.objects.of(cast.organisation).filter(kind=Message.Kind.SUPERVISION_DAY, expires_at__gt=NOW)


def verbs(cast):
    return set(Entry.objects.of(cast.organisation.pk).values_list("action", flat=True))


# ---- moving ----


def test_a_moved_meeting_has_a_new_day_and_a_new_day_for_the_diary(cast, coming):
    actions.move_meeting(meeting=coming, starts_at=noon(date(2026, 4, 2), 16), place="Café Nord", **by(cast))
    row = SupervisionMeeting.objects.of(cast.organisation).select_related("gathering").get()
    assert (row.month, row.diary_due_on) == (date(2026, 4, 1), date(2026, 3, 26))
    assert (row.gathering.starts_at, row.gathering.place) == (noon(date(2026, 4, 2), 16), "Café Nord")
    assert {"gathering.move", "supervision.move_meeting"} <= verbs(cast)


def test_everybody_in_the_group_gets_one_letter_about_a_move_but_not_who_moves_it(cast, coming):
    end_role(membership=cast.second_mentor, reason="moved", by=None, at=NOW)
    actions.move_meeting(meeting=coming, starts_at=noon(date(2026, 3, 27), 17), place="Hall", **by(cast))
    [letter] = letters(cast)
    assert letter.person == cast.mentor.person
    assert "now on Friday 27 March at 18:00" in letter.body
    assert "The old time was Friday 20 March at 18:00." in letter.body
    assert "Place: Hall" in letter.body
    assert letter.url == reverse("supervision:meeting", args=[coming.pk])


def test_what_was_written_about_the_old_time_and_still_waits_is_not_sent(cast, coming):
    actions.move_meeting(meeting=coming, starts_at=noon(date(2026, 3, 27), 17), **by(cast))
    actions.move_meeting(
        meeting=coming, starts_at=noon(date(2026, 3, 28), 17), by=cast.coordinator.person, at=NOW + timedelta(hours=1)
    )
    later = letters(cast).filter(expires_at__gt=NOW + timedelta(hours=1))
    assert {row.person for row in later} == {
        cast.mentor.person, cast.second_mentor.person, cast.supervisor.person,
    }  # fmt: skip
    assert all("28 March" in row.body for row in later)


def test_a_meeting_is_moved_neither_into_the_past_nor_into_a_month_that_has_one(cast, one, coming):
    meeting(cast, one, date(2026, 4, 20))
    with pytest.raises(NotAhead):
        actions.move_meeting(meeting=coming, starts_at=NOW - DAY, **by(cast))
    with pytest.raises(actions.MonthTaken):
        actions.move_meeting(meeting=coming, starts_at=noon(date(2026, 4, 2)), **by(cast))
    row = SupervisionMeeting.objects.of(cast.organisation).get(pk=coming.pk)
    assert (row.month, row.diary_due_on) == (date(2026, 3, 1), date(2026, 3, 13))
    assert not letters(cast).exists()


def test_a_meeting_that_was_held_is_neither_moved_nor_cancelled(cast, one):
    past = held(cast, one, TODAY - DAY)
    with pytest.raises(actions.AlreadyHeld):
        actions.move_meeting(meeting=past, starts_at=NOW + DAY, **by(cast))
    with pytest.raises(actions.AlreadyHeld):
        actions.cancel_meeting(meeting=past, reason="Ill", **by(cast))
    assert Gathering.objects.of(cast.organisation).get().starts_at == past.gathering.starts_at


def test_a_meeting_is_moved_on_its_page(cast, as_role, coming):
    client, url = as_role("supervisor"), reverse("supervision:moving", args=[coming.pk])
    there = reverse("supervision:meeting", args=[coming.pk])
    assert url in client.get(there).text
    assert 'value="18:00"' in client.get(url).text
    said = {"day": "2026-03-23", "time": "17:30", "place": "Hall", "online_link": ""}
    assert client.post(url, {**said, "day": "2026-02-20"}).status_code == 422
    assert client.post(url, said).url == there
    assert "23 March 2026" in client.get(there).text


def test_a_meeting_whose_old_time_is_past_is_moved_without_waking_anybody(cast, one):
    late, night = meeting(cast, one, TODAY - DAY), NOW.replace(hour=22)
    actions.move_meeting(meeting=late, starts_at=noon(TODAY + 4 * DAY), by=None, at=night)
    assert {row.send_after for row in letters(cast)} == {after_quiet_hours(cast.programme, night)}
    assert after_quiet_hours(cast.programme, night) > night


# ---- cancelling ----


def test_a_cancelled_meeting_is_gone_and_everybody_reads_why(cast, one, coming):
    with pytest.raises(actions.NoWhy):
        actions.cancel_meeting(meeting=coming, reason=" ", **by(cast))
    actions.cancel_meeting(meeting=coming, reason="The library is closed.", **by(cast))
    assert not SupervisionMeeting.objects.of(cast.organisation).exists()
    assert not Gathering.objects.of(cast.organisation).exists()
    assert {row.person for row in letters(cast)} == {cast.mentor.person, cast.second_mentor.person}
    for letter in letters(cast):
        assert letter.body == "There is no supervision on Friday 20 March at 18:00.\nWhy: The library is closed."
        assert letter.url == reverse("supervision:meeting", args=[coming.pk])
    assert {"gathering.cancel", "supervision.cancel_meeting"} <= verbs(cast)
    kept = CancelledMeeting.objects.of(cast.organisation).get(pk=coming.pk)
    assert (kept.group, kept.starts_at, kept.reason) == (one, noon(date(2026, 3, 20), 17), "The library is closed.")
    assert (kept.cancelled_by, kept.cancelled_at) == (cast.supervisor.person, NOW)
    meeting(cast, one, date(2026, 3, 25))  # the month is free again


def test_what_mentors_have_asked_waits_for_the_next_meeting(cast, one, coming):
    actions.ask(meeting=coming, mentor=cast.mentor, text="How do I say no?", by=cast.mentor.person, at=NOW)
    actions.cancel_meeting(meeting=coming, reason="Ill", **by(cast))
    assert Question.objects.of(cast.organisation).get().meeting is None
    later = meeting(cast, one, date(2026, 3, 25))
    assert Question.objects.of(cast.organisation).get().meeting == later
    last = meeting(cast, one, date(2026, 4, 25))
    actions.cancel_meeting(meeting=later, reason="Ill", **by(cast))
    assert Question.objects.of(cast.organisation).get().meeting == last


def test_nobody_is_told_that_a_meeting_of_the_past_was_not_held(cast, one):
    actions.cancel_meeting(meeting=meeting(cast, one, TODAY - DAY), reason="Nobody came", **by(cast))
    assert not letters(cast).exists()


def test_a_meeting_is_cancelled_on_its_page(cast, as_role, coming):
    client, url = as_role("supervisor"), reverse("supervision:cancellation", args=[coming.pk])
    assert url in client.get(reverse("supervision:meeting", args=[coming.pk])).text
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    page = client.post(url, {"reason": "Ill"}, follow=True)
    assert page.redirect_chain[0][0] == reverse("supervision:group", args=[coming.group_id])
    assert "The meeting is cancelled. We have written to 2 people in the group." in page.text
    assert not SupervisionMeeting.objects.of(cast.organisation).exists()


def test_who_cancels_a_meeting_of_the_past_reads_that_nobody_had_to_be_told(cast, as_role, one):
    past = meeting(cast, one, TODAY - DAY)
    url = reverse("supervision:cancellation", args=[past.pk])
    page = as_role("supervisor").post(url, {"reason": "Nobody came"}, follow=True)
    assert "The meeting is cancelled. Nobody had to be told." in page.text


# ---- correcting ----


def test_who_came_and_the_notes_are_corrected_for_seven_days(cast, one):
    past = held(cast, one, TODAY - DAY)
    said = {"meeting": past, "by": cast.supervisor.person}
    statuses = {cast.mentor: "absent", cast.second_mentor: "present"}
    actions.correct_meeting(statuses=statuses, notes="We talked about sleep.", at=NOW, **said)
    rows = Attendance.objects.of(cast.organisation)
    assert dict(rows.values_list("membership", "status")) == {
        cast.mentor.pk: "absent", cast.second_mentor.pk: "present",
    }  # fmt: skip
    assert Gathering.objects.of(cast.organisation).get().notes == "We talked about sleep."
    assert {"gathering.correct_notes", "supervision.correct_meeting"} <= verbs(cast)
    for notes, at, refusal in [
        (" ", NOW, actions.NotesMissing), ("Late", past.gathering.held_at + 7 * DAY + timedelta(seconds=1),
                                          actions.TooLate),
    ]:  # fmt: skip
        with pytest.raises(refusal):
            actions.correct_meeting(statuses=statuses, notes=notes, at=at, **said)
    with pytest.raises(actions.NotInGroup):
        actions.correct_meeting(statuses={cast.mentee: "present"}, notes="Notes", at=NOW, **said)


def test_a_meeting_that_was_not_held_is_not_corrected(cast, coming):
    with pytest.raises(actions.TooLate):
        actions.correct_meeting(meeting=coming, statuses={}, notes="Notes", **by(cast))


def test_a_held_meeting_is_corrected_on_its_page(cast, as_role, one):
    past = held(cast, one, TODAY - DAY)
    client, there = as_role("supervisor"), reverse("supervision:meeting", args=[past.pk])
    url = reverse("supervision:correction", args=[past.pk])
    page = client.get(there).text
    assert url in page
    assert "The team can correct this until 8 March." in page
    assert "We talked about limits." in client.get(url).text
    said = {f"status_{cast.mentor.pk}": "absent", f"status_{cast.second_mentor.pk}": "late", "notes": "About sleep."}
    assert client.post(url, {**said, "notes": ""}).status_code == 422
    assert client.post(url, said).url == there
    page = client.get(there).text
    assert "About sleep." in page
    assert "Did not come" in page
    with time_machine.travel(NOW + 8 * DAY, tick=False):
        client.logout()
        page = as_role("supervisor").get(there).text
        assert url not in page
        assert "This could be corrected until 8 March. Now it stands as it is." in page
        assert as_role("supervisor").get(url).url == there


@pytest.mark.parametrize("role", ["mentor", "mentee", "trainer", "partner", "outsider"])
def test_meetings_are_moved_cancelled_and_corrected_by_who_holds_supervision(cast, as_role, one, coming, role):
    past = held(cast, one, TODAY - 5 * DAY)
    client = as_role(role)
    for name, row in [("moving", coming), ("cancellation", coming), ("correction", past)]:
        for answer in (client.get, client.post):
            assert answer(reverse(f"supervision:{name}", args=[row.pk])).status_code in {403, 404}
    assert SupervisionMeeting.objects.of(cast.organisation).count() == 2


def test_a_supervisor_elsewhere_who_is_a_mentor_here_moves_nothing(cast, as_role, coming):
    member(make_programme(cast.organisation, "malmo-2027"), cast.mentor.person, "supervisor")
    for name in ("moving", "cancellation", "correction"):
        assert as_role("mentor").get(reverse(f"supervision:{name}", args=[coming.pk])).status_code == 403


# ---- planning ----


def test_everybody_is_told_of_the_new_day_after_a_cancelled_meeting_and_of_no_other(cast, one, coming):
    def told():
        return letters(cast).filter(once_key__startswith="new-day")

    assert not told().exists()
    actions.cancel_meeting(meeting=coming, reason="Rain.", by=cast.supervisor.person, at=NOW)
    meeting(cast, one, TODAY - 20 * DAY)  # written down afterwards
    assert not told().exists()
    new = meeting(cast, one, date(2026, 3, 25))
    assert {letter.person for letter in told()} == {cast.mentor.person, cast.second_mentor.person}
    assert told()[0].body == (
        "Supervision is on Wednesday 25 March at 18:00.\nThe old time was Friday 20 March at 18:00.\nPlace: Library"
    )
    assert told()[0].url == reverse("supervision:meeting", args=[new.pk])
    meeting(cast, one, date(2026, 4, 25))
    assert told().count() == 2


@pytest.mark.parametrize("state", ["queued", "sent", "by_hand"])
def test_the_new_day_overtakes_the_letter_that_the_meeting_is_cancelled(cast, as_role, one, coming, state):
    address = reverse("supervision:meeting", args=[coming.pk])
    actions.cancel_meeting(meeting=coming, reason="Rain.", by=None, at=NOW)  # the supervisor is told, too
    letters(cast).update(state=state, sent_at=NOW if state == "sent" else None)
    meeting(cast, one, date(2026, 4, 1))
    off = Message.objects.of(cast.organisation).filter(url=address)
    assert not any(letter.is_new(NOW) for letter in off)
    assert off.count() == (0 if state == "queued" else 3)  # nobody has seen one that waited
    letters(cast).filter(state="queued").update(state="by_hand")
    page = as_role("coordinator").get(reverse("outbox:calls", args=[cast.programme.pk])).text
    assert "Supervision has a new day: 1 April" in page
    assert "is cancelled" not in page


def test_a_new_day_is_told_at_night_where_the_old_time_comes_before_the_morning(cast, one):
    night = NOW.replace(hour=22)
    soon = meeting(cast, one, TODAY + DAY)
    actions.move_meeting(meeting=soon, starts_at=noon(TODAY + DAY, 5), by=None, at=NOW)
    actions.cancel_meeting(meeting=soon, reason="Ill", by=None, at=night)
    actions.plan_meeting(group=one, starts_at=noon(TODAY + 9 * DAY), by=None, at=night)
    assert {letter.send_after for letter in letters(cast).filter(once_key__startswith="new-day")} == {night}


def test_a_new_day_after_one_that_is_past_tells_no_old_time(cast, one, coming):
    actions.cancel_meeting(meeting=coming, reason="Rain.", by=None, at=NOW)
    actions.plan_meeting(group=one, starts_at=noon(date(2026, 4, 1)), by=None, at=NOW + 30 * DAY)
    told = letters(cast).filter(once_key__startswith="new-day")
    assert {letter.body for letter in told} == {"Supervision is on Wednesday 1 April at 14:00."}
