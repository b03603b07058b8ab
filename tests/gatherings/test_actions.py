"""Planning a gathering, moving and cancelling it, taking attendance in it, saying that it was held."""

from datetime import timedelta

import pytest

from handslag.gatherings import actions
from handslag.gatherings.models import Attendance, Gathering
from handslag.gatherings.notices import needed_by
from handslag.journal.models import Entry
from tests.cast import NOW

pytestmark = pytest.mark.django_db
Status = Attendance.Status
START = NOW + timedelta(hours=3)
LATER = START + timedelta(hours=2)


@pytest.fixture
def gathering(cast):
    return actions.plan(
        programme=cast.programme, kind="training", title="Trust", starts_at=START, place=" Library ",
        led_by=cast.trainer.person, by=cast.coordinator.person, at=NOW,
    )  # fmt: skip


def take(cast, gathering, statuses, at=LATER):
    by = cast.trainer.person
    return actions.take_attendance(gathering=gathering, statuses=statuses, by=by, at=at)


def entries(action):
    return Entry.objects.filter(action=action)


def test_a_planned_gathering_belongs_to_its_programme_and_is_not_held(cast, gathering):
    gathering = Gathering.objects.of(cast.organisation).get()
    assert (gathering.programme, gathering.place, gathering.minutes) == (cast.programme, "Library", 120)
    assert not gathering.is_held
    assert entries("gathering.plan").get().actor_id == cast.coordinator.person_id


def test_a_kind_that_does_not_exist_is_an_error(cast):
    with pytest.raises(ValueError, match="party"):
        actions.plan(programme=cast.programme, kind="party", title="x", starts_at=START, by=None, at=NOW)


def test_attendance_says_who_came_and_who_wrote_it(cast, gathering):
    take(cast, gathering, {cast.mentor: Status.LATE})
    row = gathering.attendances.get()
    assert (row.membership, row.status, row.marked_at) == (cast.mentor, Status.LATE, LATER)
    assert row.marked_by == cast.trainer.person
    assert entries("attendance.take").get().detail == {str(cast.mentor.pk): "late"}


def test_a_correction_replaces_one_answer_and_leaves_the_others(cast, gathering):
    take(cast, gathering, {cast.mentor: Status.ABSENT, cast.second_mentor: Status.PRESENT})
    later = LATER + timedelta(days=3)
    changed = take(cast, gathering, {cast.mentor: Status.MADE_UP, cast.second_mentor: Status.PRESENT}, at=later)
    assert [row.membership for row in changed] == [cast.mentor]
    assert dict(gathering.attendances.values_list("membership_id", "status")) == {
        cast.mentor.pk: "made_up",
        cast.second_mentor.pk: "present",
    }
    assert gathering.attendances.get(membership=cast.second_mentor).marked_at == LATER


def test_saving_the_same_list_twice_writes_nothing_new(cast, gathering):
    take(cast, gathering, {cast.mentor: Status.PRESENT})
    assert take(cast, gathering, {cast.mentor: Status.PRESENT}) == []
    assert entries("attendance.take").count() == 1


def test_attendance_is_refused_before_the_start_and_says_when_that_is(cast, gathering):
    with pytest.raises(actions.NotStarted, match="2 March 2026 at 13:00"):  # 12:00 UTC is 13:00 in Malmö
        take(cast, gathering, {cast.mentor: Status.PRESENT}, at=START - timedelta(seconds=1))
    assert not gathering.attendances.exists()
    assert take(cast, gathering, {cast.mentor: Status.PRESENT}, at=START)


def test_nobody_of_another_programme_can_be_marked(cast, gathering):
    with pytest.raises(actions.NotAMember):
        take(cast, gathering, {cast.mentor: Status.PRESENT, cast.outsider: Status.PRESENT})
    assert not gathering.attendances.exists()


def test_a_status_that_does_not_exist_is_an_error(cast, gathering):
    with pytest.raises(ValueError, match="asleep"):
        take(cast, gathering, {cast.mentor: "asleep"})


