"""What an administrator has to do about the team of a programme. One query for administrators, none for others."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.core.next_steps import NextStep, provides_next_steps

from .access import grants
from .models import Membership, Programme
from .roles import Role

# Who proposes a selection never confirms it, so one coordinator alone gets nobody into the programme.
FEWEST_COORDINATORS = 2


@provides_next_steps
def steps(user, programme: Programme, at: datetime) -> Iterator[NextStep]:
    """Coordinators, and a supervisor once there are mentors. Coordinators are told by their own rooms."""
    if programme.organisation_id not in grants(user).organisations("team.change"):
        return
    team = Membership.objects.of(programme.organisation_id).filter(programme=programme, ended_at=None)
    held = dict(team.order_by().values_list("role").annotate(n=Count("person", distinct=True)))
    url = reverse("programmes:new_team_member", args=[programme.pk])
    if held.get(Role.COORDINATOR, 0) < FEWEST_COORDINATORS:
        yield NextStep(
            text=_("Add a second coordinator") if held.get(Role.COORDINATOR) else _("Add a coordinator"), url=url,
            why=_("A selection counts only when a colleague confirms it."), urgency=3,
        )  # fmt: skip
    if held.get(Role.MENTOR) and not held.get(Role.SUPERVISOR):
        yield NextStep(
            text=_("Add a supervisor"), url=url, why=_("Mentors meet once a month with a supervisor."), urgency=3
        )
