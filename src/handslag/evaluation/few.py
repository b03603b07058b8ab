"""Which counts are too small to be shown to a reader, wherever they stand: page, trend, home, sheet and note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handslag.people.models import Account
from handslag.programmes.access import may
from handslag.programmes.hiding import hidden_below, sees_totals_only
from handslag.programmes.models import Programme

# What is counted here is countries, not people.
NOT_PEOPLE = {"9"}
# Counted from answers to surveys, which are confidential.
CONFIDENTIAL = {"1b", "4"}


@dataclass(frozen=True)
class Reader:
    """Who looks at the figures: `outside` for partners, `reads_answers` for who may read single answers."""

    outside: bool
    reads_answers: bool

    def least(self, number: str, programme: Programme) -> int:
        """The smallest count of people that this reader sees in the indicator `number` (0: every one).

        From outside small counts are hidden in all of them; in the team where they would tell a confidential answer.
        """
        hides = self.outside or (number in CONFIDENTIAL and not self.reads_answers)
        return hidden_below(programme) if hides and number not in NOT_PEOPLE else 0

    def waits(self, number: str) -> bool:
        """Whether this reader sees a count only when several people are new in it (`settled`).

        The team can choose any day and reads who has answered by then: two counts that differ by one person would tell
        her or his answer. Partners see ends of months, and nobody's name.
        """
        return number in CONFIDENTIAL and not self.outside and not self.reads_answers


def reader_of(user: Account, programme: Programme) -> Reader:
    return Reader(sees_totals_only(user, programme), may(user, "survey.read", programme))


def is_few(n: int, total: int, least: int) -> bool:
    """Whether n or N, of a count that there is, are fewer than `least` people."""
    return total > 0 and min(n, total) < least


def settled(months: Mapping[str, Mapping[str, Sequence[int]]], number: str, least: int) -> dict[date, tuple[int, int]]:
    """n and N of the indicator `number` at the ends of months, for a reader who waits. (0, 0): nothing to show yet.

    A count stands until at least `least` more people have answered, whatever they said: if n had a say in when it
    moves, a count that stands still would tell an answer too. Where n is few it is hidden, until the next ones come.

    `months`: those of KeptFigures, all of them: where the first one is left out, the next ones would stand otherwise.
    """
    found, shown, counted = {}, (0, 0), 0
    for day in sorted(months):
        if number in months[day]:
            n, total, *others = months[day][number]
            answered = others[0] if others else total
            if answered - counted >= least:
                shown, counted = ((0, 0) if is_few(n, total, least) else (n, total)), answered
            found[date.fromisoformat(day)] = shown
    return found
