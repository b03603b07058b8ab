"""From trained mentors to pairs that have begun."""

from ..walking import Walk
from .days import AMINA, MEETINGS, OMAR, RANA, SARA
from .walkers import Road


def pairs_are_made(road: Road) -> None:
    """One put together by hand, one suggested; reasons are read, and nobody hears of it before it is published."""
    with road.desk(SARA) as sara:
        sara.follow("Suggest pairs")
        sara.press("Suggest pairs")
        sara.follow("Pair by hand")
        sara.set("Mentee", "Amina")
        sara.set("Mentor", "Omar al Nasser")
        sara.press("Lock this pair")
        sara.press("Suggest again")
        sara.reads("1 of 2 ready", "Both speak", "Both can meet in the same part of town.")
        sara.press("Accept 1 suggested pair")
        assert road.post.who_got("You have a mentor") == set()
        sara.follow("Publish 2 pairs")
        sara.reads("Amina", "Bilal")
        sara.press("Publish")
        sara.follow("Pairs")
        sara.reads("2 pairs", "Omar al Nasser", "Rana Khoury")
    assert road.post.who_got("We have found a mentee for you") == {OMAR, RANA}
    assert road.post.who_got("We have found a mentor for you") == {AMINA}
    assert "Your mentor could be Omar." in road.post.letter(AMINA, "We have found a mentor for you")


def mentee_reads_who_the_mentor_could_be(road: Road) -> None:
    """What came by mail stands in the app too; she says yes there."""
    with road.phone(AMINA) as amina:
        amina.follow("You have 1 new message")
        amina.reads("We have found a mentor for you", "Your mentor could be Omar.", "Welcome to the programme")
        amina.press("Open the page")
        amina.reads("Do you want to meet?")
        amina.press("Yes, I want to meet")
        amina.reads("When Omar says yes too, we call you.")
    assert road.post.who_got("You have a mentor") == set()


def the_others_say_yes_too(road: Road) -> None:
    """The mentors at home; Bilal, who has no e-mail, on the phone. Then it is said to both."""
    for mentor in (OMAR, RANA):
        with road.phone(mentor) as phone:
            phone.follow("Do you want to meet? Say yes or no")
            phone.press("Yes, I want to meet")
    with road.desk(SARA) as sara:
        sara.follow("Pairs")
        sara.follow("Bilal")
        sara.follow("Write down an answer")
        sara.press("Yes")
        sara.reads("Call both, and hold the first meeting with them.")
    assert road.post.who_got("You have a mentee") == {OMAR, RANA}
    assert road.post.who_got("You have a mentor") == {AMINA}
    assert "You and Omar both said yes." in road.post.letter(AMINA, "You have a mentor")


def first_meetings_are_held(road: Road) -> None:
    with road.desk(SARA) as sara:
        sara.follow("Hold the first meetings of pairs")
        sara.follow("Amina")
        sara.follow("Hold the first meeting")
        _read_and_plan(sara, "Thursdays, in Arabic and Swedish.", MEETINGS)
        sara.write("Signature of Omar al Nasser", "Omar al Nasser")
        sara.press("Save the first meeting")
        sara.follow("Home")
        sara.follow("Hold the first meeting of a pair")
        _read_and_plan(sara, "We write before we call.", MEETINGS[:1])
        sara.write("Signature of Rana Khoury", "Rana Khoury")
        sara.write("Signature of Bilal", "Bilal")
        sara.press("Save the first meeting")
        sara.reads("The pair has started. Both have signed.", "Running")


def mentee_signs_on_the_own_phone(road: Road) -> None:
    """After reading the code of conduct with the two's own points; then the first goal."""
    with road.phone(AMINA) as amina:
        amina.follow("Read and sign what you promised each other")
        amina.reads("Code of conduct", "Thursdays, in Arabic and Swedish.")
        amina.write("Type your name to sign", "Amina")
        amina.press("Sign")
        amina.reads("Both have signed. You can begin.")
        amina.follow("Go to your plan")
        amina.follow("Add a goal")
        amina.choose("Work", under="What is it about?")
        amina.write("What do you want to reach?", "A job in a kitchen, half time.")
        amina.write("What is the first small step?", "Write a list of kitchens near home.")
        amina.set("By which day?", "2026-09-30")
        amina.press("Save the goal")
        amina.reads("A job in a kitchen, half time.")
        assert not amina.too_wide


def plan_is_approved(road: Road) -> None:
    with road.desk(SARA) as sara:
        sara.follow("Approve a plan")
        sara.reads("A job in a kitchen, half time.")
        sara.press("Approve the plan")
        sara.reads("Sara of the team approved the plan on 12 March 2026.")
    assert road.post.who_got("Your plan is approved") == {OMAR, AMINA}


def _read_and_plan(sara: Walk, own_points: str, meetings: list) -> None:
    sara.reads("Read together")
    sara.choose("We read the code of conduct aloud")
    sara.write("Your own points", own_points)
    for number, day in enumerate(meetings, start=1):
        sara.set(f"Meeting {number}: day", day.isoformat())
        sara.set(f"Meeting {number}: time", "16:30")
        sara.write(f"Meeting {number}: place", "Stadsbiblioteket")
