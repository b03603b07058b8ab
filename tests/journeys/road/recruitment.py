"""From the flyer to an answer for everybody."""

from playwright.sync_api import expect

from tests.recruitment.test_apply_journey import apply as apply_as_mentee

from ..walking import Walk
from .days import AMINA, EMRE, INTERVIEWED, OMAR, RANA, SARA
from .files import appointment_in, code_in, pages_of
from .walkers import Road

MENTORS = {"Omar al Nasser": (OMAR, "0701740606"), "Rana Khoury": (RANA, "0701740607")}
MENTEES = {"Amina": "0701740605", "Bilal": "0701740608", "Dawit": "0701740609"}
ACCEPTED = (*MENTORS, "Amina", "Bilal")


def flyer_is_made(road: Road) -> str:
    """The flyer for mentees in Swedish for the language school; returns the address in its code."""
    with road.desk(SARA) as sara:
        sara.follow("Share the addresses where people apply")
        sara.follow("Make flyers")
        sara.follow("For mentees")
        sara.set("Where will it hang?", "A language school")
        sara.press("Show")
        [paper] = pages_of(sara.takes("A4 to print (PDF)"))
        assert "Sara Lindqvist" in paper
        address = code_in(sara.takes("Square picture to share (PNG)"))
        sara.reads(address)
        return address


def mentees_apply(road: Road, address: str) -> None:
    """On the smallest phone, without an account: at most 24 taps and nine screens each."""
    for name, phone in MENTEES.items():
        with road.stranger() as mentee:
            apply_as_mentee(mentee.page, address, name=name, phone=phone)
            mentee.reads("Sara Lindqvist")
            assert not mentee.too_wide
            assert mentee.recorder.taps <= 24, mentee.recorder.taps_by_page
            assert mentee.recorder.screens <= 9, mentee.recorder.pages


def mentors_apply(road: Road) -> None:
    """From the front door."""
    for name, (email, phone) in MENTORS.items():
        with road.stranger() as mentor:
            mentor.page.goto("/")
            mentor.follow("Apply as a mentor")
            mentor.press("Next")
            _answer_as_mentor(mentor, name, email, phone)
            expect(mentor.page.get_by_role("heading", level=1)).to_have_text("Thank you!")
    assert road.post.who_got("We have your application") == {OMAR, RANA}


def interview_is_booked(road: Road) -> None:
    """With a file for the calendar."""
    with road.desk(SARA) as sara:
        _open(sara, "Amina")
        sara.follow("Book a time for it")
        sara.set("Which day?", INTERVIEWED.isoformat())
        sara.set("What time?", "10:00")
        sara.write("Place", "Stadsbiblioteket, Malmö")
        sara.press("Book")
        sara.reads("The interview is on Tuesday 20 January at 10:00")
        appointment = appointment_in(sara.takes("Add to my calendar"))
        assert appointment == (f"{INTERVIEWED} 10:00", "Stadsbiblioteket, Malmö")


def people_are_interviewed(road: Road) -> None:
    with road.desk(SARA) as sara:
        for name in ACCEPTED:
            _open(sara, name)
            sara.follow("Note an interview")
            sara.write("Notes", "Speaks warmly of the first year here.")
            if name in MENTORS:
                sara.choose(f"I read {MENTORS[name][0]} out")
            sara.press("Save the interview")
            if name in MENTEES:
                _see_the_permit(sara)
            _propose(sara, "Accept", "Said: I know how lonely the first winter is.")
            assert not sara.offers("Confirm")
        _open(sara, "Amina")
        _write_down_address(sara, AMINA)


def somebody_waits_for_a_place(road: Road) -> None:
    """There are more who ask than places: the waiting list is an answer too."""
    with road.desk(SARA) as sara:
        sara.follow("Applications")
        sara.choose("Tick: Dawit")
        sara.press("Put on the waiting list")
        sara.reads("You are on the waiting list")
        sara.choose("All places are taken")
        sara.press("Propose the waiting list for 1 person")
        sara.reads("1 proposal waits for a colleague.")


def second_person_confirms(road: Road) -> None:
    """All in one go, after reading why, and what each will read."""
    with road.desk(EMRE) as emre:
        emre.follow("Confirm selections as the second person")
        emre.follow("Tick all on this page")
        emre.press("Confirm as the second person")
        emre.reads(*ACCEPTED, "I know how lonely the first winter is.", "Welcome as a mentor", "All places are taken")
        emre.press("Confirm the answers to 5 people")
        emre.reads("3 people have an answer.", "2 answers are confirmed. There is no e-mail address")
    assert road.post.who_got("Welcome as a mentor") == {OMAR, RANA}
    assert road.post.who_got("Welcome to the programme") == {AMINA}


def everybody_is_answered(road: Road) -> None:
    """Who has no e-mail is called; then nobody waits for an answer."""
    with road.desk(SARA) as sara:
        sara.follow("Messages")
        sara.follow("No e-mail: call")
        for _person in ("Bilal", "Dawit"):
            sara.press("Done by phone")
        sara.reads("Done by phone (2)")
        sara.follow("Applications")
        sara.reads("Everybody has an answer")


def _open(sara: Walk, name: str) -> None:
    sara.follow("Applications")
    sara.follow(name)


def _see_the_permit(sara: Walk) -> None:
    sara.follow("Note a permit check")
    sara.choose("A card")
    sara.set("Valid until", "2027-12-31")
    sara.press("I have seen it")


def _write_down_address(sara: Walk, email: str) -> None:
    """The form for mentees asks for no e-mail; who has one may sign in."""
    sara.follow("Change")
    sara.write("E-mail address", email)
    sara.choose("I read this e-mail address out")
    sara.press("Save")


def _propose(sara: Walk, outcome: str, why: str) -> None:
    sara.follow("Propose a selection")
    sara.choose(outcome)
    sara.write("Why, in your own words", why)
    sara.press("Propose")
    sara.reads("You proposed this yourself. A colleague has to confirm it.")


def _answer_as_mentor(mentor: Walk, name: str, email: str, phone: str) -> None:
    """The pages of annex 3, with what must be answered and nothing else."""
    mentor.write("Your full name", name)
    mentor.write("Your phone number", phone)
    mentor.write("Your e-mail", email)
    mentor.press("Next")
    mentor.write("What year were you born?", "1990")
    mentor.press("Next")
    mentor.choose("Syria")
    mentor.write("What year did you come", "2015")
    mentor.press("Next")
    mentor.choose("Arabic", "Swedish")
    mentor.press("Next")
    mentor.choose("My first language", under="Arabic")
    mentor.choose("Work and study", under="Swedish")
    mentor.press("Next")
    mentor.choose("I work")
    mentor.press("Next")
    mentor.press("Next")  # what the mentor knows: may stay empty
    mentor.write("Why do you want to be a mentor?", "I know how the first winter is.")
    mentor.press("Next")
    mentor.choose("Evening")
    mentor.choose("4 to 8 hours")
    mentor.choose("Yes", under="for one year")
    mentor.press("Next")
    mentor.choose("In person", "Malmö")
    mentor.press("Next")
    mentor.press("Next")  # wishes
    mentor.press("Next")  # how the mentor is
    mentor.press("Next")  # what the mentor can use
    mentor.set("How did you hear about us?", "A friend or family")
    mentor.press("Next")
    mentor.choose("I have read how you use my answers")
    mentor.press("Send")
