"""Making programmes, and what belongs to them: phases, places."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.organisations.models import Organisation
from handslag.people.models import Person

from ..models import Phase, Place, Programme


class SlugTaken(Refused):
    """Another programme has this short name."""


class NotYet(Refused):
    """Something that has begun, with a day that has not come."""


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
