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
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import roles_with

from .. import score_table
from ..models import Exclusion, ExclusionReader, MatchingRound
from ..private import rows_of
from ..turning import said_in

MOST_READERS = 2


class ToldMeanwhile(Refused):
    """The person has said something more since the page was opened."""


class WrongReaders(Refused):
    """One or two members of the team are named."""


@transaction.atomic
def tell(*, member: Membership, words: str, by: Person | None, at: datetime) -> None:
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
    _forget_scores(member.programme)
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
    _forget_scores(member.programme)
    _record("exclusion.turn", member, by=by, at=at)


@transaction.atomic
def name_readers(*, programme: Programme, readers: Sequence[Membership], by: Person | None, at: datetime) -> None:
    """Name who reads private exclusions from now on, those who come and those who are there."""
    if not 1 <= len(readers) <= MOST_READERS:
        raise WrongReaders(_("Name one person or two."))
    able = roles_with("exclusion.read")
    if any(r.programme_id not in (None, programme.pk) or r.role not in able or r.ended_at for r in readers):
        raise WrongReaders(_("Name people of this programme's team."))
    Programme.objects.of(programme.organisation_id).select_for_update().get(pk=programme.pk)
    now = ExclusionReader.objects.of(programme.organisation_id).filter(programme=programme, ended_at=None)
    wanted, held = {reader.pk: reader for reader in readers}, set(now.values_list("membership_id", flat=True))
    now.exclude(membership_id__in=wanted).update(ended_at=at)
    for pk in wanted.keys() - held:
        ExclusionReader.objects.create(
            organisation_id=programme.organisation_id, programme=programme, membership=wanted[pk], named_by=by,
            named_at=at,
        )  # fmt: skip
    record("exclusion.name_readers", "programmes.programme", programme.pk, by=by, at=at,
           organisation=programme.organisation_id, detail={"memberships": sorted(map(str, wanted))})  # fmt: skip


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


def _forget_scores(programme: Programme | None) -> None:
    """The next act at the board scores everybody anew."""
    if programme is None:
        return
    rounds = MatchingRound.objects.of(programme.organisation_id).filter(programme=programme, published_at=None)
    for matching_round in rounds:
        score_table.forget(matching_round)


def _record(action: str, member: Membership, *, by: Person | None, at: datetime) -> None:
    record(action, "programmes.membership", member.pk, by=by, organisation=member.organisation_id, at=at)
