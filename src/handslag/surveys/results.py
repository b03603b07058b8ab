"""What was answered, as totals. Plain values in, plain values out; nothing here asks the database."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from handslag.questionnaires.models import Questionnaire
from handslag.questionnaires.reading import Context, Question, screens


@dataclass(frozen=True)
class Bar:
    """How many chose one answer."""

    label: str
    count: int
    share: float  # of those who answered the question, 0 to 1


@dataclass(frozen=True)
class Total:
    """One question with its answers. `hidden`: a group is so small that somebody could be recognised."""

    label: str
    answered: int
    bars: tuple[Bar, ...]
    mean: float | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Change:
    """One measure, first against last answer of the same persons: no word about causes."""

    label: str
    persons: int
    better: int
    same: int
    worse: int
    mean: float
    hidden: bool = False


Row = TypeVar("Row")


def whole_batches(rows: list[Row], size: int) -> list[Row]:
    """Of `rows`, the oldest first, as many as make whole batches of `size` (0: all).

    What two days differ by is then never the answer of one person, whose name may be known from elsewhere.
    """
    return rows[: len(rows) - len(rows) % size] if size else rows


def _countable(questionnaire: Questionnaire, on: date, language: str) -> list[Question]:
    context = Context(on=on, language=language)
    found = (question for screen in screens(questionnaire, context) for question in screen.questions)
    return [question for question in found if question.choices and question.drawer == "coded"]


def totals(
    questionnaire: Questionnaire, coded: Sequence[Mapping], *, on: date, language: str, hide_below: int = 0
) -> list[Total]:
    """Each question with how many chose what; `hide_below`: groups smaller than this are not shown (0: all are)."""
    return [_total(question, coded, hide_below) for question in _countable(questionnaire, on, language)]


def _total(question: Question, coded: Sequence[Mapping], hide_below: int) -> Total:
    given = [row[question.name] for row in coded if row.get(question.name) not in (None, "", [])]
    chosen = Counter(str(code) for value in given for code in (value if isinstance(value, list) else [value]))
    numbers = [value for value in given if isinstance(value, int)]
    bars = tuple(
        Bar(choice.label, chosen[choice.code], chosen[choice.code] / len(given) if given else 0)
        for choice in question.choices
    )
    few = any(0 < bar.count < hide_below for bar in bars) or 0 < len(given) < hide_below
    if few:
        return Total(question.label, 0, (), hidden=True)
    mean = sum(numbers) / len(numbers) if numbers and question.type == "range" else None
    return Total(question.label, len(given), bars, mean)


def changes(
    questionnaire: Questionnaire, rows: Iterable[tuple[object, Mapping]], *, on: date, language: str, hide_below: int,
    cells_below: int = 0,
) -> list[Change]:  # fmt: skip
    """First against last of `rows` ((person, coded) in order of time), for persons who answered twice or more.

    `hide_below`: with fewer persons a change is not shown, `cells_below`: where fewer became better, worse or neither.
    Persons then come in whole batches of so many, by the time of their second answer, and that is their last one here:
    a third would show in a batch that stands.
    """
    first: dict[object, Mapping] = {}
    pairs: dict[object, tuple[Mapping, Mapping]] = {}  # in order of the second answers
    for person, coded in rows:
        if person not in first:
            first[person] = coded
        elif person not in pairs or not cells_below:
            pairs[person] = (first[person], coded)
    twice = whole_batches(list(pairs.values()), cells_below)
    measured = [q for q in _countable(questionnaire, on, language) if q.type == "range"]
    return [change for question in measured if (change := _change(question, twice, hide_below, cells_below))]


def _change(
    question: Question, twice: list[tuple[Mapping, Mapping]], hide_below: int, cells_below: int
) -> Change | None:
    both = [(a.get(question.name), b.get(question.name)) for a, b in twice]
    turned = -1 if question.written.get("reversed") else 1  # less loneliness is better
    steps = [turned * (b - a) for a, b in both if isinstance(a, int) and isinstance(b, int)]
    if not steps:
        return None
    better, worse = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    same = len(steps) - better - worse
    if len(steps) < hide_below or any(0 < cell < cells_below for cell in (better, same, worse)):
        return Change(question.label, 0, 0, 0, 0, 0, hidden=True)
    return Change(question.label, len(steps), better, same, worse, sum(steps) / len(steps))
