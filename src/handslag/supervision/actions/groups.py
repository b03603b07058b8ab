"""Making groups, and moving mentors in and out."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.gatherings.models import Gathering
from handslag.journal.actions import record
from handslag.organisations.models import OrganisationRow
from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role, roles_with

from ..models import Group, GroupPlace


class NotASupervisor(Refused):
    """The membership does not allow to hold supervision."""


class NotAMentor(Refused):
    """Only mentors of the programme have a place in a group."""


class InAGroup(Refused):
    """The mentor has a place in a group already."""


class LeftBefore(Refused):
    """The mentor has left the group before, or would leave before joining."""


@transaction.atomic
def make_group(*, programme: Programme, name: str, supervisor: Membership, by: Person | None, at: datetime) -> Group:
    """Make a group of mentors that `supervisor` leads."""
    _require_supervisor(programme, supervisor)
    group = Group.objects.create(
        organisation_id=programme.organisation_id, programme=programme, name=name.strip(), supervisor=supervisor,
        made_at=at,
    )  # fmt: skip
    _record("supervision.make_group", "supervision.group", group, by=by, at=at)
    return group


@transaction.atomic
def change_supervisor(*, group: Group, supervisor: Membership, by: Person | None, at: datetime) -> None:
    """Let `supervisor` lead the group from now on, with the meetings that are not held yet."""
    _require_supervisor(group.programme, supervisor)
    rows = Group.objects.of(group.organisation_id).select_for_update()
    group.refresh_from_db(fields=["supervisor"], from_queryset=rows)
    if group.supervisor_id == supervisor.pk:
        return
    before, group.supervisor = group.supervisor_id, supervisor
    group.save(update_fields=["supervisor"])
    coming = Gathering.objects.of(group.organisation_id).filter(supervision_meeting__group=group, held_at=None)
    coming.update(led_by=supervisor.person)
    record("supervision.change_supervisor", "supervision.group", group.pk, by=by, organisation=group.organisation_id,
           at=at, detail={"before": str(before), "now": str(supervisor.pk)})  # fmt: skip


@transaction.atomic
def join(*, group: Group, mentor: Membership, on: date, by: Person | None, at: datetime) -> GroupPlace:
    """Give `mentor` a place in `group` from the day `on`. A mentor is in one group at a time."""
    rows = Membership.objects.of(mentor.organisation_id).select_for_update()
    mentor.refresh_from_db(fields=["ended_at"], from_queryset=rows)
    if mentor.role != Role.MENTOR or mentor.programme_id != group.programme_id or mentor.ended_at is not None:
        raise NotAMentor(_("Only mentors of this programme can join the group."))
    if GroupPlace.objects.of(group.organisation_id).filter(mentor=mentor, left_on=None).exists():
        raise InAGroup(_("%(mentor)s is in a group already.") % {"mentor": mentor.person})
    place = GroupPlace.objects.create(organisation_id=group.organisation_id, group=group, mentor=mentor, joined_on=on)
    _record("supervision.join", "supervision.groupplace", place, by=by, at=at)
    return place


@transaction.atomic
def leave(*, group_place: GroupPlace, on: date, by: Person | None, at: datetime) -> None:
    """End a mentor's place in a group on the day `on`; attendance and diaries stay."""
    rows = GroupPlace.objects.of(group_place.organisation_id).select_for_update()
    group_place.refresh_from_db(fields=["left_on"], from_queryset=rows)
    if group_place.left_on is not None:
        raise LeftBefore(_("This mentor has left the group already."))
    if on < group_place.joined_on:
        raise LeftBefore(_("This day is before the mentor joined the group."))
    group_place.left_on = on
    group_place.save(update_fields=["left_on"])
    _record("supervision.leave", "supervision.groupplace", group_place, by=by, at=at)


def _require_supervisor(programme: Programme, supervisor: Membership) -> None:
    """Hold the membership too: the role may end at the same moment."""
    rows = Membership.objects.of(supervisor.organisation_id).select_for_update()
    supervisor.refresh_from_db(fields=["ended_at"], from_queryset=rows)
    own = supervisor.programme_id in (None, programme.pk) and supervisor.organisation_id == programme.organisation_id
    if not own or supervisor.ended_at is not None or supervisor.role not in roles_with("supervision.hold"):
        raise NotASupervisor(_("Choose somebody who may hold supervision in this programme."))


def _record(action: str, subject: str, row: OrganisationRow, *, by: Person | None, at: datetime) -> None:
    record(action, subject, row.pk, by=by, organisation=row.organisation_id, at=at)
