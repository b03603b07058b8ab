"""What every pair would cost the whole, against matching again with that one pair pinned or forbidden."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.matching.assign import FAIRNESS, assign
from handslag.matching.costs import costs
from tests.examples import examples
from tests.matching.test_assign import pinned_instances

many = settings(max_examples=examples(300), deadline=None, derandomize=True)


def at(cost, place):
    return int(cost.fewer[place]), int(cost.lower_floor[place]), int(cost.lower_total[place])


def difference(before, after):
    """The cost that `costs` promises for this fairness."""
    fewer = before.matched - after.matched
    fairness = before.certificate.fairness
    if fairness == "total":
        return fewer, 0, before.total - after.total
    if fewer:
        return fewer, 0, 0
    lower_floor = before.certificate.floor - after.certificate.floor
    if lower_floor or fairness == "leximin":
        return 0, lower_floor, 0
    return 0, 0, before.total - after.total


@many
@given(pinned_instances(), st.sampled_from(FAIRNESS))
def test_all_costs_are_those_of_matching_again(instance, fairness):
    score, capacity, pinned, forbidden = instance
    given = {"fairness": fairness, "pinned": pinned, "forbidden": forbidden}
    before = assign(score, capacity, **given)
    found = costs(score, capacity, before.certificate)
    for pair in np.argwhere(found.possible).tolist():
        after = assign(score, capacity, **{**given, "pinned": [*pinned, tuple(pair)]})
        assert at(found.forced, tuple(pair)) == difference(before, after)
    for row in np.flatnonzero(found.free).tolist():
        after = assign(score, capacity, **{**given, "forbidden": [*forbidden, (row, int(before.mentor_of[row]))]})
        assert at(found.given_up, row) == difference(before, after)


@many
@given(pinned_instances(), st.sampled_from(FAIRNESS))
def test_just_the_pairs_that_can_be_forced_are_possible(instance, fairness):
    score, capacity, pinned, forbidden = instance
    found = costs(
        score, capacity, assign(score, capacity, fairness=fairness, pinned=pinned, forbidden=forbidden).certificate
    )
    places = capacity - np.bincount([column for _, column in pinned], minlength=len(capacity))
    rows = {row for row, _ in pinned}
    for (row, column), possible in np.ndenumerate(found.possible):
        allowed = score[row, column] >= 0 and (row, column) not in forbidden
        assert possible == (allowed and row not in rows and places[column] > 0)


@pytest.mark.parametrize("fairness", ["floor", "total"])
@pytest.mark.parametrize("people", [200, pytest.param(1000, marks=pytest.mark.slow)])
def test_of_many_people_a_sample_of_two_hundred_pairs_is_right(fairness, people):
    random = np.random.default_rng(people)
    score = random.integers(-2000, 10_000, (people, people * 6 // 10))
    capacity = random.choice([1, 2, 3, 4], people * 6 // 10, p=[0.5, 0.3, 0.15, 0.05])
    before = assign(score, capacity, fairness=fairness)
    found = costs(score, capacity, before.certificate)
    for pair in random.permutation(np.argwhere(found.possible))[:200].tolist():
        after = assign(score, capacity, fairness=fairness, pinned=[tuple(pair)])
        assert at(found.forced, tuple(pair)) == difference(before, after)


def test_a_chosen_pair_costs_nothing_and_a_better_one_for_one_costs_the_others():
    score = np.array([[9, 8], [7, 1]])
    found = costs(score, np.array([1, 1]), assign(score, [1, 1], fairness="total").certificate)
    assert at(found.forced, (0, 1)) == (0, 0, 0)
    assert at(found.forced, (0, 0)) == (0, 0, 15 - 10)
    assert at(found.given_up, 0) == (0, 0, 5)
