"""From memberships to rights. Every room's `access` builds on `holds`, every view states its need with `needs`.

The memberships of an account are read once per request, so a role that is taken away is gone with the next one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from handslag.organisations.models import OrganisationRow
from handslag.organisations.scope import nothing, visible
from handslag.people.models import Account, Person

from .models import LONG, Membership, Partner, Phase, Place, Programme
from .roles import STAFF, Role, roles_with


@dataclass(frozen=True)
class Grants:
    """What an account holds now: its persons, and the programmes and organisations of each role."""

    persons: dict[UUID, UUID] = field(default_factory=dict)  # organisation -> person
    memberships: tuple[Membership, ...] = ()

    def roles_in(self, programme: Programme) -> set[str]:
        """The roles held in `programme`, those held in its whole organisation included."""
        return {
            m.role
            for m in self.memberships
            if m.programme_id == programme.pk
            or (m.programme_id is None and m.organisation_id == programme.organisation_id)
        }

    def programmes(self, permission: str) -> set[UUID]:
        """Ids of the programmes in which a role with `permission` is held."""
        roles = roles_with(permission)
        return {m.programme_id for m in self.memberships if m.programme_id and m.role in roles}

    def organisations(self, permission: str) -> set[UUID]:
        """Ids of the organisations in the whole of which a role with `permission` is held."""
        roles = roles_with(permission)
        return {m.organisation_id for m in self.memberships if m.programme_id is None and m.role in roles}

    def holds_anywhere(self, permission: str) -> bool:
        return bool(self.programmes(permission) or self.organisations(permission))

    @property
    def is_staff(self) -> bool:
        return any(m.role in STAFF for m in self.memberships)


def grants_of(user_id: UUID) -> Grants:
    """What the account with this id holds at this moment, in one query that brings the account too."""
    rows = Membership.objects.everywhere("a person's own roles in every organisation").filter(
        person__account_id=user_id, person__erased_at=None, ended_at=None
    )
    rows = rows.select_related("person__account", "programme__organisation")
    rows = rows.defer(*(f"programme__{name}" for name in LONG))
    held = tuple(rows.order_by("joined_at"))
    return Grants({m.organisation_id: m.person_id for m in held}, held)


def grants(user: Account | AnonymousUser) -> Grants:
    """The grants of `user`, read once per request (the account object lives for one request)."""
    if not isinstance(user, Account) or not user.is_active:
        return Grants()
    if user.grants_now is None:
        user.grants_now = grants_of(user.pk)
    return user.grants_now


def holds(user: Account, permission: str, programme: str = "programme") -> Q:
    """The rows whose programme (at the path `programme`) lies where `user` holds `permission`."""
    held = grants(user)
    programmes, organisations = held.programmes(permission), held.organisations(permission)
    if not programmes and not organisations:
        return nothing()
    key = f"{programme}_id__in" if programme != "pk" else "pk__in"
    q = Q(**{key: programmes}) if programmes else nothing()
    return q | Q(organisation_id__in=organisations) if organisations else q


def own(user: Account, person: str = "person") -> Q:
    """The rows whose person (at the path `person`) is `user`."""
    return Q(**{f"{person}_id__in": set(grants(user).persons.values())})


def may(user: Account, permission: str, row: OrganisationRow) -> bool:
    """Whether `user` holds `permission` for the programme of `row` (a Programme or a row that has one)."""
    held = grants(user)
    programme_id = row.pk if isinstance(row, Programme) else getattr(row, "programme_id", None)
    return programme_id in held.programmes(permission) or row.organisation_id in held.organisations(permission)


def permit(user: Account, permission: str, row: OrganisationRow) -> None:
    """Raise PermissionDenied (403) where `user`, who can see `row`, does not hold `permission` for it."""
    if not may(user, permission, row):
        raise PermissionDenied


def seen_programme(user: Account, programme_id: UUID) -> Programme:
    """The programme with this id and its organisation, if `user` may see it; 404 where not.

    Asks the database only for somebody whose role is in the whole organisation: other roles bring their programme.
    """
    roles = roles_with("programme.see")
    for membership in grants(user).memberships:
        if membership.programme is not None and membership.programme_id == programme_id and membership.role in roles:
            return membership.programme
    return get_object_or_404(Programme.objects.visible_to(user).select_related("organisation"), pk=programme_id)


def acting_person(user: Account, row: OrganisationRow) -> Person:
    """The person that `user` is in the organisation of `row`, to be named as the actor; 404 where there is none."""
    for membership in grants(user).memberships:
        if membership.organisation_id == row.organisation_id:
            return membership.person
    raise Http404


def needs(permission: str) -> Callable[[Callable], Callable]:
    """Mark a view with the permission it needs; an account that holds it nowhere gets the same 404 as a stranger."""
    roles_with(permission)  # a misspelt permission fails when the view is loaded

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not grants(request.user).holds_anywhere(permission):
                raise Http404
            return view(request, *args, **kwargs)

        inner.permission = permission  # type: ignore[attr-defined]
        return inner

    return decorate


@visible(Programme)
def programmes(user: Account) -> Q:
    return holds(user, "programme.see", "pk")


@visible(Phase)
def phases(user: Account) -> Q:
    return holds(user, "programme.see")


@visible(Place)
def places(user: Account) -> Q:
    return holds(user, "programme.see")


@visible(Partner)
def partners(user: Account) -> Q:
    return holds(user, "indicator.read")


@visible(Membership)
def memberships(user: Account) -> Q:
    return holds(user, "person.read") | own(user)


@visible(Person)
def persons(user: Account) -> Q:
    """Oneself, and those who hold a role where `user` may see people."""
    held = grants(user)
    theirs = Membership.objects.everywhere("joined to persons below").filter(holds(user, "person.read"))
    return Q(pk__in=set(held.persons.values())) | Q(pk__in=theirs.values("person"))


__all__ = ["Grants", "Role", "acting_person", "grants", "holds", "may", "needs", "own", "permit", "seen_programme"]
