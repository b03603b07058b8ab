"""Short ways to the facts that indicators are counted from, around one first day."""

from datetime import date, timedelta

from handslag.evaluation.facts import Attendance, Entry, Pair, Role

START = date(2026, 1, 10)


def day(number: int) -> date:
    return START + timedelta(days=number)


def n_of_total(count):
    return count.numerator, count.denominator, count.not_due


def pair(name="p", mentor="m", mentee="e", start=0, end=None, approved=None, pauses=()):
    ended_on = day(end) if end is not None else None
    paused = tuple((day(first), day(last)) for first, last in pauses)
    return Pair(name, mentor, mentee, day(start), ended_on, day(approved) if approved is not None else None, paused)


def met(number: int, pair="p", **said):
    return Entry(pair, day(number), said.pop("written_on", day(number)), met=True, contact=True, **said)


def mentor(person="m", until=None):
    return Role(person, "mentor", day(-60), until)


def units(person, numbers):
    return tuple(Attendance(person, f"u{n}", "training", day(-40 + n), unit=n) for n in numbers)
