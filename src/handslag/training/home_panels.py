"""On homes: how far a mentor has come in the training; and the trainer's day."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import get_language

from handslag.content.queries import written
from handslag.core.home_panels import Panel, provides_home_panels
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.days import zone
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .next_steps import trains
from .queries import cancelled_last, guide_key, units_required
from .timetable import own_units, timetable_of
from .trainer_day import lacks, meetings_ahead, units_over

GATHERING = "training/home/gathering.html"
LACKS = "training/home/lacks.html"


@provides_home_panels
def panels(user: Account, programme: Programme, at: datetime) -> Iterator[Panel]:
    """For a mentor, from the timetable that the next steps have read."""
    held = grants(user)
    if Role.MENTOR not in held.roles_in(programme) or may(user, "person.read", programme):
        return
    own = own_units(timetable_of(user, programme), at)
    done = sum(line.state == "done" for line in own)
    yield Panel("training/home/learning.html", {"done": done, "required": units_required(programme)}, order=20)


@provides_home_panels
def trainer_panels(user: Account, programme: Programme, at: datetime) -> Iterator[Panel]:
    """For a trainer: the next session, and what the units lack. One query beside that of the next steps."""
    if not trains(user, programme):
        return
    units = timetable_of(user, programme)
    ahead = meetings_ahead(units, at, zone(programme))
    meeting = ahead[0] if ahead else None
    # One query with or without a session ahead: the home costs the same every day.
    guide = _guide(programme, meeting.unit.number) if meeting else ""
    off = None if meeting else cancelled_last(user, programme, units)
    then = ahead[1] if ahead[1:] else None
    held = len(units_over(units, at)) == len(units) and not any(unit.missing for unit in units)
    is_over = bool(units) and held  # who missed a unit needs another session of it
    yield Panel(GATHERING, {"meeting": meeting, "then": then, "guide": guide, "is_over": is_over, "off": off}, order=-1)
    if found := lacks(units, at):
        plans = may(user, "training.plan", programme)
        # Where mentors missed a unit, the next step says whom to ask.
        to_plan = not plans and any(lack.undated for lack in found) and not any(lack.missed for lack in found)
        yield Panel(LACKS, {"lacks": found, "plans": plans, "to_plan": to_plan}, order=6)


def _guide(programme: Programme, number: int) -> str:
    """The key of the run sheet of unit `number`, where it can be read."""
    key = guide_key(programme, number)
    return key if key in written(programme.organisation, [key], get_language() or "en", programme.pk) else ""
