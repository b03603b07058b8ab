"""What the page of a choice says beforehand of a no, or of leaving open, is what the act then brings about."""

import numpy as np
import pytest
import time_machine

from handslag.pairs import actions
from handslag.pairs.choosing import choice_of
from handslag.pairs.decision_words import changes
from handslag.pairs.models import Proposal
from handslag.pairs.readiness import names_here
from handslag.programmes.roles import Role
from tests.pairs import made
from tests.pairs.made import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]
Status = Proposal.Status


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def small_world(programme, by, dice):
    """Seven mentees, and six mentors of whom one has two places; what they know, need and speak is by chance."""
    needs, languages = ("housing", "health", "employment"), (["ar"], ["ar", "ti"], ["ti"])
    for n in range(7):
        wanted = {"help_wanted": [needs[dice.integers(3)]], "languages": languages[dice.integers(3)]}
        made.mentee(programme, f"Mentee {n}", **wanted)
    for n in range(6):
        knows = {f"know_{need}": int(dice.integers(1, 5)) for need in needs}
        spoken = languages[dice.integers(3)]
        levels = {f"level_{code}": "native" for code in spoken}
        made.mentor(programme, f"Mentor {n}", places="2" if n == 0 else "1", languages=spoken, **levels, **knows)
    return actions.suggest(programme=programme, by=by, at=NOW)


def chosen_in(board) -> dict[str, str]:
    rows = board.proposals.exclude(status=Status.REFUSED)
    return {str(mentee): str(mentor) for mentee, mentor in rows.values_list("mentee_id", "mentor_id")}


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.drill)])
def test_what_is_said_beforehand_is_what_comes(cast, programme, by, seed):
    dice, user = np.random.default_rng(seed), cast.account("coordinator")
    board, told = small_world(programme, by, dice), 0
    mentees = list(programme.memberships.filter(role=Role.MENTEE, ended_at=None).order_by("person__family_name"))
    for step in range(24):
        mentee = mentees[int(dice.integers(len(mentees)))]
        choice, before = choice_of(user, board, str(mentee.pk), NOW), chosen_in(board)
        if choice.approved:
            if dice.random() < 0.5:
                actions.undo(matching_round=board, by=by, at=NOW)
            continue
        act = dice.choice(["no", "open", "accept"], p=[0.5, 0.3, 0.2])
        if act == "accept" or (act == "no" and not choice.mentor_id):
            if choice.mentor_id:
                actions.decide(proposal=board.proposals.get(mentee=mentee, mentor=choice.mentor_id), status="accepted",
                               by=by, at=NOW)  # fmt: skip
            continue
        if act == "no":
            promised = choice.after_no
            row = board.proposals.get(mentee=mentee, mentor=choice.mentor_id)
            actions.decide(proposal=row, status=Status.REFUSED, by=by, at=NOW)
        else:
            promised = choice.after_open
            actions.leave_open(matching_round=board, mentee=mentee, by=by, at=NOW)
        assert promised == changes(before, chosen_in(board), names_here(programme), [str(mentee.pk)]), (step, act)
        told += len(promised)
        if act == "open" or dice.random() < 0.6:
            actions.undo(matching_round=board, by=by, at=NOW)
    assert told > 5
