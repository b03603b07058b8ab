"""What the command says to the one who waits for it: how far it is, how it went, what is wrong."""

import re
import time
from collections.abc import Callable, Sequence, Sized
from typing import TextIO

from handslag.matching.propose import Proposal

_SECONDS_OF_SILENCE = 2
_LINES = 50  # of one kind: a sheet that is wrong in every row is told soon enough
_LETTERS = 400  # of one line


class Progress:
    """Says how far a long run has come: a line at most every few seconds, so nothing at all in a short run."""

    def __init__(self, to: TextIO, seconds: Callable[[], float] = time.monotonic) -> None:
        self._to, self._seconds, self._said_at = to, seconds, seconds()

    def __call__(self, words: str) -> None:
        if self._seconds() - self._said_at >= _SECONDS_OF_SILENCE:
            self._said_at = self._seconds()
            print(f"... {words}", file=self._to, flush=True)


def summary(proposal: Proposal) -> str:
    """How many have a mentor, how good the weakest pair is, who has none."""
    everybody = [*proposal.pairs, *proposal.unmatched]
    have = "has" if 1 in (proposal.matched, len(everybody)) else "have"
    lines = [f"{proposal.matched} of {counted(everybody, 'mentee')} {have} a mentor."]
    if proposal.worst is not None:
        lines.append(f"The weakest pair has {proposal.worst} of {proposal.highest_score} points.")
    if not proposal.optimal:
        lines.append("It could not be proved that no better set of pairs exists.")
    none = [f"{person.mentee} has none: {', '.join(person.reasons)}" for person in proposal.unmatched]
    return "\n".join([*lines, *([a_screenful(none)] if none else [])])


def counted(things: Sized, word: str) -> str:
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"


def a_screenful(lines: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = [f"... and {len(lines) - _LINES} more"] if len(lines) > _LINES else []
    return "\n".join([*map(cut, lines[:_LINES]), *more])


def cut(line: str) -> str:
    """A line that fits a screen, whatever a cell held: without its middle, and without signs that steer a terminal."""
    if len(line) > _LETTERS:
        line = f"{line[: _LETTERS // 2]} ... {line[-_LETTERS // 2 :]}"
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", line)
