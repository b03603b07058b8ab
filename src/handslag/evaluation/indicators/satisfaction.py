"""Indicator 4: mentors and mentees who are satisfied and were helped."""

from datetime import timedelta

from django.utils.translation import gettext as _

from ..facts import MENTEE_FINAL, MENTOR_FINAL, Answer, Facts, Id
from .figure import Count

LEAST = 4
# The final survey goes out 350 days after the intake; whose pair ended before is asked then.
ASKED_AFTER = timedelta(days=350)
LOW_RESPONSE = 0.60


def complete(answer: Answer) -> bool:
    """A half-filled answer counts as missing."""
    return isinstance(answer.coded.get("sat"), int) and _helpful(answer) is not None


def satisfied(answer: Answer) -> bool:
    """4 or 5 on both; for a mentor, helpful for the own integration or for the mentee's."""
    return answer.coded["sat"] >= LEAST and (_helpful(answer) or 0) >= LEAST


def _helpful(answer: Answer) -> int | None:
    names = ("helpful", "helped_mentee") if answer.key == MENTOR_FINAL else ("helpful",)
    given = [answer.coded[name] for name in names if isinstance(answer.coded.get(name), int)]
    return max(given, default=None)


def count(facts: Facts) -> Count:
    """Final or exit answers, the last one of each person: somebody in both roles counts once in the total."""
    by_role = {key: _complete_answers(facts, key) for key in (MENTOR_FINAL, MENTEE_FINAL)}
    last = answered(facts)
    due = asked(facts)
    given = len(due & last.keys())
    satisfied_of = {key: (sum(map(satisfied, rows.values())), len(rows)) for key, rows in by_role.items()}
    notes = tuple(_notes(satisfied_of, due, given, is_counted=bool(last)))
    everybody = facts.mentors.keys() | facts.mentees.keys()
    not_due = len(everybody - due - last.keys())
    return Count(sum(map(satisfied, last.values())), len(last), not_due, notes, silent=len(due - last.keys()))


def answered(facts: Facts) -> dict[Id, Answer]:
    """The last complete answer of each person, in whichever role."""
    rows = (a for key in (MENTOR_FINAL, MENTEE_FINAL) for a in _complete_answers(facts, key).values())
    return {answer.person: answer for answer in sorted(rows, key=lambda a: a.on)}


def _complete_answers(facts: Facts, key: str) -> dict[Id, Answer]:
    return {person: answer for person, answer in facts.answers_to(key).items() if complete(answer)}


def asked(facts: Facts) -> set[Id]:
    """Who has been asked by now: all pairs ended, or 350 days since the first intake."""
    found: set[Id] = set()
    for people in (facts.mentors, facts.mentees):
        for person, pairs in people.items():
            long_enough = any(facts.on - pair.started_on >= ASKED_AFTER for pair in pairs)
            if long_enough or all(pair.ended_on for pair in pairs):
                found.add(person)
    return found


def _notes(satisfied_of: dict[str, tuple[int, int]], due: set[Id], given: int, *, is_counted: bool):
    """What stands beside the figure; the warning to read it with care only where there is one to read."""
    words = {MENTOR_FINAL: _("Mentors: %(n)s of %(total)s."), MENTEE_FINAL: _("Mentees: %(n)s of %(total)s.")}
    for key, (n, total) in satisfied_of.items():
        if total:
            yield words[key] % {"n": n, "total": total}
    if due:
        yield _("Answered: %(n)s of %(total)s who were due.") % {"n": given, "total": len(due)}
        if is_counted and given / len(due) < LOW_RESPONSE:
            yield _("Fewer than 60 % have answered: read this figure with care.")
