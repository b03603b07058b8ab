"""Answers that are wrong, with numbers made up to look like a proof: none of them verifies."""

import numpy as np
import pytest

from handslag.matching.assign import FAIRNESS, assign
from handslag.matching.certificate import Certificate, Cover, Duals, Level
from handslag.matching.fingerprint import fingerprint


def numbers(*given):
    return np.array(given, dtype=np.int64)


def stated(score, capacity, mentor_of, fairness="total", pinned=(), forbidden=(), **proof):
    """A certificate that states whatever it is told to, with all sums and the fingerprint right."""
    chosen = [int(score[row, column]) for row, column in enumerate(mentor_of.tolist()) if column >= 0]
    mark = fingerprint([(0, score)], capacity, pinned, forbidden, fairness, mentor_of)
    stands = {"matched": len(chosen), "total": sum(chosen), "floor": min(chosen, default=0), "fingerprint": mark}
    return Certificate(fairness, mentor_of, pinned, forbidden, **stands, **proof)


ONE_EACH = numbers(1, 1, 1, 1)
ONES_OR_FIVES = np.where(np.eye(4) == 1, 1, 5).astype(np.int64)
FIVES_FOR_THE_FIRST = np.repeat(numbers(5, 1, 1, 1)[None], 4, axis=0)


def test_a_pin_that_is_named_twice_does_not_take_a_place_twice():
    score, capacity, duals = numbers([5], [1], [10]), numbers(2), Duals(numbers(0, 1, 0), numbers(0), 1)
    mentor_of = numbers(0, 0, -1)  # the third mentee, with ten points, should have the place of the second
    assert not stated(score, capacity, mentor_of, pinned=((0, 0), (0, 0)), duals=duals).verify(score, capacity)
    assert not stated(score, capacity, mentor_of, pinned=((0, 0),), duals=duals).verify(score, capacity)


@pytest.mark.parametrize("by", [0, 2**62])
def test_sums_of_leximin_do_not_wrap(by):
    cover, nobody = Cover(np.ones(4, np.bool_), np.zeros(4, np.bool_)), numbers()
    level = Level(1, np.arange(4), np.full(4, by - 1), nobody, nobody)
    wrong = stated(ONES_OR_FIVES, ONE_EACH, np.arange(4), "leximin", most=cover, levels=(level,))
    assert not wrong.verify(ONES_OR_FIVES, ONE_EACH)  # four pairs of five points can be had


@pytest.mark.parametrize("fairness", FAIRNESS)
def test_places_do_not_wrap(fairness):
    """Four mentors with 2**62 places: so large a cover proves nothing about the number of pairs."""
    score, capacity, mentor_of = FIVES_FOR_THE_FIRST, np.full(4, 2**62), numbers(-1, -1, -1, -1)
    cover = Cover(np.zeros(4, np.bool_), np.ones(4, np.bool_))
    proof = {"duals": Duals(numbers(0, 0, 0, 0), numbers(6, 2, 2, 2), 1)} if fairness != "leximin" else {}
    if fairness != "total":
        proof["most"] = cover
    assert not stated(score, capacity, mentor_of, fairness, **proof).verify(score, capacity)


def test_duals_that_round_prove_nothing():
    score, capacity, mentor_of = numbers([1, 100]), numbers(1, 1), numbers(0)
    duals = Duals(np.array([2.0**60]), numbers(0, 0), 2**60 - 1)
    assert not stated(score, capacity, mentor_of, duals=duals).verify(score, capacity)


@pytest.mark.parametrize("kind", [np.int64, np.uint8, np.float64])
def test_a_cover_of_numbers_covers_nothing(kind):
    """Turned over, the number 0 is -1, the last row."""
    score, capacity, mentor_of = numbers([-1], [5], [-1], [-1]), numbers(1), numbers(-1, -1, -1, -1)
    cover = Cover(np.zeros(4, kind), np.zeros(1, np.bool_))
    wrong = stated(score, capacity, mentor_of, "leximin", most=cover)
    assert not wrong.verify(score, capacity)


@pytest.mark.parametrize("forbidden", [(0, -1), (-1, 0), (0, 2), (1, 0)])
def test_a_forbidden_pair_outside_the_table_is_none(forbidden):
    """As an index, -1 would close the last mentor."""
    score, capacity, mentor_of = numbers([1, 100]), numbers(1, 1), numbers(0)
    duals = Duals(numbers(3), numbers(0, 0), 2)
    assert not stated(score, capacity, mentor_of, forbidden=(forbidden,), duals=duals).verify(score, capacity)
    best = assign(score, capacity, fairness="total").certificate
    right = stated(score, capacity, best.mentor_of, forbidden=(forbidden,), duals=best.duals)
    assert not right.verify(score, capacity)


def test_a_pin_outside_the_table_is_none():
    score, capacity = numbers([1, 100]), numbers(1, 1)
    proof = {"duals": Duals(numbers(0), numbers(0, 0), 1)}
    assert stated(score, capacity, numbers(0), pinned=((0, 0),), **proof).verify(score, capacity)
    assert not stated(score, capacity, numbers(0), pinned=((-1, 0),), **proof).verify(score, capacity)


def test_what_a_proof_does_not_need_may_not_stand_in_it():
    score, capacity = numbers([1, 100]), numbers(1, 1)
    best = assign(score, capacity, fairness="total").certificate
    assert stated(score, capacity, best.mentor_of, duals=best.duals).verify(score, capacity)
    level = Level(100, numbers(0), numbers(-1), numbers(), numbers())
    assert not stated(score, capacity, best.mentor_of, duals=best.duals, levels=(level,)).verify(score, capacity)


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32, np.int64])
@pytest.mark.parametrize("fairness", FAIRNESS)
def test_tables_of_shorter_whole_numbers_verify(kind, fairness):
    score, capacity = np.array([[3, 2], [2, 4]], dtype=kind), np.array([1, 1], dtype=kind)
    certificate = assign(score, capacity, fairness=fairness).certificate
    assert certificate.verify(score, capacity)
    assert certificate.verify_blocks([(0, score[:1]), (1, score[1:])], capacity)


@pytest.mark.parametrize("kind", [np.float64, np.uint64, np.bool_, object])
def test_tables_of_other_numbers_do_not(kind):
    score, capacity = np.array([[1, 0], [0, 1]]), np.array([1, 1])
    certificate = assign(score, capacity, fairness="total").certificate
    assert certificate.verify(score, capacity)
    assert not certificate.verify(score.astype(kind), capacity)
    assert not certificate.verify(score, capacity.astype(kind))


def test_scores_that_change_crosswise_change_the_fingerprint():
    """One up and one down in each of two rows and two columns: all sums by row and by column stay the same."""
    score, capacity, mentor_of = np.full((3, 3), 5), numbers(1, 1, 1), numbers(0, 1, 2)
    other = score + numbers([1, -1, 0], [-1, 1, 0], [0, 0, 0])
    marks = {fingerprint([(0, table)], capacity, (), (), "total", mentor_of) for table in (score, other)}
    assert len(marks) == 2
