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

    moved: for how many the mentor changes, with those who lose or get one. lost: what their pairs lose together, in
    points of the score. None where that is another question (`handslag.matching.outcomes`). at_least: more may change,
    as for so many people it is not solved again.
    """

    fewer: int
    weakest_falls: bool = False
    is_weakest: bool = False
    moved: int | None = None
    lost: int | None = None
    at_least: bool = False


@dataclass(frozen=True)
class Alternative:
    """A mentor, by id; without a cost the one whom the mentee has now. `swap_with`: the mentee with whom mentors would
    be exchanged, as the mentor's places are approved for others."""

    mentor: str
    cost: Cost | None = None
    swap_with: str = ""


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
            found += _swaps(scores, current, mentee, mentor)
        else:
            cost = forced.cost(column)
            if len(scores.mentees) <= SOLVED_UP_TO:
                cost = _solved(cost, scores, pins, current, (mentee, mentor))
            found.append(Alternative(mentor, cost))
    return found


def _solved(cost: Cost, scores: Scores, pins: Collection[PairOfIds], current: Chosen, pair: PairOfIds) -> Cost:
    """The same, where what changes is counted in the very set of pairs that locking this one brings."""
    after = scores.best([*pins, pair], current)
    others = (current.keys() | after.keys()) - {pair[0]}
    moved = sum(current.get(other) != after.get(other) for other in others)
    before, then = scores.of(current), scores.of(after)
    lost = sum(before.get(other, 0) - then.get(other, 0) for other in others)
    return replace(cost, moved=moved, lost=lost, at_least=False)


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
            return Cost(fewer, falls, is_weakest, at_least=True)
        lost = sum(self.others.values()) - (total - int(self.own[column]))
        return Cost(fewer, falls, is_weakest, self.free - kept, lost, at_least=True)


def _swaps(scores: Scores, current: Chosen, mentee: str, mentor: str) -> list[Alternative]:
    """The exchange that costs least with one who has this mentor, where both may be; all others stay as they are."""
    own = current.get(mentee)
    possible = [
        {**current, mentee: mentor, other: own}
        for other, theirs in current.items()
        if own is not None and theirs == mentor and scores.allows(other, own)
    ]
    if not possible:
        return []
    chosen = max(possible, key=scores.value)
    other = next(key for key in chosen if current[key] == mentor and chosen[key] == own)
    before, after = scores.of(current), scores.of(chosen)
    weakest = min(after.values())
    falls = scores.fairness != "total" and weakest < min(before.values())  # under `total` that is no question
    cost = Cost(0, falls, falls and weakest == after[mentee], moved=1, lost=before[other] - after[other])
    return [Alternative(mentor, cost, swap_with=other)]


def in_words(cost: Cost, most: int) -> list[str]:
    """What an alternative costs, in sentences; the gravest first. `most`: the score of a perfect pair."""
    said = []
    if cost.fewer > 0:
        text = ngettext(
            "%(n)s other mentee fewer gets a mentor.", "%(n)s other mentees fewer get a mentor.", cost.fewer
        )
        said.append(text % {"n": cost.fewer})
    if cost.fewer < 0:
        text = ngettext("%(n)s other mentee more gets a mentor.", "%(n)s other mentees more get a mentor.", -cost.fewer)
        said.append(text % {"n": -cost.fewer})
    if cost.weakest_falls:
        said.append(
            _("It would be the weakest pair of all.") if cost.is_weakest else _("The weakest pair of all gets weaker.")
        )
    changed = (cost.moved or 0) - abs(cost.fewer)  # who loses or gets a mentor is told of above
    if changed > 0:
        said.append(_changes(changed, cost.at_least) % {"n": changed})
    if cost.lost:
        said.append((_LOSE if cost.lost > 0 else _GAIN) % {"points": _points(abs(cost.lost), most)})
    if cost.moved is None:
        said = said or [_("As many get a mentor, and the weakest pair of all is as good.")]
        return [*said, _("Other mentees may get another mentor.")]
    return said or [_("Nothing changes for anybody else.")]


def _changes(n: int, at_least: bool) -> str:
    if at_least:
        return ngettext(
            "The mentor of at least %(n)s other mentee changes.",
            "The mentors of at least %(n)s other mentees change.",
            n,
        )
    return ngettext("The mentor of %(n)s other mentee changes.", "The mentors of %(n)s other mentees change.", n)


def _points(score: int, most: int) -> str:
    """Of a hundred, to a tenth; never as little as nothing."""
    return number_format(max(0.1, round(100 * score / most, 1)), 1)
