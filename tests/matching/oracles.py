"""Slow and simple answers to compare the engine with. None of them shares a line with it."""

from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, linprog, milp


def value(mentor_of, score):
    """(matched, worst, total) of an assignment given as a list of columns, -1 for none."""
    chosen = [int(score[row][column]) for row, column in enumerate(mentor_of) if column >= 0]
    return len(chosen), min(chosen, default=0), sum(chosen)


def every_assignment(score, capacity, pinned=(), forbidden=()):
    """All assignments that keep the rules, one by one."""
    closed, pins = set(forbidden), dict(pinned)
    choices = []
    for row, scores in enumerate(score):
        allowed = [c for c, s in enumerate(scores) if s >= 0 and (row, c) not in closed]
        choices.append([pins[row]] if row in pins else [-1, *allowed])
    for mentor_of in product(*choices):
        if all(mentor_of.count(column) <= places for column, places in enumerate(capacity)):
            yield mentor_of


def scores_of(mentor_of, score):
    """The scores of the chosen pairs, the worst first."""
    return sorted(int(score[row][column]) for row, column in enumerate(mentor_of) if column >= 0)


IN_ORDER = {
    "floor": lambda scores: (len(scores), min(scores, default=0), sum(scores)),
    "leximin": lambda scores: (len(scores), scores),
    "total": lambda scores: (len(scores), sum(scores)),
}


def best_by_trying_all(score, capacity, fairness, pinned=(), forbidden=()):
    """What matters of the best assignment there is, in the order of the chosen fairness."""
    possible = every_assignment(score, capacity, pinned, forbidden)
    return max(IN_ORDER[fairness](scores_of(mentor_of, score)) for mentor_of in possible)


def best_by_linear_programming(score, capacity):
    """(most pairs, highest total among those) as HiGHS finds them; the corners of this polytope are whole."""
    rows, columns = np.nonzero(score >= 0)
    if len(rows) == 0:
        return 0, 0
    bonus = int(score.max()) * score.shape[0] + 1
    limits = np.vstack([rows == np.arange(score.shape[0])[:, None], columns == np.arange(score.shape[1])[:, None]])
    most = np.concatenate([np.ones(score.shape[0]), capacity])
    found = linprog(-(bonus + score[rows, columns]), A_ub=limits.astype(float), b_ub=most, bounds=(0, 1))
    assert found.success
    matched, total = divmod(round(-found.fun), bonus)
    return matched, total


def best_by_scipy(score, capacity):
    """(most pairs, highest total among those), by scipy with a column per place and a bonus per pair."""
    places = np.repeat(np.arange(len(capacity)), capacity)
    table = score[:, places]
    if table.size == 0 or table.max() < 0:
        return 0, 0
    bonus = int(table.max()) * score.shape[0] + 1
    rows, columns = linear_sum_assignment(np.where(table >= 0, table + bonus, 0), maximize=True)
    chosen = table[rows, columns]
    return int((chosen >= 0).sum()), int(chosen[chosen >= 0].sum())


def best_by_integer_programming(score, capacity):
    """(most pairs, highest total among those), by HiGHS: first count the pairs, then fix their number."""
    rows, columns = np.nonzero(score >= 0)
    if len(rows) == 0:
        return 0, 0
    once = (rows == np.arange(score.shape[0])[:, None]).astype(float)
    places = (columns == np.arange(score.shape[1])[:, None]).astype(float)
    limits = [LinearConstraint(once, ub=1), LinearConstraint(places, ub=np.asarray(capacity, float))]
    worth = score[rows, columns].astype(float)

    def solve(objective, constraints):
        found = milp(-objective, integrality=np.ones(len(rows)), bounds=Bounds(0, 1), constraints=constraints)
        assert found.success
        return np.round(found.x).astype(np.int64)

    most = int(solve(np.ones(len(rows)), limits).sum())
    exactly = LinearConstraint(np.ones((1, len(rows))), lb=most, ub=most)
    return most, int(solve(worth, [*limits, exactly]) @ score[rows, columns])
