"""Giving roles and ending them. Nobody gives a role to oneself, and nobody ends the own one: a colleague does."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.actions import open_account, register_person
from handslag.people.models import Person

from ..leaving import ties_of
from ..models import Membership, Programme
from ..roles import Role
from ..signals import role_ended, team_member_added

# Somebody always holds these.
NEEDED = (Role.COORDINATOR, Role.ADMINISTRATOR)


class RoleHeld(Refused):
    """The person holds this role already."""


class RoleEnded(Refused):
    """The role has ended before."""


class OwnRole(Refused):
    """Somebody would give or end the own role."""


class NotYoursToGive(Refused):
    """Only an administrator makes somebody an administrator."""


class LastOne(Refused):
    """Nobody would be left to run the programme or the organisation."""


class StillTied(Refused):
    """Something has to be ended before the role."""


def _in_force(organisation_id: UUID) -> Q:
    return Q(organisation_id=organisation_id, ended_at=None, person__erased_at=None)


@transaction.atomic
def give_role(*, programme: Programme | None, person: Person, role: str, by: Person | None, at: datetime) -> Membership:
    """Give `person` a role in `programme`; without a programme, in the whole organisation.

    Raises RoleHeld, OwnRole, NotYoursToGive. `by` None: a command or the set-up, which stand outside these rules.
    """
    if by is not None and by.pk == person.pk:
        raise OwnRole(_("Nobody gives a role to oneself. Ask a colleague to do it."))
    if by is not None and role == Role.ADMINISTRATOR and not _is_administrator(by):
        raise NotYoursToGive(_("Only an administrator can make somebody an administrator."))
    return _give(programme, person, role, by, at)


@transaction.atomic
def make_founder_coordinator(*, programme: Programme, founder: Person, at: datetime) -> Membership:
    """Who makes a programme is its first coordinator: the one role that somebody takes. Raises RoleHeld."""
    if Membership.objects.of(programme.organisation_id).filter(programme=programme).exists():
        raise OwnRole(_("Nobody gives a role to oneself. Ask a colleague to do it."))
    return _give(programme, founder, Role.COORDINATOR, founder, at)


def _give(programme: Programme | None, person: Person, role: str, by: Person | None, at: datetime) -> Membership:
    Person.objects.of(person.organisation_id).select_for_update().get(pk=person.pk)
    held = Membership.objects.of(person.organisation_id).filter(
        programme=programme, person=person, role=role, ended_at=None
    )
    if held.exists():
        raise RoleHeld(
            _("%(person)s is a %(role)s here already.") % {"person": person, "role": Role(role).label.lower()}
        )
    membership = Membership.objects.create(
        organisation_id=person.organisation_id, programme=programme, person=person, role=role, joined_at=at
    )
    record("role.give", "programmes.membership", membership.pk, by=by, organisation=person.organisation_id, at=at)
    return membership


def _is_administrator(person: Person) -> bool:
    held = Membership.objects.of(person.organisation_id).filter(_in_force(person.organisation_id), person=person)
    return held.filter(programme=None, role=Role.ADMINISTRATOR).exists()


@transaction.atomic
def add_team_member(
    *, programme: Programme, given_name: str, family_name: str, email: str, role: str, by: Person | None, at: datetime,
    phone: str = "",
) -> Membership:  # fmt: skip
    """Give somebody a role in the team, with a sign-in. Who is known by the e-mail address stays one person.

    Raises RoleHeld, OwnRole, NotYoursToGive.
    """
    known = Person.objects.of(programme.organisation_id).filter(account__email__iexact=email, erased_at=None).first()
    person = known or register_person(
        organisation=programme.organisation, given_name=given_name, family_name=family_name, phone=phone, email=email,
        by=by, at=at,
    )  # fmt: skip
    if known is None:
        open_account(person=person, email=email, by=by, at=at)
    membership = give_role(programme=programme, person=person, role=role, by=by, at=at)
    team_member_added.send(sender=Membership, membership=membership, by=by, at=at)
    return membership


def why_not_end(membership: Membership, by: Person) -> str:
    """Why `by` may not end this role, in plain words; empty where nothing speaks against it."""
    if by.pk == membership.person_id:
        return _("You cannot end your own role. Ask a colleague to do it.")
    if _is_last(membership):
        return (
            _("This is the last administrator of the organisation. Give somebody else the role first.")
            if membership.role == Role.ADMINISTRATOR
            else _("This is the last coordinator of the programme. Add another one first.")
        )
    return ""


def _is_last(membership: Membership) -> bool:
    """Whether nobody would hold the role after this one, for the two roles that somebody always has to hold."""
    rows = Membership.objects.of(membership.organisation_id)
    rows = rows.filter(_in_force(membership.organisation_id), role=membership.role).exclude(pk=membership.pk)
    if membership.role == Role.ADMINISTRATOR:
        return not rows.filter(programme=None).exists()
    if membership.role == Role.COORDINATOR and membership.programme_id:
        return not rows.filter(Q(programme=membership.programme_id) | Q(programme=None)).exists()
    return False


@transaction.atomic
def end_role(*, membership: Membership, reason: str, by: Person | None, at: datetime) -> None:
    """End a role; what was done in it stays. The account's rights change with its next request.

    Raises RoleEnded, OwnRole, LastOne, StillTied. `by` None: the schedule or an erasure, which ask nobody.
    """
    rows = Membership.objects.of(membership.organisation_id).select_for_update()
    if membership.role in NEEDED:
        # All of them in one order: two coordinators may end each other's role at once, and one has to stay.
        list(rows.filter(role=membership.role, ended_at=None).order_by("pk"))
    membership.refresh_from_db(fields=["ended_at"], from_queryset=rows)
    if membership.ended_at is not None:
        raise RoleEnded(_("This role has ended already."))
    if by is not None:
        _refuse_end(membership, by)
    membership.ended_at, membership.end_reason = at, reason
    membership.save(update_fields=["ended_at", "end_reason"])
    record("role.end", "programmes.membership", membership.pk, by=by, organisation=membership.organisation_id, at=at)
    role_ended.send(sender=Membership, membership=membership, by=by, at=at)


def _refuse_end(membership: Membership, by: Person) -> None:
    if why := why_not_end(membership, by):
        raise OwnRole(why) if by.pk == membership.person_id else LastOne(why)
    if ties := ties_of(membership):
        raise StillTied(ties[0].text)
