"""A month of supervision: the notice, the diaries, the agenda, the meeting."""

from .days import LEYLA, OMAR, RANA, SUPERVISION
from .walkers import Road


def group_is_made(road: Road) -> None:
    with road.desk(LEYLA) as leyla:
        leyla.follow("Supervision")
        leyla.follow("Make the first group")
        leyla.write("Name of the group", "Thursday group")
        leyla.set("Who leads it", "Leyla Haddad")
        leyla.press("Make the group")
        leyla.choose("Omar al Nasser", "Rana Khoury")
        leyla.press("Take into the group")
        leyla.follow("Plan the next meeting")
        leyla.set("Day", SUPERVISION.isoformat())
        leyla.set("Time", "14:00")
        leyla.write("Place", "Stadsbiblioteket, Malmö")
        leyla.press("Plan the meeting")
        leyla.reads("Supervision on 16 April 2026", "Diary due", "9 April 2026")


def group_is_told(road: Road) -> None:
    """Two weeks before."""
    assert road.post.who_got("Supervision in two weeks") == {OMAR, RANA, LEYLA}


def diary_is_asked_for(road: Road) -> None:
    """On the day when it is due, only of the mentor who has written none."""
    assert road.post.who_got("Write your diary") == {RANA}


def diary_is_missed(road: Road) -> None:
    """The mentor says why, and puts a question on the agenda."""
    assert road.post.who_got("Your diary is missing") == {RANA}
    with road.phone(RANA) as rana:
        rana.follow("Write the diary")
        rana.choose("No meeting this week")
        rana.press("Save")
        rana.follow("Home")
        rana.follow("Come to supervision on")
        rana.write("What do you want to talk about?", "How do I begin again after a pause?")
        rana.press("Put it on the agenda")
        rana.reads("How do I begin again after a pause?")


def supervision_is_held(road: Road) -> None:
    """The agenda is made from the diaries: who needs help first, a praise for each; then who came, and notes."""
    with road.desk(LEYLA) as leyla:
        leyla.follow("Write who came to supervision, and the notes")
        leyla.follow("See the agenda")
        leyla.reads(
            "Pairs to talk about first", "Rana Khoury + Bilal", "How do I begin again after a pause?",
            "A praise for each mentor", "there was something to celebrate",
        )  # fmt: skip
        leyla.follow("Start the meeting")
        leyla.choose("Did not come", under="Rana Khoury")
        leyla.write("Notes", "We talked about beginnings and limits.")
        leyla.press("Save")
        leyla.reads("Who came", "Omar al Nasser", "We talked about beginnings and limits.")
        leyla.follow("Write down a decision")
        leyla.write("What was decided?", "Leyla calls Rana.")
        leyla.set("Who does it?", "Leyla Haddad")
        leyla.press("Save")
        leyla.reads("Leyla calls Rana.", "To do")
