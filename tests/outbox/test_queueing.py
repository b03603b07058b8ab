"""What is queued, for whom, in which language and when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from handslag.journal.models import Entry
from handslag.outbox.actions import choose_channel, queue
from handslag.outbox.letters import Letter, after_quiet_hours, language_of, written_for
from handslag.outbox.models import Message
from handslag.people.actions import change_preferences, erase_keys
from tests.cast import NOW, member, person

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def test_a_message_goes_to_one_person_and_its_words_are_sealed(cast, letter):
    message = letter(title="A walk", body="At the library")
    assert (message.person, message.state, message.title) == (cast.mentee.person, "queued", "A walk")
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, body, url FROM outbox_message")
        assert not [text for text in cursor.fetchone() if "walk" in text or "library" in text]


def test_erasing_the_reader_makes_the_words_unreadable(cast, letter):
    message = letter()
    erase_keys(person=cast.mentee.person, by=None, at=NOW)
    message = Message.objects.of(cast.organisation).get(pk=message.pk)
    with pytest.raises(Exception, match="Key"):
        _ = message.body


def test_an_act_that_fails_leaves_no_message(cast, letter):
    with transaction.atomic():
        letter()
        transaction.set_rollback(True)
    assert not Message.objects.of(cast.organisation).exists()


def test_the_same_occasion_is_queued_once(cast, letter):
    assert letter(once_key="walk:1") is not None
    assert letter(once_key="walk:1", title="Again") is None
    twice = [Letter(person=cast.mentor.person, kind="meeting", title="T", body="B", once_key="walk:2")] * 2
    assert queue(programme=cast.programme, letters=twice, by=None, at=NOW) == 1
    assert letter("mentor") is not None
    assert letter("mentor") is not None  # without a key each act tells for itself


def test_what_is_queued_stands_in_the_journal_without_names(cast, letter):
    letter(kind="match")
    entry = Entry.objects.get(action="message.queue")
    assert entry.detail == {"kinds": ["match"], "count": 1}
    assert entry.subject_id == str(cast.programme.pk)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-03-02 19:59", "2026-03-02 19:59"),
        ("2026-03-02 20:00", "2026-03-03 08:00"),
        ("2026-03-03 07:59", "2026-03-03 08:00"),
        ("2026-03-03 08:00", "2026-03-03 08:00"),
        ("2026-03-28 23:30", "2026-03-29 08:00"),  # the clocks change that night
    ],
)
def test_quiet_hours_are_those_of_the_programmes_place(cast, at, goes):
    moment = datetime.fromisoformat(at).replace(tzinfo=STOCKHOLM)
    gone = after_quiet_hours(cast.programme, moment.astimezone(UTC))
    assert gone.astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M") == goes


def test_a_programme_may_have_other_quiet_hours(cast):
    cast.programme.rules = {"quiet_from": 22, "quiet_to": 6}
    moment = datetime(2026, 3, 2, 21, tzinfo=STOCKHOLM)
    assert after_quiet_hours(cast.programme, moment) == moment


def test_quiet_hours_shift_the_sending_but_not_what_must_come_at_once(letter):
    night = datetime(2026, 3, 2, 23, tzinfo=STOCKHOLM)
    assert letter(at=night).send_after.astimezone(STOCKHOLM).hour == 8
    assert letter(at=night, at_any_hour=True).send_after == night
    assert letter(at=NOW, send_after=NOW + timedelta(hours=2)).send_after == NOW + timedelta(hours=2)


def test_the_language_is_the_readers_else_the_programmes_first(cast):
    reader = cast.mentee.person
    assert language_of(reader, cast.programme) == "en"
    reader.language = "sv-fi"
    assert language_of(reader, cast.programme) == "sv"
    reader.language = "ti"  # spoken by nobody here yet
    assert language_of(reader, cast.programme) == "en"
    change_preferences(account=reader.account, language="fa")
    assert language_of(reader, cast.programme) == "fa"


def test_a_letter_is_composed_in_the_readers_language_and_the_programmes_time(cast):
    from django.utils import timezone
    from django.utils.translation import gettext as _

    cast.mentee.person.language = "sv"
    with written_for(cast.mentee.person, cast.programme):
        assert _("Swedish") == "Svenska"
        assert timezone.localtime(NOW).hour == 10


def test_who_wants_messages_in_the_app_only_gets_no_mail(cast, letter):
    choose_channel(person=cast.mentee.person, channel="app", by=cast.mentee.person, at=NOW)
    assert letter().state == "in_app"
    choose_channel(person=cast.mentee.person, channel="email", by=cast.mentee.person, at=NOW)
    assert letter().state == "queued"


def test_who_has_no_address_is_to_be_called(cast):
    reader = person(cast.organisation, "No Address")
    queue(programme=cast.programme, letters=[Letter(reader, "match", "T", "B")], by=None, at=NOW)
    assert Message.objects.of(cast.organisation).get().state == "by_hand"


def test_nobody_writes_to_somebody_who_was_erased(cast, letter):
    cast.mentee.person.erased_at = NOW
    assert letter() is None


def test_in_a_demonstration_nothing_leaves_but_counts_as_sent(letter, settings):
    settings.DEMO = True
    message = letter()
    assert (message.state, message.sent_at) == ("sent", NOW)


def test_many_letters_cost_no_more_queries_than_two(cast):
    def queries(count: int) -> int:
        readers = [
            member(cast.programme, person(cast.organisation, f"R {n}", email=f"r{count}-{n}@one.example"), "mentee")
            for n in range(count)
        ]
        letters = [Letter(r.person, "match", "T", "B", once_key=f"k{r.pk}") for r in readers]
        from handslag.people.keys import forget_keys

        forget_keys()
        with CaptureQueriesContext(connection) as captured:
            assert queue(programme=cast.programme, letters=letters, by=None, at=NOW) == count
        return len(captured)

    assert queries(2) == queries(40)
