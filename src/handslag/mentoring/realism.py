"""Can it be done in the time left? Gentle doubts about a goal (annex 8). They propose something smaller, never block.

Pure: dates and texts in, doubts out. Doubts that need what is not asked yet (how sure the mentee is, how it is
measured, how long the formal step takes) come with those questions.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

# Words for what somebody else decides, in the languages that goals are written in so far.
_OTHERS_DECIDE = ("permit", "asylum", "citizenship", "visa", "uppehållstillstånd", "asyl", "medborgarskap", "visum")
_OWN_ACT = ("apply", "application", "hand in", "ask", "ansök", "lämna in", "fråga")


@dataclass(frozen=True)
class Doubt:
    """Why a goal may be too large, and a smaller one to try."""

    code: str
    why: str
    smaller: str


def doubts(
    *, text: str, due_on: date, has_first_step: bool, made_on: date, today: date, ends_on: date, rules: dict
) -> list[Doubt]:
    """The doubts about one live goal; `ends_on` is the planned last day of the pair, `rules` the programme's."""
    last = ends_on - timedelta(days=rules.get("goal_days_before_end", 14))
    found = []
    if due_on > last:
        found.append(_too_late(last))
    if not has_first_step and today > made_on + timedelta(days=rules.get("first_step_days", 14)):
        found.append(_no_first_step())
    if rests_on_others(text):
        found.append(_others_decide())
    return found


def rests_on_others(text: str) -> bool:
    """Whether the goal names what an authority decides, without an act of one's own."""
    words = text.lower()
    return any(word in words for word in _OTHERS_DECIDE) and not any(word in words for word in _OWN_ACT)


def _too_late(last: date) -> Doubt:
    return Doubt(
        "too_late",
        _("The date is close to the end of your time together, or after it."),
        _("Which part of it can you reach before %(day)s?") % {"day": date_format(last, "j F Y")},
    )


def _no_first_step() -> Doubt:
    return Doubt(
        "no_first_step",
        _("There is no first step yet."),
        _("What is one small thing that you can do this week?"),
    )


def _others_decide() -> Doubt:
    return Doubt(
        "others_decide",
        _("Somebody else decides this."),
        _("Choose what you can do yourself, like “hand in the application”."),
    )
