"""Where two stand for each other, in words: the mentor among all whom the mentee could have, and the mentee likewise.

Only pairs that may be count. Among how many is not said: held against who is on the board, a number that is too low
would tell that somebody is ruled out for this person.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from django.utils.translation import gettext as _

from handslag.matching.assign import NOT_ALLOWED
from handslag.matching.ranks import ranks

from .score_table import Scores


def ranks_in_words(
    scores: Scores, mentee: str, mentors: Sequence[str], names: Mapping[str, str]
) -> dict[str, list[str]]:
    """Two sentences for each of these mentors who may be. `scores`: under what is decided."""
    score, row = np.where(scores.places > 0, scores.score, NOT_ALLOWED), scores.row_of[mentee]
    mentors = [mentor for mentor in mentors if score[row, scores.column_of[mentor]] >= 0]
    columns = np.array([scores.column_of[mentor] for mentor in mentors], dtype=np.int64)
    rows = np.full(len(columns), row)
    own = score[rows, columns]
    equals = np.count_nonzero(score[rows] == own[:, None], axis=1), np.count_nonzero(score[:, columns] == own, axis=0)
    found = zip(mentors, *ranks(score, rows, columns), *equals, strict=True)
    return {
        mentor: [_of_mentor(names[mentee], rank, as_good), _of_mentee(names[mentor], her_rank, her_equals)]
        for mentor, rank, her_rank, as_good, her_equals in found
    }


def _of_mentor(name: str, rank: int, equals: int) -> str:
    if rank == 1 and equals == 1:
        return _("For %(name)s: the best mentor.") % {"name": name}
    return _in_words(name, rank)


def _of_mentee(name: str, rank: int, equals: int) -> str:
    if rank == 1 and equals == 1:
        return _("For %(name)s: the best mentee.") % {"name": name}
    return _in_words(name, rank)


def _in_words(name: str, rank: int) -> str:
    if rank == 1:
        return _("Nobody is better for %(name)s.") % {"name": name}
    return _("For %(name)s: number %(rank)s.") % {"name": name, "rank": rank}
