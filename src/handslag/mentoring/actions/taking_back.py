"""Taking a diary entry back: one that was written twice, or by mistake."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.journal.actions import record
from handslag.pairs.models import Pair
from handslag.people.models import Person

from ..models import DiaryEntry
from ..removed import entries_that_told
from .diary import CORRECTED_WITHIN
from .errors import NotOfThisPair, TooLate, check_running, locked


@transaction.atomic
def take_back_diary(*, entry: DiaryEntry, by: Person, at: datetime) -> None:
    """Remove an entry, by the mentor who wrote it and for as long as it may be corrected; twice changes nothing.

    The row is gone and not hidden: figures and signals are made from the rows there are, and what was a slip about a
    mentee is no record to keep. The journal tells it of the pair, because the entry leads to nobody any more.
    """
    pair = locked(entry.pair)
    found = DiaryEntry.objects.of(pair.organisation_id).filter(pk=entry.pk).first()
    if found is None:
        return
    if by.pk != pair.mentor.person_id or found.written_by_id != pair.mentor_id:
        raise NotOfThisPair(_("Only the mentor of the pair writes its diary."))
    if at - found.written_at > CORRECTED_WITHIN:
        raise TooLate(_("An entry can be removed for %(n)s days. This one stays.") % {"n": CORRECTED_WITHIN.days})
    check_running(pair)
    _settle_steps(found, pair)
    record(
        "diary.take_back", "pairs.pair", pair.pk, by=by, organisation=pair.organisation_id, at=at,
        detail={"entry": str(found.pk), "on": found.on_date.isoformat()},
    )  # fmt: skip
    found.delete()


def _settle_steps(entry: DiaryEntry, pair: Pair) -> None:
    """A formal step goes with its entry. Told in two entries of one day it is one step and hangs on the first: it then
    goes to the other one that told it, as long as that has no step of its own."""
    same_day = DiaryEntry.objects.of(pair.organisation_id).filter(
        pair=pair, written_by=entry.written_by_id, on_date=entry.on_date, what=DiaryEntry.What.MET, formal_steps=None
    )
    for step in entry.formal_steps.all():
        other = same_day.exclude(pk=entry.pk).filter(pk__in=entries_that_told(step)).first()
        if other is None:
            step.delete()
        else:
            step.entry = other
            step.save(update_fields=["entry"])
