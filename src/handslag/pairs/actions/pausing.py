"""A mentor or mentee wants no new pair for now."""

from datetime import datetime

from django.db import transaction

from handslag.people.models import Person
from handslag.programmes.models import Membership

from .. import notices, score_table
from ..models import Pause
from ..readiness import pauses
from .rounds import journal


@transaction.atomic
def pause(*, membership: Membership, by: Person | None, at: datetime, has_left: bool = False) -> None:
    """Suggest nobody for `membership` from now on; where that is so already, only that somebody `has_left` is new."""
    rows = Pause.objects.of(membership.organisation_id)
    values = {"organisation_id": membership.organisation_id, "since": at, "begun_by": by, "has_left": has_left}
    row, is_new = rows.get_or_create(membership=membership, ended_at=None, defaults=values)
    if not is_new:
        if row.has_left or not has_left:
            return
        row.has_left = True
        row.save(update_fields=["has_left"])
    notices.what_comes_is_over([membership], at=at)
    journal("membership.pause", membership, by=by, at=at)


@transaction.atomic
def look_again(*, membership: Membership, by: Person | None, at: datetime) -> None:
    """Suggest somebody for `membership` again; nothing happens where that is so already."""
    rows = pauses(membership.organisation_id).filter(membership=membership)
    if rows.update(ended_at=at, ended_by=by):
        notices.what_comes_is_over([membership], at=at)
        score_table.forget_open(membership.organisation_id, membership.programme_id)  # they were scored without her
        journal("membership.look_again", membership, by=by, at=at)
