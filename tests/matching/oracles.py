"""Slow and simple answers to compare the engine with. None of them shares a line with it."""

from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp


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


def best_by_trying_all(score, capacity, fairness, pinned=(), forbidden=()):
    """The best (matched, worst, total) in the order of the chosen fairness."""
    values = (value(mentor_of, score) for mentor_of in every_assignment(score, capacity, pinned, forbidden))
    if fairness == "floor":
        return max(values)
    return max(values, key=lambda found: (found[0], found[2]))


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


def highest_total_where_all_match(score, capacity):
    """The highest total by scipy, a column per place; right where everybody may meet and has a place."""
    places = np.repeat(np.arange(len(capacity)), capacity)
    rows, columns = linear_sum_assignment(score[:, places], maximize=True)
    assert len(rows) == score.shape[0]
    return int(score[:, places][rows, columns].sum())
