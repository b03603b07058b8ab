"""`python -m handslag.matching.compile_ahead`: let numba compile the engine now, so that no one waits for it later.

`bin/setup` does so. It matches a few made-up people in every way there is, and as numbers a table
so large that it is matched on shortlists: that compiles whatever matching needs, so that the first real round waits for
nothing. Two processes share the work. What earlier versions of the engine compiled to is thrown away.
"""

import shutil
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from handslag.matching.assign import FAIRNESS, assign
from handslag.matching.costs import costs
from handslag.matching.criteria import Criteria
from handslag.matching.encode import encode
from handslag.matching.people import Mentee, Mentor
from handslag.matching.propose import propose
from handslag.matching.scoring.compiled import folder as scoring_folder
from handslag.matching.scoring.search import all_scores, best_of_each, joined, pairs_above, pairs_to_score
from handslag.matching.solver.compiled import folder as solver_folder
from handslag.matching.updates import Kept

_LARGE = 250  # mentees and mentors: more pairs than `lists.py` lists whole


def large_table() -> NDArray[np.int64]:
    """Made-up scores. A third of the pairs may not be, and mentors differ, so that the first shortlists do not do."""
    score = np.arange(_LARGE**2).reshape(_LARGE, _LARGE) * 7919 % 1009
    return np.where(score % 3 > 0, score + 2 * np.arange(_LARGE), -1)


def main() -> None:
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as halves:
        for half in [halves.submit(_solve), halves.submit(_score)]:
            half.result()
    propose([Mentor(id="mentor")], [Mentee(id="mentee")], whole_up_to=0)  # what is still missing, if anything
    for kept in (solver_folder, scoring_folder):
        for old in kept.parent.glob(f"{kept.name.split('-')[0]}-*"):
            if old != kept:
                shutil.rmtree(old, ignore_errors=True)


def _solve() -> None:
    """The half that chooses among scores."""
    score = np.array([[4, 2, 1], [4, 3, 1], [5, 3, -1], [5, 5, -1]])
    places = np.array([1, 1, 1])  # one place too few: both sides bid
    for fairness in FAIRNESS:
        found = assign(score, places, fairness=fairness)
        assert found.certificate.verify(score, places)
        costs(score, places, found.certificate)
    for fairness in FAIRNESS:
        assign(large_table(), np.ones(_LARGE, dtype=np.int64), fairness=fairness)
    Kept(score, places, fairness="total").forbid(0, 0)


def _score() -> None:
    """The half that scores people. It shares no function with the other one: numba's files know no lock."""
    criteria = Criteria()
    pairs = pairs_to_score(*encode([Mentee(id="mentee")], [Mentor(id="mentor")], criteria), criteria)
    nobody = np.zeros(1, dtype=np.int64)
    all_scores(pairs)
    joined(best_of_each(pairs, 1), pairs_above(pairs, nobody, nobody, nobody, at_least=0, most=1))


if __name__ == "__main__":
    main()
