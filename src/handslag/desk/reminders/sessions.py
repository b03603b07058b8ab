"""Reminders about the training: the invitation with all its days, each session on its day, whether a mentor goes on
after the first, and what was missed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.urls import reverse

from handslag.gatherings.models import Attendance
from handslag.outbox.letters import day_and_time
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role
from handslag.training.models import Confirmation, Session
from handslag.training.notices import where
from handslag.training.queries import CONFIRMS, text_in, units_done

from .readers import Readers
from .rows import Occasion, Row, anchored

INVITATION = "training_invitation"
PARTICIPATION = "confirm_participation"


def occasions(programme: Programme, rows: list[Row], readers: Readers, today: date, at: datetime) -> Iterator[Occasion]:
    """What is due today about the sessions of the units. Two queries, and one more on a day with a session."""
    invitation = [row for row in rows if row.key == INVITATION and _begins(programme, row) in row.anchors(today)]
    of_units = {f"unit_{number}": number for number in range(1, 10)}
    lessons = {of_units[row.key]: row for row in rows if row.key in of_units}
    missed, going_on = anchored(rows, "session"), [row for row in rows if row.key == PARTICIPATION]
    if not (invitation or lessons or missed or going_on):
        return
    sessions = _sessions(programme, at)
    coming = [session for session in sessions if session.gathering.starts_at > at]
    if invitation and coming:
        yield from _invite(programme, invitation[0], coming, readers)
    todays = [s for s in coming if s.unit.number in lessons and day_of(programme, s.gathering.starts_at) == today]
    over = [(row, s) for row in (*missed, *going_on) for s in sessions if _is_due(programme, row, s, today, at)]
    if todays or over:
        done = units_done(programme)
        for session in todays:
            row = lessons[session.unit.number]
            for mentor in readers.members(Role.MENTOR):
                if session.unit.number not in done.get(mentor.pk, ()):
                    yield _lesson(row, session, mentor.person)
        yield from _make_ups(programme, [(row, s) for row, s in over if row.key != PARTICIPATION], done, readers)
        first = [row for row, s in over if row.key == PARTICIPATION and s.unit.number == CONFIRMS]
        yield from _going_on(programme, first, done, readers)


def _begins(programme: Programme, row: Row) -> date | None:
    return next((phase.starts_on for phase in programme.phases.all() if phase.key == row.anchor), None)


def _sessions(programme: Programme, at: datetime) -> list[Session]:
    rows = Session.objects.of(programme.organisation_id).filter(
        unit__programme=programme, gathering__starts_at__gt=at - timedelta(days=40)
    )
    return list(rows.select_related("unit", "gathering").order_by("gathering__starts_at"))


def _line(session: Session) -> str:
    parts = [f"{session.unit.number}. {text_in(session.unit.title)}", day_and_time(session.gathering.starts_at)]
    return ", ".join([*parts, *filter(None, [where(session)])])


def _invite(programme: Programme, row: Row, coming: list[Session], readers: Readers) -> Iterator[Occasion]:
    lines = tuple(partial(_line, session) for session in coming)
    what = f"{programme.pk.hex}:{row.due_on(_begins(programme, row) or date.min)}"
    for role in row.to:
        for reader in readers.persons(role):
            url = reverse("training:units", args=[programme.pk])
            yield Occasion(row, reader, what, url, more=lines, expires_at=coming[0].gathering.starts_at)


def _lesson(row: Row, session: Session, reader) -> Occasion:
    return Occasion(
        row, reader, f"{session.pk.hex}:{session.gathering.starts_at:%Y%m%d}",
        reverse("training:session", args=[session.pk]), more=(partial(_line, session),),
        expires_at=session.gathering.starts_at,
    )  # fmt: skip


def _is_due(programme: Programme, row: Row, session: Session, today: date, at: datetime) -> bool:
    day = day_of(programme, session.gathering.starts_at)
    return session.gathering.starts_at <= at and day in row.anchors(today)


def _make_ups(programme: Programme, late, done: dict, readers: Readers) -> Iterator[Occasion]:
    """For the trainers: a session that somebody missed who has not done the unit since."""
    if not late:
        return
    mentors = {member.pk for member in readers.members(Role.MENTOR)}
    away = Attendance.objects.of(programme.organisation_id).filter(
        gathering__in=[session.gathering_id for _row, session in late], status=Attendance.Status.ABSENT
    )
    missed: dict = {}
    for gathering, membership in away.values_list("gathering_id", "membership_id"):
        missed.setdefault(gathering, set()).add(membership)
    for row, session in late:
        away_now = missed.get(session.gathering_id, set()) & mentors
        who = {mentor for mentor in away_now if session.unit.number not in done.get(mentor, ())}
        for role in row.to if who else ():
            for reader in readers.persons(role):
                url = reverse("training:session", args=[session.pk])
                yield Occasion(row, reader, session.pk.hex, url, count=len(who), more=(partial(_line, session),))


def _going_on(programme: Programme, rows: list[Row], done: dict, readers: Readers) -> Iterator[Occasion]:
    """For mentors who know the first unit and have not said whether they go on; days are counted from its session."""
    if not rows:
        return
    said = Confirmation.objects.of(programme.organisation_id).filter(membership__programme=programme)
    answered = set(said.values_list("membership", flat=True))
    url = reverse("training:participation", args=[programme.pk])
    for mentor in readers.members(Role.MENTOR):
        if CONFIRMS in done.get(mentor.pk, ()) and mentor.pk not in answered:
            yield Occasion(rows[0], mentor.person, programme.pk.hex, url)
