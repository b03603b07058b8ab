"""The thin road from an empty organisation to an indicator, walked by clicking, on the days on which it would be.

Nothing is written to the database but the founding of the organisation. The clock of the server is set forward from
chapter to chapter, so sessions are planned before they are held and a month ends before it is counted.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from handslag.desk.actions import found_with_administrator
from tests.recruitment.test_apply_journey import apply as apply_as_mentee

from .walking import DESK, PHONE, Walk, screen, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SARA, EMRE, LEYLA, HANA = (f"{name}@grannar.example" for name in ("sara", "emre", "leyla", "hana"))
OMAR = "omar@grannar.example"

FOUNDED = date(2026, 1, 5)
APPLIED = date(2026, 1, 12)
INTERVIEWED = date(2026, 1, 20)
CONFIRMED = date(2026, 1, 23)
SESSIONS = [date(2026, 2, 9) + timedelta(weeks=week) for week in range(5)]
MATCHED = date(2026, 3, 10)
FIRST_MEETING = date(2026, 3, 12)
MEETINGS = [FIRST_MEETING + timedelta(weeks=week) for week in (1, 2, 3)]
COUNTED = date(2026, 4, 2)


@pytest.fixture
def travel():
    """Set the clock forward to the evening of a day; it goes on ticking."""
    with time_machine.travel(datetime(2026, 1, 5, 8, 0, tzinfo=UTC), tick=True) as clock:

        def to(day: date) -> None:
            clock.move_to(datetime(day.year, day.month, day.day, 19, 0, tzinfo=UTC))

        yield to


class Road:
    """The chapters. Each opens the browsers of those who act in it."""

    def __init__(self, browser, address: str):
        self.browser, self.address = browser, address

    def desk(self, email: str):
        return signed_in(self.browser, self.address, email, **DESK)

    def phone(self, email: str):
        return signed_in(self.browser, self.address, email, **PHONE)

    # ---- founding ----

    def make_the_programme(self) -> int:
        """From the AMIR template; returns how many clicks it took."""
        with self.desk(SARA) as sara:
            sara.follow("Choose a template")
            sara.follow("Use this template")
            sara.write("Name of the programme", "AMIR Malmö 2026")
            sara.choose("Swedish")
            sara.write("Places", "Malmö\nLund")
            sara.write("Who people can ask", "Sara Lindqvist")
            sara.write("The project's phone number", "040-628 04 02")
            sara.write("When people can call", "Monday to Friday, 9 to 16")
            sara.press("Make the programme")
            sara.reads("AMIR Malmö 2026", "Needs you today")
            return sara.recorder.taps

    def gather_the_team(self) -> None:
        with self.desk(SARA) as sara:
            sara.follow("People")
            for email, name, role in (
                (EMRE, "Emre Aydin", "Coordinator"),
                (LEYLA, "Leyla Haddad", "Supervisor"),
                (HANA, "Hana Mebrahtu", "Trainer"),
            ):
                sara.follow("Add to the team")
                given, family = name.split()
                sara.write("First name", given)
                sara.write("Family name", family)
                sara.write("E-mail address", email)
                sara.choose(role)
                sara.press("Add")
                sara.reads(name)

    # ---- recruitment ----

    def coordinator_shares_the_address(self) -> str:
        """The address at which mentees apply, as the coordinator finds it."""
        with self.desk(SARA) as sara:
            sara.follow("Share the addresses where people apply")
            mentees = sara.page.get_by_role("article").filter(has_text="For mentees")
            return mentees.get_by_role("link").inner_text()

    def mentee_applies(self, address: str) -> int:
        """On the smallest phone, without an account; returns how many taps it took."""
        with screen(self.browser, self.address, **PHONE) as amina:
            apply_as_mentee(amina.page, address)
            amina.reads("Sara Lindqvist")
            return amina.recorder.taps

    def mentor_applies(self) -> None:
        """From the front door."""
        with screen(self.browser, self.address, **PHONE) as omar:
            omar.page.goto("/")
            omar.follow("Apply as a mentor")
            omar.press("Next")
            _answer_as_mentor(omar)
            expect(omar.page.get_by_role("heading", level=1)).to_have_text("Thank you!")

    def coordinator_proposes(self) -> None:
        with self.desk(SARA) as sara:
            for name in ("Omar al Nasser", "Amina"):
                sara.follow("Home")
                sara.follow("Interview applicants")
                sara.follow(name)
                sara.follow("Note an interview")
                sara.write("Notes", "Speaks warmly of the first year here.")
                if name == "Omar al Nasser":
                    sara.choose(f"I read {OMAR} out")
                sara.press("Save the interview")
                if name == "Amina":
                    sara.follow("Note a permit check")
                    sara.choose("A card")
                    sara.set("Valid until", "2027-12-31")
                    sara.press("I have seen it")
                sara.follow("Propose a selection")
                sara.choose("Accept")
                sara.write("Why, in your own words", "Said: I know how lonely the first winter is.")
                sara.press("Propose")
                sara.reads("You proposed this yourself. A colleague has to confirm it.")
                assert not sara.offers("Confirm")

    def second_coordinator_confirms(self) -> None:
        with self.desk(EMRE) as emre:
            for name in ("Omar al Nasser", "Amina"):
                emre.follow("Home")
                emre.follow("Confirm selections as the second person")
                emre.follow(name)
                emre.press("Confirm")
                emre.reads("Confirmed. The person has an answer.")

    # ---- training and matching ----

    def coordinator_plans_the_sessions(self) -> None:
        with self.desk(SARA) as sara:
            sara.follow("Plan sessions for the training")
            for number, day in enumerate(SESSIONS):
                sara.page.get_by_role("link", name="Plan a session").nth(number).click()
                sara.set("Day", day.isoformat())
                sara.set("Time", "17:00")
                sara.write("Place", "Stadsbiblioteket, Malmö")
                sara.press("Plan the session")
                sara.reads("The session is planned.")

    def trainer_takes_attendance(self) -> None:
        with self.desk(HANA) as hana:
            hana.follow("Mark who came to")
            hana.press("Everybody came")
            hana.reads("1 of 1 came")

    def coordinator_matches(self) -> None:
        with self.desk(SARA) as sara:
            sara.follow("Suggest pairs")
            sara.press("Suggest pairs")
            sara.reads("Omar al Nasser")
            sara.press("Accept 1 suggested pair")
            sara.press("Publish 1 pair")
            sara.reads("Amina", "Omar al Nasser")

    # ---- mentoring ----

    def pair_meets_for_the_first_time(self) -> None:
        with self.desk(SARA) as sara:
            sara.follow("Hold the first meeting of a pair")
            sara.reads("Read together")
            sara.choose("We read the code of conduct aloud")
            sara.write("Your own points", "Thursdays, in Arabic and Swedish.")
            for number, day in enumerate(MEETINGS, start=1):
                sara.set(f"Meeting {number}: day", day.isoformat())
                sara.set(f"Meeting {number}: time", "17:30")
                sara.write(f"Meeting {number}: place", "Stadsbiblioteket")
            sara.write("Signature of Omar al Nasser", "Omar al Nasser")
            sara.write("Signature of Amina", "Amina")
            sara.press("Save the first meeting")
            sara.reads("The pair has started. Both have signed.", "Running")

    def mentor_writes_the_diary(self) -> Walk:
        with self.phone(OMAR) as omar:
            omar.follow("Write the diary with Amina")
            assert not omar.too_wide
            omar.choose("We met", "The language", "Café", "Good")
            omar.press("Save")
            omar.reads("Saved. Thank you for writing.")
            return omar

    def supervisor_takes_the_mentor_in(self) -> None:
        with self.desk(LEYLA) as leyla:
            leyla.follow("Supervision")
            leyla.follow("Make the first group")
            leyla.write("Name of the group", "Thursday group")
            leyla.set("Who leads it", "Leyla Haddad")
            leyla.press("Make the group")
            leyla.choose("Omar al Nasser")
            leyla.press("Take into the group")
            leyla.reads("Thursday group", "Omar al Nasser", "No pair needs attention now.")
            leyla.follow("Amina")
            leyla.follow("Diary")
            leyla.reads("19 March 2026", "The language")

    def indicators(self) -> dict[str, str]:
        """The foot of every card, which says n of N, by the number of the indicator."""
        with self.desk(SARA) as sara:
            sara.follow("Indicators")
            cards = sara.page.locator(".indicator")
            feet = cards.evaluate_all(
                "cards => cards.map(card => [card.querySelector('.indicator__head span').textContent,"
                " card.querySelector('.indicator__foot').textContent])"
            )
            return {number.strip().removeprefix("Indicator "): foot.partition("·")[0].strip() for number, foot in feet}


def _answer_as_mentor(omar: Walk) -> None:
    """The pages of annex 3, with what must be answered and nothing else."""
    omar.write("Your full name", "Omar al Nasser")
    omar.write("Your phone number", "0701740606")
    omar.write("Your e-mail", OMAR)
    omar.press("Next")
    omar.write("What year were you born?", "1990")
    omar.press("Next")
    omar.choose("Syria")
    omar.write("What year did you come", "2015")
    omar.press("Next")
    omar.choose("Arabic", "Swedish")
    omar.press("Next")
    omar.choose("My first language", under="Arabic")
    omar.choose("Work and study", under="Swedish")
    omar.press("Next")
    omar.choose("I work")
    omar.press("Next")
    omar.press("Next")  # what the mentor knows: may stay empty
    omar.write("Why do you want to be a mentor?", "I know how the first winter is.")
    omar.press("Next")
    omar.choose("Evening")
    omar.choose("4 to 8 hours")
    omar.choose("Yes", under="for one year")
    omar.press("Next")
    omar.choose("In person", "Malmö")
    omar.press("Next")
    omar.press("Next")  # wishes
    omar.press("Next")  # how the mentor is
    omar.press("Next")  # what the mentor can use
    omar.set("How did you hear about us?", "A friend or family")
    omar.press("Next")
    omar.choose("I have read how you use my answers")
    omar.press("Send")


def test_the_thin_road(browser, live_server, travel):
    found_with_administrator(
        name="Nya Grannar", country="SE", host_language="en", email=SARA, person="Sara Lindqvist",
        at=datetime.now(UTC),
    )  # fmt: skip
    road = Road(browser, live_server.url)
    assert road.make_the_programme() <= 15
    road.gather_the_team()
    travel(APPLIED)
    assert road.mentee_applies(road.coordinator_shares_the_address()) <= 24
    road.mentor_applies()
    travel(INTERVIEWED)
    road.coordinator_proposes()
    travel(CONFIRMED)
    road.second_coordinator_confirms()
    road.coordinator_plans_the_sessions()
    for day in SESSIONS:
        travel(day)
        road.trainer_takes_attendance()
    travel(MATCHED)
    road.coordinator_matches()
    travel(FIRST_MEETING)
    road.pair_meets_for_the_first_time()
    travel(MEETINGS[0])
    diary = road.mentor_writes_the_diary().recorder
    assert diary.taps <= 7
    assert diary.typed_fields == set()
    road.supervisor_takes_the_mentor_in()
    travel(COUNTED)
    figures = road.indicators()
    assert figures["1a"] == "1 of 1"
    assert figures["10"] == "1 of 1"
    assert figures["3"] == "0 of 1"
