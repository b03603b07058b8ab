"""Five units, and who came to them."""

from datetime import timedelta

from .days import HANA, OMAR, RANA, SARA, SESSIONS
from .files import appointment_in
from .walkers import Road


def sessions_are_planned(road: Road) -> None:
    with road.desk(SARA) as sara:
        sara.follow("Plan sessions for the training")
        for number, day in enumerate(SESSIONS):
            sara.page.get_by_role("link", name="Plan a session").nth(number).click()
            sara.set("Day", day.isoformat())
            sara.set("Time", "14:00")
            sara.write("Place", "Stadsbiblioteket, Malmö")
            sara.press("Plan the session")
            sara.reads("The session is planned.")


def mentors_are_invited(road: Road) -> None:
    """By mail; and the first unit stands on the home of the one who signs in."""
    assert road.post.who_got("You are invited to the training") == {OMAR, RANA}
    assert "Monday 9 February at 14:00" in road.post.letter(OMAR, "You are invited to the training")
    with road.phone(OMAR) as omar:
        omar.follow("Training: ")
        omar.reads("Monday 9 February 2026, 14:00", "Stadsbiblioteket, Malmö")
        appointment = appointment_in(omar.takes("Add to my calendar"))
        assert appointment == (f"{SESSIONS[0]} 14:00", "Stadsbiblioteket, Malmö")


def session_is_held(road: Road, number: int) -> None:
    """In the morning mentors are reminded, afterwards the trainer takes attendance."""
    day = SESSIONS[number - 1]
    road.to_morning(day)
    assert road.post.who_got(f"Unit {number}") == {OMAR, RANA}
    road.to_evening(day)
    with road.desk(HANA) as hana:
        hana.follow("Mark who came to")
        hana.press("Everybody came")
        hana.reads("2 of 2 came")


def mentors_say_that_they_go_on(road: Road) -> None:
    """After the first unit they know what it is, and have read what all promise."""
    road.to_morning(SESSIONS[0] + timedelta(days=3))
    assert road.post.who_got("Do you want to go on?") == {OMAR, RANA}
    for email in (OMAR, RANA):
        with road.phone(email) as mentor:
            mentor.follow("Do you want to go on as a mentor?")
            mentor.press("Yes, I go on")
            mentor.follow("Home")
            assert not mentor.offers("Do you want to go on as a mentor?")
