"""What is written about pauses, and taken back once it is overtaken."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from handslag.mentoring.models import PairMeeting
from handslag.outbox.models import Message
from handslag.pairs.actions import end as end_pair
from handslag.supervision.actions import (
    agree_pause,
    ask_for_pause,
    change_pause,
    end_pause,
    refuse_pause,
    withdraw_request,
)
from tests.cast import NOW, TODAY

from .rows import DAY, by, started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

FIRST, LAST = TODAY + 2 * DAY, TODAY + 5 * DAY


@pytest.fixture
def pair(cast, programme):
    return started(cast)


def ask(cast, pair):
    said = {"from_on": FIRST, "until_on": LAST, "reason": "", "by": cast.mentee.person, "at": NOW}
    return ask_for_pause(pair=pair, asked_by=cast.mentee, **said)


@pytest.fixture
def pause(cast, pair):
    """A pause for which the mentee has asked."""
    ask(cast, pair)
    return agreed(cast, pair)


def agreed(cast, pair, **days):
    return agree_pause(pair=pair, **({"from_on": FIRST, "until_on": LAST} | days), reason="travel", **by(cast))


def letters(cast):
    return Message.objects.of(cast.organisation)


def waiting(cast):
    """Title and reader of all letters that have not gone out."""
    return {(letter.title, letter.person) for letter in letters(cast).filter(state=Message.State.QUEUED)}


def to_both(cast, title):
    return {(title, cast.mentor.person), (title, cast.mentee.person)}


def are_sent(cast):
    letters(cast).update(state=Message.State.SENT, sent_at=NOW)


def change(cast, pause, **days):
    days = {"from_on": FIRST, "until_on": LAST, "reason": "travel"} | days
    change_pause(pause=pause, **days, by=cast.supervisor.person, at=NOW + timedelta(hours=1))


def end(cast, pause):
    end_pause(pause=pause, by=cast.supervisor.person, at=NOW + timedelta(hours=2))


def test_both_are_told_of_a_pause_and_who_asked_is_led_to_the_answer(cast, pair, pause):
    told = {letter.person: letter for letter in letters(cast)}
    assert set(told) == {cast.mentor.person, cast.mentee.person}
    assert told[cast.mentee.person].body == (
        "You and Mentor have a pause from 4 March to 7 March. You do not have to meet then."
    )
    assert told[cast.mentee.person].url == reverse("supervision:ask_pause", args=[pair.pk])
    assert told[cast.mentor.person].url == reverse("pairs:pair", args=[pair.pk])


def test_both_are_told_of_a_pause_for_which_nobody_asked(cast, as_role, pair):
    page = as_role("supervisor").get(reverse("supervision:pair", args=[pair.pk])).text
    assert "Both of them get a message, unless the pause is over already." in page
    pause = agreed(cast, pair)
    assert waiting(cast) == to_both(cast, "You have a pause")
    assert {letter.url for letter in letters(cast)} == {reverse("pairs:pair", args=[pair.pk])}
    are_sent(cast)
    change(cast, pause, until_on=LAST + DAY)
    assert waiting(cast) == to_both(cast, "Your pause has other days")
    end(cast, pause)
    assert waiting(cast) == to_both(cast, "You can meet again")


def test_nobody_is_told_of_a_pause_that_was_over_when_it_was_noted(cast, pair):
    pause = agreed(cast, pair, from_on=TODAY - 5 * DAY, until_on=TODAY - DAY)
    assert not letters(cast).exists()
    change(cast, pause, from_on=TODAY - 5 * DAY, until_on=LAST)
    assert waiting(cast) == to_both(cast, "You have a pause")


def test_who_asked_has_the_answer_also_when_it_comes_late(cast, pair):
    ask(cast, pair)
    with time_machine.travel(NOW + 9 * DAY, tick=False):
        said = {"from_on": FIRST, "until_on": LAST, "reason": "travel", "by": None, "at": NOW + 9 * DAY}
        agree_pause(pair=pair, **said)
    assert waiting(cast) == to_both(cast, "You have a pause")


@pytest.mark.parametrize("answer", ["yes", "no", "ended"])
def test_nobody_reads_of_a_request_that_has_its_answer(cast, pair, answer):
    ask(cast, pair)
    assert {person for _title, person in waiting(cast)} == {cast.coordinator.person, cast.second_coordinator.person}
    if answer == "yes":
        agreed(cast, pair)
    elif answer == "no":
        refuse_pause(pair=pair, word="Meet by phone.", **by(cast))
    else:
        end_pair(pair=pair, reason="moved", on=TODAY, **by(cast))
    assert "A pair asks for a pause" not in {title for title, _person in waiting(cast)}


def test_who_has_not_seen_the_letter_gets_one_with_the_new_days(cast, pause):
    change(cast, pause, until_on=LAST + DAY)
    assert waiting(cast) == to_both(cast, "You have a pause")
    assert all("from 4 March to 8 March" in letter.body for letter in letters(cast))


def test_who_knows_of_a_pause_is_told_of_its_new_days(cast, pause):
    are_sent(cast)
    change(cast, pause, until_on=LAST + DAY)
    assert waiting(cast) == to_both(cast, "Your pause has other days")
    letter = letters(cast).get(person=cast.mentor.person, state=Message.State.QUEUED)
    assert letter.body == "Your pause with Mentee is now from 4 March to 8 March. You do not have to meet then."


def test_who_read_the_answer_on_the_page_knows_of_the_pause(cast, as_role, pair, pause):
    as_role("mentee").get(reverse("supervision:ask_pause", args=[pair.pk]))
    end(cast, pause)
    assert waiting(cast) == {("You can meet again", cast.mentee.person)}


def test_nobody_is_told_of_another_reason_or_of_days_that_are_all_over(cast, pause):
    are_sent(cast)
    change(cast, pause, reason="illness")
    with time_machine.travel(NOW + 9 * DAY, tick=False):
        change_pause(
            pause=pause,
            from_on=FIRST,
            until_on=LAST - DAY,
            reason="travel",
            by=cast.supervisor.person,
            at=NOW + 9 * DAY,
        )
    assert waiting(cast) == set()


def test_nobody_reads_of_a_pause_that_was_taken_back_before(cast, pause):
    end(cast, pause)
    assert not letters(cast).exists()


def test_who_knows_of_a_pause_is_told_that_it_is_taken_back(cast, pause):
    are_sent(cast)
    change(cast, pause, until_on=LAST + DAY)
    end(cast, pause)
    assert waiting(cast) == to_both(cast, "You can meet again")
    letter = letters(cast).get(person=cast.mentor.person, state=Message.State.QUEUED)
    assert letter.body == "There is no pause from 4 March to 8 March any more. You and Mentee can meet again."


def test_a_pause_that_is_taken_back_says_that_a_planned_meeting_stays(cast, pair, pause):
    PairMeeting.objects.create(organisation=cast.organisation, pair=pair, starts_at=NOW + 3 * DAY)
    are_sent(cast)
    end(cast, pause)
    letter = letters(cast).get(person=cast.mentor.person, state=Message.State.QUEUED)
    assert letter.body.endswith("You and Mentee can meet again.\nYour meeting on 5 March stays as it is.")


@pytest.mark.parametrize("act", [lambda cast, pause: change(cast, pause, until_on=LAST + DAY), end])
def test_the_letter_on_a_pause_that_was_changed_or_taken_back_stands_as_over(cast, as_role, pause, act):
    are_sent(cast)
    act(cast, pause)
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        before, _dot, after = as_role("mentee").get("/messages/").text.partition("You have a pause</h2>")
    assert "Open the page</button>" in before
    assert "Over</span>" not in before
    assert "Over</span>" in after
    assert "Look</button>" in after


def test_the_letter_on_a_request_that_was_withdrawn_stands_as_over(cast, as_role, pair):
    ask(cast, pair)
    are_sent(cast)
    withdraw_request(pair=pair, asked_by=cast.mentee, by=cast.mentee.person, at=NOW)
    page = as_role("coordinator").get("/messages/").text
    assert "A pair asks for a pause" in page
    assert "Over</span>" in page
    assert "Look</button>" in page
    assert "New</span>" not in page


def test_a_pause_that_ends_early_is_told_and_its_page_says_so(cast, as_role, pair, pause):
    are_sent(cast)
    at = NOW + 3 * DAY
    with time_machine.travel(at, tick=False):
        end_pause(pause=pause, by=cast.supervisor.person, at=at)
        page = as_role("mentee").get(reverse("supervision:ask_pause", args=[pair.pk])).text
    assert waiting(cast) == to_both(cast, "You can meet again")
    assert "Your pause was from 4 March to 4 March. It is over." in page


def test_nobody_reads_of_a_pause_of_a_pair_that_has_ended(cast, pair, pause):
    end_pair(pair=pair, reason="moved", on=TODAY, **by(cast))
    assert "You have a pause" not in {title for title, _person in waiting(cast)}


@pytest.mark.parametrize("gone", [None, change, end])
def test_once_their_pair_has_ended_no_letter_about_a_pause_is_news_for_either(cast, pair, pause, gone):
    if gone is change:
        change(cast, pause, until_on=LAST + DAY)
    are_sent(cast)
    if gone is end:
        end(cast, pause)
        are_sent(cast)
    other = agreed(cast, started(cast, mentee="second_mentee"))
    are_sent(cast)
    at = NOW + timedelta(hours=3)
    end_pair(pair=pair, reason="moved", on=TODAY, by=cast.supervisor.person, at=at)
    of_pair = letters(cast).filter(url__contains=str(pair.pk), once_key__startswith="pause-")
    assert {letter.person for letter in of_pair} == {cast.mentor.person, cast.mentee.person}
    assert not any(letter.is_new(at) for letter in of_pair)
    of_other = letters(cast).filter(once_key__contains=str(other.pk))
    assert all(letter.is_new(at) for letter in of_other)
    assert of_other.count() == 2


def test_a_no_to_a_pause_is_no_news_once_the_pair_has_ended(cast, pair):
    ask(cast, pair)
    refuse_pause(pair=pair, word="Meet by phone.", **by(cast))
    are_sent(cast)
    end_pair(pair=pair, reason="moved", on=TODAY, **by(cast))
    assert not letters(cast).get(url=reverse("supervision:ask_pause", args=[pair.pk])).is_new(NOW)


def new_to(cast, person):
    return {letter.title for letter in letters(cast).filter(person=person) if letter.is_new(NOW)}


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_who_has_opened_the_page_with_the_answer_has_no_new_letter_about_it(cast, as_role, pair, answer):
    ask(cast, pair)
    if answer == "yes":
        agreed(cast, pair)
    else:
        refuse_pause(pair=pair, word="Meet by phone.", **by(cast))
    assert len(new_to(cast, cast.mentee.person)) == 1
    as_role("mentee").get(reverse("supervision:ask_pause", args=[pair.pk]))
    assert not new_to(cast, cast.mentee.person)
    assert new_to(cast, cast.mentor.person) == ({"You have a pause"} if answer == "yes" else set())


def test_a_letter_that_also_tells_of_planned_meetings_stays_new(cast, as_role, pair):
    PairMeeting.objects.create(organisation=cast.organisation, pair=pair, starts_at=NOW + 3 * DAY)
    ask(cast, pair)
    agreed(cast, pair)
    as_role("mentee").get(reverse("supervision:ask_pause", args=[pair.pk]))
    assert new_to(cast, cast.mentee.person) == {"You have a pause"}
