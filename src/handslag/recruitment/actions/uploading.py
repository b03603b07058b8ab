"""A sheet of applications on its way through the browser: handed over, its columns told, taken or thrown away."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from ..checking import Checked, check
from ..headings import plain
from ..models import ImportDraft, ImportMapping
from ..rows import Layout
from ..sheets import Table
from .importing import import_applications

WAITS = timedelta(hours=24)
# More would keep the browser waiting longer than it does; the command takes any number.
MOST_TAKEN = 500


class NothingFits(Refused):
    """No row of the sheet can be taken."""


class TooMany(Refused):
    """More rows than a page can take while somebody waits."""


@transaction.atomic
def hand_over(
    *, programme: Programme, role: str, name: str, tables: Sequence[Table], by: Person, at: datetime
) -> ImportDraft:
    """Keep the sheets of a file, sealed, until they are taken. `role`: whose they are, "" where the sheets say it."""
    draft = ImportDraft.objects.create(
        organisation_id=programme.organisation_id, programme=programme, role=role, by=by, name=name[-120:] or "?",
        tables=[table.as_json() for table in tables], made_at=at,
    )  # fmt: skip
    _record("upload", draft, by, at)
    return draft


@transaction.atomic
def choose_sheets(*, draft: ImportDraft, layouts: Mapping[int, Layout]) -> None:
    """Keep which sheets are read, and how (by the number of the sheet). What a check found before is forgotten."""
    draft.layouts = {str(number): layout.as_json() for number, layout in layouts.items()}
    draft.findings = {}
    draft.save(update_fields=["layouts", "findings"])


@transaction.atomic
def choose_role(*, draft: ImportDraft, role: str, by_hand: Mapping[str, str]) -> None:
    """Keep that everybody in the file has this `role`, where the file itself does not say it. Which sheets are read is
    open again; what was chosen `by_hand` (heading -> target) is remembered for them."""
    draft.role = role
    draft.save(update_fields=["role"])
    choose_sheets(draft=draft, layouts={})
    _remember(draft, by_hand)


@transaction.atomic
def tell_columns(
    *, draft: ImportDraft, layouts: Mapping[int, Layout], by_hand: Mapping[str, str], at: datetime
) -> Checked:
    """Keep what each column is, remember what was chosen `by_hand` (heading -> target), and check all rows."""
    choose_sheets(draft=draft, layouts=layouts)
    _remember(draft, by_hand)
    checked = _check(draft, at)
    draft.findings = checked.as_json()
    draft.save(update_fields=["findings"])
    return checked


@transaction.atomic
def take(*, draft: ImportDraft, by: Person, at: datetime) -> None:
    """Make applications of all rows that fit, or of none where one fails. Taken twice, even at once, they are one.

    Raises NothingFits, TooMany.
    """
    rows = ImportDraft.objects.of(draft.organisation_id)
    # Claiming the sheet is one statement, so of two that come together the second waits and finds it claimed.
    if not rows.filter(pk=draft.pk, taken_at=None).update(taken_at=at):
        return
    checked = _check(draft, at)
    if not checked.fit:
        raise NothingFits(_("No row of this file can be taken. Look at what is to be mended."))
    if len(checked.fit) > MOST_TAKEN:
        raise TooMany(too_many())
    result = import_applications(programme=draft.programme, rows=checked.fit, by=by, at=at)
    draft.taken_at = at
    draft.result = {
        "made": len(result.made), "already_there": len(checked.there) + result.already_there,
        "left": len(checked.bad),
        **{role: sum(made.role == role for made in result.made) for role in ("mentor", "mentee")},
    }  # fmt: skip
    draft.tables, draft.layouts, draft.findings, draft.name = [], {}, {}, ""
    draft.save()


def too_many() -> str:
    text = _("A page takes %d new rows at most. Split the file, or let whoever runs the server use “handslag import”.")
    return text % MOST_TAKEN


@transaction.atomic
def throw_away(*, draft: ImportDraft, by: Person, at: datetime) -> None:
    """Remove a sheet that is not wanted after all."""
    _record("discard", draft, by, at)
    draft.delete()


@transaction.atomic
def remove_old_imports(*, at: datetime) -> int:
    """Remove sheets that were handed over more than a day ago; gives their number."""
    old = ImportDraft.objects.everywhere("the schedule clears up in every organisation")
    return old.filter(made_at__lt=at - WAITS).delete()[0]


def read_of(draft: ImportDraft) -> list[tuple[Table, Layout]]:
    """The sheets of the file that are read, each with its layout."""
    return [
        (Table.from_json(draft.tables[int(number)]), Layout.from_json(kept)) for number, kept in draft.layouts.items()
    ]


def _remember(draft: ImportDraft, by_hand: Mapping[str, str]) -> None:
    rows = ImportMapping.objects.of(draft.organisation_id)
    for heading, target in by_hand.items():
        rows.update_or_create(
            programme=draft.programme, role=draft.role, heading=plain(heading), defaults={"target": target},
            create_defaults={"organisation_id": draft.organisation_id, "target": target},
        )  # fmt: skip


def _check(draft: ImportDraft, at: datetime) -> Checked:
    return check(draft.programme, draft.role, read_of(draft), day_of(draft.programme, at))


def _record(verb: str, draft: ImportDraft, by: Person, at: datetime) -> None:
    record(f"application.{verb}", "recruitment.importdraft", draft.pk, by=by, organisation=draft.organisation_id, at=at)
