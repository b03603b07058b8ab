"""Other mentors for a mentee, and what each would cost everybody else: exact, by solving the whole again.

Only the kept scores are asked, nobody's answers. A mentor who may not be is left out without a word, whatever the rule.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.matching.assign import ImpossiblePin

from .decided import PairOfIds, State
from .score_table import Chosen, Scores

MOST = 6


@dataclass(frozen=True)
class Cost:
    """What changes for the others: how many fewer get a mentor, whose pairs get weaker or stronger by their mentee."""

    fewer: int
    weaker: int
    stronger: int
    weakest_falls: bool
    lost: str = ""
    """The mentee who would stand without a mentor, where it is one."""


@dataclass(frozen=True)
class Alternative:
    """Another mentor, by id. `swap_with`: the mentee with whom mentors would be exchanged, as the mentor's places are
    approved for others."""

    mentor: str
    cost: Cost
    swap_with: str = ""


def alternatives(scores: Scores, state: State, current: Chosen, mentee: str, gone: set[str]) -> list[Alternative]:
    """The best other mentors who may be, the best for the mentee first.

    `state` and `current`: of people who are there and scored, and of nobody else.
    """
    if mentee not in scores.row_of:
        return []
    without = State(dict(state.pinned), state.refused, dict(state.open))
    without.pinned.pop(mentee, None)
    without.open.pop(mentee, None)
    opened = scores.under(without, gone)
    pins = without.pins
    load = Counter(mentor for _mentee, mentor in pins)
    own = opened.score[opened.row_of[mentee]]
    found: list[Alternative] = []
    for column in np.argsort(-own, kind="stable").tolist():
        mentor = scores.mentors[column]
        if own[column] < 0 or len(found) == MOST:
            break
        if mentor == current.get(mentee) or not scores.places[column]:
            continue
        is_full = load[mentor] >= scores.places[column]
        other = _swap(opened, current, mentee, mentor) if is_full else _choose(opened, pins, current, mentee, mentor)
        found += [other] if other else []
    return found


def _choose(opened: Scores, pins: list[PairOfIds], current: Chosen, mentee: str, mentor: str) -> Alternative | None:
    try:
        chosen = opened.best([*pins, (mentee, mentor)])
    except ImpossiblePin:
        return None
    return Alternative(mentor, cost(opened, current, chosen, mentee))


def _swap(scores: Scores, current: Chosen, mentee: str, mentor: str) -> Alternative | None:
    """The exchange that costs least, where both may be."""
    own = current.get(mentee)
    if own is None:
        return None
    possible = [
        {**current, mentee: mentor, other: own}
        for other, theirs in current.items()
        if theirs == mentor and scores.score[scores.row_of[other], scores.column_of[own]] >= 0
    ]
    if not possible:
        return None
    chosen = max(possible, key=scores.value)
    other = next(key for key in chosen if current[key] == mentor and chosen[key] == own)
    return Alternative(mentor, cost(scores, current, chosen, mentee), swap_with=other)


def cost(scores: Scores, before: Chosen, after: Chosen, mentee: str) -> Cost:
    """The difference between two whole sets of pairs, the pair of `mentee` itself aside."""
    old, new = scores.of(before), scores.of(after)
    others = (old.keys() | new.keys()) - {mentee}
    lost = [key for key in others if key in old and key not in new]
    both = [key for key in others if key in old and key in new]
    return Cost(
        fewer=len(before) - len(after),
        weaker=sum(new[key] < old[key] for key in both),
        stronger=sum(new[key] > old[key] for key in both),
        weakest_falls=bool(old and new) and min(new.values()) < min(old.values()),
        lost=lost[0] if len(lost) == 1 else "",
    )


def in_words(cost: Cost, names: Mapping[str, str]) -> list[str]:
    """What an alternative costs, in sentences; the gravest first."""
    said = []
    if cost.fewer > 0:
        said.append(
            ngettext("%(n)s mentee fewer gets a mentor.", "%(n)s mentees fewer get a mentor.", cost.fewer)
            % {"n": cost.fewer}
        )
    if cost.lost in names:
        said.append(_("%(mentee)s would have no mentor.") % {"mentee": names[cost.lost]})
    if cost.fewer < 0:
        said.append(_("One mentee more gets a mentor."))
    if cost.weaker:
        said.append(
            ngettext("%(n)s other pair gets weaker.", "%(n)s other pairs get weaker.", cost.weaker) % {"n": cost.weaker}
        )
    if cost.stronger:
        said.append(
            ngettext("%(n)s other pair gets stronger.", "%(n)s other pairs get stronger.", cost.stronger)
            % {"n": cost.stronger}
        )
    if cost.weakest_falls:
        said.append(_("The weakest pair of all gets weaker."))
    return said or [_("Nothing changes for anybody else.")]
