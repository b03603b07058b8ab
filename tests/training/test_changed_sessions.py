"""A session is moved or cancelled, and those who were to come are told, each with one letter."""

from datetime import timedelta

import pytest
import time_machine

from handslag.core.next_steps import next_steps
from handslag.gatherings.actions import AlreadyHeld, Gone, NotAhead, NothingNew
from handslag.gatherings.models import Gathering
from handslag.journal.models import Entry
from handslag.outbox.models import Message
from handslag.programmes.actions import end_role
from handslag.training import actions
from handslag.training.models import Session
from tests.cast import NOW, member, person, programme

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AHEAD = NOW + 3 * DAY


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coming(training):
    return training.session(training.unit(1), AHEAD)


def by(cast):
    return {"by": cast.coordinator.person, "at": NOW}


def letters(cast):
    return Message.objects.of(cast.organisation).order_by("queued_at", "pk")


def page_of(session, act=""):
    return f"/training/sessions/{session.pk}/{act}"


def verbs(cast) -> set:
    return set(Entry.objects.of(cast.organisation.pk).values_list("action", flat=True))


def move(cast, session, starts_at=AHEAD + DAY, place="Library", **changed):
    actions.move_session(session=session, starts_at=starts_at, place=place, **(by(cast) | changed))


def cancel(cast, session, reason="The trainer is ill."):
    actions.cancel_session(session=session, reason=reason, **by(cast))


# ---- moving -----------------------------------------------------------------------------------------------------


def test_who_comes_gets_one_letter_about_the_new_time(cast, training, coming):
    training.marked(coming.unit, {cast.second_mentor: "present"})  # has done it in another session
    letters(cast).delete()
    move(cast, coming, place="Hall")
    assert {letter.person for letter in letters(cast)} == {cast.mentor.person, cast.trainer.person}
    assert letters(cast).count() == 2
    for letter in letters(cast):
        assert letter.title == "A session is moved"
        assert letter.body == (
            "“Unit about 1” has a new time: Friday 6 March at 10:00.\n"
            "The old time was Thursday 5 March at 10:00.\nPlace: Hall"
        )
        assert letter.url == page_of(coming)
    assert {"gathering.move", "session.move"} <= verbs(cast)


def test_who_moves_it_and_who_has_left_is_not_told(cast, training, coming):
    end_role(membership=cast.second_mentor, reason="moved", by=None, at=NOW)
    move(cast, coming, by=cast.trainer.person)
    assert [letter.person for letter in letters(cast)] == [cast.mentor.person]


def test_who_leads_it_is_told_once(cast, training):
    session = training.session(training.unit(1), AHEAD, led_by=cast.second_coordinator.person)
    move(cast, session)
    persons = [letter.person for letter in letters(cast)]
    assert persons.count(cast.second_coordinator.person) == 1
    move(cast, training.session(training.unit(2), AHEAD, led_by=cast.trainer.person))
    assert letters(cast).filter(person=cast.trainer.person).count() == 2


def test_another_place_at_the_same_time_is_told_as_that(cast, coming):
    move(cast, coming, AHEAD, "Hall")
    letter = letters(cast).filter(person=cast.mentor.person).get()
    assert letter.title == "A session has a new place"
    assert letter.body == "“Unit about 1” is at another place: Thursday 5 March at 10:00.\nPlace: Hall"


def test_a_letter_about_the_old_time_that_still_waits_does_not_go_out(cast, coming):
    move(cast, coming)
    move(cast, coming, AHEAD + 2 * DAY, at=NOW + timedelta(hours=1))
    later = letters(cast).filter(expires_at__gt=NOW + timedelta(hours=1))
    assert all("7 March" in letter.body for letter in later)
    assert later.count() == 3


