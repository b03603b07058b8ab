"""Sending over SMTP: nothing is lost, and nothing comes twice unless the server's answer was lost."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from handslag.outbox.actions import send_due, try_again
from handslag.outbox.actions import sending as room
from handslag.outbox.mail import message_id
from handslag.outbox.models import Message
from handslag.people.actions import erase_keys
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


def at(moment):
    return lambda: moment


def states(cast) -> dict:
    rows = Message.objects.of(cast.organisation).order_by("queued_at", "send_after")
    return {message.pk: message.state for message in rows}


def test_a_message_is_sent_once_to_its_one_reader(cast, letter, mail_server):
    message = letter("mentee")
    assert send_due(clock=at(NOW)) == {"sent": 1}
    assert send_due(clock=at(NOW + MINUTE)) == {}
    [(to, mail)] = mail_server.taken
    assert to == ["mentee@one.example"]
    assert (mail["To"], mail["Cc"], mail["Bcc"]) == ("mentee@one.example", None, None)
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.claim) == ("sent", NOW, None)


def test_all_messages_go_over_one_connection_each_to_one_reader(cast, letter, mail_server):
    for role in ("mentee", "mentor", "second_mentor"):
        letter(role)
    assert send_due(clock=at(NOW)) == {"sent": 3}
    assert mail_server.connections == 1
    assert all(len(to) == 1 for to, _mail in mail_server.taken)


def test_nothing_is_sent_before_its_time_or_after_it_is_over(cast, letter, mail_server):
    letter(send_after=NOW + timedelta(hours=1), expires_at=NOW + timedelta(hours=3))
    assert send_due(clock=at(NOW)) == {}
    assert send_due(clock=at(NOW + timedelta(hours=4))) == {}
    assert list(states(cast).values()) == ["dropped"]
    assert not mail_server.taken


def test_what_is_due_at_the_same_moment_goes_out_in_the_order_in_which_it_was_queued(cast, letter, mail_server):
    noon = NOW + timedelta(hours=4)
    queued = [letter(title=f"Letter {n}", at=NOW + n * MINUTE, send_after=noon) for n in range(8)]
    assert send_due(clock=at(noon)) == {"sent": 8}
    sent = [mail["Message-ID"] for _to, mail in mail_server.taken]
    assert sent == [message_id(message) for message in queued]


def test_a_day_without_a_mail_server_loses_nothing_and_doubles_nothing(cast, letter, mail_server):
    mail_server.stop()
    with time_machine.travel(NOW, tick=False) as clock:
        for role in ("mentee", "mentor", "second_mentor", "coordinator"):
            letter(role)
        for _tick in range(24 * 4):
            send_due()
            clock.shift(timedelta(minutes=15))
        assert set(states(cast).values()) == {"queued"}
        mail_server.start()
        for _tick in range(6 * 4 + 1):  # the longest wait is six hours
            send_due()
            clock.shift(timedelta(minutes=15))
    assert set(states(cast).values()) == {"sent"}
    assert sorted(to[0].split("@")[0] for to, _ in mail_server.taken) == ["coordinator", "mentee", "mentor", "mentor2"]
    assert set(mail_server.received.values()) == {1}


def test_a_server_that_is_busy_gets_the_message_later_with_growing_waits(cast, letter, mail_server):
    cast.programme.rules |= {"quiet_from": 24, "quiet_to": 0}  # no quiet hours
    cast.programme.save()
    message, moment, waits = letter(), NOW, []
    mail_server.mood = "busy"
    for _try in range(8):
        assert send_due(clock=at(moment)) == {"queued": 1}
        message.refresh_from_db()
        waits.append((message.next_try_at - moment) / MINUTE)
        moment = message.next_try_at
    assert waits == [1, 5, 15, 60, 180, 360, 360, 360]
    mail_server.mood = "well"
    assert send_due(clock=at(moment)) == {"sent": 1}


@pytest.mark.parametrize(
    ("any_hour", "queued", "again"),
    [
        (False, time(19, 50), time(8, 0)),  # tried again at 20:00: the reader sleeps
        (True, time(19, 50), time(8, 0)),
        (True, time(22, 0), time(22, 10)),  # the answer to somebody who has just written
    ],
)
def test_another_try_keeps_the_quiet_hours_unless_it_was_to_go_out_in_them(
    cast, letter, mail_server, any_hour, queued, again
):
    malmo = ZoneInfo(cast.programme.time_zone)
    moment = datetime.combine(NOW.date(), queued, malmo)
    message = letter(at=moment, at_any_hour=any_hour)
    mail_server.mood = "busy"
    send_due(clock=at(moment))
    send_due(clock=at(moment + 5 * MINUTE))
    message.refresh_from_db()
    assert message.next_try_at.astimezone(malmo).time() == again


def test_one_reader_whose_server_is_busy_does_not_hold_up_the_others(cast, letter, mail_server):
    mail_server.mood = "busy"
    first = letter("mentee")
    send_due(clock=at(NOW))
    mail_server.mood = "well"
    letter("mentor")
    assert send_due(clock=at(NOW)) == {"sent": 1}
    first.refresh_from_db()
    assert first.state == "queued"


def test_after_five_days_of_tries_the_team_is_told(cast, letter, mail_server):
    message = letter()
    mail_server.mood = "busy"
    assert send_due(clock=at(NOW + timedelta(days=5) - MINUTE)) == {"queued": 1}
    assert send_due(clock=at(NOW + timedelta(days=5, hours=1))) == {"failed": 1}
    message.refresh_from_db()
    assert (message.state, message.failure) == ("failed", "unreachable")
    assert send_due(clock=at(NOW + timedelta(days=6))) == {}


@pytest.mark.parametrize("mood", ["no such reader", "content refused"])
def test_a_refusal_for_good_fails_at_once(cast, letter, mail_server, mood):
    message = letter("mentee")
    letter("mentor")
    mail_server.mood = mood
    assert send_due(clock=at(NOW)) == {"failed": 2}
    message.refresh_from_db()
    assert (message.failure, message.tries) == ("refused", 1)
    mail_server.mood = "well"
    try_again(message=message, by=cast.coordinator.person, at=NOW + timedelta(days=9))
    assert send_due(clock=at(NOW + timedelta(days=9))) == {"sent": 1}


@pytest.mark.parametrize("mood", ["sender refused", "closing", "dies before the mail", "hangs"])
def test_a_fault_of_the_server_is_nobodys_failure(cast, letter, mail_server, mood):
    for role in ("mentee", "mentor"):
        letter(role)
    mail_server.mood = mood
    assert set(send_due(clock=at(NOW))) == {"queued"}
    assert set(states(cast).values()) == {"queued"}
    assert not mail_server.taken
    mail_server.mood = "well"
    send_due(clock=at(NOW + timedelta(hours=1)))
    assert set(states(cast).values()) == {"sent"}
    assert set(mail_server.received.values()) == {1}


def test_a_server_that_breaks_off_is_left_alone_until_the_next_tick(cast, letter, mail_server):
    for n in range(6):
        letter("mentee", title=f"{n}")
    mail_server.mood = "dies before the mail"
    assert send_due(clock=at(NOW)) == {"queued": room.BREAKS}


def test_only_a_lost_answer_doubles_and_the_copy_is_recognised(cast, letter, mail_server):
    letter()
    mail_server.mood = "dies after the mail"
    assert send_due(clock=at(NOW)) == {"queued": 1}
    mail_server.mood = "well"
    assert send_due(clock=at(NOW + MINUTE)) == {"sent": 1}
    [(message_id, copies)] = mail_server.received.items()
    assert copies == 2
    assert message_id.endswith("@localhost>")


class Crash(BaseException):
    """The process is killed."""


def test_a_crash_before_the_mail_neither_loses_nor_doubles(cast, letter, mail_server, monkeypatch):
    letter()

    def killed(*_):
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(room.Post, "hand_over", killed)
        with pytest.raises(Crash):
            send_due(clock=at(NOW))
    assert send_due(clock=at(NOW + MINUTE)) == {}  # it may still be alive somewhere
    assert send_due(clock=at(NOW + room.LEASE)) == {"sent": 1}
    assert list(mail_server.received.values()) == [1]


def test_a_crash_between_the_mail_and_the_mark_repeats_it_only_after_the_lease(cast, letter, mail_server, monkeypatch):
    letter()
    hand_over = room.Post.hand_over

    def killed_after(post, mail):
        hand_over(post, mail)
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(room.Post, "hand_over", killed_after)
        with pytest.raises(Crash):
            send_due(clock=at(NOW))
    assert send_due(clock=at(NOW + room.LEASE - MINUTE)) == {}
    assert send_due(clock=at(NOW + room.LEASE)) == {"sent": 1}
    assert list(mail_server.received.values()) == [2]


def test_a_worker_that_overslept_its_lease_does_not_write_over_the_other(cast, letter, mail_server):
    message = letter()
    slow = room._claim(NOW)
    assert room._claim(NOW) is None
    quick = room._claim(NOW + room.LEASE)
    assert quick.pk == slow.pk == message.pk
    room._settle(quick, state="sent", sent_at=NOW)
    room._settle(slow, state="queued", next_try_at=NOW)
    message.refresh_from_db()
    assert message.state == "sent"


def test_somebody_who_was_erased_gets_nothing_and_holds_nobody_up(cast, letter, mail_server):
    letter("mentee")
    letter("mentor")
    erase_keys(person=cast.mentee.person, by=None, at=NOW)
    assert send_due(clock=at(NOW)) == {"dropped": 1, "sent": 1}


def test_two_addresses_in_one_are_none_and_the_team_is_told(cast, letter, mail_server):
    from handslag.people.actions import change_contact

    change_contact(person=cast.mentee.person, phone="", email="a@one.example, b@one.example", by=None, at=NOW)
    message = letter("mentee")
    letter("mentor")
    assert send_due(clock=at(NOW)) == {"failed": 1, "sent": 1}
    message.refresh_from_db()
    assert message.failure == "bad_address"
