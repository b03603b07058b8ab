"""What another mentor costs the whole: the same as solving everything again, and words for it."""

import numpy as np
import pytest

from handslag.matching.assign import FAIRNESS
from handslag.pairs import alternatives as alternatives_module
from handslag.pairs.alternatives import MOST, Alternative, Cost, alternatives, in_words
from handslag.pairs.decided import Held, State
from handslag.pairs.ranking import ranks_in_words
from handslag.pairs.score_table import Scores, settled
from tests.pairs.solved_anew import best_of_all


def scores_of(table, places=None, fairness="floor") -> Scores:
    table = np.array(table, dtype=np.int64)
    mentees, mentors = [f"e{n}" for n in range(len(table))], [f"o{n}" for n in range(table.shape[1])]
    places = np.array(places or [1] * table.shape[1], dtype=np.int64)
    return Scores(mentees, mentors, places, table, fairness)


def found(scores, state=None, mentee="e0", gone=(), current=None):
    """The alternatives by mentor; `current`: what is proposed now, else the best."""
    state = state or State()
    scores = scores.under(state, gone)
    current = scores.best(state.pins) if current is None else current
    return {a.mentor: a for a in alternatives(scores, state.pins, current, mentee)}


def test_another_mentor_costs_what_the_others_lose():
    options = found(scores_of([[90, 80], [80, 30]]), mentee="e0")  # e0 with o1 and e1 with o0 is best
    assert options.keys() == {"o0"}
    assert options["o0"].cost == Cost(fewer=0, weakest_falls=True, lost=50)
    assert options["o0"].after == {"e0": "o0", "e1": "o1"}
    options = found(scores_of([[90, 80], [80, 30]], fairness="total"))
    assert options["o0"].cost == Cost(fewer=0, moved=1, lost=50)


def test_a_mentor_whom_somebody_else_needs_costs_a_match():
    option = found(scores_of([[90, 50], [80, -1]]))["o0"]
    assert (option.cost, option.after) == (Cost(fewer=1, lost=80), {"e0": "o0"})


def test_a_free_mentor_costs_nobody_anything():
    options = found(scores_of([[90, 50, 80], [30, 80, -1]]))
    assert options["o2"].cost == Cost(fewer=0, moved=0, lost=0)


def test_who_has_nobody_takes_the_mentor_of_another():
    """As many get a mentor as before, so one of the others gets none."""
    options = found(scores_of([[50], [80]], fairness="total"))
    assert options["o0"].cost == Cost(fewer=1, moved=1, lost=80)


def test_it_is_held_against_what_is_proposed_even_where_that_is_not_the_best():
    """Somebody came after the suggestion: with a free mentor nothing changes for the others."""
    options = found(scores_of([[50, 90], [80, 85]]), current={"e1": "o0"})
    assert options["o1"].cost == Cost(fewer=0, moved=0, lost=0)
    assert options["o0"].cost == Cost(fewer=0, weakest_falls=True, is_weakest=True, lost=-5)


def test_of_two_who_are_as_good_for_her_who_costs_the_others_less_stands_first():
    options = found(scores_of([[90, 70, 70], [60, 95, 60], [75, 85, 80]], fairness="total"))
    assert [(mentor, option.cost.lost) for mentor, option in options.items()] == [("o2", 5), ("o1", 35)]


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
    option = found(scores_of([[90, 80], [70, 60]]), state)["o1"]
    assert (option.swap_with, option.cost) == ("e1", Cost(fewer=0, moved=1, lost=-10))
    assert option.after == {"e0": "o1", "e1": "o0"}
    assert found(scores_of([[90, 80], [-1, 60]]), state) == {}


@pytest.mark.parametrize("fairness", FAIRNESS)
@pytest.mark.parametrize("seed", range(20))
def test_costs_are_those_of_solving_everything_again(seed, fairness):
    dice = np.random.default_rng(seed)
    scores = scores_of(dice.integers(-20, 100, (6, 4)).tolist(), dice.integers(1, 3, 4).tolist(), fairness)
    before = scores.best([])
    state = State()
    for mentee, mentor in before.items():
        if mentee != "e0" and dice.random() < 0.3:
            state.take(Held("locked", mentee, mentor, scores.of(before)[mentee]))
    options = found(scores, state, current=before)
    assert 0 < len(options) <= MOST
    for option in (one for one in options.values() if not one.swap_with):
        pins = [*state.pins, ("e0", option.mentor)]
        matched, weakest, total, kept = best_of_all(scores, pins, before)
        own = scores.of({"e0": option.mentor})["e0"]
        others = {key: value for key, value in scores.of(before).items() if key != "e0"}
        assert option.cost.fewer == len(others) - (matched - 1)
        if fairness != "total":
            falls = weakest < min(scores.of(before).values())
            assert option.cost.weakest_falls == (falls and matched == len(before))
            assert option.cost.is_weakest == (option.cost.weakest_falls and own == weakest)
        if fairness != "leximin":
            assert option.cost.lost == sum(others.values()) - (total - own)
            assert option.cost.moved in (None, len(others.keys() - state.pinned.keys()) - kept)


