from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_a_session_goes_into_the_calendar(cast, as_role, training):
    session = training.session(training.unit(), NOW + timedelta(days=3))
    answer = as_role("mentor").get(reverse("training:calendar", args=[session.pk]))
    event = next(iter(Calendar.from_ical(answer.content).walk("VEVENT")))
    assert (event["SUMMARY"], event["LOCATION"], event["DTSTART"].dt) == ("Course", "Library", NOW + timedelta(days=3))
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=120)


@pytest.mark.parametrize("role", ["mentee", "outsider"])
def test_who_does_not_see_the_training_finds_no_session(as_role, training, role):
    session = training.session(training.unit())
    assert as_role(role).get(reverse("training:calendar", args=[session.pk])).status_code == 404
