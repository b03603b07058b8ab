"""Who may see supervision: the team, and the mentors of a group their own group and its meetings."""

from django.db.models import Q, QuerySet

from handslag.organisations.scope import visible
from handslag.people.models import Account
from handslag.programmes.access import grants, holds

from .models import Group, GroupPlace, SupervisionMeeting


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
