"""A long walk of decisions by chance: after each one the pairs are as good as if everything were solved anew."""

import numpy as np
import pytest

from handslag.core.errors import Refused
from handslag.pairs import actions, score_table
from handslag.pairs.decided import state_of
from handslag.pairs.models import Decision, Proposal
from handslag.programmes.roles import Role
from tests.pairs import made
from tests.pairs.made import NOW
from tests.pairs.solved_anew import best_of_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]
Status, Kind = Proposal.Status, Decision.Kind


@pytest.fixture
def board(programme, by):
    """Nine mentees, and seven mentors of whom one has two places; what they know and need is by chance."""
    dice, needs = np.random.default_rng(4), ("housing", "health", "employment")
    for number in range(9):
        made.mentee(programme, f"Mentee {number}", help_wanted=[needs[number % 3]])
    for number in range(7):
        knows = {f"know_{need}": int(dice.integers(1, 5)) for need in needs}
        made.mentor(programme, f"Mentor {number}", places="2" if number == 0 else "1", **knows)
    return actions.suggest(programme=programme, by=by, at=NOW)


def decide_by_chance(board, by, dice):
    """Do one thing that the board offers, with any of its people; gives its kind, None where the board refused it."""
    rows = list(board.proposals.exclude(status=Status.REFUSED).order_by("mentee__person__family_name"))
    row, other = (rows[dice.integers(len(rows))] for _ in range(2))
    mentees = board.programme.memberships.filter(role=Role.MENTEE).order_by("person__family_name")
    anybody = mentees[int(dice.integers(len(mentees)))]
    asked = {"matching_round": board, "by": by, "at": NOW}
    acts = {
        Kind.ACCEPT: lambda: actions.decide(proposal=row, status=Status.ACCEPTED, by=by, at=NOW),
        Kind.REFUSE: lambda: actions.decide(proposal=row, status=Status.REFUSED, by=by, at=NOW),
        Kind.TAKE_BACK: lambda: actions.decide(proposal=row, status=Status.SUGGESTED, by=by, at=NOW),
        Kind.LOCK: lambda: actions.lock(mentee=anybody, mentor=other.mentor, **asked),
        Kind.SWAP: lambda: actions.swap(mentees=(row.mentee_id, other.mentee_id), **asked),
        Kind.LEAVE_OPEN: lambda: actions.leave_open(mentee=anybody, take_back=bool(dice.integers(2)), **asked),
        Kind.UNDO: lambda: actions.undo(**asked),
    }
    kind = list(acts)[dice.choice(len(acts), p=[0.1, 0.1, 0.15, 0.1, 0.1, 0.15, 0.3])]
    before = board.proposals.order_by("id").values_list("id", "status")
    was = list(before)
    try:
        acts[kind]()
    except Refused:
        assert list(before.all()) == was
        return None
    return kind


@pytest.mark.parametrize(("edits", "seed"), [(60, 7), pytest.param(1000, 4, marks=pytest.mark.drill)])
def test_edits_at_the_board_equal_a_whole_new_solution(board, by, edits, seed):
    dice, done = np.random.default_rng(seed), []
    while len(done) < edits:
        kind = decide_by_chance(board, by, dice)
        if kind is None:
            continue
        done.append(kind)
        scores, state = score_table.kept(board), state_of(list(board.decisions.all()))
        chosen = {str(r.mentee_id): str(r.mentor_id) for r in board.proposals.exclude(status=Status.REFUSED)}
        under = scores.under(state)
        assert under.is_possible(chosen, state.pins)
        matched, weakest, total = under.value(chosen)
        assert (matched, *(weakest or [0]), total) == best_of_all(under, state.pins)[:3], (len(done), kind)
    assert len(set(done)) > 4
