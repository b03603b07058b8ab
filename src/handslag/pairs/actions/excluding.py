"""Private exclusions: told by the person, turned into rules by a named colleague, honoured always."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.encryption.keys import KeyLost
from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.actions import name_confidants
from handslag.programmes.models import Membership, Programme

from .. import notices, score_table
from ..access import readers_of_exclusions
from ..models import Exclusion, ExclusionReader
from ..private import rows_of
from ..turning import said_in


class ToldMeanwhile(Refused):
    """The person has said something more since the page was opened."""


@transaction.atomic
def tell(*, member: Membership, words: str, at: datetime) -> None:
    """A mentor or mentee says whom she may never be paired with; no words say that there is nobody to name.

    Words are added to those of before: somebody else at the same phone must not be able to take them away. The journal
    says that something was told, and does not say by whom.
    """
    _hold_programme(member)
    row = _held(member)
    if words.strip():
        try:
            before = row.words
        except KeyLost:
            before = ""
        row.words = "\n".join(filter(None, [before, words.strip()]))
        row.told_at = at
    row.save()
    score_table.forget_open(member.organisation_id, member.programme_id)
    _record("exclusion.tell", member, by=None, at=at)


@transaction.atomic
def turn(
    *, member: Membership, persons: Sequence[Person], countries: Sequence[str], names: str, told_at: datetime | None,
    by: Person | None, at: datetime, offered: Collection[str] = (),
) -> None:  # fmt: skip
    """Make rules of what `member` said: these persons, people of these countries, and whoever bears one of these
    `names`, now or later. They hold for each membership of the person in the programme.

    `offered`: ids of the persons among whom was chosen; who was excluded before and could not be chosen stays so.
    `told_at`: when what was read had been told. Raises ToldMeanwhile.
    """
    programme = _hold_programme(member)
    newest = max((said.told.at for said in said_in(programme, [member]) if said.told.at), default=None)
    if newest is not None and (told_at is None or newest > told_at):
        raise ToldMeanwhile(_("Something more was said since you opened the page. Read it again."))
    row = _held(member)
    others = list(rows_of(programme, [member.person_id]).exclude(pk=row.pk))
    gone = _excluded_in([row, *others]) - set(offered)
    rules = {
        "persons": sorted(gone | {str(person.pk) for person in persons}),
        "countries": sorted(countries),
        "names": names.strip(),
    }
    row.rules, row.turned_at, row.turned_by = rules, at, by
    row.save()
    for other in others:
        other.rules = rules
        other.save(update_fields=["rules"])
    score_table.forget_open(member.organisation_id, member.programme_id)
    _record("exclusion.turn", member, by=by, at=at)


@transaction.atomic
def name_readers(*, programme: Programme, readers: Sequence[Membership], by: Person | None, at: datetime) -> None:
    """Name who reads private exclusions; those who read them until now are told. Raises WrongNames."""
    before = readers_of_exclusions(programme)
    name_confidants(
        ExclusionReader, programme=programme, named=readers, permission="exclusion.read",
        action="exclusion.name_readers", by=by, at=at,
    )  # fmt: skip
    if {one.person_id for one in before} != {one.person_id for one in readers}:
        told = [one.person for one in before if by is None or one.person_id != by.pk]
        notices.other_readers(programme, told, [one.person for one in readers], by=by, at=at)


def _hold_programme(member: Membership) -> Programme:
    """Let nobody suggest or publish pairs until the act is done; always the first row that is held."""
    return Programme.objects.of(member.organisation_id).select_for_update().get(pk=member.programme_id)


def _excluded_in(rows: Iterable[Exclusion]) -> set[str]:
    """Ids of the persons in the rules of these rows, as far as they can be opened."""
    found: set[str] = set()
    for row in rows:
        with suppress(KeyLost):
            found.update((row.rules or {}).get("persons", ()))
    return found


def _held(member: Membership) -> Exclusion:
    """The row of `member`, held so that nothing that is told is lost; a new one where there is none."""
    rows = Exclusion.objects.of(member.organisation_id)
    rows.get_or_create(organisation_id=member.organisation_id, membership=member)
    row = rows.select_for_update(of=("self",)).get(membership=member)
    row.membership = member
    return row


def _record(action: str, member: Membership, *, by: Person | None, at: datetime) -> None:
    record(action, "programmes.membership", member.pk, by=by, organisation=member.organisation_id, at=at)
