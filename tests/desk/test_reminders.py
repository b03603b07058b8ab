"""The timeline of the AMIR template as messages: on the right day, to the right people, each once."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.content.models import Document
from handslag.desk.actions import SetUp, set_up
from handslag.desk.blueprint import Blueprint
from handslag.desk.reminders import queue_reminders
from handslag.desk.reminders.rows import rows_of
from handslag.gatherings.models import Attendance
from handslag.mentoring.actions import book_meeting
from handslag.mentoring.models import PairMeeting, Plan
from handslag.outbox.models import Message
from handslag.pairs.models import Pair
from handslag.people.actions import change_preferences
from handslag.people.keys import forget_keys
from handslag.programmes.actions import end_role
from handslag.programmes.days import zone
from handslag.recruitment.models import Application
from handslag.supervision.actions import agree_pause, join, make_group, plan_meeting
from handslag.training.actions import confirm_participation, plan_session, take_attendance
from tests.cast import NOW, member, person

pytestmark = pytest.mark.django_db
D = date(2026, 3, 2)
DAY = timedelta(days=1)
KEYS = ("mentor", "second_mentor", "mentee", "second_mentee", "coordinator", "supervisor", "trainer")


class World:
    """A programme from the template that begins on D, with the cast in it."""

    def __init__(self, cast):
        self.cast, self.by = cast, cast.coordinator.person
        choices = SetUp(
            title="AMIR Lund", slug="amir-lund", starts_on=D, languages=["en", "sv"], places=["Lund"],
            contact_name="Sara Lind", contact_phone="040 1", contact_hours="9–16",
        )  # fmt: skip
        self.programme = set_up(
            organisation=cast.organisation, blueprint=Blueprint.named("amir"), choices=choices, by=None,
            at=self.at(D - DAY),
        )  # fmt: skip
        self.people = {key: member(self.programme, cast.people[key].person, cast.people[key].role) for key in KEYS}
        self.phase = {phase.key: phase.starts_on for phase in self.programme.phases.all()}

    def at(self, day: date, hour: int = 9) -> datetime:
        programme = getattr(self, "programme", self.cast.programme)
        return datetime.combine(day, time(hour), zone(programme))

    def tick(self, day: date, hour: int = 9) -> dict[str, set[str]]:
        """Queue what is due; gives the readers (first part of the address) by title."""
        before = set(Message.objects.of(self.cast.organisation).values_list("pk", flat=True))
        queue_reminders(self.at(day, hour))
        found: dict[str, set[str]] = {}
        for message in Message.objects.of(self.cast.organisation).exclude(pk__in=before).select_related("person"):
            found.setdefault(message.title, set()).add(message.person.email.split("@")[0])
        return found

    def pair(self, mentor="mentor", mentee="mentee", *, matched: date, started: date | None = None) -> Pair:
        mentor = self.people[mentor] if isinstance(mentor, str) else mentor
        mentee = self.people[mentee] if isinstance(mentee, str) else mentee
        return Pair.objects.create(
            organisation=self.cast.organisation, programme=self.programme, mentor=mentor, mentee=mentee,
            matched_at=self.at(matched), agreed_at=self.at(matched), started_on=started,
        )  # fmt: skip


@pytest.fixture
def world(cast):
    return World(cast)


def test_a_programme_keeps_the_timeline_of_its_template(world):
    rows = {row.key: row for row in rows_of(world.programme)}
    assert len(rows) == len(Blueprint.named("amir").programme["reminder"])
    assert (rows["training_invitation"].anchor, rows["training_invitation"].days) == ("training", -10)
    assert (world.programme.rules["quiet_from"], world.programme.rules["quiet_to"]) == (20, 8)


def test_a_row_of_a_phase_comes_on_its_day_and_once(world):
    title = "Put out the flyers and open the forms"
    assert world.tick(D - DAY) == {}
    assert world.tick(D) == {title: {"coordinator"}}
    assert world.tick(D, 12) == {}
    assert world.tick(D + DAY) == {}


def test_a_missed_tick_is_made_good_for_three_days_and_no_longer(world):
    closing = world.phase["closing"]
    assert "Look back together" in world.tick(closing + 17 * DAY)
    assert world.tick(closing + 18 * DAY) == {}
    late = World.tick(world, closing + 25 * DAY)
    assert "We celebrate" not in late  # day 21, four days ago


def test_words_that_say_today_are_not_sent_tomorrow(world):
    assert world.tick(D + DAY) == {}


def test_a_reminder_is_in_the_readers_language(world):
    account = world.cast.coordinator.person.account
    change_preferences(account=account, language="sv")
    assert world.tick(D) == {"Sprid flyers och öppna formulären": {"coordinator"}}


def test_a_tick_at_night_waits_for_the_morning(world):
    world.tick(D, 0)
    message = Message.objects.of(world.cast.organisation).get()
    assert message.send_after == world.at(D, 8)


def test_coordinators_hear_how_many_applications_wait_not_of_each(world, cast):
    from tests.recruitment.received import received

    for role in ("mentor", "mentee"):
        received(world.programme, role, at=world.at(D))
    received(world.programme, "mentee", at=world.at(D + DAY))
    assert world.tick(D + 6 * DAY) == {}
    assert world.tick(D + 7 * DAY)["Call the applicant"] == {"coordinator"}
    message = Message.objects.of(cast.organisation).filter(kind="reminder").get()
    assert "It is about 2 people." in message.body
    Application.objects.of(cast.organisation).update(state="interviewed")
    assert world.tick(D + 8 * DAY) == {}


def test_mentors_are_invited_with_the_days_once_there_are_any(world):
    training = world.phase["training"]
    assert world.tick(training - 10 * DAY) == {}
    unit = world.programme.units.get(number=1)
    plan_session(unit=unit, starts_at=world.at(training, 17), place="Library", by=world.by, at=NOW)
    assert world.tick(training - 9 * DAY) == {"You are invited to the training": {"mentor", "mentor2"}}
    body = Message.objects.of(world.cast.organisation).first().body
    assert "at 17:00, Library" in body


def test_the_lesson_of_the_day_is_that_of_the_real_session(world):
    training = world.phase["training"]
    unit = world.programme.units.get(number=1)
    session = plan_session(unit=unit, starts_at=world.at(training + 2 * DAY, 17), place="Hall", by=world.by, at=NOW)
    assert "Unit 1" not in world.tick(training)
    assert world.tick(training + 2 * DAY)["Unit 1"] == {"mentor", "mentor2"}
    message = Message.objects.of(world.cast.organisation).filter(kind="reminder").first()
    assert message.expires_at == session.gathering.starts_at


def test_no_lesson_is_told_of_that_has_begun(world):
    training = world.phase["training"]
    unit = world.programme.units.get(number=1)
    plan_session(unit=unit, starts_at=world.at(training, 9), place="Hall", by=world.by, at=NOW)
    assert "Unit 1" not in world.tick(training, 10)


def test_whether_mentors_go_on_is_asked_after_the_first_unit_however_late_it_was(world):
    """Counted from its session, not from the phase; and not of those who were away or have answered."""
    held_on = world.phase["training"] + 5 * DAY
    unit = world.programme.units.get(number=1)
    session = plan_session(unit=unit, starts_at=world.at(held_on, 17), place="Hall", by=world.by, at=NOW)
    third = member(world.programme, person(world.cast.organisation, "Third", email="mentor3@one.example"), "mentor")
    title = "Do you want to go on?"
    assert title not in world.tick(world.phase["training"] + 3 * DAY)
    mentors = [world.people["mentor"], world.people["second_mentor"]]
    statuses = {**dict.fromkeys(mentors, "present"), third: "absent"}
    take_attendance(session=session, statuses=statuses, by=world.by, at=world.at(held_on, 20))
    document = Document.objects.of(world.cast.organisation).filter(key="code_of_conduct", language="en").first()
    confirm_participation(
        membership=mentors[1], document=document, goes_on=True, by=mentors[1].person, at=world.at(held_on, 21)
    )
    assert title not in world.tick(held_on + 2 * DAY)
    assert world.tick(held_on + 3 * DAY)[title] == {"mentor"}
    assert title not in world.tick(held_on + 4 * DAY)


def test_trainers_are_told_of_a_unit_that_is_still_missed(world):
    training = world.phase["training"]
    session = plan_session(
        unit=world.programme.units.get(number=1), starts_at=world.at(training, 17), place="Hall", by=world.by, at=NOW
    )
    statuses = {world.people["mentor"]: "present", world.people["second_mentor"]: "absent"}
    take_attendance(session=session, statuses=statuses, by=world.by, at=world.at(training, 20))
    assert world.tick(training + 14 * DAY)["Make up for a missed unit"] == {"trainer"}
    Attendance.objects.of(world.cast.organisation).update(status="made_up")
    assert "Make up for a missed unit" not in world.tick(training + 15 * DAY)


def test_a_pair_that_has_not_met_is_reminded_and_one_that_has_is_not(world):
    day = world.phase["mentoring"]
    pair = world.pair(matched=day)
    assert "Do you say yes to the match?" not in world.tick(day + 7 * DAY)  # the match itself asks
    assert world.tick(day + 14 * DAY)["Hold the first meeting"] == {"coordinator"}
    pair.started_on = day + 13 * DAY
    pair.save()
    assert "Hold the first meeting" not in world.tick(day + 15 * DAY)


def test_days_after_the_first_meeting_are_each_pairs_own(world):
    day = world.phase["mentoring"] + 100 * DAY
    world.pair(matched=day - 20 * DAY, started=day)
    world.pair("second_mentor", "second_mentee", matched=day - 20 * DAY, started=day + 10 * DAY)
    assert world.tick(day + 7 * DAY) == {"Tip of the week": {"mentor"}}
    assert world.tick(day + 17 * DAY) == {"Tip of the week": {"mentor2", "mentor"}}


def test_who_has_an_approved_plan_is_not_asked_for_one(world):
    day = world.phase["mentoring"] + 100 * DAY
    pair = world.pair(matched=day - 20 * DAY, started=day)
    Plan.objects.create(
        organisation=world.cast.organisation, pair=pair, made_at=NOW, approved_at=NOW, approved_by=world.by
    )
    world.pair("second_mentor", "second_mentee", matched=day - 20 * DAY, started=day)
    assert world.tick(day + 30 * DAY)["The first plan should be ready"] == {"mentor2", "mentee2"}


def test_a_pair_that_has_ended_hears_nothing(world):
    day = world.phase["mentoring"] + 100 * DAY
    pair = world.pair(matched=day - 20 * DAY, started=day)
    Pair.objects.of(world.cast.organisation).filter(pk=pair.pk).update(ended_on=day + DAY, end_reason="moved")
    assert world.tick(day + 7 * DAY) == {}


def test_nobody_is_asked_for_a_survey_that_was_not_sent(world):
    day = world.phase["mentoring"] + 100 * DAY
    world.pair(matched=day - 20 * DAY, started=day)
    assert "Tell us how it was" not in world.tick(day + 355 * DAY)


def supervise(world, day: date):
    group = make_group(
        programme=world.programme, name="Group", supervisor=world.people["supervisor"], by=world.by, at=NOW
    )
    for key in ("mentor", "second_mentor"):
        join(group=group, mentor=world.people[key], on=day - 60 * DAY, by=world.by, at=NOW)
    return plan_meeting(group=group, starts_at=world.at(day, 17), place="Hall", by=world.by, at=NOW)


def test_before_supervision_comes_a_notice_then_the_diary_and_then_a_nudge(world):
    day = world.phase["mentoring"] + 100 * DAY
    supervise(world, day)
    world.pair(matched=day - 90 * DAY, started=day - 80 * DAY)
    assert world.tick(day - 14 * DAY)["Supervision in two weeks"] == {"mentor", "mentor2", "supervisor"}
    assert world.tick(day - 7 * DAY)["Write your diary"] == {"mentor"}  # the other mentor has no pair
    assert world.tick(day - 5 * DAY) == {"Your diary is missing": {"mentor"}}
    assert world.tick(day - 4 * DAY) == {}


def test_a_supervisor_whose_role_has_ended_is_not_reminded(world):
    day = world.phase["mentoring"] + 100 * DAY
    supervise(world, day)
    end_role(membership=world.people["supervisor"], reason="moved", by=None, at=NOW)
    assert world.tick(day - 14 * DAY)["Supervision in two weeks"] == {"mentor", "mentor2"}


def test_who_has_written_is_not_asked_for_the_diary(world):
    from handslag.mentoring.models import DiaryEntry

    day = world.phase["mentoring"] + 100 * DAY
    supervise(world, day)
    pair = world.pair(matched=day - 90 * DAY, started=day - 80 * DAY)
    DiaryEntry.objects.create(
        organisation=world.cast.organisation, pair=pair, written_by=pair.mentor, what="met", on_date=day - 9 * DAY,
        written_at=NOW,
    )  # fmt: skip
    assert "Write your diary" not in world.tick(day - 7 * DAY)
    assert "Your diary is missing" not in world.tick(day - 5 * DAY)


def test_who_has_agreed_not_to_meet_is_not_asked_for_the_diary(world):
    day = world.phase["mentoring"] + 100 * DAY
    supervise(world, day)
    pair = world.pair(matched=day - 90 * DAY, started=day - 80 * DAY)
    due_on = day - 7 * DAY
    agree_pause(pair=pair, from_on=due_on - DAY, until_on=due_on, reason="travel", by=world.by, at=NOW)
    assert "Write your diary" not in world.tick(due_on)
    assert "Your diary is missing" not in world.tick(day - 5 * DAY)


def test_both_are_reminded_of_a_meeting_the_day_before_and_not_of_one_that_is_cancelled(world):
    day = world.phase["mentoring"] + 100 * DAY
    pair = world.pair(matched=day - 90 * DAY, started=day - 80 * DAY)
    meeting = book_meeting(
        pair=pair, starts_at=world.at(day, 17), place="Cafe", by=pair.mentor.person, at=world.at(day - 8 * DAY)
    )
    assert world.tick(day - 2 * DAY) == {}
    assert world.tick(day - DAY) == {"You meet soon": {"mentor", "mentee"}}
    assert world.tick(day) == {}
    Message.objects.of(world.cast.organisation).all().delete()
    PairMeeting.objects.of(world.cast.organisation).filter(pk=meeting.pk).update(cancelled_at=NOW)
    assert world.tick(day - DAY) == {}


def test_a_programme_that_is_long_over_is_left_in_peace(world):
    assert world.tick(world.phase["closing"] + 200 * DAY) == {}


def test_the_number_of_queries_does_not_follow_the_number_of_pairs(world):
    day = world.phase["mentoring"] + 100 * DAY

    def more(count: int, start: int) -> None:
        for n in range(start, start + count):
            both = [
                member(world.programme, person(world.cast.organisation, f"P {n}", email=f"{r}{n}@one.example"), r)
                for r in ("mentor", "mentee")
            ]
            pair = world.pair(*both, matched=day - 20 * DAY, started=day)
            PairMeeting.objects.create(
                organisation=world.cast.organisation, pair=pair, starts_at=world.at(day + 31 * DAY), place="Cafe"
            )

    def asked() -> int:
        """Without the writing itself, which a database takes in portions."""
        forget_keys()
        with CaptureQueriesContext(connection) as captured:
            queue_reminders(world.at(day + 30 * DAY))
        return len([q for q in captured.captured_queries if 'INTO "outbox_message"' not in q["sql"]])

    supervise(world, day + 37 * DAY)
    more(2, 0)
    few = asked(), asked()
    Message.objects.of(world.cast.organisation).all().delete()
    more(20, 10)
    assert (asked(), asked()) == few
    assert few[1] <= 14  # a tick that finds nothing new
