"""Meetings, diaries, steps, and a word to the supervisor."""

from ..walking import Walk
from .days import AMINA, LEYLA, OMAR, RANA
from .walkers import Road


def both_are_reminded_of_the_meeting(road: Road) -> None:
    assert road.post.who_got("You meet soon") == {OMAR, AMINA, RANA}


def mentor_writes_the_diary(road: Road) -> None:
    """Five taps on a phone: at most seven with the way there, and nothing typed."""
    with road.phone(OMAR) as omar:
        omar.follow("Write the diary with Amina")
        assert not omar.too_wide
        omar.choose("We met", "Work", "Café", "Good")
        omar.press("Save")
        omar.reads("Saved. Thank you for writing.")
        assert omar.recorder.taps <= 7, omar.recorder.taps_by_page
        assert omar.recorder.typed_fields == set()


def mentor_asks_for_help(road: Road) -> None:
    """In the diary, after a talk about rights and duties."""
    with road.phone(OMAR) as omar:
        _begin_diary(omar)
        omar.choose("We met", "Work", "A home", "Health", "Money", "Talk", "OK")
        omar.unfold("Change the day, or add more if you want")
        omar.choose("We talked about rights and duties", "I need support")
        omar.press("Save")
        omar.reads("Saved. Thank you for writing.")


def supervisor_answers(road: Road) -> None:
    """The wish stands on the home as a next step; once answered it is gone, and what was done can be read."""
    with road.desk(LEYLA) as leyla:
        leyla.follow("Omar al Nasser and Amina")
        leyla.reads("Waits for an answer")
        leyla.unfold("I have done something about it")
        leyla.write("What did you do?", "Called Omar. We practise saying no.")
        leyla.press("Save the answer")
        leyla.reads("What was done before", "Called Omar. We practise saying no.")
        leyla.follow("Home")
        assert not leyla.offers("Omar al Nasser and Amina")


def pair_goes_to_a_local_event(road: Road) -> None:
    with road.phone(OMAR) as omar:
        _begin_diary(omar)
        omar.choose("We met", "Work", "Local event", "Very good")
        omar.unfold("Change the day, or add more if you want")
        omar.choose("Something to celebrate")
        omar.press("Save")
        omar.follow("Plan")
        omar.reads("3 meetings about it")


def step_is_written_down(road: Road) -> None:
    """The mentor has seen it, so it counts."""
    with road.phone(OMAR) as omar:
        omar.follow("Plan")
        omar.follow("Add a step")
        omar.set("Which step?", "Applied for a job")
        omar.press("Save")
        omar.reads("Applied for a job")


def _begin_diary(omar: Walk) -> None:
    omar.follow("Diary")
    omar.follow("Write the diary")