def test_a_session_is_moved_neither_into_the_past_nor_onto_another_of_its_unit_nor_to_where_it_is(
    cast, training, coming
):
    training.session(coming.unit, AHEAD + DAY)
    for where, refusal in (
        (NOW - DAY, NotAhead),
        (AHEAD + DAY, actions.AlreadyPlanned),
        (AHEAD, NothingNew),
    ):
        with pytest.raises(refusal):
            move(cast, coming, where)
    assert not letters(cast).exists()
    coming.gathering.refresh_from_db()
    assert coming.gathering.starts_at == AHEAD


def test_a_session_whose_attendance_is_taken_is_neither_moved_nor_cancelled(cast, training, as_role):
    session = training.marked(training.unit(1), {cast.mentor: "present"})
    with pytest.raises(AlreadyHeld):
        move(cast, session)
    with pytest.raises(AlreadyHeld):
        cancel(cast, session)
    client = as_role("coordinator")
    assert "Move the session" not in client.get(page_of(session)).text
    for act in ("moving/", "cancellation/"):
        assert client.post(page_of(session, act), {"reason": "Ill"}).url == page_of(session)
    assert Session.objects.of(cast.organisation).exists()
    assert not letters(cast).exists()


def test_a_session_is_moved_on_its_page(cast, training, as_role, coming):
    client, url = as_role("coordinator"), page_of(coming, "moving/")
    assert url in client.get(page_of(coming)).text
    assert 'value="10:00"' in client.get(url).text
    said = {"day": "2026-03-09", "clock": "17:30", "place": "Hall", "online_link": ""}
    refused = client.post(url, {**said, "day": "2026-02-20"})
    assert (refused.status_code, "day" in refused.context["form"].errors) == (422, True)
    assert client.post(url, said).url == page_of(coming)
    assert "9 March 2026, 17:30" in client.get(page_of(coming)).text


def test_a_letter_about_a_session_that_was_missed_waits_for_the_morning(cast, training):
    session = training.session(training.unit(1), NOW - DAY)
    at = NOW.replace(hour=22)
    move(cast, session, AHEAD, at=at)
    assert all(letter.send_after > at for letter in letters(cast))
    assert letters(cast).count() == 3


def test_a_session_that_was_moved_meanwhile_is_moved_from_where_it_is(cast, coming):
    seen_before = Session.objects.of(cast.organisation).select_related("gathering", "unit__programme").get()
    move(cast, coming)
    letters(cast).delete()
    move(cast, seen_before, AHEAD + 2 * DAY, at=NOW + timedelta(hours=1))
    assert all("The old time was Friday 6 March at 10:00." in letter.body for letter in letters(cast))


# ---- cancelling -------------------------------------------------------------------------------------------------


def test_a_cancelled_session_is_gone_and_who_was_to_come_reads_why(cast, coming):
    with pytest.raises(actions.NoWhy):
        cancel(cast, coming, " ")
    cancel(cast, coming)
    assert not Session.objects.of(cast.organisation).exists()
    assert not Gathering.objects.of(cast.organisation).exists()
    told = [cast.mentor.person, cast.second_mentor.person, cast.trainer.person]
    assert sorted(str(letter.person) for letter in letters(cast)) == sorted(map(str, told))
    for letter in letters(cast):
        assert letter.title == "A session is cancelled"
        assert letter.body == "“Unit about 1” is not held on Thursday 5 March at 10:00.\nWhy: The trainer is ill."
    assert {"gathering.cancel", "session.cancel"} <= verbs(cast)


def test_a_button_pressed_twice_cancels_once(cast, coming):
    seen_before = Session.objects.of(cast.organisation).select_related("gathering", "unit__programme").get()
    cancel(cast, coming)
    for act in (cancel, move):
        with pytest.raises(Gone):
            act(cast, seen_before)
    assert letters(cast).count() == 3


def test_nobody_is_told_that_a_session_of_the_past_was_not_held(cast, training):
    cancel(cast, training.session(training.unit(1), NOW - DAY))
    assert not letters(cast).exists()


