"""Indicator 5: mentors who stay active through the twelve months."""

from datetime import date

from django.utils.translation import ngettext

from handslag.supervision.periods import DAYS_OF_A_MONTH, ONE_DAY, add_months, days_within

from ..facts import Facts, Id, Pair, first_start
from .figure import Count

MONTHS, LEAST_ACTIVE, LEAST_SIGNS = 12, 10, 2
PAUSE_MONTHS_MOST = 2


def in_role(facts: Facts, mentor: Id, on: date) -> bool:
    held = (role for role in facts.roles_of[mentor] if role.role == "mentor")
    return any(role.until is None or role.until >= on for role in held)


def is_active(facts: Facts, mentor: Id, first: date, last: date) -> bool:
    """Two of diary, supervision and contact in the month; supervision alone while waiting for a new mentee."""
    pairs = facts.mentors[mentor]
    attended = (a for a in facts.attendances_of[mentor] if a.kind == "supervision")
    supervised = any(first <= a.on <= last for a in attended)
    if days_within((pair.span for pair in pairs), first, last) < DAYS_OF_A_MONTH:
        return supervised
    entries = [e for pair in pairs for e in facts.entries_of[pair.id] if first <= e.on <= last]
    signs = bool(entries) + supervised + any(entry.contact for entry in entries)
    return signs >= LEAST_SIGNS


def is_neutral(pairs: list[Pair], first: date, last: date) -> bool:
    """Whether an agreed pause took so much of the month that no pair met on half of it, though one was running."""
    if not any(pair.pauses for pair in pairs):
        return False
    running = days_within((pair.span for pair in pairs), first, last)
    meeting = days_within((span for pair in pairs for span in pair.spans_without_pauses), first, last)
    return meeting < DAYS_OF_A_MONTH <= running


def active_months(facts: Facts, mentor: Id, months: int) -> tuple[int, int]:
    """(in how many months the mentor was active, how many count) of the first `months` since the first intake.

    A month of an agreed pause in which the mentor was not active does not count, two of them at most.
    """
    pairs = facts.mentors[mentor]
    silent = not (facts.attendances_of[mentor] or any(facts.entries_of[pair.id] for pair in pairs))
    start = first_start(pairs)
    active = neutral = 0
    for k in range(months):
        first, last = add_months(start, k), add_months(start, k + 1) - ONE_DAY
        if not silent and is_active(facts, mentor, first, last):
            active += 1
        else:
            neutral += is_neutral(pairs, first, last)
    return active, months - min(neutral, PAUSE_MONTHS_MOST)


def is_enough(active: int, counted: int) -> bool:
    """The share of ten months in twelve, of the months that count. Of none it cannot be said."""
    return 0 < LEAST_ACTIVE * counted <= active * MONTHS


def whole_months(start: date, on: date) -> int:
    """How many whole months have gone by, twelve at most."""
    return sum(add_months(start, k) <= on for k in range(1, MONTHS + 1))


def count(facts: Facts) -> Count:
    """Mentors whose first pair began twelve months ago: in the role at month 12 and active in ten months or more.

    Where a pause was agreed, ten in twelve of the months that count. Until then they are not due; a note tells how they
    do in the months so far.
    """
    reached, due, so_far, waiting = 0, 0, 0, 0
    for mentor, pairs in facts.mentors.items():
        start = first_start(pairs)
        months = whole_months(start, facts.on)
        if months == MONTHS:
            due += 1
            still = in_role(facts, mentor, add_months(start, MONTHS))
            reached += still and is_enough(*active_months(facts, mentor, MONTHS))
        elif months:
            active, counted = active_months(facts, mentor, months)
            waiting += counted > 0
            so_far += in_role(facts, mentor, facts.on) and is_enough(active, counted)
    return Count(reached, due, len(facts.mentors) - due, _notes(so_far, waiting))


def _notes(so_far: int, waiting: int) -> tuple[str, ...]:
    if not waiting:
        return ()
    text = ngettext(
        "In the months so far: %(n)s of %(total)s mentors with less than twelve months is in the role and active.",
        "In the months so far: %(n)s of %(total)s mentors with less than twelve months are in the role and active.",
        so_far,
    )
    return (text % {"n": so_far, "total": waiting},)