@pytest.mark.parametrize("fairness", FAIRNESS)
@pytest.mark.parametrize("seed", range(20))
def test_after_a_lock_or_a_swap_the_board_shows_what_was_told(seed, fairness):
    """Of the pairs at hand some are decided, and some are not the best any more."""
    dice = np.random.default_rng(seed)
    scores = scores_of(dice.integers(-20, 100, (7, 5)).tolist(), dice.integers(1, 3, 5).tolist(), fairness)
    best = scores.best([])
    late = str(dice.choice(list(best))) if dice.random() < 0.5 else ""
    before = {mentee: mentor for mentee, mentor in best.items() if mentee != late}
    decided = [pair for pair in before.items() if dice.random() < 0.4]
    for mentee in scores.mentees:
        if mentee in dict(decided):
            continue
        for option in found(scores, state_with(scores, decided), mentee, current=before).values():
            state = state_with(scores, decided)
            made = {mentee: option.mentor} | ({option.swap_with: before[mentee]} if option.swap_with else {})
            for pair in made.items():
                state.take(Held("locked", *pair, scores.of(made)[pair[0]]))
            assert option.after == settled(scores, state, before)
            had, have = scores.of(before), scores.of(option.after)
            others = (had.keys() | have.keys()) - {mentee}
            assert option.cost.lost == sum(had.get(one, 0) - have.get(one, 0) for one in others)


def state_with(scores, pairs) -> State:
    state = State()
    for mentee, mentor in pairs:
        state.take(Held("accepted", mentee, mentor, scores.of({mentee: mentor})[mentee]))
    return state


def test_after_a_swap_with_a_weaker_pair_the_others_may_be_paired_otherwise():
    """The weakest pair holds the others back no more: a set with a higher total, which had a weaker pair, is best."""
    table = [[90, 60, -1, -1], [20, 60, -1, -1], [-1, -1, 90, 50], [-1, -1, 60, 30]]
    scores, state = scores_of(table), state_with(scores_of(table), [("e1", "o1")])
    before = {"e0": "o0", "e1": "o1", "e2": "o3", "e3": "o2"}
    assert scores.best(state.pins) == before
    option = found(scores, state, current=before)["o1"]
    assert (option.swap_with, option.cost.lost) == ("e1", 60 + 50 + 60 - 20 - 90 - 30)
    assert option.after == {"e0": "o1", "e1": "o0", "e2": "o2", "e3": "o3"}


def test_no_swap_is_offered_for_a_mentor_whose_places_are_all_decided():
    """Since the pairs were made the mentor of e0 offers fewer places."""
    state = state_with(scores_of([[90, 80], [70, 60], [50, 40]]), [("e1", "o1"), ("e2", "o0")])
    options = found(scores_of([[90, 80], [70, 60], [50, 40]]), state, current={"e0": "o0", "e1": "o1", "e2": "o0"})
    assert options == {}


def test_for_very_many_people_it_is_said_that_more_may_change(monkeypatch):
    monkeypatch.setattr(alternatives_module, "SOLVED_UP_TO", 0)
    options = found(scores_of([[90, 80], [80, 30]], fairness="total"))
    told = ["At least 1 other mentee gets another mentor, or nobody.", "Together the others' pairs lose 0.5 points."]
    assert in_words(options["o0"], 10_000) == told
    options = found(scores_of([[90, 80], [80, 30]]))
    told = ["The weakest pair of all gets weaker.", "Other mentees may get another mentor, or nobody."]
    assert in_words(options["o0"], 10_000) == told
    option = found(scores_of([[90, 80], [30, 60]]), state_with(scores_of([[90, 80], [30, 60]]), [("e1", "o1")]))["o1"]
    told = ["The weakest pair of all gets weaker.", "At least 1 other mentee gets another mentor, or nobody."]
    assert (option.swap_with, in_words(option, 10_000)) == ("e1", told)


