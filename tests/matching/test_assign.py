"""`assign` against every assignment there is, HiGHS and scipy, on instances nobody chose."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.matching.assign import FAIRNESS, ImpossiblePin, ScoresTooLarge, assign
from tests.examples import examples
from tests.matching.oracles import (
    IN_ORDER,
    best_by_integer_programming,
    best_by_linear_programming,
    best_by_scipy,
    best_by_trying_all,
    every_assignment,
    scores_of,
    value,
)

many = settings(max_examples=examples(300), deadline=None, derandomize=True)
very_many = settings(max_examples=examples(2000), deadline=None, derandomize=True)
FEW_SCORES = st.integers(-3, 6)
fairness_choices = st.sampled_from(FAIRNESS)


@st.composite
def instances(draw, most_people=4, scores=FEW_SCORES):
    """A score table and places; small scores, so that ties and forbidden pairs are common."""
    mentees, mentors = draw(st.integers(0, most_people)), draw(st.integers(0, most_people))
    score = [[draw(scores) for _ in range(mentors)] for _ in range(mentees)]
    capacity = [draw(st.integers(0, 3)) for _ in range(mentors)]
    return np.array(score, dtype=np.int64).reshape(mentees, mentors), np.array(capacity, dtype=np.int64)


@st.composite
def pinned_instances(draw):
    """An instance with forbidden pairs, and pins that can be kept: taken from an allowed assignment."""
    score, capacity = draw(instances())
    pairs = [(row, column) for row in range(score.shape[0]) for column in range(score.shape[1])]
    forbidden = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4)) if pairs else []
    kept = draw(st.sampled_from(list(every_assignment(score, capacity, forbidden=forbidden))))
    possible = [(row, column) for row, column in enumerate(kept) if column >= 0]
    pinned = draw(st.lists(st.sampled_from(possible), unique=True)) if possible else []
    return score, capacity, pinned, forbidden


def found_value(assignment, score):
    return value(assignment.mentor_of.tolist(), score)


def in_order(assignment, score, fairness):
    """What matters of it, in the order of the fairness; its own counts are right."""
    scores = scores_of(assignment.mentor_of.tolist(), score)
    assert (assignment.matched, assignment.total) == (len(scores), sum(scores))
    return IN_ORDER[fairness](scores)


@very_many
@given(instances(), fairness_choices)
def test_no_assignment_is_better_than_the_one_found(instance, fairness):
    score, capacity = instance
    found = assign(score, capacity, fairness=fairness)
    assert in_order(found, score, fairness) == best_by_trying_all(score, capacity.tolist(), fairness)
    assert found.certificate.verify(score, capacity)


@very_many
@given(pinned_instances(), fairness_choices)
def test_with_pins_and_forbidden_pairs_no_assignment_is_better(instance, fairness):
    score, capacity, pinned, forbidden = instance
    found = assign(score, capacity, fairness=fairness, pinned=pinned, forbidden=forbidden)
    best = best_by_trying_all(score, capacity.tolist(), fairness, pinned, forbidden)
    assert in_order(found, score, fairness) == best
    assert found.certificate.verify(score, capacity)
    assert all(found.mentor_of[row] == column for row, column in pinned)
    assert all(found.mentor_of[row] != column for row, column in forbidden)


@many
@given(instances(most_people=9), fairness_choices)
def test_no_hard_rule_is_ever_broken(instance, fairness):
    score, capacity = instance
    mentor_of = assign(score, capacity, fairness=fairness).mentor_of
    rows = np.flatnonzero(mentor_of >= 0)
    assert (score[rows, mentor_of[rows]] >= 0).all()
    assert (np.bincount(mentor_of[rows], minlength=len(capacity)) <= capacity).all()
    assert mentor_of.dtype == np.int64
    assert mentor_of.shape == (score.shape[0],)


@very_many
@given(instances(most_people=12, scores=st.integers(-400, 900)))
def test_scipy_and_linear_programming_find_as_many_pairs_and_the_same_total(instance):
    score, capacity = instance
    found = assign(score, capacity, fairness="total")
    assert (found.matched, found.total) == best_by_scipy(score, capacity)
    assert (found.matched, found.total) == best_by_linear_programming(score, capacity)
    assert found.certificate.verify(score, capacity)


@many
@given(instances(most_people=12, scores=st.integers(-400, 900)))
def test_integer_programming_confirms_that_no_floor_is_higher(instance):
    score, capacity = instance
    found = assign(score, capacity, fairness="floor")
    if found.matched:
        _, worst, total = found_value(found, score)
        at_or_above = np.where(score >= worst, score, -1)
        assert best_by_integer_programming(at_or_above, capacity) == (found.matched, total)
        assert best_by_integer_programming(np.where(score > worst, score, -1), capacity)[0] < found.matched


@many
@given(instances(most_people=10, scores=st.integers(0, 30)))
def test_leximin_is_never_worse_than_floor_nor_floor_than_total_for_whoever_is_worst_off(instance):
    score, capacity = instance
    leximin, floor, total = (
        scores_of(assign(score, capacity, fairness=fairness).mentor_of.tolist(), score)
        for fairness in ("leximin", "floor", "total")
    )
    assert leximin >= floor
    assert leximin[:1] == floor[:1]
    assert floor[:1] >= total[:1]
    assert len(leximin) == len(floor) == len(total)


@pytest.mark.parametrize("fairness", FAIRNESS)
@pytest.mark.parametrize("places", [40, 150, 200])
def test_hundreds_of_people_with_too_few_or_enough_places_are_matched_as_scipy_does(places, fairness):
    random = np.random.default_rng(places)
    score = random.integers(-300, 900, (150, 80))
    capacity = random.multinomial(places, np.full(80, 1 / 80))
    found = assign(score, capacity, fairness=fairness)
    assert found.certificate.verify(score, capacity)
    at_or_above = np.where(score >= found.certificate.floor, score, -1)
    if fairness == "leximin":
        assert found.matched == best_by_scipy(score, capacity)[0]
    else:
        table = score if fairness == "total" else at_or_above
        assert (found.matched, found.total) == best_by_scipy(table, capacity)


@many
@given(instances(most_people=7), fairness_choices, st.randoms(use_true_random=False))
def test_the_result_is_as_good_in_any_order_of_people(instance, fairness, random):
    score, capacity = instance
    rows, columns = list(range(score.shape[0])), list(range(score.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    shuffled = score[np.ix_(rows, columns)]
    there = assign(shuffled, capacity[columns], fairness=fairness)
    here = assign(score, capacity, fairness=fairness)
    assert in_order(there, shuffled, fairness) == in_order(here, score, fairness)


@many
@given(instances(scores=st.one_of(st.just(-1), st.integers(2**47 - 9, 2**47))), fairness_choices)
def test_differences_of_one_count_among_very_large_scores(instance, fairness):
    score, capacity = instance
    found = assign(score, capacity, fairness=fairness)
    assert in_order(found, score, fairness) == best_by_trying_all(score, capacity.tolist(), fairness)
    assert found.certificate.verify(score, capacity)


@many
@given(instances(most_people=5))
def test_the_same_input_gives_the_same_pairs_and_is_left_alone(instance):
    score, capacity = instance
    score_before, capacity_before = score.copy(), capacity.copy()
    first = assign(score, capacity)
    assert assign(score, capacity).mentor_of.tolist() == first.mentor_of.tolist()
    assert (score == score_before).all()
    assert (capacity == capacity_before).all()


def test_the_floor_comes_before_the_total():
    score = np.array([[100, 40], [45, 1]])
    assert assign(score, [1, 1], fairness="total").total == 101
    assert assign(score, [1, 1], fairness="floor").mentor_of.tolist() == [1, 0]


def test_one_pair_more_comes_before_any_score():
    score = np.array([[10_000, 0], [0, -1]])
    found = assign(score, [1, 1])
    assert (found.mentor_of.tolist(), found.matched, found.total) == ([1, 0], 2, 0)


def test_a_pin_holds_even_where_it_costs_a_match():
    score = np.array([[5, 5], [5, -1]])
    assert assign(score, [1, 1]).matched == 2
    found = assign(score, [1, 1], pinned=[(0, 0)])
    assert (found.mentor_of.tolist(), found.matched) == ([0, -1], 1)


def test_a_pinned_pair_that_is_the_worst_sets_the_floor():
    score = np.array([[1, 9, 9], [9, 100, 40], [9, 45, 2]])
    found = assign(score, [1, 1, 1], pinned=[(0, 0)])
    assert found.mentor_of.tolist() == [0, 1, 2]
    assert found.total == 1 + 100 + 2


def test_mentors_take_as_many_mentees_as_they_have_places_for():
    assert assign(np.array([[3, 1], [3, 1], [3, 1]]), [2, 5], fairness="total").total == 7


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_nobody_on_one_side_is_no_error(shape):
    found = assign(np.zeros(shape, dtype=np.int64), np.ones(shape[1], dtype=np.int64))
    assert (found.matched, found.total, found.mentor_of.tolist()) == (0, 0, [-1] * shape[0])


def test_a_pin_on_a_pair_that_may_not_meet_is_refused():
    with pytest.raises(ImpossiblePin, match="mentee 0 is pinned to mentor 1, but the two may not be paired"):
        assign(np.array([[1, -1]]), [1, 1], pinned=[(0, 1)])
    with pytest.raises(ImpossiblePin, match="may not be paired"):
        assign(np.array([[1, 1]]), [1, 1], pinned=[(0, 1)], forbidden=[(0, 1)])


def test_pins_beyond_the_places_are_refused():
    with pytest.raises(ImpossiblePin, match="mentor 0 has 2 pinned mentees and a capacity of 1"):
        assign(np.array([[1], [1]]), [1], pinned=[(0, 0), (1, 0)])


def test_a_mentee_pinned_to_two_mentors_is_refused():
    with pytest.raises(ImpossiblePin, match="mentee 0 is pinned to more than one mentor"):
        assign(np.array([[1, 1]]), [1, 1], pinned=[(0, 0), (0, 1)])


def test_the_same_pin_twice_is_one_pin():
    assert assign(np.array([[1], [1]]), [1], pinned=[(1, 0), (1, 0)]).mentor_of.tolist() == [-1, 0]


def test_leximin_looks_beyond_the_worst_pair():
    score = np.array([[5, -1, -1], [-1, 6, 7], [-1, 8, 30]])
    assert assign(score, [1, 1, 1], fairness="floor").mentor_of.tolist() == [0, 1, 2]
    assert assign(score, [1, 1, 1], fairness="leximin").mentor_of.tolist() == [0, 2, 1]


def test_another_fairness_is_refused():
    with pytest.raises(ValueError, match="'best' is not known; choose one of: floor, leximin, total"):
        assign(np.array([[1]]), [1], fairness="best")


def test_nothing_is_compiled_before_there_is_something_to_match():
    loaded = "import sys, handslag.matching; print('numba' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"


@pytest.mark.parametrize(
    ("score", "capacity", "error", "words"),
    [
        ([[0.5]], [1], TypeError, "signed integers"),
        ([[1]], [1.0], TypeError, "capacity must hold signed integers"),
        ([1, 2], [1, 1], ValueError, "must have the shape"),
        ([[1, 2]], [1], ValueError, "one number per mentor"),
        ([[1]], [-1], ValueError, "may not be negative"),
        ([[2**60]], [1], ScoresTooLarge, "too large to be matched exactly"),
    ],
)
def test_input_of_another_kind_is_refused(score, capacity, error, words):
    with pytest.raises(error, match=words):
        assign(np.array(score), np.array(capacity))


@pytest.mark.parametrize("name", ["pinned", "forbidden"])
@pytest.mark.parametrize("pair", [(0, 1), (1, 0), (-1, 0), (0, -1)])
def test_a_pair_outside_the_table_is_refused(name, pair):
    with pytest.raises(ValueError, match="lies outside the score table"):
        assign(np.array([[1]]), [1], **{name: [pair]})
