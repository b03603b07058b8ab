"""Who may see and do what with a pair's own things.

The mentor and the mentee of a pair see its agreement, meetings and plan; a mentor of an ended pair sees nothing of it
any more. A diary entry is seen by the mentor who wrote it and by staff with `diary.read`.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from handslag.organisations.scope import visible
from handslag.pairs.access import my_membership
from handslag.pairs.models import Pair
from handslag.people.models import Account
from handslag.programmes.access import grants, holds, may
from handslag.programmes.roles import Role

from .models import (
    Agreement,
    DiaryEntry,
    FinalAssessment,
    FinalGoal,
    FinalReflection,
    FinalSignature,
    FormalStep,
    Goal,
    GoalTouched,
    PairMeeting,
    Plan,
    Signature,
)


def roles_held(user: Account, role: str) -> set:
    """Ids of the memberships by which `user` holds `role` now."""
    return {m.pk for m in grants(user).memberships if m.role == role}


def ours(user: Account, pair: str = "") -> Q:
    """The rows whose pair (at the path `pair`, empty for Pair itself) is `user`'s own."""
    path = f"{pair}__" if pair else ""
    as_mentor = Q(**{f"{path}mentor_id__in": roles_held(user, Role.MENTOR), f"{path}ended_on": None})
    return as_mentor | Q(**{f"{path}mentee_id__in": roles_held(user, Role.MENTEE)})


def is_mentor(user: Account, pair: Pair) -> bool:
    membership = my_membership(user, pair)
    return membership is not None and membership.pk == pair.mentor_id


def is_mentee(user: Account, pair: Pair) -> bool:
    membership = my_membership(user, pair)
    return membership is not None and membership.pk == pair.mentee_id


def may_read_diary(user: Account, pair: Pair) -> bool:
    return is_mentor(user, pair) or may(user, "diary.read", pair)


def may_see_plan(user: Account, pair: Pair) -> bool:
    return my_membership(user, pair) is not None or may(user, "plan.read", pair)


def may_change_plan(user: Account, pair: Pair) -> bool:
    """The two of the pair, and the staff who sit with them when the plan is begun and approved."""
    return my_membership(user, pair) is not None or may(user, "plan.approve", pair)


def may_book(user: Account, pair: Pair) -> bool:
    return my_membership(user, pair) is not None or may(user, "intake.hold", pair)


def may_change_meeting(user: Account, pair: Pair, *, is_of_group: bool) -> bool:
    """Who may move or cancel a meeting of `pair`: the two and the team; that of a group its mentors and the team, for
    it is the day of everybody in it."""
    return may_book(user, pair) and (not is_of_group or is_mentor(user, pair) or may(user, "intake.hold", pair))


def may_sign(user: Account, pair: Pair) -> bool:
    """Each of the two for oneself; staff who hold first meetings for those who are in the room."""
    return my_membership(user, pair) is not None or may(user, "intake.hold", pair)


def require(allowed: bool) -> None:
    """Raise PermissionDenied (403) where somebody sees a pair but may not do this with it."""
    if not allowed:
        raise PermissionDenied


@visible(Agreement)
def agreements(user: Account) -> Q:
    return holds(user, "pair.read", "pair__programme") | ours(user, "pair")


@visible(Signature)
def signatures(user: Account) -> Q:
    return holds(user, "pair.read", "agreement__pair__programme") | ours(user, "agreement__pair")


@visible(PairMeeting)
def meetings(user: Account) -> Q:
    return holds(user, "pair.read", "pair__programme") | ours(user, "pair")


@visible(Plan)
def plans(user: Account) -> Q:
    return holds(user, "plan.read", "pair__programme") | ours(user, "pair")


@visible(Goal)
def goals(user: Account) -> Q:
    return holds(user, "plan.read", "plan__pair__programme") | ours(user, "plan__pair")


@visible(FormalStep)
def formal_steps(user: Account) -> Q:
    return holds(user, "plan.read", "pair__programme") | ours(user, "pair")


@visible(DiaryEntry)
def diary_entries(user: Account) -> Q:
    own = Q(written_by_id__in=roles_held(user, Role.MENTOR), pair__ended_on=None)
    return holds(user, "diary.read", "pair__programme") | own


@visible(GoalTouched)
def goals_touched(user: Account) -> Q:
    own = Q(entry__written_by_id__in=roles_held(user, Role.MENTOR), entry__pair__ended_on=None)
    return holds(user, "diary.read", "entry__pair__programme") | own


@visible(FinalAssessment)
def final_assessments(user: Account) -> Q:
    return holds(user, "plan.read", "pair__programme") | ours(user, "pair")


@visible(FinalGoal)
def final_goals(user: Account) -> Q:
    return holds(user, "plan.read", "assessment__pair__programme") | ours(user, "assessment__pair")


@visible(FinalReflection)
def final_reflections(user: Account) -> Q:
    """One's own, the other's once it is shared, and the team's that reads plans."""
    own = Q(membership_id__in=roles_held(user, Role.MENTOR) | roles_held(user, Role.MENTEE))
    shared = Q(shared=True) & ours(user, "assessment__pair")
    return holds(user, "plan.read", "assessment__pair__programme") | shared | (own & ours(user, "assessment__pair"))


@visible(FinalSignature)
def final_signatures(user: Account) -> Q:
    return holds(user, "plan.read", "assessment__pair__programme") | ours(user, "assessment__pair")