def test_the_coordinators_home_asks_for_a_new_date(cast, training, coming, as_role):
    def asked():
        user = cast.account("coordinator")
        return [step.why for step in next_steps(user, cast.programme, NOW) if "Plan sessions" in step.text]

    assert asked() == []
    answer = as_role("coordinator").post(page_of(coming, "cancellation/"), {"reason": "Ill"}, follow=True)
    assert "The session is cancelled. Plan a new one here." in answer.text
    assert asked() == ["No date yet for unit 1."]


def test_a_session_is_cancelled_with_a_reason_only(cast, coming, as_role):
    client, url = as_role("coordinator"), page_of(coming, "cancellation/")
    assert url in client.get(page_of(coming)).text
    assert "We write to everybody who was to come." in client.get(url).text
    assert client.post(url, {"reason": " "}).status_code == 422
    assert Session.objects.of(cast.organisation).exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("trainer", 404), ("supervisor", 404), ("mentor", 404), ("mentee", 404), ("outsider", 404)],
)
@pytest.mark.parametrize("act", ["moving/", "cancellation/"])
def test_nobody_moves_or_cancels_who_does_not_plan(cast, coming, as_role, role, status, act):
    assert as_role(role).post(page_of(coming, act), {"reason": "Ill"}).status_code == status
    assert Session.objects.of(cast.organisation).exists()


def test_a_coordinator_elsewhere_who_trains_here_is_refused(cast, coming, as_role):
    member(programme(cast.organisation, "malmo-2027"), cast.trainer.person, "coordinator")
    client = as_role("trainer")
    assert client.post(page_of(coming, "cancellation/"), {"reason": "Ill"}).status_code == 403
    assert "Cancel the session" not in client.get(page_of(coming)).text


def test_who_may_not_change_a_session_reads_whom_to_ask(cast, training, coming, as_role):
    ask = "Does it have to be moved or cancelled? Ask Sara Lind."
    page = as_role("trainer").get(page_of(coming)).text
    assert ask in page
    assert "A new mentor stands here as soon as she or he is accepted, also after the session. Ask Sara Lind." in page
    assert "moved or cancelled?" not in as_role("coordinator").get(page_of(coming)).text
    held = training.marked(training.unit(2), {cast.mentor: "present"})
    assert ask not in as_role("trainer").get(page_of(held)).text


def test_where_all_mentors_have_done_the_unit_the_pages_promise_no_letters_to_them(cast, training, as_role):
    unit, client = training.unit(1), as_role("coordinator")
    training.marked(unit, {cast.mentor: "present", cast.second_mentor: "present"})
    again = training.session(unit, AHEAD)
    for act in ("moving/", "cancellation/"):
        page = client.get(page_of(again, act)).text
        assert "All mentors have done this unit. We write only to those who lead it." in page
        assert "We write to everybody" not in page
        assert "You can plan a new one afterwards." not in page
    moved = {"day": "2026-03-06", "clock": "10:00", "place": "Library"}
    page = client.post(page_of(again, "moving/"), moved, follow=True).text
    assert "The session is moved." in page
    assert "everybody who comes" not in page
    page = client.post(page_of(again, "cancellation/"), {"reason": "Not needed"}, follow=True).text
    assert "The session is cancelled. All mentors have done this unit." in page
    assert {str(letter.person) for letter in letters(cast)} == {str(cast.trainer.person)}


# ---- who came late to the programme -----------------------------------------------------------------------------


def test_a_mentor_accepted_after_the_session_stands_on_its_list_and_is_marked(cast, training, as_role):
    session = training.marked(training.unit(1), {cast.mentor: "present", cast.second_mentor: "present"})
    late = member(cast.programme, person(cast.organisation, "Late"), "mentor")
    client = as_role("trainer")
    page = client.get(page_of(session)).text
    assert "as soon as she or he is accepted" in page
    assert "applications/" not in page
    assert "applications/" in as_role("coordinator").get(page_of(session)).text
    answer = client.post(page_of(session, "attendance/"), {f"m-{late.pk}": "made_up"})
    assert answer.status_code == 302
    assert session.gathering.attendances.get(membership=late).status == "made_up"
