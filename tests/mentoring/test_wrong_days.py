"""A day or a time that can not be stands at its own field, and the summary names it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from handslag.mentoring.actions import add_goal, book_meeting
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YESTERDAY, TOMORROW = str(TODAY - DAY), str(TODAY + DAY)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def errors(answer):
    assert answer.status_code == 422
    form = answer.context["form"]
    assert not form.non_field_errors()
    return set(form.errors)


def post(browser, name, pair, *more, **typed):
    return browser.post(reverse(f"mentoring:{name}", args=[pair.pk, *more]), typed)


GOAL = {"area": "housing", "text": "Find a room"}


def test_the_day_of_a_goal(cast, pair, as_role):
    goal = add_goal(pair=pair, **GOAL, due_on=TODAY + DAY, by=cast.mentee.person, at=NOW)
    browser = as_role("mentee")
    assert errors(post(browser, "new_goal", pair, **GOAL, due_on=YESTERDAY)) == {"due_on"}
    assert errors(post(browser, "goal_correction", pair, goal.pk, **GOAL, due_on=YESTERDAY)) == {"due_on"}


def test_the_day_of_a_step(pair, as_role):
    assert errors(post(as_role("mentor"), "new_step", pair, code="queue_joined", done_on=TOMORROW)) == {"done_on"}


@pytest.mark.parametrize(("day", "clock", "field"), [(YESTERDAY, "17:00", "day"), (str(TODAY), "00:05", "clock")])
def test_the_day_or_the_time_of_a_meeting(cast, pair, as_role, day, clock, field):
    meeting = book_meeting(pair=pair, starts_at=NOW + DAY, place="Café", by=cast.mentor.person, at=NOW)
    browser, typed = as_role("mentor"), {"day": day, "clock": clock, "place": "Library"}
    assert errors(post(browser, "meetings", pair, **typed)) == {field}
    assert errors(post(browser, "move", pair, meeting.pk, **typed)) == {field}


def test_the_time_that_another_meeting_has(cast, pair, as_role):
    for days in (1, 2):
        book_meeting(pair=pair, starts_at=NOW + days * DAY, place="Café", by=cast.mentor.person, at=NOW)
    meeting = pair.meetings.first()
    typed = {"day": str(TODAY + 2 * DAY), "clock": "10:00", "place": "Café"}
    assert errors(post(as_role("mentor"), "move", pair, meeting.pk, **typed)) == {"clock"}


def test_the_day_of_the_first_meeting_and_of_the_next_ones(waiting_pair, document, as_role):
    browser, typed = as_role("coordinator"), {"document": str(document.pk), "read_aloud": "on"}
    assert errors(post(browser, "intake", waiting_pair, **typed, held_on=TOMORROW)) == {"held_on"}
    early = {"day_2": YESTERDAY, "clock_2": "17:00"}
    answer = post(browser, "intake", waiting_pair, **typed, held_on=str(TODAY), **early)
    assert errors(answer) == {"day_2"}
    assert 'href="#id_day_2">Meeting 2: day: The next meetings come after' in answer.content.decode()
