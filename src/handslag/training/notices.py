"""What the training writes to mentors."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.gatherings.models import Attendance
from handslag.gatherings.notices import needed_by, tell_of_change
from handslag.outbox.actions import queue
from handslag.outbox.letters import Letter, day_and_time, written_for
from handslag.outbox.models import Message
from handslag.people.models import Person
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
    marked = Attendance.objects.of(unit.organisation_id).filter(gathering__training_session__unit=unit)
    if session.gathering.starts_at <= at or not marked.exists():
        return
    letters = [_make_up(session, mentor) for mentor in _expected(session)]
    queue(programme=programme, letters=letters, by=by, at=at)


def session_moved(session: Session, before: datetime, *, by: Person | None, at: datetime) -> None:
    """Tell of a session's new time or place; `before` is when it was to be."""
    gathering, page = session.gathering, reverse("training:session", args=[session.pk])

    def compose(reader: Person) -> Letter:
        said = {
            "unit": text_in(session.unit.title), "when": day_and_time(gathering.starts_at),
            "before": day_and_time(before), "where": where(session),
        }  # fmt: skip
        if before == gathering.starts_at:
            title, lines = _("A session has a new place"), [_("“%(unit)s” is at another place: %(when)s.") % said]
        else:
            title, lines = _("A session is moved"), [_("“%(unit)s” has a new time: %(when)s.") % said]
            lines.append(_("The old time was %(before)s.") % said)
        if said["where"]:
            lines.append(_("Place: %(where)s") % said)
        return Letter(
            reader, Message.Kind.TRAINING, title, "\n".join(lines), url=page,
            expires_at=max(before, gathering.starts_at), once_key=f"moved:{session.pk}:{at.isoformat()}:{reader.pk}",
        )  # fmt: skip

    by_then = needed_by(before, gathering.starts_at, at)
    tell_of_change(session.unit.programme, _told(session), compose, page=page, needed_by=by_then, by=by, at=at)


def session_cancelled(session: Session, reason: str, *, by: Person | None, at: datetime) -> None:
    """Tell that a session is not held, and why; nobody of one whose time is past."""
    starts_at, page = session.gathering.starts_at, reverse("training:session", args=[session.pk])

    def compose(reader: Person) -> Letter | None:
        if starts_at <= at:
            return None
        said = {"unit": text_in(session.unit.title), "when": day_and_time(starts_at)}
        lines = [_("“%(unit)s” is not held on %(when)s.") % said, _("Why: %(reason)s") % {"reason": reason}]
        return Letter(
            reader, Message.Kind.TRAINING, _("A session is cancelled"), "\n".join(lines), url=page,
            expires_at=starts_at, once_key=f"cancelled:{session.pk}:{reader.pk}",
        )  # fmt: skip

    tell_of_change(session.unit.programme, _told(session), compose, page=page, needed_by=starts_at, by=by, at=at)


def _told(session: Session) -> list[Person]:
    """Who comes to a session: the mentors it is for, the trainers, and who leads it."""
    trainers = session.unit.programme.memberships.filter(role=Role.TRAINER, ended_at=None)
    leader = [session.gathering.led_by] if session.gathering.led_by else []
    team = [trainer.person for trainer in trainers.select_related("person__account")]
    return [*_expected(session), *team, *leader]


def _expected(session: Session) -> list[Person]:
    """The mentors who have not done the unit of this session."""
    unit = session.unit
    done = Attendance.objects.of(unit.organisation_id).filter(
        gathering__training_session__unit=unit, status__in=Attendance.COUNTS
    )
    mentors = unit.programme.memberships.filter(role=Role.MENTOR, ended_at=None)
    mentors = mentors.exclude(pk__in=done.values("membership")).select_related("person__account")
    return [mentor.person for mentor in mentors]


def _make_up(session: Session, person: Person) -> Letter:
    gathering = session.gathering
    with written_for(person, session.unit.programme):
        said = {"unit": text_in(session.unit.title), "when": day_and_time(gathering.starts_at), "where": where(session)}
        body = _("You missed “%(unit)s”. It is held again: %(when)s.") % said
        if said["where"]:
            body += "\n" + _("Place: %(where)s") % said
        return Letter(
            person, Message.Kind.TRAINING, _("A session is held again"), body,
            url=reverse("training:session", args=[session.pk]), expires_at=gathering.starts_at,
            once_key=f"make-up:{session.pk}:{person.pk}",
        )  # fmt: skip