@pytest.mark.parametrize("fairness", FAIRNESS)
@pytest.mark.parametrize("seed", range(20))
def test_what_is_counted_for_very_many_people_is_true_whoever_loses(seed, fairness, monkeypatch):
    """Nobody is said to be untouched where one of the others has another mentor then, or nobody."""
    dice = np.random.default_rng(seed)
    scores = scores_of(dice.integers(-60, 100, (7, 5)).tolist(), [1] * 5, fairness)
    before = scores.best([])
    for mentee in scores.mentees:
        solved = found(scores, mentee=mentee, current=before)
        with monkeypatch.context() as patched:
            patched.setattr(alternatives_module, "SOLVED_UP_TO", 0)
            counted = found(scores, mentee=mentee, current=before)
        for mentor, option in counted.items():
            after = solved[mentor].after
            others = (before.keys() | after.keys()) - {mentee}
            changed = sum(before.get(one) != after.get(one) for one in others)
            assert (in_words(option, 10_000) == ["Nothing changes for anybody else."]) <= (changed == 0)
            assert (option.cost.moved or 0) <= sum(before[one] != after.get(one) for one in before.keys() - {mentee})
            assert option.cost.fewer == len(before.keys() - {mentee}) - len(after.keys() - {mentee})


def test_a_swap_says_nothing_of_the_weakest_pair_where_only_the_total_counts():
    state = State()
    state.take(Held("accepted", "e1", "o1", 60))
    table = [[90, 80], [30, 60]]
    weaker = Cost(fewer=0, weakest_falls=True, moved=1, lost=30)
    assert found(scores_of(table), state)["o1"].cost == weaker
    assert found(scores_of(table, fairness="total"), state)["o1"].cost == Cost(fewer=0, moved=1, lost=30)


def test_who_loses_the_mentor_is_told_once():
    lost = "Together the others' pairs lose 0.8 points."
    assert counted(1, moved=1, lost=80) == ["1 other mentee fewer gets a mentor.", lost]
    changes = "At least 1 other mentee gets another mentor, or nobody."
    assert counted(1, moved=2, lost=80) == ["1 other mentee fewer gets a mentor.", changes, lost]


def counted(*cost, **more) -> list[str]:
    return in_words(Alternative("o0", Cost(*cost, **more)), 10_000)


def test_costs_in_words():
    assert counted(1, moved=1) == ["1 other mentee fewer gets a mentor."]
    assert counted(-2, moved=0) == ["2 other mentees more get a mentor."]
    assert counted(0, weakest_falls=True, moved=0) == ["The weakest pair of all gets weaker."]
    weakest = {"weakest_falls": True, "is_weakest": True}
    assert counted(0, **weakest, moved=0) == ["It would be the weakest pair of all."]
    assert counted(0, moved=2, lost=340) == [
        "At least 2 other mentees get another mentor, or nobody.",
        "Together the others' pairs lose 3.4 points.",
    ]
    assert counted(0, moved=0, lost=-1) == ["Together the others' pairs gain 0.1 points."]
    assert counted(0, moved=0, lost=0) == ["Nothing changes for anybody else."]
    assert counted(0) == ["Other mentees may get another mentor, or nobody."]


def test_where_who_changes_is_named_only_the_weakest_and_the_points_are_told():
    assert in_words(Alternative("o0"), 10_000) == []
    one = Alternative("o0", Cost(1, weakest_falls=True, lost=80), after={"e0": "o0"})
    told = ["The weakest pair of all gets weaker.", "Together the others' pairs lose 0.8 points."]
    assert in_words(one, 10_000) == told


# ---- where two stand for each other ----

NAMES = {"e0": "Amina", "o0": "Maha", "o1": "Karin", "o2": "Olena"}


def test_ranks_are_told_for_either_side():
    scores = scores_of([[90, 50, 70], [95, 60, -1]])
    assert ranks_in_words(scores, "e0", ["o0", "o1", "o2"], NAMES) == {
        "o0": ["For Amina: the best mentor.", "For Maha: number 2."],
        "o1": ["For Amina: number 3.", "For Karin: number 2."],
        "o2": ["For Amina: number 2.", "For Olena: the best mentee."],
    }


def test_of_several_who_are_as_good_none_is_called_the_best():
    assert ranks_in_words(scores_of([[90, 90, 70], [90, 60, 70]]), "e0", ["o0", "o1", "o2"], NAMES) == {
        "o0": ["Nobody is better for Amina.", "Nobody is better for Maha."],
        "o1": ["Nobody is better for Amina.", "For Karin: the best mentee."],
        "o2": ["For Amina: number 3.", "Nobody is better for Olena."],
    }


@pytest.mark.parametrize("why", ["not allowed", "refused", "gone", "no place"])
def test_a_pair_that_may_not_be_is_no_better_one(why):
    """Maha would be the best for Amina; whatever stands against it, the ranks are the same."""
    scores = scores_of([[-1 if why == "not allowed" else 90, 50, 70]], [0 if why == "no place" else 1, 1, 1])
    state = State()
    if why == "refused":
        state.take(Held("refused", "e0", "o0"))
    told = ranks_in_words(scores.under(state, ["o0"] if why == "gone" else []), "e0", ["o0", "o1", "o2"], NAMES)
    assert told.keys() == {"o1", "o2"}
    assert told["o2"][0] == "For Amina: the best mentor."
    assert told["o1"][0] == "For Amina: number 2."
