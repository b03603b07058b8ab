"""Who may see gatherings and who came to them.

Supervision is for supervisors and the mentors of its group, whom the supervision room knows; everything else is
for those who see the training. Who came is for the team, and for each member about themselves.
"""

from django.db.models import Q

from handslag.organisations.scope import visible
from handslag.people.models import Account
from handslag.programmes.access import holds, own

from .models import Attendance, Gathering


@visible(Gathering)
def gatherings(user: Account) -> Q:
    supervision = Q(kind=Gathering.Kind.SUPERVISION)
    return (~supervision & holds(user, "training.see")) | (supervision & holds(user, "supervision.see"))


@visible(Attendance)
def attendances(user: Account) -> Q:
    where = "gathering__programme"
    supervision = Q(gathering__kind=Gathering.Kind.SUPERVISION)
    team = holds(user, "training.see", where) & holds(user, "person.read", where)  # mentors hold the first only
    return (
        (~supervision & team) | (supervision & holds(user, "supervision.see", where)) | own(user, "membership__person")
    )
