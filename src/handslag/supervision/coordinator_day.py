"""What waits for a coordinator, read in one query whatever the size of the programme."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from handslag.pairs.models import Pair
from handslag.people.models import Account
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from .access import leads_concerns
from .day_rows import day_rows, words
from .models import Concern, Group, GroupPlace, SignalNote
from .queries import resting, without_group
from .signals import Told, rules_of, signals
from .signals.standing import ONE_DAY, working_days

MOST = 120  # more than a home can name


@dataclass(frozen=True)
class Waiting:
    """A pair with the signal that has stood longest."""

    pair_id: UUID
    code: str
    since: date
    mentor: str
    mentee: str


@dataclass
class CoordinatorDay:
    """Mentors of running pairs without a group, groups whose supervisor has left, concerns (new ones as instants), and
    pairs whose signals wait."""

    without_group: int = 0
    left_alone: list[tuple[UUID, str]] = field(default_factory=list)
    new_concerns: list[datetime] = field(default_factory=list)
    open_concerns: int = 0
    waiting: list[Waiting] = field(default_factory=list)


def coordinator_day(user: Account, programme: Programme, at: datetime) -> CoordinatorDay:
    """What waits for `user`, a coordinator of `programme`; concerns only where she or he is named for them."""
    day, numbers, notes = CoordinatorDay(), {rule.code: rule.number for rule in signals()}, []
    for kind, ref, _row, since, _until, _third, first_at, second_at, a, b, c in _rows(user, programme, at)[:MOST]:
        if kind == "0 alone":
            day.without_group = int(a or 0)
        elif kind == "0 group":
            day.left_alone.append((ref, a))
        elif kind == "2 note":
            notes.append(Waiting(ref, a, since, b.strip(), c.strip()))
        elif second_at is None:
            day.new_concerns.append(first_at)
        else:
            day.open_concerns += 1
    first: dict[UUID, Waiting] = {}
    for note in sorted(notes, key=lambda note: (note.since, numbers.get(note.code, 0))):
        first.setdefault(note.pair_id, note)
    day.waiting = list(first.values())
    return day


def _rows(user: Account, programme: Programme, at: datetime) -> QuerySet:
    organisation = programme.organisation_id
    running = Pair.objects.of(organisation).filter(programme=programme, started_on__isnull=False, ended_on=None)
    alone = without_group(programme).filter(pk__in=running.values("mentor")).order_by()
    count = Subquery(alone.values("programme").annotate(n=Count("pk")).values("n"))
    counted = day_rows(
        Programme.objects.of(organisation).filter(pk=programme.pk), "0 alone", ref=F("id"), a=Cast(count, TextField())
    )
    left = day_rows(_left_alone(programme), "0 group", ref=F("id"), a=words("name"))
    concerns = day_rows(
        Concern.objects.of(organisation).filter(leads_concerns(user), programme=programme, closed_at=None),
        "1 concern", ref=F("programme_id"), first_at=F("reported_at"), second_at=F("acknowledged_at"),
    )  # fmt: skip
    notes = day_rows(
        _notes(programme, day_of(programme, at)), "2 note", ref=F("pair_id"), day=F("first_seen_on"), a=words("code"),
        b=_name("pair__mentor__person"), c=_name("pair__mentee__person"),
    )  # fmt: skip
    return counted.union(left, concerns, notes, all=True).order_by("x_kind", "x_day", "x_first_at")


def _left_alone(programme: Programme) -> QuerySet[Group]:
    """The groups with mentors whose supervisor's role has ended."""
    places = GroupPlace.objects.of(programme.organisation_id).filter(
        group=OuterRef("pk"), left_on=None, mentor__ended_at=None
    )
    rows = Group.objects.of(programme.organisation_id).filter(Exists(places), programme=programme)
    return rows.filter(supervisor__ended_at__isnull=False)


def _name(path: str) -> Any:
    return Concat(f"{path}__given_name", Value(" "), f"{path}__family_name", output_field=TextField())


def _notes(programme: Programme, on: date) -> QuerySet[SignalNote]:
    """The noted signals that are the coordinator's, and those of supervisors that nobody has answered for five
    working days."""
    days, since = rules_of(programme.rules)["escalation_working_days"], on
    while working_days(since, on) < days:
        since -= ONE_DAY
    own = {rule.code for rule in signals() if Told.COORDINATOR in rule.told}
    rested = Q(snoozed_until=None) | Q(snoozed_until__lt=on)
    late = Q(first_seen_on__lte=since) & (Q(snoozed_until=None) | Q(snoozed_until__lte=since))
    notes = SignalNote.objects.of(programme.organisation_id).exclude(resting(programme.organisation_id, on))
    return notes.filter(
        rested, Q(code__in=own) | late, pair__programme=programme, pair__ended_on=None, gone_on=None, answered_at=None
    )
