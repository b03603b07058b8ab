"""Making programmes and giving roles in them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.organisations.models import Organisation
from handslag.people.actions import open_account, register_person
from handslag.people.models import Person

from .models import Membership, Partner, Phase, Place, Programme
from .roles import Role


class SlugTaken(Refused):
    """Another programme has this short name."""


class RoleHeld(Refused):
    """The person holds this role already."""


class RoleEnded(Refused):
    """The role has ended before."""


@transaction.atomic
def make_programme(
    *, organisation: Organisation, title: str, slug: str, template_key: str, template_version: str, starts_on: date,
    languages: list[str], by: Person | None, at: datetime, **settings: Any,
) -> Programme:  # fmt: skip
    """Make an empty programme. `settings` are the other fields of the model: rules, weights, contact_name ..."""
    if Programme.objects.everywhere("short names are unique over all organisations").filter(slug=slug).exists():
        raise SlugTaken(_("A programme with this name begins in the same month. Choose another name."))
    programme = Programme.objects.create(
        organisation=organisation, title=title, slug=slug, template_key=template_key, starts_on=starts_on,
        template_version=template_version, languages=languages, created_at=at, **settings,
    )  # fmt: skip
    record("programme.make", "programmes.programme", programme.pk, by=by, organisation=organisation.pk, at=at)
    return programme


@transaction.atomic
def add_phases(
    *, programme: Programme, phases: list[tuple[str, str, date, date]], by: Person | None, at: datetime
) -> list[Phase]:
    """Lay out the phases (key, title, first day, last day) of a new programme, in order."""
    organisation = programme.organisation_id
    record("programme.add_phases", "programmes.programme", programme.pk, by=by, organisation=organisation, at=at)
    return Phase.objects.bulk_create(
        Phase(
            organisation_id=programme.organisation_id, programme=programme, position=position, key=key, title=title,
            starts_on=starts_on, ends_on=ends_on,
        )
        for position, (key, title, starts_on, ends_on) in enumerate(phases, start=1)
    )  # fmt: skip


@transaction.atomic
def add_place(
    *, programme: Programme, code: str, name: str, by: Person | None, at: datetime, latitude: float | None = None,
    longitude: float | None = None,
) -> Place:  # fmt: skip
    """Add a town or district (degrees north and east, WGS 84) that people can choose."""
    place = Place.objects.create(
        organisation_id=programme.organisation_id, programme=programme, code=code, name=name, latitude=latitude,
        longitude=longitude,
    )  # fmt: skip
    record("place.add", "programmes.place", place.pk, by=by, organisation=programme.organisation_id, at=at)
    return place


@transaction.atomic
def add_partner(*, programme: Programme, by: Person | None, at: datetime, **partner: Any) -> Partner:
    """Write a partner into the register; `partner` are the fields of the model."""
    row = Partner.objects.create(organisation_id=programme.organisation_id, programme=programme, **partner)
    record("partner.add", "programmes.partner", row.pk, by=by, organisation=programme.organisation_id, at=at)
    return row


@transaction.atomic
def give_role(*, programme: Programme | None, person: Person, role: str, by: Person | None, at: datetime) -> Membership:
    """Give `person` a role in `programme`; without a programme, in the whole organisation. Raises RoleHeld."""
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


@transaction.atomic
def add_team_member(
    *, programme: Programme, given_name: str, family_name: str, email: str, role: str, by: Person | None, at: datetime,
    phone: str = "",
) -> Membership:  # fmt: skip
    """Give somebody a role in the team, with a sign-in. Who is known by the e-mail address stays one person."""
    known = Person.objects.of(programme.organisation_id).filter(account__email__iexact=email, erased_at=None).first()
    person = known or register_person(
        organisation=programme.organisation, given_name=given_name, family_name=family_name, phone=phone, email=email,
        by=by, at=at,
    )  # fmt: skip
    if known is None:
        open_account(person=person, email=email, by=by, at=at)
    return give_role(programme=programme, person=person, role=role, by=by, at=at)


@transaction.atomic
def end_role(*, membership: Membership, reason: str, by: Person | None, at: datetime) -> None:
    """End a role; what was done in it stays. The account's rights change with its next request. Raises RoleEnded."""
    rows = Membership.objects.of(membership.organisation_id).select_for_update()
    membership.refresh_from_db(fields=["ended_at"], from_queryset=rows)
    if membership.ended_at is not None:
        raise RoleEnded(_("This role has ended already."))
    membership.ended_at, membership.end_reason = at, reason
    membership.save(update_fields=["ended_at", "end_reason"])
    record("role.end", "programmes.membership", membership.pk, by=by, organisation=membership.organisation_id, at=at)
