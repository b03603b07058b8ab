"""What the page of a choice says beforehand of a no, of leaving open, of another mentor or of a swap is what the act
then brings about."""

from uuid import UUID

import numpy as np
import pytest
import time_machine

from handslag.pairs import actions
from handslag.pairs.choosing import choice_of
from handslag.pairs.decision_words import changes
from handslag.pairs.models import Proposal
from handslag.pairs.readiness import names_here
from handslag.programmes.models import Membership
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
    board, told, acts = small_world(programme, by, dice), 0, set()
    mentees = list(programme.memberships.filter(role=Role.MENTEE, ended_at=None).order_by("person__family_name"))
    for step in range(36):
        mentee = mentees[int(dice.integers(len(mentees)))]
        choice, before = choice_of(user, board, str(mentee.pk), NOW), chosen_in(board)
        if choice.approved:
            if dice.random() < 0.5:
                actions.undo(matching_round=board, by=by, at=NOW)
            continue
        act = dice.choice(["no", "open", "other", "accept"], p=[0.2, 0.2, 0.4, 0.2])
        if act == "accept" or (act == "no" and not choice.mentor_id):
            if choice.mentor_id:
                actions.decide(proposal=board.proposals.get(mentee=mentee, mentor=choice.mentor_id), status="accepted",
                               by=by, at=NOW)  # fmt: skip
            continue
        if act == "no":
            promised = choice.after_no
            row = board.proposals.get(mentee=mentee, mentor=choice.mentor_id)
            actions.decide(proposal=row, status=Status.REFUSED, by=by, at=NOW)
            assert choice.another == (str(mentee.pk) in chosen_in(board))
        elif act == "other":
            if not choice.options:
                continue
            swaps = [option for option in choice.options if option.swap_with]
            option = swaps[0] if swaps else choice.options[int(dice.integers(len(choice.options)))]
            promised = option.changes
            take(option, mentee, board, by)
            acts.add("swap" if swaps else "lock")
        else:
            promised = choice.after_open
            actions.leave_open(matching_round=board, mentee=mentee, by=by, at=NOW)
        came = changes(before, chosen_in(board), names_here(programme), [str(mentee.pk)])
        # On a card stands only what changes for the others: what changes for her is what one chooses.
        assert promised == (came[1:] if act == "other" else came), (step, act)
        told += len(promised)
        if act == "open" or dice.random() < 0.6:
            actions.undo(matching_round=board, by=by, at=NOW)
    assert told > 5
    assert acts == {"lock", "swap"}


def take(option, mentee, board, by):
    """Do what the button on the card of this mentor does."""
    if option.swap_with:
        actions.swap(matching_round=board, mentees=(mentee.pk, UUID(option.swap_with)), by=by, at=NOW)
        return
    mentor = Membership.objects.of(board.organisation_id).get(pk=option.mentor)
    actions.lock(matching_round=board, mentor=mentor, mentee=mentee, by=by, at=NOW)
