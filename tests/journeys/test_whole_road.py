"""The whole AMIR road in a real browser, from an empty organisation to a closed programme.

Two pairs, fifteen months, everything by clicking and with real mail. The chapters are in the folder `road`; the clock
of the server is set forward from one to the next, and on each day the schedule (`handslag tick`) runs once.
"""

from contextlib import ExitStack
from datetime import UTC, date, datetime

import pytest
import time_machine

from handslag.desk.actions import found_with_administrator
from handslag.desk.tick import tick
from tests.outbox.mail_server import MailServer

from .road import closing, days, founding, mentoring, pairs, recruitment, results, supervision, training
from .road.post import Post
from .road.walkers import Road

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MORNING, EVENING = 8, 16  # UTC; the two ends of a working day in Malmö, summer and winter


@pytest.fixture
def post(settings):
    """A mail server on this machine, to which all mail goes."""
    server = MailServer().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield Post(server)
    server.stop()


@pytest.fixture
def road(browser, live_server, post, settings):
    """An organisation with one administrator, on its first day."""
    settings.HANDSLAG_BASE_URL = live_server.url
    with time_machine.travel(_at(days.FOUNDED, MORNING), tick=True) as clock:

        def to_morning(day: date) -> None:
            clock.move_to(_at(day, MORNING))
            post.wait()
            list(tick())

        def to_evening(day: date) -> None:
            clock.move_to(_at(day, EVENING))

        found_with_administrator(
            name="Nya Grannar", country="SE", host_language="en", email=days.SARA, person="Sara Lindqvist",
            at=datetime.now(UTC),
        )  # fmt: skip
        with ExitStack() as screens:
            yield Road(browser, live_server.url, post, to_morning, to_evening, screens)


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_the_whole_road(road):
    flyer = recruit(road)
    train(road)
    match(road)
    be_together(road)
    look_back(road)
    close(road, flyer)


def recruit(road) -> str:
    founding.programme_is_made(road)
    founding.team_is_gathered(road)
    flyer = recruitment.flyer_is_made(road)
    road.to_morning(days.APPLIED)
    recruitment.mentees_apply(road, flyer)
    recruitment.mentors_apply(road)
    recruitment.interview_is_booked(road)
    road.to_morning(days.INTERVIEWED)
    road.to_evening(days.INTERVIEWED)
    recruitment.people_are_interviewed(road)
    recruitment.somebody_waits_for_a_place(road)
    road.to_morning(days.CONFIRMED)
    recruitment.second_person_confirms(road)
    recruitment.everybody_is_answered(road)
    return flyer


def train(road) -> None:
    training.sessions_are_planned(road)
    road.to_morning(days.INVITED)
    training.mentors_are_invited(road)
    training.session_is_held(road, 1)
    training.mentors_say_that_they_go_on(road)
    for number in (2, 3, 4, 5):
        training.session_is_held(road, number)


def match(road) -> None:
    road.to_morning(days.MATCHED)
    pairs.pairs_are_made(road)
    pairs.mentee_reads_who_the_mentor_could_be(road)
    pairs.the_others_say_yes_too(road)
    road.to_morning(days.FIRST_MEETING)
    pairs.first_meetings_are_held(road)
    pairs.mentee_signs_on_the_own_phone(road)
    pairs.plan_is_approved(road)
    supervision.group_is_made(road)


def be_together(road) -> None:
    first, second, third = days.MEETINGS
    road.to_morning(first)
    mentoring.both_are_reminded_of_the_meeting(road)
    road.to_evening(first)
    mentoring.mentor_writes_the_diary(road)
    road.to_evening(second)
    mentoring.mentor_asks_for_help(road)
    road.to_morning(days.ASKED_FOR_HELP)
    mentoring.supervisor_answers(road)
    road.to_morning(third)
    supervision.group_is_told(road)
    road.to_evening(third)
    mentoring.pair_goes_to_a_local_event(road)
    road.to_morning(days.DIARY_DUE)
    supervision.diary_is_asked_for(road)
    mentoring.step_is_written_down(road)
    road.to_morning(days.DIARY_MISSED)
    supervision.diary_is_missed(road)
    road.to_evening(days.SUPERVISION)
    supervision.supervision_is_held(road)


def look_back(road) -> None:
    road.to_morning(days.LAST_LOOK)
    results.plan_is_looked_at_one_last_time(road)
    road.to_morning(days.LAST_SURVEY)
    results.last_survey_is_answered(road)
    results.missing_answers_are_asked_for(road)
    road.to_morning(days.CLOSING)
    figures = results.figures_are_read(road)
    wanted = {"1a": "2 of 2", "3": "1 of 2", "4": "2 of 2", "6": "1 of 2", "7": "1 of 2", "8": "1 of 2"}
    assert {number: figures[number] for number in wanted} == wanted


def close(road, flyer: str) -> None:
    closing.pairs_end_with_thanks(road)
    closing.certificates_are_issued(road)
    code, page = closing.mentee_takes_the_certificate(road)
    closing.employer_checks_the_certificate(road, code, page)
    closing.programme_is_closed(road, flyer)
