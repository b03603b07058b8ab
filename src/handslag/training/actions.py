"""Laying out the units of a programme, planning, moving and cancelling their sessions, and taking attendance."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.content.models import Document
from handslag.core.errors import Refused
from handslag.gatherings import actions as gatherings
from handslag.gatherings.models import Attendance, Gathering
from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme

from . import notices
from .models import CancelledSession, Confirmation, Session, Unit
from .queries import CONFIRMS, text_in, units_done


class NumberTaken(Refused):
    """The programme has a unit with this number."""


class TooEarly(Refused):
    """The unit that tells what the role is has not been taken yet."""


class AlreadyPlanned(Refused):
    """The unit has a session at the same time and place."""


class NoWhy(Refused):
    """A session is cancelled with words."""


@transaction.atomic
def add_unit(
    *, programme: Programme, number: int, title: dict[str, str], aim: dict[str, str], content: dict[str, list[str]],
    activities: dict[str, list[str]], minutes: int, by: Person | None, at: datetime,
) -> Unit:  # fmt: skip
    """Add a unit; `title` and `aim` are texts by language, `content` and `activities` lists by language."""
    if programme.units.filter(number=number).exists():
        raise NumberTaken(_("This programme has a unit %(number)s already.") % {"number": number})
    unit = Unit.objects.create(
        organisation_id=programme.organisation_id, programme=programme, number=number, title=title, aim=aim,
        content=content, activities=activities, minutes=minutes,
    )  # fmt: skip
    record("unit.add", "training.unit", unit.pk, by=by, organisation=programme.organisation_id, at=at)
    return unit


@transaction.atomic
def plan_session(
    *, unit: Unit, starts_at: datetime, by: Person | None, at: datetime, place: str = "", online_link: str = "",
    minutes: int | None = None, led_by: Person | None = None,
) -> Session:  # fmt: skip
    """Plan one session of `unit`, as long as the unit where `minutes` is not given. Raises AlreadyPlanned."""
    programme = unit.programme
    _hold_free(unit, starts_at, place, online_link)
    gathering = gatherings.plan(
        programme=programme, kind=Gathering.Kind.TRAINING, title=text_in(unit.title, *programme.languages[:1]),
        starts_at=starts_at, minutes=minutes or unit.minutes, place=place, online_link=online_link, led_by=led_by,
        by=by, at=at,
    )  # fmt: skip
    session = Session.objects.create(organisation_id=unit.organisation_id, unit=unit, gathering=gathering)
    record("session.plan", "training.session", session.pk, by=by, organisation=unit.organisation_id, at=at)
    notices.make_up_planned(session, by=by, at=at)
    return session


@transaction.atomic
def move_session(
    *, session: Session, starts_at: datetime, by: Person | None, at: datetime, place: str = "", online_link: str = ""
) -> None:
    """Give a session that was not held another time, ahead, or another place, and tell who comes to it."""
    _hold_free(session.unit, starts_at, place, online_link, besides=session)
    gatherings.hold(session.gathering)
    before = session.gathering.starts_at
    gatherings.move(
        gathering=session.gathering, starts_at=starts_at, place=place, online_link=online_link, by=by, at=at
    )
    record("session.move", "training.session", session.pk, by=by, organisation=session.organisation_id, at=at)
    notices.session_moved(session, before, by=by, at=at)


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: Person | None, at: datetime) -> None:
    """Take back a session that was not held, and tell who was to come why. Without another one its unit has no date."""
    gathering = session.gathering
    _hold(session.unit)
    gatherings.hold(gathering)
    if not reason.strip():
        raise NoWhy(_("Write why. Everybody who was to come reads it."))
    record("session.cancel", "training.session", session.pk, by=by, organisation=session.organisation_id, at=at)
    CancelledSession.objects.create(
        pk=session.pk, organisation_id=session.organisation_id, unit=session.unit, gathering=gathering.pk,
        starts_at=gathering.starts_at, minutes=gathering.minutes, reason=reason.strip(), cancelled_by=by,
        cancelled_at=at,
    )  # fmt: skip
    notices.session_cancelled(session, reason.strip(), by=by, at=at)
    gatherings.cancel(gathering=gathering, by=by, at=at)


def _hold(unit: Unit) -> None:
    Unit.objects.of(unit.organisation_id).select_for_update().get(pk=unit.pk)


def _hold_free(
    unit: Unit, starts_at: datetime, place: str, online_link: str, *, besides: Session | None = None
) -> None:
    """Hold the unit, so that a button pressed twice plans once. Raises AlreadyPlanned where it has a session then."""
    _hold(unit)
    same = {"starts_at": starts_at, "place": place.strip(), "online_link": online_link}
    others = unit.sessions.filter(**{f"gathering__{name}": value for name, value in same.items()})
    if any(other != besides for other in others):
        raise AlreadyPlanned(_("This unit has a session at this time and place already."))


@transaction.atomic
def take_attendance(
    *, session: Session, statuses: dict[Membership, str], by: Person | None, at: datetime
) -> list[Attendance]:
    """Write down who came to a session, and with that, that it was held."""
    changed = gatherings.take_attendance(gathering=session.gathering, statuses=statuses, by=by, at=at)
    if not session.gathering.is_held:
        gatherings.mark_held(gathering=session.gathering, by=by, at=at)
    return changed


@transaction.atomic
def confirm_participation(
    *, membership: Membership, document: Document, goes_on: bool, by: Person | None, at: datetime
) -> Confirmation:
    """Keep a mentor's answer after the first unit, given with `document` (the code of conduct) read; the last answer
    counts. Raises TooEarly before the unit is done (AMIR: informed participation)."""
    programme = membership.programme
    if programme is None or CONFIRMS not in units_done(programme).get(membership.pk, set()):
        raise TooEarly(_("You are asked after unit %(number)s.") % {"number": CONFIRMS})
    confirmation, _made = Confirmation.objects.of(membership.organisation_id).update_or_create(
        membership=membership, defaults={"document": document, "goes_on": goes_on, "answered_at": at},
        create_defaults={
            "organisation_id": membership.organisation_id, "document": document, "goes_on": goes_on, "answered_at": at,
        },
    )  # fmt: skip
    record(
        "participation.confirm" if goes_on else "participation.decline", "training.confirmation", confirmation.pk,
        by=by, organisation=membership.organisation_id, at=at,
    )  # fmt: skip
    return confirmation
