"""`python -m handslag.matching.compile_ahead`: let numba compile the engine now, so that no one waits for it later.

`bin/setup` does so. It matches a few made-up people in every way there is: that compiles whatever matching needs. What
earlier versions of the engine compiled to is thrown away.
"""

import shutil

import numpy as np

from handslag.matching.assign import FAIRNESS, assign
from handslag.matching.costs import costs
from handslag.matching.people import Mentee, Mentor
from handslag.matching.propose import propose
from handslag.matching.scoring.compiled import cache_folder as scoring_folder
from handslag.matching.solver.compiled import cache_folder as solver_folder
from handslag.matching.updates import Kept


def main() -> None:
    score = np.array([[4, 2, 1], [4, 3, 1], [5, 3, -1], [5, 5, -1]])
    places = np.array([1, 1, 1])  # one place too few: both sides bid
    for fairness in FAIRNESS:
        found = assign(score, places, fairness=fairness)
        assert found.certificate.verify(score, places)
        costs(score, places, found.certificate)
    Kept(score, places, fairness="total").forbid(0, 0)
    propose([Mentor(id="mentor")], [Mentee(id="mentee")], whole_up_to=0)
    for kept in (solver_folder(), scoring_folder()):
        for old in kept.parent.glob(f"{kept.name.split('-')[0]}-*"):
            if old != kept:
                shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    main()
