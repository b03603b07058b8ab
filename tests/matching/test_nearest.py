"""The best set of pairs that is nearest to one at hand, against all sets there are."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.matching import assign
from handslag.matching.nearest import nearest
from handslag.matching.question import ImpossiblePin
from tests.examples import examples

FAIRNESS = ("floor", "total")
many = settings(max_examples=examples(300), deadline=None, derandomize=True)


@st.composite
def questions(draw):
    """Small tables with few different scores, so that many sets are as good; a set at hand, good or not."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    score = draw(st.lists(st.integers(-1, 2), min_size=rows * columns, max_size=rows * columns))
    places = draw(st.lists(st.integers(0, 2), min_size=columns, max_size=columns))
    at_hand = draw(st.lists(st.integers(-1, columns - 1), min_size=rows, max_size=rows))
    return np.array(score).reshape(rows, columns), np.array(places), np.array(at_hand), draw(st.sampled_from(FAIRNESS))


def value(score, mentor_of, fairness):
    found = sorted(int(score[row, column]) for row, column in enumerate(mentor_of) if column >= 0)
    return len(found), found[:1] if fairness == "floor" else [], sum(found)


def all_sets(score, places):
    rows, columns = score.shape
    for mentor_of in product(range(-1, columns), repeat=rows):
        taken = [column for column in mentor_of if column >= 0]
        allowed = all(column < 0 or score[row, column] >= 0 for row, column in enumerate(mentor_of))
        if allowed and all(taken.count(column) <= places[column] for column in set(taken)):
            yield mentor_of


@many
@given(questions())
def test_it_is_as_good_as_any_and_keeps_the_most(question):
    score, places, at_hand, fairness = question
    found = tuple(nearest(score, places, at_hand, fairness=fairness).mentor_of.tolist())
    sets = list(all_sets(score, places))
    assert found in sets
    best = max(value(score, one, fairness) for one in sets)

    def stays(one):
        return sum(column >= 0 and column == at_hand[row] for row, column in enumerate(one))

    assert value(score, found, fairness) == best
    assert stays(found) == max(stays(one) for one in sets if value(score, one, fairness) == best)


@pytest.mark.parametrize("fairness", ["floor", "total", "leximin"])
def test_a_large_table_with_many_ties_is_as_good_as_assigned(fairness):
    dice = np.random.default_rng(5)
    score = dice.integers(-3, 6, (260, 240)).astype(np.int64)
    places = dice.integers(0, 3, 240).astype(np.int64)
    pins = [(0, int(np.flatnonzero((score[0] >= 0) & (places > 0))[0]))]
    before = assign(score, places, fairness=fairness).mentor_of
    after = nearest(score, places, before, fairness=fairness, pinned=pins).mentor_of
    best = assign(score, places, fairness=fairness, pinned=pins)
    matched = after >= 0
    assert after[0] == pins[0][1]
    assert (int(matched.sum()), int(score[matched, after[matched]].sum())) == (best.matched, best.total)
    assert (np.bincount(after[matched], minlength=240) <= places).all()
    if fairness != "leximin":
        assert int((after != before).sum()) < int((best.mentor_of != before).sum())


def test_scores_too_large_to_be_multiplied_are_still_matched():
    score = np.array([[2**56, 1], [1, 2**56]])
    assert nearest(score, np.array([1, 1]), np.array([1, 0])).mentor_of.tolist() == [0, 1]


def test_what_assign_refuses_is_refused():
    with pytest.raises(ImpossiblePin):
        nearest(np.array([[-1]]), np.array([1]), np.array([-1]), pinned=[(0, 0)])
