"""Closing a call, and opening it again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from handslag.journal.models import Entry
from handslag.recruitment.actions import CallClosed, CallOpen, UnknownReason, WrongDates, close_call, reopen_call
from handslag.recruitment.models import Call

from .calls import installed, open_for
from .received import received

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def call(cast):
    """A call that is open today."""
    cast.programme.starts_on = timezone.localdate()
    cast.programme.save()
    installed(cast.programme, "mentor_application")
    return open_for(cast.programme, "mentee")


@pytest.fixture
def closed(call):
    today = timezone.localdate()
    Call.objects.of(call.organisation_id).filter(pk=call.pk).update(opens_on=today - 9 * DAY, closes_on=today - DAY)
    call.refresh_from_db(from_queryset=Call.objects.of(call.organisation_id).select_related("programme"))
    return call


def again(call) -> Call:
    return Call.objects.of(call.organisation_id).get(pk=call.pk)


def page(name: str, call) -> str:
    return reverse(f"recruitment:call_{name}", args=[call.slug])


def text(response) -> str:
    return " ".join(response.content.decode().split())


# ---- actions ---------------------------------------------------------------------------------------------------


def test_a_closed_call_is_opened_again_and_the_journal_says_why(cast, closed):
    until = timezone.localdate() + 7 * DAY
    reopen_call(call=closed, closes_on=until, reason="places_free", by=cast.coordinator.person, at=timezone.now())
    assert again(closed).is_open(timezone.localdate())
    entry = Entry.objects.of(cast.organisation.pk).get(action="call.reopen")
    assert entry.detail == {"role": "mentee", "reason": "places_free", "closes_on": until.isoformat()}


def test_opening_again_has_its_refusals(cast, closed):
    today = timezone.localdate()
    given = {"call": closed, "closes_on": today, "reason": "too_few", "by": cast.coordinator.person}
    given["at"] = timezone.now()
    for wrong, error in (({"reason": "because"}, UnknownReason), ({"closes_on": today - DAY}, WrongDates)):
        with pytest.raises(error):
            reopen_call(**given | wrong)
    assert again(closed).closes_on == today - DAY
    given["closes_on"] = today + DAY
    reopen_call(**given)
    with pytest.raises(CallOpen):
        reopen_call(**given | {"closes_on": today + 2 * DAY})
    reopen_call(**given)  # pressed twice
    assert again(closed).closes_on == today + DAY
    assert Entry.objects.of(cast.organisation.pk).filter(action="call.reopen").count() == 1


def test_closing_makes_today_the_last_day(cast, call):
    close_call(call=call, by=cast.coordinator.person, at=timezone.now())
    assert again(call).closes_on == timezone.localdate()
    assert again(call).is_open(timezone.localdate())


def test_what_is_closed_or_has_not_begun_is_not_closed(cast, closed):
    with pytest.raises(CallClosed):
        close_call(call=closed, by=cast.coordinator.person, at=timezone.now())
    today = timezone.localdate()
    Call.objects.of(cast.organisation).filter(pk=closed.pk).update(opens_on=today + DAY, closes_on=today + 9 * DAY)
    with pytest.raises(WrongDates):
        close_call(call=closed, by=cast.coordinator.person, at=timezone.now())


def test_on_the_last_day_a_call_is_kept_open_and_the_journal_says_why(cast, call):
    by, today = cast.coordinator.person, timezone.localdate()
    close_call(call=call, by=by, at=timezone.now())
    given = {"call": call, "closes_on": today + DAY, "reason": "mistake", "by": by, "at": timezone.now()}
    reopen_call(**given)
    reopen_call(**given)  # pressed twice
    assert again(call).closes_on == today + DAY
    entry = Entry.objects.of(cast.organisation.pk).get(action="call.keep_open")
    assert entry.detail == {"role": "mentee", "reason": "mistake", "closes_on": (today + DAY).isoformat()}
    assert not Entry.objects.of(cast.organisation.pk).filter(action="call.reopen").exists()


# ---- pages -----------------------------------------------------------------------------------------------------


def test_closing_lists_who_has_no_answer(cast, as_role, call):
    received(cast.programme, "mentee", first_name="Nour")
    received(cast.programme)  # for the other role
    client = as_role("coordinator")
    assert page("closing", call) in text(client.get(reverse("recruitment:applications", args=[cast.programme.pk])))
    shown = text(client.get(page("closing", call)))
    assert "1 person has no answer yet" in shown
    assert "Nour" in shown
    assert "Rana" not in shown
    done = client.post(page("closing", call), follow=True)
    assert "Today is the last day to apply. 1 person has no answer yet." in text(done)
    assert "Nour" in text(done)
    assert again(call).closes_on == timezone.localdate()


def test_the_page_before_closing_asks_as_often_for_30_as_for_1(cast, as_role, call):
    client = as_role("coordinator")
    received(cast.programme, "mentee")

    def asked() -> int:
        client.get(page("closing", call))
        with CaptureQueriesContext(connection) as captured:
            client.get(page("closing", call))
        return len(captured)

    for_one = asked()
    for n in range(29):
        received(cast.programme, "mentee", phone=f"070-174 05 {10 + n}")
    assert asked() == for_one
    assert for_one <= 8


def test_a_call_that_can_not_be_closed_says_so(cast, as_role, closed):
    response = as_role("coordinator").post(page("closing", closed))
    assert response.status_code == 422
    assert "This call is closed." in text(response)
    assert "Close after today" not in text(response)


def test_opening_again_from_the_page_keeps_what_was_typed(cast, as_role, closed):
    client, until = as_role("coordinator"), timezone.localdate() + 7 * DAY
    assert page("opening", closed) in text(client.get(reverse("recruitment:applications", args=[cast.programme.pk])))
    assert "Places have become free" in text(client.get(page("opening", closed)))
    response = client.post(page("opening", closed), {"closes_on": until.isoformat()})
    assert response.status_code == 422
    assert until.isoformat() in text(response)
    past = (timezone.localdate() - DAY).isoformat()
    response = client.post(page("opening", closed), {"closes_on": past, "reason": "mistake"})
    assert response.status_code == 422
    assert "Last day to apply: This day has passed" in text(response)
    assert past in text(response)
    assert response.context["form"]["reason"].value() == "mistake"
    good = {"closes_on": until.isoformat(), "reason": "mistake"}
    assert "People can apply again." in text(client.post(page("opening", closed), good, follow=True))
    assert again(closed).closes_on == until
    assert "There is nothing to do here." in text(client.get(page("opening", closed)))
    assert "People can apply again." in text(client.post(page("opening", closed), good, follow=True))
    later = good | {"closes_on": (until + DAY).isoformat()}
    assert client.post(page("opening", closed), later).status_code == 422


def test_closing_after_today_can_be_taken_back_the_same_day(cast, as_role, call):
    client, today = as_role("coordinator"), timezone.localdate()
    listed = reverse("recruitment:applications", args=[cast.programme.pk])
    assert "Keep it open" not in text(client.get(listed)) + text(client.get(page("closing", call)))
    assert "There is nothing to do here." in text(client.get(page("opening", call)))
    client.post(page("closing", call))
    for where in (listed, page("closing", call)):
        shown = text(client.get(where))
        assert "Keep it open" in shown
        assert page("opening", call) in shown
    shown = text(client.get(page("opening", call)))
    assert "Today is the last day to apply. Choose a later one." in shown
    assert "Why is it kept open?" in shown
    until = today + 3 * DAY
    said = {"closes_on": until.isoformat(), "reason": "mistake"}
    assert f"People can apply until {until.day} " in text(client.post(page("opening", call), said, follow=True))
    assert again(call).closes_on == until


@pytest.mark.parametrize("role", ["mentor", "supervisor", "trainer", "partner", "administrator", "outsider"])
@pytest.mark.parametrize("name", ["closing", "opening"])
def test_for_everybody_else_these_pages_do_not_exist(as_role, call, role, name):
    client, before = as_role(role), again(call).closes_on
    assert client.get(page(name, call)).status_code == 404
    assert client.post(page(name, call), {"closes_on": "2030-01-01", "reason": "mistake"}).status_code == 404
    assert again(call).closes_on == before
