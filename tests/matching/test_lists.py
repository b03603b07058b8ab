"""Large tables are matched on shortlists: the same answers, with the same proofs, as on all pairs at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.matching import lists
from handslag.matching.assign import FAIRNESS, assign
from handslag.matching.solver.table import best_of_each
from tests.examples import examples
from tests.matching.oracles import best_by_scipy, best_by_trying_all
from tests.matching.test_assign import in_order, instances, pinned_instances

many = settings(max_examples=examples(600), deadline=None, derandomize=True)


@pytest.fixture(autouse=True, scope="module")
def short_lists():
    """One pair of each mentee to begin with, and one more each time: even tiny tables need several rounds."""
    kept = lists._ALL_AT_ONCE, lists._LISTED, lists._ADDED
    lists._ALL_AT_ONCE, lists._LISTED, lists._ADDED = 0, 1, 1
    yield
    lists._ALL_AT_ONCE, lists._LISTED, lists._ADDED = kept


@many
@given(pinned_instances(), st.sampled_from(FAIRNESS))
def test_no_assignment_is_better_than_the_one_found_on_shortlists(instance, fairness):
    score, capacity, pinned, forbidden = instance
    found = assign(score, capacity, fairness=fairness, pinned=pinned, forbidden=forbidden)
    best = best_by_trying_all(score, capacity.tolist(), fairness, pinned, forbidden)
    assert in_order(found, score, fairness) == best
    assert found.certificate.verify(score, capacity)


@many
@given(instances(most_people=14, scores=st.integers(-20, 200)))
def test_scipy_finds_the_same_total(instance):
    score, capacity = instance
    found = assign(score, capacity, fairness="total")
    assert (found.matched, found.total) == best_by_scipy(score, capacity)
    assert found.certificate.verify(score, capacity)


@pytest.mark.parametrize("fairness", ["floor", "total"])
@pytest.mark.parametrize("places", [120, 300, 400])
def test_a_table_that_is_large_indeed(fairness, places):
    random = np.random.default_rng(places)
    score = random.integers(-300, 900, (300, 180)) // random.integers(1, 60, (300, 1))
    capacity = random.multinomial(places, np.full(180, 1 / 180))
    found = assign(score, capacity, fairness=fairness)
    assert found.certificate.verify(score, capacity)
    table = score if fairness == "total" else np.where(score >= found.certificate.floor, score, -1)
    assert (found.matched, found.total) == best_by_scipy(table, capacity)


def test_mentees_who_are_alike_list_different_mentors():
    """So that the first lists are enough: each round would add the same few mentors to the lists of all."""
    score, places = np.full((400, 300), 8000), np.ones(300, np.int64)
    row_start, column, _ = best_of_each(score, places, 10)
    assert np.diff(row_start).max() <= 20
    assert len(np.unique(column)) == 300
    lists = [column[row_start[row] : row_start[row + 1]] for row in range(400)]
    assert all((np.diff(one) > 0).all() for one in lists)
