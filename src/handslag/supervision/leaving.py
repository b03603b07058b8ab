"""Whoever leads a group of mentors leaves when somebody else leads it."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.programmes.leaving import Tie, keeps_in_role
from handslag.programmes.models import Membership
from handslag.programmes.roles import roles_with

from .models import Group, GroupPlace


@keeps_in_role
def group_of(membership: Membership) -> Tie | None:
    """The first group with mentors in it that the membership leads."""
    if membership.role not in roles_with("supervision.hold"):
        return None
    places = GroupPlace.objects.of(membership.organisation_id).filter(
        group=OuterRef("pk"), left_on=None, mentor__ended_at=None
    )
    groups = Group.objects.of(membership.organisation_id).filter(Exists(places), supervisor=membership)
    group = groups.order_by("name", "id").first()
    if group is None:
        return None
    return Tie(
        text=_("The supervision group %(group)s has no other supervisor. Choose who leads it from now on.")
        % {"group": group.name},
        url=reverse("supervision:supervisor", args=[group.pk]),
        link=_("Change the supervisor"),
        permission="supervision.hold",  # the page needs it beside the permission to end a role
    )
