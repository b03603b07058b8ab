"""How good a pair is for either side: where the one stands among all with whom the other could be paired."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def ranks(score: Numbers, rows: Numbers, columns: Numbers) -> tuple[Numbers, Numbers]:
    """Of each pair (rows[i], columns[i]) the mentor's rank for the mentee, and the mentee's for the mentor.

    1 is the best, equals share a rank. score: mentees by mentors, negative where a pair may not be; those do not count.
    """
    own = score[rows, columns]
    of_mentor = 1 + np.count_nonzero(score[rows] > own[:, None], axis=1)
    of_mentee = np.empty_like(of_mentor)
    for column in np.unique(columns).tolist():
        mine, in_order = columns == column, np.sort(score[:, column])
        of_mentee[mine] = 1 + len(in_order) - np.searchsorted(in_order, own[mine], side="right")
    return of_mentor, of_mentee
