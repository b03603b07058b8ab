"""Laying out the units of a programme, planning their sessions and taking attendance in them."""

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
from .models import Confirmation, Session, Unit
from .queries import CONFIRMS, text_in, units_done


class NumberTaken(Refused):
    """The programme has a unit with this number."""


class TooEarly(Refused):
    """The unit that tells what the role is has not been taken yet."""


class AlreadyPlanned(Refused):
    """The unit has a session at the same time and place."""


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
    Unit.objects.of(unit.organisation_id).select_for_update().get(pk=unit.pk)  # a button pressed twice plans once
    same = {"starts_at": starts_at, "place": place.strip(), "online_link": online_link}
    if unit.sessions.filter(**{f"gathering__{name}": value for name, value in same.items()}).exists():
        raise AlreadyPlanned(_("This unit has a session at this time and place already."))
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
