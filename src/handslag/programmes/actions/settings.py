"""Correcting what was said when a programme was made: its name, languages, contact and places."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person

from ..models import Place, Programme
from ..places import chosen_places

CHANGEABLE = {"title", "languages", "contact_name", "contact_phone", "contact_hours"}


class PlaceChosen(Refused):
    """Somebody has chosen the place, so it stays."""


@transaction.atomic
def change_settings(*, programme: Programme, by: Person | None, at: datetime, **settings: Any) -> None:
    """Change some of CHANGEABLE; the short name, and with it every address on paper, stays as it is."""
    if unknown := settings.keys() - CHANGEABLE:
        raise TypeError(f"not changeable: {', '.join(sorted(unknown))}")
    rows = Programme.objects.of(programme.organisation_id).select_for_update()
    programme.refresh_from_db(fields=list(CHANGEABLE), from_queryset=rows)
    changed = sorted(name for name, value in settings.items() if getattr(programme, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(programme, name, settings[name])
    programme.save(update_fields=changed)
    record(
        "programme.change_settings", "programmes.programme", programme.pk, by=by,
        organisation=programme.organisation_id, at=at, detail={"fields": changed},
    )  # fmt: skip


@transaction.atomic
def rename_place(*, place: Place, name: str, by: Person | None, at: datetime) -> None:
    """Spell a place in another way. Its code stays: that is what people have chosen."""
    place.name = name
    place.save(update_fields=["name"])
    record("place.rename", "programmes.place", place.pk, by=by, organisation=place.organisation_id, at=at)


@transaction.atomic
def remove_place(*, place: Place, by: Person | None, at: datetime) -> None:
    """Take a place off the list that people choose from. Raises PlaceChosen."""
    if place.code in chosen_places(place.programme):
        raise PlaceChosen(_("People have chosen %(place)s. It can be renamed, not removed.") % {"place": place.name})
    record("place.remove", "programmes.place", place.pk, by=by, organisation=place.organisation_id, at=at)
    place.delete()
