"""Keeping the figures of each month, and closing a programme."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.pairs.actions import end
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.closed import ProgrammeClosed, is_closed
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme
from handslag.supervision.periods import add_months
from handslag.surveys.actions import close as close_wave
from handslag.surveys.models import Wave

from .few import CONFIDENTIAL
from .models import Closure, KeptFigures, Reflection
from .trend import counts_on, ends_of_months

RETENTION_MONTHS = 24
ONCE_A_DAY = timedelta(hours=20)


class PairsRunning(Refused):
    """Pairs are still there, so the programme is not at its end."""


class WrongDay(Refused):
    """A day that has not come yet."""


@transaction.atomic
def keep_figures(*, programme: Programme, at: datetime) -> int:
    """Keep the figures of each month that has ended. Gives how many months were worked out.

    The last two months are worked out again each day, as diaries are written late; older ones stay as they are. What
    was counted of confidential answers stays at once: an answer that is changed or erased would show in two counts.
    """
    ends = ends_of_months(programme, day_of(programme, at))
    row = KeptFigures.objects.of(programme.organisation_id).filter(programme=programme).first()
    months = dict(row.months) if row else {}
    late = ends[-2:] if row is None or at - row.made_at > ONCE_A_DAY else []
    wanted = [on for on in ends if on.isoformat() not in months or on in late]
    if wanted:
        for on in wanted:
            kept = months.get(on.isoformat(), {})
            stays = {number: count for number, count in kept.items() if number in CONFIDENTIAL}
            months[on.isoformat()] = counts_on(programme, on) | stays
        KeptFigures.objects.of(programme.organisation_id).update_or_create(
            programme=programme,
            defaults={"organisation_id": programme.organisation_id, "months": months, "made_at": at},
        )
    return len(wanted)


@transaction.atomic
def end_all_pairs(*, programme: Programme, by: Person | None, at: datetime) -> int:
    """End every running pair as completed, today. Gives how many. Pairs that never met are left to the team."""
    on = day_of(programme, at)
    rows = Pair.objects.of(programme.organisation_id).filter(programme=programme, ended_on=None)
    number = 0
    for pair in rows.exclude(started_on=None).select_related("programme").order_by("id"):
        end(pair=pair, reason=Pair.EndReason.COMPLETED, on=on, by=by, at=at)
        number += 1
    return number


@transaction.atomic
def write_reflection(
    *, programme: Programme, held_on: date, lessons: str, by: Person | None, at: datetime, ideas: str = ""
) -> Reflection:
    """Keep what the mentors said in their last round: without names, to learn from."""
    if held_on > day_of(programme, at):
        raise WrongDay(_("This day has not come yet. Choose today or an earlier day."))
    if is_closed(programme):
        raise ProgrammeClosed(_("This programme is closed."))
    reflection, _made = Reflection.objects.of(programme.organisation_id).update_or_create(
        programme=programme,
        defaults={
            "organisation_id": programme.organisation_id, "held_on": held_on, "lessons": lessons.strip(),
            "ideas": ideas.strip(), "written_by": by, "written_at": at,
        },
    )  # fmt: skip
    _journal("programme.reflect", programme, by, at)
    return reflection


@transaction.atomic
def close_programme(*, programme: Programme, by: Person | None, at: datetime) -> Closure:
    """Close a programme whose pairs have all ended: surveys take no more answers, nobody applies or is matched.

    Raises PairsRunning, ProgrammeClosed.
    """
    Programme.objects.of(programme.organisation_id).select_for_update().get(pk=programme.pk)
    if is_closed(programme):
        raise ProgrammeClosed(_("This programme is closed."))
    left = Pair.objects.of(programme.organisation_id).filter(programme=programme, ended_on=None).count()
    if left:
        text = ngettext("%(n)s pair has not ended. End it first.", "%(n)s pairs have not ended. End them first.", left)
        raise PairsRunning(text % {"n": left})
    keep_figures(programme=programme, at=at)
    for wave in Wave.objects.of(programme.organisation_id).filter(programme=programme, closed_at=None):
        close_wave(wave=wave, by=by, at=at)
    months = int(programme.rules.get("retention_months", RETENTION_MONTHS))
    closure = Closure.objects.create(
        organisation_id=programme.organisation_id, programme=programme, closed_at=at, closed_by=by,
        delete_on=add_months(day_of(programme, at), months),
    )  # fmt: skip
    _journal("programme.close", programme, by, at)
    return closure


def _journal(action: str, programme: Programme, by: Person | None, at: datetime) -> None:
    record(action, "programmes.programme", programme.pk, by=by, organisation=programme.organisation_id, at=at)
