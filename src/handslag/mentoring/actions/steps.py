"""Correcting a step that was taken, and taking back one that was not."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.pairs.models import Pair
from handslag.people.models import Person

from ..models import FormalStep
from ..removed import confirmed
from .diary import CORRECTED_WITHIN
from .errors import NotOfThisPair, TooLate, check_happened, check_running, locked
from .planning import area_of


class StepStands(Refused):
    """The plan tells of the same step on this day already."""


@transaction.atomic
def correct_step(*, step: FormalStep, code: str, done_on: date, by: Person, by_team: bool, at: datetime) -> FormalStep:
    """Say that it was another step, or another day. The journal tells which; what kind of proof there is stays.

    For seven days after it was noted, by who noted it and by the team (`by_team`); once it was confirmed, by the team
    alone. It hangs on no diary entry any more: that tells of the day and the step as they were. Raises NotOfThisPair,
    TooLate, StepStands, UnknownCode and what `check_happened` raises.
    """
    pair = locked(step.pair)
    step.refresh_from_db(from_queryset=FormalStep.objects.of(pair.organisation_id))
    _check_may_change(step, pair, by, by_team, at)
    check_happened(pair, done_on, at)
    area, said = area_of(pair, code), {"code": code, "done_on": done_on}
    changed = sorted(name for name, value in said.items() if getattr(step, name) != value)
    if not changed:
        return step
    if FormalStep.objects.of(pair.organisation_id).filter(pair=pair, **said).exclude(pk=step.pk).exists():
        raise StepStands(_("This step is in the plan already, on the same day."))
    step.code, step.area, step.done_on, step.entry = code, area, done_on, None
    step.save(update_fields=["code", "area", "done_on", "entry"])
    record(
        "step.correct", "mentoring.formalstep", step.pk, by=by, organisation=pair.organisation_id, at=at,
        detail={"fields": changed},
    )  # fmt: skip
    return step


@transaction.atomic
def take_back_step(*, step: FormalStep, by: Person, by_team: bool, at: datetime) -> None:
    """Remove a step that was not taken; twice changes nothing. Who may, and for how long, is as in `correct_step`.

    The row is gone, and with it what figures count. The journal tells it of the pair: the step leads to nobody any
    more.
    """
    pair = locked(step.pair)
    found = FormalStep.objects.of(pair.organisation_id).filter(pk=step.pk).first()
    if found is None:
        return
    _check_may_change(found, pair, by, by_team, at)
    record(
        "step.take_back", "pairs.pair", pair.pk, by=by, organisation=pair.organisation_id, at=at,
        detail={"step": str(found.pk), "code": found.code, "on": found.done_on.isoformat()},
    )  # fmt: skip
    found.delete()


def _check_may_change(step: FormalStep, pair: Pair, by: Person, by_team: bool, at: datetime) -> None:
    if not by_team and confirmed(pair.organisation_id, [step]):
        raise NotOfThisPair(_("This step is confirmed. Only the team changes it."))
    if not by_team and step.recorded_by_id != by.pk:
        raise NotOfThisPair(_("Only who wrote this step and the team change it."))
    if at - step.recorded_at > CORRECTED_WITHIN:
        raise TooLate(_("A step can be changed for %(n)s days. This one stays.") % {"n": CORRECTED_WITHIN.days})
    check_running(pair)
