"""What comes out with one mentee paired with each mentor, against matching again with that pair pinned."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.matching.assign import FAIRNESS, NOT_ALLOWED, assign
from handslag.matching.nearest import nearest
from handslag.matching.outcomes import UNKNOWN, outcomes
from tests.examples import examples
from tests.matching.test_assign import pinned_instances

many = settings(max_examples=examples(500), deadline=None, derandomize=True)


@st.composite
def questions(draw):
    """Scores with forbidden pairs closed, places, pins that can be kept, and a set at hand, good or not."""
    score, places, pinned, forbidden = draw(pinned_instances())
    for pair in forbidden:
        score[pair] = NOT_ALLOWED
    at_hand = draw(st.lists(st.integers(-1, score.shape[1] - 1), min_size=len(score), max_size=len(score)))
    return score, places, pinned, np.array(at_hand, dtype=np.int64)


def expected(before, again):
    """(matched, floor, total, kept) as far as `outcomes` promises them."""
    fairness, certificate = before.certificate.fairness, again.certificate
    if fairness == "total":
        return again.matched, UNKNOWN, again.total
    if again.matched < before.matched:
        return again.matched, UNKNOWN, UNKNOWN
    if fairness == "leximin" or certificate.floor < before.certificate.floor:
        return again.matched, certificate.floor, UNKNOWN
    return again.matched, certificate.floor, again.total


def kept(mentor_of, at_hand, pinned):
    stays = (mentor_of == at_hand) & (mentor_of >= 0)
    stays[[row for row, _ in pinned]] = False
    return int(stays.sum())


@many
@given(questions(), st.sampled_from(FAIRNESS))
def test_they_are_those_of_matching_again(question, fairness):
    score, places, pinned, at_hand = question
    before = assign(score, places, fairness=fairness, pinned=pinned)
    best = nearest(score, places, at_hand, fairness=fairness, pinned=pinned)
    left = places - np.bincount([column for _, column in pinned], minlength=len(places))
    for row in set(range(len(score))) - {row for row, _ in pinned}:
        found = outcomes(best, row)
        assert found.possible.tolist() == ((score[row] >= 0) & (left > 0)).tolist()
        for column in np.flatnonzero(found.possible).tolist():
            pins = [*pinned, (row, column)]
            again = assign(score, places, fairness=fairness, pinned=pins)
            told = found.matched[column], found.floor[column], found.total[column]
            assert told == expected(before, again)
            if found.total[column] != UNKNOWN:
                after = nearest(score, places, at_hand, fairness=fairness, pinned=pins).mentor_of
                own = int(at_hand[row] == column)
                assert found.kept[column] == kept(after, at_hand, pins) + own
            else:
                assert found.kept[column] == UNKNOWN


@pytest.mark.parametrize("fairness", FAIRNESS)
def test_of_many_people_in_groups_of_places(fairness):
    """A mentee of three hundred with every mentor who may be, on shortlists; places of one to four."""
    dice = np.random.default_rng(7)
    score = dice.integers(-2000, 1000, (300, 180))
    places = dice.choice([1, 2, 3, 4], 180, p=[0.5, 0.3, 0.15, 0.05])
    before = assign(score, places, fairness=fairness)
    best = nearest(score, places, before.mentor_of, fairness=fairness)
    found = outcomes(best, 0)
    for column in dice.permutation(np.flatnonzero(found.possible))[:20].tolist():
        again = assign(score, places, fairness=fairness, pinned=[(0, column)])
        told = found.matched[column], found.floor[column], found.total[column]
        assert told == expected(before, again)


def test_scores_too_large_to_be_multiplied_leave_the_total_open():
    score = np.array([[2**56, 1], [1, 2**56]])
    found = outcomes(nearest(score, np.array([1, 1]), np.array([0, 1])), 0)
    assert (found.matched.tolist(), found.floor.tolist()) == ([2, 2], [2**56, 1])
    assert found.total.tolist() == found.kept.tolist() == [UNKNOWN, UNKNOWN]
