"""What another mentor costs the whole: the same as solving everything again, and words for it."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from handslag.pairs.alternatives import Cost, alternatives, in_words
from handslag.pairs.decided import Held, State
from handslag.pairs.score_table import Scores


def scores_of(table, places=None) -> Scores:
    table = np.array(table, dtype=np.int64)
    mentees, mentors = [f"e{n}" for n in range(len(table))], [f"o{n}" for n in range(table.shape[1])]
    places = np.array(places or [1] * table.shape[1], dtype=np.int64)
    return Scores(mentees, mentors, places, table, "total")


def found(scores, state=None, mentee="e0", gone=()):
    state = state or State()
    current = scores.under(state, gone).best(state.pins)
    return {a.mentor: a for a in alternatives(scores, state, current, mentee, set(gone))}


def test_another_mentor_costs_what_the_others_lose():
    options = found(scores_of([[90, 80], [80, 30]]), mentee="e0")  # e0 with o1 and e1 with o0 is best
    assert options.keys() == {"o0"}
    assert options["o0"].cost == Cost(fewer=0, weaker=1, stronger=0, weakest_falls=True)


def test_a_mentor_whom_somebody_else_needs_costs_a_match():
    options = found(scores_of([[90, 50], [80, -1]]))
    assert options["o0"].cost == Cost(fewer=1, weaker=0, stronger=0, weakest_falls=False, lost="e1")


def test_a_free_mentor_costs_nobody_anything():
    options = found(scores_of([[90, 50, 40], [10, 80, -1]]))
    assert options["o2"].cost == Cost(fewer=0, weaker=0, stronger=0, weakest_falls=True)


@pytest.mark.parametrize("why", ["not allowed", "refused", "gone"])
def test_a_mentor_who_may_not_be_is_left_out_whatever_the_rule(why):
    scores = scores_of([[90, -1 if why == "not allowed" else 50, 40]])
    state = State()
    if why == "refused":
        state.take(Held("refused", "e0", "o1"))
    assert found(scores, state, gone=["o1"] if why == "gone" else ()).keys() == {"o2"}


def test_a_mentor_who_is_decided_for_somebody_else_is_offered_as_a_swap():
    state = State()
    state.take(Held("accepted", "e1", "o1", 60))
    options = found(scores_of([[90, 80], [70, 60]]), state)
    assert (options["o1"].swap_with, options["o1"].cost.stronger) == ("e1", 1)
    assert found(scores_of([[90, 80], [-1, 60]]), state) == {}


@pytest.mark.parametrize("seed", range(20))
def test_costs_are_those_of_solving_everything_again(seed):
    dice = np.random.default_rng(seed)
    table = dice.integers(0, 1000, (6, 6))
    scores = scores_of(table.tolist())
    current = scores.best([])
    for option in alternatives(scores, State(), current, "e0", set()):
        forced, column = table.copy(), scores.column_of[option.mentor]
        forced[0, :] = -(10**6)
        forced[0, column] = table[0, column]
        rows, columns = linear_sum_assignment(-forced)
        after = {f"e{r}": int(table[r, c]) for r, c in zip(rows, columns, strict=True)}
        before = scores.of(current)
        weaker = sum(after[f"e{n}"] < before[f"e{n}"] for n in range(1, 6))
        stronger = sum(after[f"e{n}"] > before[f"e{n}"] for n in range(1, 6))
        assert (option.cost.weaker, option.cost.stronger, option.cost.fewer) == (weaker, stronger, 0)
        assert option.cost.weakest_falls == (min(after.values()) < min(before.values()))


def test_costs_in_words():
    names = {"e1": "Nour"}
    assert in_words(Cost(1, 2, 0, True, "e1"), names) == [
        "1 mentee fewer gets a mentor.", "Nour would have no mentor.", "2 other pairs get weaker.",
        "The weakest pair of all gets weaker.",
    ]  # fmt: skip
    assert in_words(Cost(0, 0, 0, False), names) == ["Nothing changes for anybody else."]
