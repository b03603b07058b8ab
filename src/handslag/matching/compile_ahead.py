"""`python -m handslag.matching.compile_ahead`: let numba compile the solver now, so that no one waits for it later.

`bin/setup` does so. It matches a few made-up people in every way there is: that compiles whatever matching needs. What
earlier versions of the solver compiled to is thrown away.
"""

import shutil

import numpy as np

from handslag.matching.assign import FAIRNESS, assign
from handslag.matching.costs import costs
from handslag.matching.solver.compiled import cache_folder
from handslag.matching.updates import Kept


def main() -> None:
    score = np.array([[4, 2, 1], [4, 3, 1], [5, 3, -1], [5, 5, -1]])
    places = np.array([1, 1, 1])  # one place too few: both sides bid
    for fairness in FAIRNESS:
        found = assign(score, places, fairness=fairness)
        assert found.certificate.verify(score, places)
        costs(score, places, found.certificate)
    Kept(score, places, fairness="total").forbid(0, 0)
    for old in cache_folder().parent.glob("solver-*"):
        if old != cache_folder():
            shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    main()
