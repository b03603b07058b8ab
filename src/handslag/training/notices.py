"""What the training writes to mentors."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.gatherings.models import Attendance
from handslag.outbox.actions import queue
from handslag.outbox.letters import Letter, day_and_time, written_for
from handslag.outbox.models import Message
from handslag.people.models import Person
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role

from .models import Session
from .queries import text_in


def where(session: Session) -> str:
    """The place of a session, or that it is online; empty where neither is known."""
    gathering = session.gathering
    return gathering.place or (_("Online") if gathering.online_link else "")


def make_up_planned(session: Session, *, by: Person | None, at: datetime) -> None:
    """Tell those who missed a unit that it is held again. The first session of a unit is told of in the invitation."""
    unit, programme = session.unit, session.unit.programme
    done = Attendance.objects.of(unit.organisation_id).filter(gathering__training_session__unit=unit)
    if session.gathering.starts_at <= at or not done.exists():
        return
    missing = (
        Membership.objects.of(unit.organisation_id)
        .filter(programme=programme, role=Role.MENTOR, ended_at=None)
        .exclude(pk__in=done.filter(status__in=Attendance.COUNTS).values("membership"))
        .select_related("person__account")
    )
    queue(programme=programme, letters=[_make_up(session, mentor.person) for mentor in missing], by=by, at=at)


def _make_up(session: Session, person: Person) -> Letter:
    gathering = session.gathering
    with written_for(person, session.unit.programme):
        said = {"unit": text_in(session.unit.title), "when": day_and_time(gathering.starts_at), "where": where(session)}
        body = _("You missed “%(unit)s”. It is held again: %(when)s.") % said
        body = f"{body}\n{_('Place: %(where)s') % said}" if said["where"] else body
        return Letter(
            person, Message.Kind.TRAINING, _("A lesson is held again"), body,
            url=reverse("training:session", args=[session.pk]), expires_at=gathering.starts_at,
            once_key=f"make-up:{session.pk}:{person.pk}",
        )  # fmt: skip
