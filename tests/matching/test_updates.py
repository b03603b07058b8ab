"""Edits to a kept matching, against matching again from the beginning."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.matching import working
from handslag.matching.assign import FAIRNESS, ImpossiblePin, ScoresTooLarge, assign
from handslag.matching.updates import Kept
from tests.examples import examples
from tests.matching.oracles import IN_ORDER, scores_of
from tests.matching.test_assign import instances

many = settings(max_examples=examples(300), deadline=None, derandomize=True)


def edit_by_chance(kept, random):
    """One edit of a kind, place and size nobody chose; an impossible pin changes nothing."""
    rows, columns = kept.score.shape
    row, column = random.randrange(rows), random.randrange(columns)
    kind = random.choice(["pin", "pin", "unpin", "forbid", "forbid", "allow", "mentee", "mentor", "new", "new mentor"])
    try:
        if kind == "pin":
            kept.pin(row, column)
        elif kind == "unpin" and kept.pinned:
            kept.unpin(random.choice(sorted(kept.pinned)))
        elif kind == "forbid":
            kept.forbid(row, column)
        elif kind == "allow" and kept.forbidden:
            kept.allow(*random.choice(sorted(kept.forbidden)))
        elif kind == "mentee" and random.random() < 0.3:
            kept.mentee_leaves(row)
        elif kind == "mentor" and random.random() < 0.3:
            kept.mentor_leaves(column)
        elif kind == "new":
            kept.mentee_arrives([random.randint(-3, 9) for _ in range(columns)])
        elif kind == "new mentor" and random.random() < 0.3:
            kept.mentor_arrives([random.randint(-3, 9) for _ in range(rows)], random.randint(0, 2))
    except ImpossiblePin:
        pass


def is_as_good_as_solving_anew(kept, fairness):
    here = kept.assignment()
    anew = assign(kept.score, kept.capacity, fairness=fairness, pinned=kept.pinned.items(), forbidden=kept.forbidden)
    values = [IN_ORDER[fairness](scores_of(found.mentor_of.tolist(), kept.score)) for found in (here, anew)]
    return values[0] == values[1] and here.certificate.verify(kept.score, kept.capacity)


@many
@given(instances(most_people=7), st.sampled_from(FAIRNESS), st.sampled_from([1, 64]), st.randoms(use_true_random=False))
def test_after_each_of_ten_edits_it_is_as_good_as_solving_anew(instance, fairness, listed, random):
    score, capacity = instance
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working, "_LISTED", listed)  # 1: most pairs are not at hand
        if score.size:
            kept = Kept(score, capacity, fairness=fairness)
            for _ in range(10):
                edit_by_chance(kept, random)
                assert is_as_good_as_solving_anew(kept, fairness)


@pytest.mark.parametrize("fairness", ["floor", "total"])
def test_a_thousand_edits_among_a_hundred_people_equal_solving_anew(fairness):
    random = np.random.default_rng(4)
    kept = Kept(random.integers(-200, 1000, (100, 60)), random.integers(1, 4, 60), fairness=fairness)
    for number in range(500):
        mentee, mentor = int(random.integers(100)), int(random.integers(60))
        if number % 2 and kept.assignment().mentor_of[mentee] >= 0 and mentee not in kept.pinned:
            kept.forbid(mentee, int(kept.assignment().mentor_of[mentee]))
        elif number % 3 == 0 and kept.pinned:
            kept.unpin(next(iter(kept.pinned)))
        else:
            try:
                kept.pin(mentee, mentor)
            except ImpossiblePin:
                kept.allow(*min(kept.forbidden))
        assert is_as_good_as_solving_anew(kept, fairness)


def test_an_impossible_pin_is_refused_and_changes_nothing():
    kept = Kept(np.array([[5, -1], [4, 3]]), [1, 1])
    kept.pin(1, 0)
    before = kept.assignment()
    with pytest.raises(ImpossiblePin, match="mentee 0 is pinned to mentor 1, but the two may not be paired"):
        kept.pin(0, 1)
    with pytest.raises(ImpossiblePin, match="mentor 0 has 2 pinned mentees and a capacity of 1"):
        kept.pin(0, 0)
    with pytest.raises(ImpossiblePin, match="may not be paired"):
        kept.forbid(1, 0)
    with pytest.raises(ValueError, match="outside the score table"):
        kept.forbid(2, 0)
    assert kept.assignment() is before
    assert before.mentor_of.tolist() == [-1, 0]


REFUSED = {
    "mentee_arrives with a score that is too large": (ScoresTooLarge, lambda kept: kept.mentee_arrives([2**60, 1])),
    "mentor_arrives with a score that is too large": (ScoresTooLarge, lambda kept: kept.mentor_arrives([2**60, 1], 1)),
    "mentee_arrives with half a point": (TypeError, lambda kept: kept.mentee_arrives([0.5, 1])),
    "mentor_arrives with half a point": (TypeError, lambda kept: kept.mentor_arrives([0.5, 1], 1)),
    "mentor_arrives with half a place": (TypeError, lambda kept: kept.mentor_arrives([1, 1], 0.5)),
    "mentee_arrives with too few scores": (ValueError, lambda kept: kept.mentee_arrives([1])),
    "mentee_leaves before the first": (ValueError, lambda kept: kept.mentee_leaves(-1)),
    "mentee_leaves after the last": (ValueError, lambda kept: kept.mentee_leaves(2)),
    "mentor_leaves before the first": (ValueError, lambda kept: kept.mentor_leaves(-1)),
    "mentor_leaves after the last": (ValueError, lambda kept: kept.mentor_leaves(2)),
    "allow before the first": (ValueError, lambda kept: kept.allow(-1, 0)),
}


@pytest.mark.parametrize(("error", "edit"), REFUSED.values(), ids=REFUSED)
def test_an_edit_that_is_refused_changes_nothing(error, edit):
    kept = Kept(np.array([[5, -1], [4, 3]]), [1, 1], forbidden=[(1, 1)])
    before = kept.assignment()
    with pytest.raises(error):
        edit(kept)
    assert kept.assignment() is before
    assert (kept.score.tolist(), kept.capacity.tolist()) == ([[5, -1], [4, 3]], [1, 1])
    assert kept.forbidden == {(1, 1)}
    kept.allow(1, 1)
    assert kept.assignment().mentor_of.tolist() == [0, 1]


@pytest.mark.parametrize("listed", [8, 64])
def test_most_edits_do_not_solve_anew(listed, monkeypatch):
    monkeypatch.setattr(working, "_LISTED", listed)
    random = np.random.default_rng(9)
    kept = Kept(random.integers(0, 1000, (80, 50)), random.integers(1, 4, 50))
    anew = []
    monkeypatch.setattr(kept, "_solve_anew", lambda: anew.append(1) or Kept._solve_anew(kept))
    for mentee in range(40):
        kept.forbid(mentee, int(kept.assignment().mentor_of[mentee]))
    assert len(anew) <= 10


def test_what_was_given_is_left_alone():
    score, capacity = np.array([[5, 1], [4, 3]]), np.array([1, 1])
    kept = Kept(score, capacity)
    kept.mentee_leaves(0)
    kept.mentor_leaves(0)
    assert score.tolist() == [[5, 1], [4, 3]]
    assert capacity.tolist() == [1, 1]
    assert kept.assignment().mentor_of.tolist() == [-1, 1]
