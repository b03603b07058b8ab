"""Who has done which unit: read from attendance, never stored. And the texts of units by language."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handslag.core.encryption import text_of
from handslag.gatherings.models import Attendance
from handslag.people.models import Account
from handslag.programmes.days import zone
from handslag.programmes.models import Membership, Programme

from .models import CancelledSession, Session
from .timetable import UnitLine

UNITS_REQUIRED = 5  # AMIR: all five
CONFIRMS = 1  # AMIR: after this unit a mentor chooses to go on or not
CODE_OF_CONDUCT = "code_of_conduct"
_NUMBER = "gathering__training_session__unit__number"

Text = TypeVar("Text")


def whom_to_ask(programme: Programme) -> str:
    """Whom those turn to who may not plan: the programme's contact by name, else the coordinator."""
    return programme.contact_name or _("the coordinator")


def text_in(texts: Mapping[str, Text], language: str | None = None) -> Text | str:
    """The text in `language` (default: the language of the page), else in English, else in any language there is.

    A text for "sv" serves "sv-fi" too. Where nothing is written: "".
    """
    return texts.get(language_in(texts, language)) or ""


def language_in(texts: Mapping[str, object], language: str | None = None) -> str:
    """The language of the text that `text_in` gives; where nothing is written, the one asked for."""
    language = language or get_language() or "en"
    written = (code for code in (language, language.partition("-")[0], "en", *texts) if texts.get(code))
    return next(written, language)


def guide_key(programme: Programme, number: int) -> str:
    """The key of the document from which a trainer holds unit `number`: the texts of two templates stay apart."""
    return f"{programme.template_key}_unit_{number}_guide"


def is_guide(key: str) -> bool:
    """Whether it is the run sheet of a unit: for those who hold it (guide_key)."""
    return "_unit_" in key and key.endswith("_guide")


def cancelled_by_unit(user: Account, programme: Programme) -> dict[UUID, list[tuple[CancelledSession, str]]]:
    """The cancelled sessions that `user` may see, by time, each with why; by id of the unit. One query."""
    rows = CancelledSession.objects.visible_to(user).filter(unit__programme=programme)
    found: dict[UUID, list[tuple[CancelledSession, str]]] = defaultdict(list)
    for row in rows.order_by("starts_at", "pk"):
        found[row.unit_id].append((row, text_of(row, "reason")))
    return dict(found)


def cancelled_last(user: Account, programme: Programme, units: Iterable[UnitLine]) -> CancelledSession | None:
    """The last session of these `units`, all those of the programme, where it was cancelled and no other came after it.
    One query."""
    last = max((session.starts_at for unit in units for session in unit.sessions), default=None)
    rows = CancelledSession.objects.visible_to(user).filter(unit__programme=programme).defer("reason")
    off = rows.order_by("starts_at", "pk").last()
    return off if off and (last is None or last < off.starts_at) else None


def units_required(programme: Programme) -> int:
    """How many units make a trained mentor here."""
    return int(programme.rules.get("units_required", UNITS_REQUIRED))


def units_done(programme: Programme, on: date | None = None) -> dict[UUID, set[int]]:
    """Numbers of the units that each member has done: present, late or made up. One query.

    `on` (a day in the programme's time zone) leaves out what came later: sessions by the day they began, work
    made up by the day it was written down. Members who have done nothing are not in the answer.
    """
    done: dict[UUID, set[int]] = defaultdict(set)
    for membership, number in _done(programme, on).values_list("membership_id", _NUMBER):
        done[membership].add(number)
    return dict(done)


def units_counted(
    programme: Programme, on: date | None = None, *, members: Collection[UUID] | None = None
) -> dict[UUID, int]:
    """How many units each member (of these `members`) has done, as `units_done` says. One query."""
    rows = _done(programme, on)
    if members is not None:
        rows = rows.filter(membership__in=members)
    return dict(rows.order_by().values_list("membership_id").annotate(Count(_NUMBER, distinct=True)))


def _done(programme: Programme, on: date | None) -> QuerySet[Attendance]:
    rows = Attendance.objects.of(programme.organisation_id).filter(
        gathering__programme=programme, status__in=Attendance.COUNTS, gathering__training_session__isnull=False
    )
    if on is None:
        return rows
    end = datetime.combine(on + timedelta(days=1), time.min, zone(programme))
    later = Q(status=Attendance.Status.MADE_UP, marked_at__gte=end)
    return rows.filter(gathering__starts_at__lt=end).exclude(later)


def no_longer_trained(session: Session, statuses: Mapping[Membership, str]) -> list[Membership]:
    """Who of `statuses` has done all the units that the rule asks for, and not any more once they are written down."""
    programme = session.unit.programme
    out = [member for member, status in statuses.items() if status not in Attendance.COUNTS]
    before: dict[UUID, set[int]] = defaultdict(set)
    elsewhere: dict[UUID, set[int]] = defaultdict(set)
    rows = _done(programme, None).filter(membership__in=out).values_list("membership_id", _NUMBER, "gathering_id")
    for membership, number, gathering in rows:
        before[membership].add(number)
        if gathering != session.gathering_id:
            elsewhere[membership].add(number)
    required = units_required(programme)
    return [member for member in out if len(before[member.pk]) >= required > len(elsewhere[member.pk])]


def trained(programme: Programme, on: date | None = None) -> set[UUID]:
    """The members who have done as many units as the programme's rule asks for."""
    required = units_required(programme)
    return {membership for membership, numbers in units_done(programme, on).items() if len(numbers) >= required}
