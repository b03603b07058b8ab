"""Which counts are too small to be shown to a reader, wherever they stand: page, trend, home, sheet and note."""

from dataclasses import dataclass

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


def reader_of(user: Account, programme: Programme) -> Reader:
    return Reader(sees_totals_only(user, programme), may(user, "survey.read", programme))


def is_few(n: int, total: int, least: int) -> bool:
    """Whether n or N, of a count that there is, are fewer than `least` people."""
    return total > 0 and min(n, total) < least
