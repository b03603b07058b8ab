"""Matching without a table of all pairs: as good as with one, however few candidates it begins with, and proved."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.matching.assign import assign
from handslag.matching.criteria import Criteria, Rules
from handslag.matching.generate import Task, _adds_up, _begun, _highest_total, _keeps_rules, choose
from handslag.matching.parts import parts_of
from handslag.matching.table import table_of
from tests.examples import examples
from tests.matching.made_up_people import ON, make_round
from tests.matching.oracles import value

many = settings(max_examples=examples(150), deadline=None, derandomize=True)
ANYBODY = Criteria(rules=Rules(shared_language_level=None), on=ON)


def table_for(seed, mentors, mentees, criteria):
    people = [[replace(person, exclude=()) for person in side] for side in make_round(seed, mentors, mentees)]
    return table_of(*people, criteria, ())


def task_for(table, **more):
    return Task(table.rows, table.columns, table.places, table.criteria, table.closed, **more)


@many
@given(
    st.integers(0, 2**32),
    st.integers(1, 25),
    st.integers(1, 40),
    st.sampled_from(["floor", "total"]),
    st.booleans(),
    st.integers(1, 3),
)
def test_one_candidate_each_is_enough_to_find_the_best_of_all(seed, mentors, mentees, fairness, same_place, candidates):
    rules = Rules(shared_language_level=None, same_place=same_place)
    table = table_for(seed, mentors, mentees, Criteria(rules=rules, fairness=fairness, on=ON))
    choice = choose(task_for(table, candidates=candidates))
    whole = assign(table.score, table.places, fairness=fairness)
    assert value(choice.mentor_of, table.score) == value(whole.mentor_of, table.score)
    assert choice.proved


@many
@given(st.integers(0, 2**32), st.sampled_from(["floor", "total"]), st.integers(1, 4), st.integers(0, 6))
def test_pins_and_closed_pairs_hold_from_few_candidates(seed, fairness, pins, bans):
    table = table_for(seed, 12, 20, replace(ANYBODY, fairness=fairness))
    draw = np.random.default_rng(seed)
    allowed = np.argwhere((table.score >= 0) & (table.places > 0))
    pinned, left = {}, table.places.copy()
    for row, column in draw.permutation(allowed)[:pins].tolist():
        if row not in pinned and left[column]:
            pinned[row], left[column] = column, left[column] - 1
    closed = [(r, c) for r, c in draw.permutation(allowed)[:bans].tolist() if pinned.get(r) != c]
    score = table.score.copy()
    for pair in closed:
        score[pair] = -1
    task = replace(task_for(table, pinned=pinned.items(), candidates=1), closed=closed)
    choice = choose(task)
    whole = assign(score, table.places, fairness=fairness, pinned=pinned.items())
    assert value(choice.mentor_of, score) == value(whole.mentor_of, score)
    assert all(choice.mentor_of[row] == column for row, column in pinned.items())
    assert choice.proved


def test_mentees_who_are_alike_list_different_mentors():
    """So that the first lists are enough: each round would add the same few mentors to the lists of all."""
    [mentor], [mentee] = make_round(3, 1, 1)
    mentors = [replace(mentor, id=f"m{n}", places=1, exclude=()) for n in range(300)]
    mentees = [replace(mentee, id=f"e{n}", exclude=()) for n in range(400)]
    table = table_of(mentors, mentees, ANYBODY, ())
    (part,) = parts_of(table.rows, table.columns, table.places, table.criteria.rules)
    one = _begun(part, task_for(table, candidates=10), table.places[part.mentors])
    assert one.most.matched == 300
    assert len(one.lists.column) < 20 * 400


@pytest.mark.parametrize("what", ["mentor_of", "profit", "price", "bonus"])
def test_a_proof_that_was_changed_does_not_add_up(what):
    table = table_for(4, 12, 20, ANYBODY)
    task = task_for(table)
    (part,) = parts_of(table.rows, table.columns, table.places, table.criteria.rules)
    one = _begun(part, task, table.places[part.mentors])
    answer = _highest_total(one, 0)
    assert _adds_up(one, answer)
    if what == "bonus":
        changed = answer.bonus + 1
    else:
        changed = getattr(answer, what).copy()
        changed[np.argmax(changed)] = -1
    assert not _adds_up(one, replace(answer, **{what: changed}))


@pytest.mark.parametrize("why", ["closed", "barred", "no shared language", "below the floor"])
def test_a_mentee_moved_to_a_mentor_they_may_not_have_is_no_proof(why):
    """Sums do not see it: a pair that may not be has a score like any other."""
    mentors, mentees = make_round(4, 12, 20)
    language = {"no shared language": "b1"}.get(why)
    if why == "barred":
        mentors = [replace(mentor, background=("SY",), exclude=()) for mentor in mentors]
        mentees = [replace(mentee, exclude=("SY",) if number % 2 else ()) for number, mentee in enumerate(mentees)]
    else:
        mentors, mentees = ([replace(person, exclude=()) for person in side] for side in (mentors, mentees))
    table = table_of(mentors, mentees, Criteria(rules=Rules(shared_language_level=language), on=ON), ())
    (part,) = parts_of(table.rows, table.columns, table.places, table.criteria.rules)
    score = table.score[np.ix_(part.mentees, part.mentors)]
    shut = [(part.mentees[0], part.mentors[0])] if why == "closed" else []
    one = _begun(part, replace(task_for(table), closed=shut), table.places[part.mentors])
    floor = int(np.median(score[score >= 0])) if why == "below the floor" else 0
    answer = _highest_total(one, floor)
    assert _keeps_rules(one, answer, floor)
    wrong = {"closed": np.array([[0, 0]]), "below the floor": np.argwhere((score >= 0) & (score < floor))}
    row, column = wrong.get(why, np.argwhere(score < 0))[0]
    moved = answer.mentor_of.copy()
    moved[row] = column
    assert not _keeps_rules(one, replace(answer, mentor_of=moved), floor)


def test_people_in_different_programmes_and_places_are_in_different_parts():
    mentors, mentees = make_round(2, 30, 30)
    mentors = [
        replace(m, ready=True, places=1, place="ab"[n % 2], programme="xy"[n // 15]) for n, m in enumerate(mentors)
    ]
    mentees = [replace(e, ready=n > 0, place="ab"[n % 2], programme="xy"[n // 15]) for n, e in enumerate(mentees)]
    table = table_of(mentors, mentees, ANYBODY, ())

    def parts(table, **rules):
        found = parts_of(table.rows, table.columns, table.places, Rules(**rules))
        return [(len(part.mentees), len(part.mentors)) for part in found]

    assert parts(table) == [(14, 15), (15, 15)]
    assert parts(table, same_place=True) == [(7, 8), (7, 7), (7, 7), (8, 8)]
    homeless = table_of([replace(mentors[0], place=""), *mentors[1:]], mentees, ANYBODY, ())
    assert parts(homeless, same_place=True) == [(14, 15), (7, 7), (8, 8)]
