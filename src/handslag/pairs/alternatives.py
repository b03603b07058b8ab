"""Other mentors for a mentee, and what each would cost everybody else: what the board does when one is locked.

Only the kept scores are asked, nobody's answers. A mentor who may not be is left out without a word, whatever the rule.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from numpy.typing import NDArray

from handslag.matching.outcomes import UNKNOWN, Outcomes

from .decided import PairOfIds
from .score_table import Chosen, Scores

MOST = 6
SOLVED_UP_TO = 300  # mentees: each mentor who is shown is solved for in a few milliseconds
_LOSE = gettext_lazy("Together the others' pairs lose %(points)s points.")
_GAIN = gettext_lazy("Together the others' pairs gain %(points)s points.")


@dataclass(frozen=True)
class Cost:
    """What changes for the others: how many fewer of them get a mentor; whether the weakest pair of all gets weaker,
    and whether that is then this very pair.

    moved: how many of those who have a mentor get another, or nobody, at least. lost: what the others' pairs lose
    together, in points of the score. None where that is another question (`handslag.matching.outcomes`).
    """

    fewer: int
    weakest_falls: bool = False
    is_weakest: bool = False
    moved: int | None = None
    lost: int | None = None


@dataclass(frozen=True)
class Alternative:
    """A mentor, by id; without a cost the one whom the mentee has now. `swap_with`: the mentee with whom mentors would
    be exchanged, as the mentor's places are approved for others. `after`: the whole set of pairs that this brings; None
    among very many people, where it is not solved."""

    mentor: str
    cost: Cost | None = None
    swap_with: str = ""
    after: Chosen | None = None


def alternatives(scores: Scores, pins: Collection[PairOfIds], current: Chosen, mentee: str) -> list[Alternative]:
    """The best other mentors who may be, the best for the mentee first; of equals, who costs the others least.

    `scores`: under what is decided, with this mentee free. `pins`, `current`: of people who are there and scored.
    """
    load = Counter(mentor for _mentee, mentor in pins)
    own = scores.score[scores.row_of[mentee]]
    forced = _Forced.of(scores, pins, current, mentee)
    found: list[Alternative] = []
    for column in forced.order:
        mentor = scores.mentors[column]
        if own[column] < 0 or len(found) == MOST:
            break
        if mentor == current.get(mentee) or not scores.places[column]:
            continue
        if load[mentor] >= scores.places[column]:
            found += _swaps(scores, pins, current, mentee, mentor)
        else:
            found.append(_solved(Alternative(mentor, forced.cost(column)), scores, pins, current, mentee))
    return found


def _solved(
    one: Alternative, scores: Scores, pins: Collection[PairOfIds], current: Chosen, mentee: str
) -> Alternative:  # fmt: skip
    """The same with the very set of pairs that it brings, and what the others lose in that; not among very many."""
    if one.cost is None or len(scores.mentees) > SOLVED_UP_TO:
        return one
    decided = [pin for pin in pins if pin[0] != one.swap_with]
    decided.append((mentee, one.mentor))
    if one.swap_with:
        decided.append((one.swap_with, current[mentee]))
    after = scores.best(decided, current)
    before, then = scores.of(current), scores.of(after)
    lost = sum(before.values()) - before.get(mentee, 0) - sum(then.values()) + then[mentee]
    return replace(one, cost=replace(one.cost, lost=lost), after=after)


@dataclass(frozen=True)
class _Forced:
    """Whom else the mentee could have, held against what is proposed now. `others`: scores of the others' pairs by
    mentee; `free`: how many of these are not approved; `worst`: of all pairs."""

    outcomes: Outcomes
    own: NDArray[np.int64]
    others: dict[str, int]
    free: int
    worst: int | None

    @classmethod
    def of(cls, scores: Scores, pins: Collection[PairOfIds], current: Chosen, mentee: str) -> "_Forced":
        outcomes = scores.outcomes(mentee, pins, current)
        before = scores.of(current)
        others = {key: score for key, score in before.items() if key != mentee}
        free = len(others.keys() - {key for key, _mentor in pins})
        own = scores.score[scores.row_of[mentee]]
        return cls(outcomes, own, others, free, min(before.values(), default=None))

    @property
    def order(self) -> list[int]:
        """The columns, the best first."""
        outcomes = self.outcomes
        return np.lexsort((-outcomes.total, -outcomes.floor, -outcomes.matched, -self.own)).tolist()

    def cost(self, column: int) -> Cost:
        matched, floor, total, kept = (
            int(of_all[column])
            for of_all in (self.outcomes.matched, self.outcomes.floor, self.outcomes.total, self.outcomes.kept)
        )
        fewer = len(self.others) - (matched - 1)
        falls = floor != UNKNOWN and self.worst is not None and floor < self.worst
        is_weakest = falls and floor == int(self.own[column])
        if total == UNKNOWN:
            return Cost(fewer, falls, is_weakest)
        lost = sum(self.others.values()) - (total - int(self.own[column]))
        return Cost(fewer, falls, is_weakest, self.free - kept, lost)


def _swaps(
    scores: Scores, pins: Collection[PairOfIds], current: Chosen, mentee: str, mentor: str
) -> list[Alternative]:  # fmt: skip
    """The exchange that costs the two of them least, with one who is approved for this mentor, where both may be.

    What it costs the others is known only where it is solved: with another weakest pair other sets may be better.
    """
    own = current.get(mentee)
    if own is None or sum(one == own for _mentee, one in pins) >= scores.places[scores.column_of[own]]:
        return []
    possible = [
        {**current, mentee: mentor, other: own}
        for other, theirs in pins
        if theirs == mentor and current.get(other) == mentor and scores.allows(other, own)
    ]
    if not possible:
        return []
    chosen = max(possible, key=scores.value)
    other = next(key for key in chosen if current[key] == mentor and chosen[key] == own)
    before, after = scores.of(current), scores.of(chosen)
    weakest = min(after.values())
    falls = scores.fairness != "total" and weakest < min(before.values())  # under `total` that is no question
    cost = Cost(0, falls, falls and weakest == after[mentee], moved=1)
    return [_solved(Alternative(mentor, cost, swap_with=other), scores, pins, current, mentee)]


def in_words(one: Alternative, most: int) -> list[str]:
    """What an alternative costs, in sentences, the gravest first; whose mentor changes only in numbers, where it is not
    solved. `most`: the score of a perfect pair."""
    if one.cost is None:
        return []
    if one.after is not None:
        return [*_weakest(one.cost), *_points(one.cost, most)]
    return _counted(one.cost, most)


def _counted(cost: Cost, most: int) -> list[str]:
    """Behind every number somebody may lose a mentor while another gets one: no sentence denies it."""
    said = []
    if cost.fewer > 0:
        text = ngettext(
            "%(n)s other mentee fewer gets a mentor.", "%(n)s other mentees fewer get a mentor.", cost.fewer
        )
        said.append(text % {"n": cost.fewer})
    if cost.fewer < 0:
        text = ngettext("%(n)s other mentee more gets a mentor.", "%(n)s other mentees more get a mentor.", -cost.fewer)
        said.append(text % {"n": -cost.fewer})
    said += _weakest(cost)
    changed = (cost.moved or 0) - max(0, cost.fewer)  # who loses a mentor is told of above
    if changed > 0:
        text = ngettext(
            "At least %(n)s other mentee gets another mentor, or nobody.",
            "At least %(n)s other mentees get another mentor, or nobody.",
            changed,
        )
        said.append(text % {"n": changed})
    said += _points(cost, most)
    if cost.moved is None:
        return [*said, _("Other mentees may get another mentor, or nobody.")]
    return said or [_("Nothing changes for anybody else.")]


def _weakest(cost: Cost) -> list[str]:
    if not cost.weakest_falls:
        return []
    return [_("It would be the weakest pair of all.") if cost.is_weakest else _("The weakest pair of all gets weaker.")]


def _points(cost: Cost, most: int) -> list[str]:
    """Of a hundred, to a tenth; never as little as nothing."""
    if not cost.lost:
        return []
    points = number_format(max(0.1, round(100 * abs(cost.lost) / most, 1)), 1)
    return [(_LOSE if cost.lost > 0 else _GAIN) % {"points": points}]