def test_a_gathering_is_held_once_and_its_notes_are_kept(cast, gathering):
    actions.mark_held(gathering=gathering, by=cast.trainer.person, at=LATER, notes="Good talk")
    gathering.refresh_from_db()
    assert (gathering.held_at, str(gathering.notes)) == (LATER, "Good talk")
    with pytest.raises(actions.AlreadyHeld):
        actions.mark_held(gathering=gathering, by=cast.trainer.person, at=LATER)


def test_the_second_of_two_who_hold_the_same_gathering_writes_nothing_over(cast, gathering):
    seen_before = Gathering.objects.of(cast.organisation).select_related("programme").get(pk=gathering.pk)
    actions.mark_held(gathering=gathering, by=cast.trainer.person, at=LATER, notes="Good talk")
    with pytest.raises(actions.AlreadyHeld):
        actions.mark_held(gathering=seen_before, by=cast.coordinator.person, at=LATER, notes="Another")
    assert str(Gathering.objects.of(cast.organisation).get(pk=gathering.pk).notes) == "Good talk"


def test_a_gathering_is_not_held_before_it_starts(cast, gathering):
    with pytest.raises(actions.NotStarted):
        actions.mark_held(gathering=gathering, by=cast.trainer.person, at=NOW)


def moved(cast, gathering, starts_at, place="Library"):
    actions.move(gathering=gathering, starts_at=starts_at, place=place, online_link="", by=cast.trainer.person, at=NOW)


def test_a_gathering_is_moved_to_a_time_ahead_or_another_place(cast, gathering):
    moved(cast, gathering, LATER, " Hall ")
    row = Gathering.objects.of(cast.organisation).get()
    assert (row.starts_at, row.place) == (LATER, "Hall")
    assert entries("gathering.move").get().detail == {"before": START.isoformat(), "now": LATER.isoformat()}
    with pytest.raises(actions.NotAhead):
        moved(cast, gathering, NOW)
    with pytest.raises(actions.NothingNew):
        moved(cast, gathering, LATER, "Hall")
    assert entries("gathering.move").count() == 1


def test_a_cancelled_gathering_is_gone_and_the_journal_knows_when_it_was_to_be(cast, gathering):
    actions.cancel(gathering=gathering, by=cast.trainer.person, at=NOW)
    assert not Gathering.objects.of(cast.organisation).exists()
    assert entries("gathering.cancel").get().detail == {"before": START.isoformat()}


def test_what_somebody_has_cancelled_is_refused(cast, gathering):
    seen_before = Gathering.objects.of(cast.organisation).select_related("programme").get()
    actions.cancel(gathering=gathering, by=cast.trainer.person, at=NOW)
    for act in (
        lambda: moved(cast, seen_before, LATER),
        lambda: actions.cancel(gathering=seen_before, by=None, at=NOW),
        lambda: take(cast, seen_before, {cast.mentor: Status.PRESENT}),
        lambda: actions.mark_held(gathering=seen_before, by=None, at=LATER),
    ):
        with pytest.raises(actions.Gone):
            act()
    assert entries("gathering.cancel").count() == 1


@pytest.mark.parametrize(
    ("before", "starts_at", "by_then"), [(START, LATER, START), (LATER, START, START), (NOW, LATER, LATER)]
)
def test_who_comes_must_know_by_the_earlier_of_two_times_that_lie_ahead(before, starts_at, by_then):
    assert needed_by(before, starts_at, NOW) == by_then


def test_what_was_held_is_neither_moved_nor_cancelled(cast, gathering):
    actions.mark_held(gathering=gathering, by=cast.trainer.person, at=LATER)
    with pytest.raises(actions.AlreadyHeld):
        moved(cast, gathering, LATER)
    with pytest.raises(actions.AlreadyHeld):
        actions.cancel(gathering=gathering, by=None, at=LATER)
    assert Gathering.objects.of(cast.organisation).get().starts_at == START


def test_corrected_notes_are_written_down_once(cast, gathering):
    actions.mark_held(gathering=gathering, notes="We talked.", by=cast.trainer.person, at=LATER)
    said = {"gathering": gathering, "by": cast.trainer.person, "at": LATER}
    assert actions.correct_notes(notes="We sang.", **said) is True
    assert actions.correct_notes(notes="We sang.", **said) is False
    assert Gathering.objects.of(cast.organisation).get().notes == "We sang."
    assert entries("gathering.correct_notes").count() == 1
