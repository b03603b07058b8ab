"""Years that cannot be true together with the day of the application, each with a sentence for who wrote them."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from handslag.programmes.roles import Role

# The year alone is known, so somebody who becomes this old in the year of the application is let through.
YOUNGEST = {Role.MENTOR: 18, Role.MENTEE: 16}
OLDEST = 100


def implausible(role: str, answers: Mapping, on: date) -> dict[str, str]:
    """What cannot be true in `answers` on the day `on`, by name of the question, in the language of the page."""
    found = {}
    born = answers.get("birth_year") or _year(answers.get("birth_date"))
    name = "birth_year" if answers.get("birth_year") else "birth_date"
    if isinstance(born, int) and (sentence := _age(role, on.year - born)):
        found[name] = sentence
    arrived = answers.get("arrival_year") or _year(answers.get("arrival"))
    name = "arrival_year" if answers.get("arrival_year") else "arrival"
    if isinstance(arrived, int):
        if arrived > on.year:
            found[name] = _("This year is still to come. Write the year when you came.")
        elif isinstance(born, int) and not found and arrived < born:
            found[name] = _("This is before the year of birth. Look at both years again.")
    return found


def _age(role: str, age: int) -> str:
    if age > OLDEST:
        return _("This is more than 100 years ago. Look at the year again.")
    if age < YOUNGEST[Role(role)]:
        return (
            _("A mentor is at least 18 years old. You are welcome when you have turned 18. Or is the year wrong?")
            if role == Role.MENTOR
            else _("You can take part from the year in which you turn 16. Or is the year wrong?")
        )
    return ""


def _year(day: object) -> int | None:
    year = str(day or "")[:4]
    return int(year) if year.isdigit() else None
