"""What happens to several pairs of a group at once, written in each pair's own diary."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.pairs.models import Pair
from handslag.people.models import Person

from ..models import DiaryEntry, Goal
from .diary import MET, write_diary
from .errors import DayWritten


class NobodyThere(Refused):
    """A meeting of a group has somebody in it."""


@transaction.atomic
def write_group_diary(
    *, pairs: Sequence[Pair], on_date: date, by: Person | None, at: datetime, entry_id: UUID,
    themes: Sequence[str] = (), **said,
) -> list[DiaryEntry]:  # fmt: skip
    """Write what happened in a meeting of a group once for each of `pairs`: those of one mentor whose mentees came.

    `said` is what `write_diary` takes; each entry is about those live goals of its pair that fit the themes. Sent twice
    with the same `entry_id`, the entries of the first time stand. All or nothing: raises NobodyThere, and what
    `write_diary` raises, DayWritten with the name of the mentee.
    """
    if not pairs:
        raise NobodyThere(_("Choose who was there."))
    entries = []
    for pair in sorted(pairs, key=lambda pair: str(pair.pk)):
        live = Goal.objects.of(pair.organisation_id).filter(plan__pair=pair, status__in=Goal.LIVE, area__in=themes)
        try:
            entries.append(
                write_diary(
                    pair=pair, what=MET, on_date=on_date, by=by, at=at, entry_id=uuid5(entry_id, str(pair.pk)),
                    themes=themes, goals=list(live), **said,
                )
            )  # fmt: skip
        except DayWritten as refusal:
            name = {"name": pair.mentee.person.given_name}
            told = _("You have already written about this day with %(name)s.") % name
            raise DayWritten(told, refusal.entry) from refusal
    return entries
