from datetime import date

import pytest

from handslag.gatherings.models import Attendance, Gathering
from handslag.journal.models import Entry
from handslag.programmes.actions import end_role
from handslag.supervision import actions
from handslag.supervision.models import Group, GroupPlace, SupervisionMeeting
from tests.cast import NOW, TODAY

from .rows import DAY, by, group, held, meeting, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(cast, programme):
    return group(cast, cast.mentor)


def test_only_somebody_who_may_hold_supervision_leads_a_group(cast, programme):
    for leader in (cast.trainer, cast.mentor, cast.outsider):
        with pytest.raises(actions.NotASupervisor):
            actions.make_group(programme=programme, name="Group", supervisor=leader, **by(cast))
    assert (
        actions.make_group(programme=programme, name="Group", supervisor=cast.coordinator, **by(cast)).name == "Group"
    )


def test_another_supervisor_leads_the_group_and_its_next_meetings(cast, one):
    past, coming = held(cast, one, TODAY - 40 * DAY, {}), meeting(cast, one, TODAY + 5 * DAY)
    actions.change_supervisor(group=one, supervisor=cast.coordinator, by=cast.coordinator.person, at=NOW)
    group_now = Group.objects.of(cast.organisation).get(pk=one.pk)
    assert group_now.supervisor_id == cast.coordinator.pk
    led = Gathering.objects.of(cast.organisation)
    assert led.get(pk=coming.gathering_id).led_by_id == cast.coordinator.person_id
    assert led.get(pk=past.gathering_id).led_by_id == cast.supervisor.person_id
    entry = Entry.objects.of(cast.organisation.pk).get(action="supervision.change_supervisor")
    assert entry.detail == {"before": str(cast.supervisor.pk), "now": str(cast.coordinator.pk)}


def test_only_somebody_who_may_hold_supervision_gets_a_group(cast, one):
    end_role(membership=cast.second_coordinator, reason="moved", by=None, at=NOW)
    for wrong in (cast.mentor, cast.outsider, cast.second_coordinator):
        with pytest.raises(actions.NotASupervisor):
            actions.change_supervisor(group=one, supervisor=wrong, by=None, at=NOW)
    actions.change_supervisor(group=one, supervisor=cast.supervisor, by=None, at=NOW)  # leads it already
    assert not Entry.objects.of(cast.organisation.pk).filter(action="supervision.change_supervisor").exists()


def test_a_mentor_is_in_one_group_at_a_time(cast, one):
    other = group(cast, name="Group 2")
    with pytest.raises(actions.InAGroup):
        actions.join(group=other, mentor=cast.mentor, on=TODAY, **by(cast))
    actions.leave(group_place=one.group_places.get(), on=TODAY, **by(cast))
    assert actions.join(group=other, mentor=cast.mentor, on=TODAY, **by(cast)).group == other


def test_only_mentors_of_the_programme_join(cast, one):
    for stranger in (cast.mentee, cast.supervisor, cast.outsider):
        with pytest.raises(actions.NotAMentor):
            actions.join(group=one, mentor=stranger, on=TODAY, **by(cast))


def test_the_second_of_two_who_let_a_mentor_leave_changes_nothing(cast, one):
    seen_before = GroupPlace.objects.of(cast.organisation).get()
    actions.leave(group_place=one.group_places.get(), on=TODAY, **by(cast))
    with pytest.raises(actions.LeftBefore):
        actions.leave(group_place=seen_before, on=TODAY + DAY, **by(cast))
    assert GroupPlace.objects.of(cast.organisation).get().left_on == TODAY


def test_nobody_leaves_twice_or_before_joining(cast, one):
    place = one.group_places.get()
    with pytest.raises(actions.LeftBefore):
        actions.leave(group_place=place, on=place.joined_on - DAY, **by(cast))
    actions.leave(group_place=place, on=TODAY, **by(cast))
    with pytest.raises(actions.LeftBefore):
        actions.leave(group_place=place, on=TODAY, **by(cast))
    assert GroupPlace.objects.of(cast.organisation).get().left_on == TODAY


def test_diaries_are_due_a_week_before_the_meeting(cast, one):
    made = meeting(cast, one, date(2026, 3, 20))
    assert (made.month, made.diary_due_on) == (date(2026, 3, 1), date(2026, 3, 13))
    assert made.gathering.kind == "supervision"
    assert made.gathering.led_by == cast.supervisor.person


def test_a_programme_may_want_the_diary_earlier(cast, programme):
    programme.rules["diary_due_days_before_supervision"] = 10
    programme.save()
    assert meeting(cast, group(cast), date(2026, 3, 20)).diary_due_on == date(2026, 3, 10)


def test_the_month_is_that_of_the_place_where_the_programme_runs(cast, one):
    late_in_march = noon(date(2026, 3, 31), 23)  # one o'clock on 1 April in Malmö
    made = actions.plan_meeting(group=one, starts_at=late_in_march, **by(cast))
    assert made.month == date(2026, 4, 1)


def test_a_group_has_one_meeting_a_month(cast, one):
    meeting(cast, one, date(2026, 3, 20))
    with pytest.raises(actions.MonthTaken, match="March 2026"):
        meeting(cast, one, date(2026, 3, 2))
    assert SupervisionMeeting.objects.of(cast.organisation).count() == 1


def test_holding_a_meeting_writes_who_came_and_the_notes(cast, one):
    actions.join(group=one, mentor=cast.second_mentor, on=TODAY - 9 * DAY, **by(cast))
    made = held(cast, one, TODAY - DAY, {cast.mentor: "present", cast.second_mentor: "absent"})
    rows = Attendance.objects.of(cast.organisation).filter(gathering=made.gathering_id)
    assert {row.membership: row.status for row in rows} == {cast.mentor: "present", cast.second_mentor: "absent"}
    fresh = SupervisionMeeting.objects.of(cast.organisation).select_related("gathering").get()
    assert fresh.gathering.is_held
    assert fresh.gathering.notes == "We talked about limits."
    assert Entry.objects.of(cast.organisation.pk).filter(action="supervision.hold_meeting").count() == 1


def test_without_notes_a_meeting_is_not_held(cast, one):
    made = meeting(cast, one, TODAY - DAY)
    with pytest.raises(actions.NotesMissing):
        actions.hold_meeting(meeting=made, statuses={cast.mentor: "present"}, notes=" \n", **by(cast))
    assert not SupervisionMeeting.objects.of(cast.organisation).select_related("gathering").get().gathering.is_held
    assert not Attendance.objects.of(cast.organisation).exists()


def test_a_meeting_is_held_once(cast, one):
    made = held(cast, one, TODAY - DAY)
    with pytest.raises(actions.AlreadyHeld):
        actions.hold_meeting(meeting=made, statuses={}, notes="Again", **by(cast))


def test_a_meeting_can_not_be_held_before_it_begins(cast, one):
    from handslag.gatherings.actions import NotStarted

    made = meeting(cast, one, TODAY + DAY)
    with pytest.raises(NotStarted):
        actions.hold_meeting(meeting=made, statuses={cast.mentor: "present"}, notes="Notes", **by(cast))


def test_the_attendance_of_somebody_outside_the_group_is_refused(cast, one):
    made = meeting(cast, one, TODAY - DAY)
    with pytest.raises(actions.NotInGroup):
        actions.hold_meeting(meeting=made, statuses={cast.second_mentor: "present"}, notes="Notes", **by(cast))
