"""The list of mentors of one session, and what is written of each."""

from dataclasses import dataclass

from django.db.models import Q

from handslag.gatherings.models import Attendance
from handslag.people.models import Account
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role

from .models import Session


@dataclass(frozen=True)
class Roll:
    """Whom a session is for, in order of names, and `Attendance.Status` by membership id. `done_before`: somebody is
    not on it who has done the unit in another session."""

    members: list[Membership]
    statuses: dict
    done_before: bool = False

    @property
    def came(self) -> int:
        return sum(status in Attendance.CAME for status in self.statuses.values())

    @property
    def unmarked(self) -> int:
        return sum(member.pk not in self.statuses for member in self.members)


def statuses_of(session: Session, user: Account) -> tuple[dict, set]:
    """What `user` may see: the status of each membership in this session, and who did the unit in another one."""
    rows = Attendance.objects.visible_to(user).filter(gathering__training_session__unit_id=session.unit_id)
    here, elsewhere = {}, set()
    for membership, gathering, status in rows.values_list("membership_id", "gathering_id", "status"):
        if gathering == session.gathering_id:
            here[membership] = status
        elif status in Attendance.COUNTS:
            elsewhere.add(membership)
    return here, elsewhere - set(here)


def roll_of(session: Session, user: Account) -> Roll:
    """The roll of `session`: the programme's mentors, without those who have done the unit in another session.

    It is one page on purpose: a trainer saves it once, and no programme trains more than a hall.
    """
    here, elsewhere = statuses_of(session, user)
    now = Q(programme_id=session.unit.programme_id, role=Role.MENTOR, ended_at=None)
    rows = Membership.objects.visible_to(user).filter(now | Q(pk__in=here)).exclude(pk__in=elsewhere)
    rows = rows.select_related("person").order_by("person__given_name", "person__family_name", "pk")
    return Roll(list(rows), here, done_before=bool(elsewhere))
