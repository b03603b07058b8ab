"""Who may see supervision: the team, and the mentors of a group their own group and its meetings.

Who hears of which signal stands here too, and who reads concerns.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from handslag.organisations.scope import nothing, visible
from handslag.pairs.models import Pair
from handslag.people.models import Account
from handslag.programmes.access import grants, holds, may
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role, roles_with

from .models import (
    CancelledMeeting,
    Concern,
    FollowUp,
    Group,
    GroupPlace,
    Nudge,
    PairPause,
    PauseRequest,
    Question,
    SafeguardingLead,
    SignalNote,
    SupervisionMeeting,
)
from .signals import Told, signals


def my_places(user: Account) -> Q:
    """The places in groups that `user` has now, as a mentor."""
    return Q(mentor_id__in={m.pk for m in grants(user).memberships}, left_on=None)


def _my_groups(user: Account) -> QuerySet:
    rows = GroupPlace.objects.everywhere("joined to groups by the callers")
    return rows.filter(my_places(user)).values("group")


@visible(Group)
def groups(user: Account) -> Q:
    return holds(user, "supervision.see") | Q(pk__in=_my_groups(user))


@visible(GroupPlace)
def group_places(user: Account) -> Q:
    return holds(user, "supervision.see", "group__programme") | my_places(user)


@visible(SupervisionMeeting)
def meetings(user: Account) -> Q:
    return holds(user, "supervision.see", "group__programme") | Q(group__in=_my_groups(user))


@visible(CancelledMeeting)
def cancelled_meetings(user: Account) -> Q:
    """As the meeting was, before it was cancelled."""
    return meetings(user)


def hears(user: Account, programme: Programme) -> set[Told]:
    """As whom `user` is told of signals in `programme`: a supervisor's are a coordinator's too."""
    if not may(user, "diary.read", programme):
        return set()
    return {Told.SUPERVISOR, Told.COORDINATOR} if may(user, "signal.private", programme) else {Told.SUPERVISOR}


def private_codes() -> set[str]:
    """The signals that are the coordinator's alone."""
    return {rule.code for rule in signals() if rule.told == {Told.COORDINATOR}}


@visible(SignalNote)
def signal_notes(user: Account) -> Q:
    """Notes on signals that are the coordinator's alone are not a supervisor's."""
    supervisors = holds(user, "diary.read", "pair__programme") & ~Q(code__in=private_codes())
    return supervisors | holds(user, "signal.private", "pair__programme")


@visible(PairPause)
def pair_pauses(user: Account) -> Q:
    return holds(user, "diary.read", "pair__programme")


@visible(PauseRequest)
def pause_requests(user: Account) -> Q:
    """The team, and who asked."""
    own = Q(asked_by_id__in={m.pk for m in grants(user).memberships})
    return holds(user, "diary.read", "pair__programme") | own


def answers_pauses(pair: Pair) -> list[Membership]:
    """Who is asked for a pause of `pair`: who leads the mentor's group; where nobody does, the coordinators."""
    rows = Membership.objects.of(pair.organisation_id).filter(ended_at=None).select_related("person__account")
    here = {"group_places__mentor": pair.mentor_id, "group_places__left_on": None}
    group = Group.objects.of(pair.organisation_id).filter(**here)
    leads = list(rows.filter(pk__in=group.values("supervisor")))
    in_programme = Q(programme=pair.programme_id) | Q(programme=None)
    return leads or list(rows.filter(in_programme, role=Role.COORDINATOR).order_by("joined_at", "id"))


@visible(FollowUp)
def follow_ups(user: Account) -> Q:
    return holds(user, "supervision.see", "group__programme")


@visible(Question)
def questions(user: Account) -> Q:
    """The team, and the mentor who asked."""
    own = Q(mentor_id__in={m.pk for m in grants(user).memberships})
    return holds(user, "supervision.see", "meeting__group__programme") | own


@visible(Nudge)
def nudges(user: Account) -> Q:
    own = Q(mentor_id__in={m.pk for m in grants(user).memberships})
    return holds(user, "supervision.see", "meeting__group__programme") | own


# ---- concerns: sealed to the people who are named; who reported one sees that it came, not what it says ----


def _names_now() -> QuerySet:
    rows = SafeguardingLead.objects.everywhere("joined to programmes by the callers")
    return rows.filter(ended_at=None, membership__ended_at=None)


def _coordinators() -> QuerySet:
    """The coordinators of the programme that the outer query names; the first of them reads while nobody is named."""
    rows = Membership.objects.everywhere("joined to programmes by the callers")
    here = Q(programme=OuterRef("pk")) | Q(programme=None, organisation=OuterRef("organisation"))
    return rows.filter(here, role=Role.COORDINATOR, ended_at=None).order_by("joined_at", "id")


def leads_concerns(user: Account, programme: str = "programme") -> Q:
    """The rows whose programme (at the path `programme`) `user` is named for."""
    able = roles_with("concern.read")
    mine = {m.pk for m in grants(user).memberships if m.role in able}
    if not mine:
        return nothing()
    unnamed = (
        Programme.objects.everywhere("compared with the own memberships")
        .annotate(first=Subquery(_coordinators().values("pk")[:1]))
        .filter(~Exists(_names_now().filter(programme=OuterRef("pk"))), first__in=mine)
    )
    named = _names_now().filter(membership_id__in=mine)
    return Q(**{f"{programme}__in": named.values("programme")}) | Q(**{f"{programme}__in": unnamed.values("pk")})


def lead_of(programme: Programme) -> list[Membership]:
    """Who reads the concerns of `programme` now."""
    rows = Membership.objects.of(programme.organisation_id).select_related("person__account")
    named = list(
        rows.filter(pk__in=_names_now().filter(programme=programme).values("membership")).order_by("joined_at")
    )
    if named:
        return named
    here = Q(programme=programme) | Q(programme=None)
    return list(rows.filter(here, role=Role.COORDINATOR, ended_at=None).order_by("joined_at", "id")[:1])


@visible(SafeguardingLead)
def safeguarding_leads(user: Account) -> Q:
    return holds(user, "team.change")


@visible(Concern)
def concerns(user: Account) -> Q:
    return leads_concerns(user) | Q(reporter_id__in={m.pk for m in grants(user).memberships})
