"""Naming the one or two of a team who alone read what is told in confidence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person

from ..models import Membership, Programme
from ..roles import roles_with

MOST_NAMED = 2


class WrongNames(Refused):
    """One or two members of the team are named."""


@transaction.atomic
def name_confidants(
    namings: type[Any], *, programme: Programme, named: Sequence[Membership], permission: str, action: str,
    by: Person | None, at: datetime,
) -> None:  # fmt: skip
    """Name who reads it from now on, those who come and those who are there.

    `namings`: the model that keeps who was named from when to when. `permission`: what the named must hold.
    `action`: the verb in the journal. Raises WrongNames.
    """
    if not 1 <= len(named) <= MOST_NAMED:
        raise WrongNames(_("Name one person or two."))
    able = roles_with(permission)
    if any(each.programme_id not in (None, programme.pk) or each.role not in able or each.ended_at for each in named):
        raise WrongNames(_("Name people of this programme's team."))
    organisation_id = programme.organisation_id
    Programme.objects.of(organisation_id).select_for_update().get(pk=programme.pk)
    now = namings.objects.of(organisation_id).filter(programme=programme, ended_at=None)
    wanted, held = {each.pk: each for each in named}, set(now.values_list("membership_id", flat=True))
    now.exclude(membership_id__in=wanted).update(ended_at=at)
    for pk in wanted.keys() - held:
        namings.objects.create(
            organisation_id=organisation_id, programme=programme, membership=wanted[pk], named_by=by, named_at=at
        )
    record(
        action, "programmes.programme", programme.pk, by=by, at=at, organisation=organisation_id,
        detail={"memberships": sorted(map(str, wanted))},
    )  # fmt: skip
