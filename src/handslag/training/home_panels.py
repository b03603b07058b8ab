"""How far a mentor has come in the training, on the home page."""

from collections.abc import Iterator
from datetime import datetime

from handslag.core.home_panels import Panel, provides_home_panels
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .queries import units_required
from .timetable import own_units, timetable_of


@provides_home_panels
def panels(user: Account, programme: Programme, at: datetime) -> Iterator[Panel]:
    """For a mentor, from the timetable that the next steps have read."""
    held = grants(user)
    if Role.MENTOR not in held.roles_in(programme) or may(user, "person.read", programme):
        return
    own = own_units(timetable_of(user, programme), at)
    done = sum(line.state == "done" for line in own)
    yield Panel("training/home/learning.html", {"done": done, "required": units_required(programme)}, order=20)
