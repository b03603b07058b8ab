"""Who is due for which survey on a day, from the pairs and the template's rules. Plain rows in, plain rows out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

EXIT = "exit"


@dataclass(frozen=True)
class Life:
    """A pair that was started: the memberships of the two, and its days."""

    mentor: UUID
    mentee: UUID
    started_on: date
    ended_on: date | None = None

    def of(self, role: str) -> tuple[UUID, UUID]:
        """(who is asked, the other one)."""
        return (self.mentor, self.mentee) if role == "mentor" else (self.mentee, self.mentor)


@dataclass(frozen=True)
class Due:
    """One member is due. `about`: the other of the pair, where the questions are about the two."""

    questionnaire: str
    occasion: str
    membership: UUID
    about: UUID | None = None


def due(survey: Mapping, rules: Mapping, lives: Iterable[Life], on: date) -> set[Due]:
    """Who is due for `survey` (a row of the template's list) on the day `on`, whether asked already or not."""
    if not survey.get("first"):
        return set()  # opened by hand
    lives = list(lives)
    if survey.get("about") == "pair":
        return {found for life in lives for role in survey["to"] if (found := _of_pair(survey, rules, life, role, on))}
    members: set[Due] = set()
    for role in survey["to"]:
        by_member: dict[UUID, list[Life]] = defaultdict(list)
        for life in lives:
            by_member[life.of(role)[0]].append(life)
        members |= {
            one for member, theirs in by_member.items() if (one := _of_member(survey, rules, member, theirs, on))
        }
    return members


def latest(survey: Mapping, rules: Mapping, days: int) -> int | None:
    """The last day of the survey's schedule (days after the first meeting) that has come; None before the first.

    Only the latest is asked: whoever starts to use this late is not asked how it was two months ago.
    """
    first = int(rules[survey["first"]])
    if days < first:
        return None
    every = rules.get(survey.get("every", ""))
    if every:
        return first + (days - first) // int(every) * int(every)
    return max(day for day in (first, *survey.get("again", ())) if day <= days)


def _of_pair(survey: Mapping, rules: Mapping, life: Life, role: str, on: date) -> Due | None:
    if life.ended_on is not None:
        return None
    day = latest(survey, rules, (on - life.started_on).days)
    return None if day is None else Due(survey["questionnaire"], str(day), *life.of(role))


def _of_member(survey: Mapping, rules: Mapping, member: UUID, lives: list[Life], on: date) -> Due | None:
    """Counted from the first meeting of the first pair; with no pair left, only the last survey is asked."""
    ends = [life.ended_on for life in lives if life.ended_on is not None]
    is_over = len(ends) == len(lives)
    until = max(ends) if is_over else on  # days after the end are not counted: nobody is asked the last one twice
    day = latest(survey, rules, (until - min(life.started_on for life in lives)).days)
    if is_over:
        if not survey.get("at_exit"):
            return None
        return Due(survey["questionnaire"], EXIT if day is None else str(day), member)
    return None if day is None else Due(survey["questionnaire"], str(day), member)
