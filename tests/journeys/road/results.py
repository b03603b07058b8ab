"""The last look at the plan, the last survey, the figures."""

from ..walking import Walk
from .days import AMINA, OMAR, RANA, SARA
from .walkers import Road

LAST_LOOK = "Look at the plan one last time"
AREAS = ("Work", "School and study", "The language", "A home", "Health", "Money", "Friends and free time", "Rights")


def plan_is_looked_at_one_last_time(road: Road) -> None:
    """The two fill it in together, each writes own words, both sign."""
    assert road.post.who_got(LAST_LOOK) == {OMAR, AMINA, RANA}
    with road.phone(OMAR) as omar:
        omar.follow(LAST_LOOK)
        omar.follow("Look at this goal")
        omar.choose("Reached", under="How did it end?")
        omar.write("What came of it, in one line?", "I work in a kitchen since May.")
        omar.press("Save")
        omar.follow("Fill in : 2. Help needed now")
        for area in AREAS:
            omar.choose("No help needed", under=area)
        omar.press("Save")
        omar.follow("Fill in : 3. Afterwards")
        omar.choose("We stay in touch as friends")
        omar.press("Save")
        _reflect_and_sign(omar, "I learned to wait.", "Omar al Nasser")
    with road.phone(AMINA) as amina:
        amina.follow(LAST_LOOK)
        amina.reads("I learned to wait.", "Reached")
        _reflect_and_sign(amina, "I am not alone here.", "Amina")
        amina.reads("Both signed on 10 February 2027.")


def _reflect_and_sign(walk: Walk, words: str, name: str) -> None:
    walk.follow("Write : 4. In your own words")
    walk.write("What do you take with you from this time?", words)
    walk.choose("The other one may read this")
    walk.press("Save")
    walk.follow("Sign")
    walk.write("Type the name to sign", name)
    walk.press("Sign")


def last_survey_is_answered(road: Road) -> None:
    """The mentee follows the link in the mail without signing in; the mentor finds it among the messages."""
    assert road.post.who_got("How was it to be a mentor?") == {OMAR, RANA}
    assert road.post.who_got("How was it to have a mentor?") == {AMINA}
    with road.stranger() as amina:
        amina.page.goto(road.post.link_for(AMINA, "How was it to have a mentor?"))
        amina.choose("Very good", under="How was it to take part?")
        amina.choose("Yes, very much", under="Did it help you in this country?")
        amina.press("Next")
        amina.press("Next")
        amina.press("Send my answers")
        amina.reads("Thank you")
    with road.phone(OMAR) as omar:
        omar.follow("You have ")
        omar.press("Open the page", of="How was it to be a mentor?")
        omar.choose("Good", under="How was it to take part?")
        omar.choose("Yes, mostly", under="Did it help you to grow?")
        omar.press("Next")
        omar.press("Next")
        omar.press("Send my answers")
        omar.reads("Thank you")
        omar.follow("Home")


def missing_answers_are_asked_for(road: Road) -> None:
    road.post.wait()
    with road.desk(SARA) as sara:
        sara.follow("Surveys")
        sara.follow("How was it to be a mentor?")
        sara.reads("1 of 2 has answered.")
        sara.press("Remind 1 person")
    assert road.post.who_got("How was it to be a mentor?") == {RANA}


def figures_are_read(road: Road) -> dict[str, str]:
    """n of N by the number of the indicator; and who stands behind one of them."""
    with road.desk(SARA) as sara:
        sara.follow("Indicators")
        cards = sara.page.locator(".indicator").evaluate_all(
            "cards => cards.map(card => [card.querySelector('.indicator__head span').textContent,"
            " card.querySelector('.indicator__foot').textContent])"
        )
        sara.reads("AMIF", "70 %")
        sara.page.locator("#indicator-3").get_by_role("link").first.click()
        sara.reads("1 of 2: 50 %. The target is 70 %.", "Who counts, who is missing")
        rows = sara.page.get_by_role("row")
        assert "Counts" in rows.filter(has_text="Amina").inner_text()
        assert "Missing" in rows.filter(has_text="Bilal").inner_text()
    return {number.strip().removeprefix("Indicator "): foot.partition("·")[0].strip() for number, foot in cards}
