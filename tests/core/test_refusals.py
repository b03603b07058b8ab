"""What an action refuses is told."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage

from handslag.core.errors import Refused
from handslag.core.refusals import refusals_in, refusals_told


@pytest.fixture
def request_(rf):
    request = rf.post("/")
    request._messages = CookieStorage(request)
    return request


def test_a_refusal_is_told_and_not_raised(request_):
    with refusals_told(request_):
        raise Refused("It is closed.")
    assert [(message.level_tag, str(message)) for message in get_messages(request_)] == [("error", "It is closed.")]


def test_any_other_error_goes_on(request_):
    with pytest.raises(KeyError), refusals_told(request_):
        raise KeyError


@pytest.mark.parametrize(("field", "place"), [(None, "__all__"), ("day", "day")])
def test_a_refusal_stands_in_the_form(field, place):
    form = DayForm({"day": "Friday"})
    with refusals_in(form, field):
        raise Refused("That day is taken.")
    assert form.errors == {place: ["That day is taken."]}
    assert form["day"].value() == "Friday"


def test_a_refusal_that_is_about_a_field_stands_there_and_the_others_above():
    class WrongDay(Refused):
        pass

    form = DayForm({"day": "Friday"})
    for refusal in (WrongDay("It has passed."), Refused("The pair has ended.")):
        with refusals_in(form, about={WrongDay: "day"}):
            raise refusal
    assert form.errors == {"day": ["It has passed."], "__all__": ["The pair has ended."]}


class DayForm(forms.Form):
    day = forms.CharField()
