"""The compiled scores are the readable ones, pair by pair, and searching finds what a whole table would show."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.matching.criteria import Criteria, Rules
from handslag.matching.encode import encode
from handslag.matching.quality import closeness
from handslag.matching.rules import open_rules
from handslag.matching.scoring.kernel import STRIP
from handslag.matching.scoring.packed import pack
from handslag.matching.scoring.search import BLOCK, Closed, Found, Pairs, all_scores, best_of_each, joined, pairs_above
from handslag.matching.scoring.words import Silence, shared_words
from handslag.matching.table import score_of
from tests.examples import examples
from tests.matching import reference
from tests.matching.made_up_people import ON, make_round
from tests.matching.test_propose import criteria_choices

SOURCE = Path(__file__).parents[2] / "src"
many = settings(max_examples=examples(200), deadline=None, derandomize=True)


def plain_scores(rows, columns, criteria, closed=()):
    """The table in the readable way, readiness and programme aside: parts see to these."""
    down, across = rows.rows(), columns.columns()
    rules = open_rules(down, across, criteria.rules)
    allowed = np.logical_and.reduce([kept for rule, kept in rules.items() if rule not in ("ready", "programme")])
    score = np.where(allowed, score_of(down, across, criteria), -1)
    for row, column in closed:
        score[row, column] = -1
    return score


def lists_of(closed, rows):
    count = np.bincount([row for row, _ in closed], minlength=rows)
    columns = [column for _, column in sorted(closed)]
    return Closed(np.concatenate([[0], np.cumsum(count)]), np.array(columns, dtype=np.int32))


def exclusions(mentees, mentors):
    """All private exclusions, and those that name an id."""
    everybody = [(r, c, mentee, mentor) for r, mentee in enumerate(mentees) for c, mentor in enumerate(mentors)]
    excluded = {(r, c) for r, c, e, m in everybody if reference.excludes(e, m) or reference.excludes(m, e)}
    nobody_from = [replace(person, background=()) for person in (*mentees, *mentors)]
    by_id = {
        (r, c)
        for r, c in excluded
        if reference.excludes(mentees[r], nobody_from[len(mentees) + c])
        or reference.excludes(mentors[c], nobody_from[r])
    }
    return excluded, by_id


def people_in_many_words(seed, mentors, mentees):
    """Encoded people with so many languages, countries, trades and ages that one word is not enough."""
    sides = encode(*make_round(seed, mentors, mentees)[::-1], Criteria(on=ON))
    rng = np.random.default_rng(seed)
    names = ("fluent", "first_language", "background", "trade", "wants_age", "age", "bars", "origin")

    def bits(people):
        return rng.integers(0, 2**63, (2, people), dtype=np.uint64) & np.uint64(rng.integers(0, 2**63)) * (
            rng.random((2, people)) < 0.6
        )

    return [replace(side, **{name: bits(len(side.ready)) for name in names}) for side in sides]


@many
@given(st.integers(0, 2**32), st.integers(1, 7), st.integers(1, 7), criteria_choices)
def test_compiled_scores_are_the_readable_ones(seed, mentors, mentees, criteria):
    mentor_list, mentee_list = make_round(seed, mentors, mentees)
    rows, columns = encode(mentee_list, mentor_list, criteria)
    excluded, by_id = exclusions(mentee_list, mentor_list)
    found = all_scores(Pairs(pack(rows, columns, criteria), lists_of(by_id, len(mentee_list)), bars=True))
    assert found.tolist() == plain_scores(rows, columns, criteria, excluded).tolist()


@many
@given(st.integers(0, 2**32), st.integers(1, 7), st.integers(1, 7), criteria_choices)
def test_sets_of_more_than_one_word_score_the_same(seed, mentors, mentees, criteria):
    rows, columns = people_in_many_words(seed, mentors, mentees)
    barred = [
        (r, c)
        for r in range(mentees)
        for c in range(mentors)
        if (rows.bars[:, r] & columns.origin[:, c]).any() or (rows.origin[:, r] & columns.bars[:, c]).any()
    ]
    found = all_scores(Pairs(pack(rows, columns, criteria), lists_of((), mentees), bars=True))
    assert found.tolist() == plain_scores(rows, columns, criteria, barred).tolist()


def test_more_people_than_a_strip_and_a_block_score_the_same():
    mentors, mentees = make_round(3, STRIP + 76, BLOCK + 9)
    criteria = Criteria(on=ON, rules=Rules(same_place=True, same_format=True))
    rows, columns = encode(mentees, mentors, criteria)
    excluded, by_id = exclusions(mentees, mentors)
    found = all_scores(Pairs(pack(rows, columns, criteria), lists_of(by_id, len(mentees)), bars=True))
    assert (found == plain_scores(rows, columns, criteria, excluded)).all()


@pytest.mark.parametrize("field", ["background", "kind", "trade", "availability", "themes", "interests", "wants_age"])
def test_nobody_having_told_anything_scores_the_same(field):
    mentors, mentees = make_round(5, 9, 9)
    rows, columns = encode(mentees, mentors, Criteria(on=ON))
    rows = replace(rows, **{field: np.zeros_like(getattr(rows, field))})
    found = all_scores(Pairs(pack(rows, columns, Criteria(on=ON)), lists_of((), 9), bars=False))
    assert found.tolist() == plain_scores(rows, columns, Criteria(on=ON)).tolist()


@pytest.mark.parametrize("far_km", [1, 2, 25, 400, 20_000])
def test_distances_on_every_side_of_the_ramp_score_the_same(far_km):
    criteria = Criteria(rules=Rules(shared_language_level=None, far_km=far_km))
    mentors, mentees = make_round(1, 400, 3)
    mentors = [replace(m, latitude=59 + 0.01 * number, longitude=18.0) for number, m in enumerate(mentors)]
    rows, columns = encode(mentees, mentors, criteria)
    found = all_scores(Pairs(pack(rows, columns, criteria), lists_of((), 3), bars=False))
    assert found.tolist() == plain_scores(rows, columns, criteria).tolist()
    assert closeness(rows.rows(), columns.columns(), criteria.rules).max() == 100


@many
@given(st.integers(0, 2**32), st.integers(0, 90), st.integers(1, 12), st.integers(1, 6), st.data())
def test_searching_finds_what_the_whole_table_shows(seed, mentors, mentees, most, data):
    criteria = Criteria(on=ON, rules=Rules(shared_language_level=None))
    rows, columns = encode(*make_round(seed, mentors, mentees)[::-1], criteria)
    closed = data.draw(st.sets(st.tuples(st.integers(0, mentees - 1), st.integers(0, max(0, mentors - 1))), max_size=9))
    pairs = Pairs(pack(rows, columns, criteria), lists_of(closed if mentors else (), mentees), bars=False)
    score = all_scores(pairs)
    start, column, worth = best_of_each(pairs, most)
    for row in range(mentees):
        best = sorted((int(each) for each in score[row] if each >= 0), reverse=True)[:most]
        found = column[start[row] : start[row + 1]].tolist()
        assert found == sorted(set(found))
        assert sorted(score[row, found].tolist(), reverse=True) == best
        assert worth[start[row] : start[row + 1]].tolist() == score[row, found].tolist()

    draw = np.random.default_rng(seed)
    row_limit, column_limit = draw.integers(0, 8000, mentees), draw.integers(-2000, 2000, mentors)
    among = np.flatnonzero(draw.random(mentees) < 0.8)
    start, column, worth = pairs_above(pairs, among, row_limit, column_limit, at_least=3000, most=most)
    for row in range(mentees):
        over = {c: int(score[row, c] - row_limit[row] - column_limit[c]) for c in range(mentors)}
        over = {c: by for c, by in over.items() if by > 0 and score[row, c] >= 3000 and row in among}
        found = column[start[row] : start[row + 1]].tolist()
        assert len(found) == min(most, len(over))
        assert sorted(over[c] for c in found) == sorted(over.values())[len(over) - len(found) :]
        assert worth[start[row] : start[row + 1]].tolist() == score[row, found].tolist()


@many
@given(st.integers(0, 2**32))
def test_lists_that_are_joined_hold_the_pairs_of_both_with_columns_ascending(seed):
    draw = np.random.default_rng(seed)
    listed = draw.integers(0, 3, (5, 8))  # which of the two lists a pair stands in, if any
    score = draw.integers(0, 10_000, listed.shape).astype(np.int32)

    def found(which, order):
        columns = [order(np.flatnonzero(row == which)) for row in listed]
        scores = [score[row, each] for row, each in enumerate(columns)]
        row_start = np.concatenate([[0], np.cumsum([len(each) for each in columns])])
        return Found(row_start, np.concatenate(columns).astype(np.int32), np.concatenate(scores))

    both = joined(found(1, np.sort), found(2, draw.permutation))
    row, column = np.nonzero(listed)
    assert both.row_start.tolist() == [0, *np.cumsum(np.bincount(row, minlength=5)).tolist()]
    assert (both.column.tolist(), both.score.tolist()) == (column.tolist(), score[row, column].tolist())


def test_of_people_who_were_picked_everything_lies_in_rows_as_the_kernel_reads_it():
    rows, columns = encode(*make_round(1, 9, 9)[::-1], Criteria(on=ON))
    packed = pack(rows.take(np.arange(1, 8)), columns.take(np.arange(1, 8)), Criteria(on=ON))
    assert all(array.flags.c_contiguous for array in (*packed.mentees, *packed.mentors))


def test_words_hold_what_both_sides_have_and_say_what_silence_means():
    mentees, mentors = np.array([[0b0110, 0]], np.uint64), np.array([[0b0011, 0b1000, 0]], np.uint64)

    def meet(silence):
        of_mentees, of_mentors = shared_words(mentees, mentors, silence)
        return [[bool((a & b).any()) for b in of_mentors.T] for a in of_mentees.T]

    assert meet(Silence(of_mentee=False, of_mentor=False)) == [[True, False, False], [False, False, False]]
    assert meet(Silence(of_mentee=True, of_mentor=False)) == [[True, False, False], [True, True, True]]
    assert meet(Silence(of_mentee=False, of_mentor=True)) == [[True, False, True], [False, False, True]]


def test_importing_the_engine_does_not_load_the_compiler():
    code = "import sys, handslag.matching, handslag.matching.command; sys.exit('numba' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(SOURCE)})
