"""Letters that a later one has overtaken: no news for their reader any more, and nobody is called about them."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from handslag.outbox.actions import expire, withdraw
from handslag.outbox.models import Message
from tests.cast import NOW

pytestmark = pytest.mark.django_db
State = Message.State


def again(message: Message) -> Message:
    return Message.objects.of(message.organisation_id).get(pk=message.pk)


def move(cast, *, about, role="mentee"):
    """What is told of a meeting that is moved takes back what was told before."""
    reader = cast.people[role].person
    return withdraw(programme=cast.programme, readers=[reader], kind="meeting", about=about, by=None, at=NOW)


@pytest.mark.parametrize("state", [State.SENT, State.IN_APP, State.CALLED])
def test_what_was_told_before_is_no_news(cast, as_role, letter, state):
    message = letter(once_key=f"meeting:planned:{cast.mentee.pk}")
    sent_at = F("queued_at") if state == State.SENT else None
    Message.objects.of(cast.organisation).update(state=state, sent_at=sent_at)
    assert move(cast, about=cast.mentee.pk) == []
    assert again(message).read_at == NOW
    assert "New</span>" not in as_role("mentee").get("/messages/").text


def test_of_another_meeting_it_stays_news(cast, letter):
    message = letter(once_key=f"meeting:planned:{cast.mentor.pk}")
    Message.objects.of(cast.organisation).update(state=State.IN_APP)
    move(cast, about=cast.mentee.pk)
    assert again(message).read_at is None


def test_nobody_is_called_about_it(cast, as_role, letter):
    message = letter(once_key=f"meeting:planned:{cast.mentee.pk}")
    Message.objects.of(cast.organisation).update(state=State.BY_HAND)
    calls = f"/programmes/{cast.programme.pk}/messages/calls/"
    assert "A walk" in as_role("coordinator").get(calls).text
    assert move(cast, about=cast.mentee.pk) == []  # somebody may have called without a note: the next one is told
    assert "A walk" not in as_role("coordinator").get(calls).text
    assert again(message).state == State.DROPPED


def test_one_that_failed_is_not_sent_again_and_the_team_reads_what_became_of_it(cast, as_role, letter):
    message = letter(once_key=f"meeting:planned:{cast.mentee.pk}")
    Message.objects.of(cast.organisation).update(state=State.FAILED, failure=Message.Failure.REFUSED)
    client, page = as_role("coordinator"), reverse("outbox:team", args=[cast.programme.pk])
    assert "Send again" in client.get(page).text
    move(cast, about=cast.mentee.pk)
    assert (again(message).state, again(message).failure) == (State.DROPPED, Message.Failure.REFUSED)
    shown = client.get(page).text
    assert "Not sent: too late" in shown
    assert "refuses this address. It is overtaken by now, so it is not sent again." in shown
    assert "Done by phone" not in shown
    assert "Look at messages that could not be sent" not in client.get("/home/").text
    client.post(reverse("outbox:another_try", args=[message.pk]))
    assert again(message).state == State.DROPPED


def test_the_same_can_be_told_again_by_phone(cast, letter):
    key = f"meeting:reminder:{cast.mentee.pk}"
    letter(once_key=key)
    Message.objects.of(cast.organisation).update(state=State.BY_HAND)
    move(cast, about=cast.mentee.pk)
    assert letter(once_key=key) is not None


def test_what_is_over_is_not_counted_as_new(cast, as_role, letter):
    letter(url="/somewhere/", at=timezone.now() - timedelta(hours=1))
    assert "1 new message" in as_role("mentee").get("/home/").text
    expire(programme=cast.programme, urls=["/somewhere/"], at=timezone.now())
    assert "new message" not in as_role("mentee").get("/home/").text
    page = as_role("mentee").get("/messages/").text
    assert "Over</span>" in page
    assert "New</span>" not in page


@pytest.mark.parametrize("changes", [{"read_at": NOW}, {"tries": 1}])
def test_one_that_waited_and_was_seen_stands_as_over_and_is_not_sent(cast, as_role, letter, changes):
    message = letter(once_key=f"meeting:planned:{cast.mentee.pk}")
    Message.objects.of(cast.organisation).update(**changes)
    move(cast, about=cast.mentee.pk)
    assert again(message).state == State.DROPPED
    page = as_role("mentee").get("/messages/").text
    assert "Over</span>" in page
    assert "Look</button>" in page
    assert "New</span>" not in page


def test_the_answer_to_an_application_is_over_once_somebody_is_found(cast, as_role, letter):
    welcome = letter(kind="selection", title="Welcome to the programme", at=NOW - timedelta(days=60))
    others = letter("mentor", kind="selection", title="Welcome as a mentor", at=NOW - timedelta(days=60))
    letter(kind="match", title="We have found somebody for you")
    assert again(welcome).is_over(NOW)
    assert not again(others).is_over(NOW)
    assert "1 new message" in as_role("mentee").get("/home/").text
    found, _title, first = as_role("mentee").get("/messages/").text.partition("Welcome to the programme</h2>")
    assert "New</span>" in found
    assert "Over</span>" in first
    assert "New</span>" not in first


def test_a_letter_that_was_written_already_overtakes_nothing_again(cast, letter):
    letter(kind="match", once_key="found:1")
    later = letter(kind="selection", title="You are on the waiting list")
    letter(kind="match", once_key="found:1")
    assert not again(later).is_over(NOW)


def test_what_waits_about_a_day_of_supervision_is_of_its_new_kind_and_what_may_tell_of_a_concern_is_not(cast, letter):
    keys = ("new-day", "moved", "cancelled", "concern")
    rows = {key: letter(kind="supervision", once_key=f"{key}:{cast.mentee.pk}") for key in keys}
    sent = letter(kind="supervision", once_key=f"moved:{cast.mentor.pk}")
    Message.objects.of(cast.organisation).filter(pk=sent.pk).update(state=State.SENT, sent_at=NOW)
    migration = import_module("handslag.outbox.migrations.0004_days_of_supervision_that_wait")
    then = MigrationLoader(connection).project_state(migration.Migration.dependencies)
    migration.days_that_wait(then.apps, None)
    assert [again(row).kind for row in rows.values()] == ["superv_day"] * 3 + ["supervision"]
    assert again(sent).kind == "supervision"
