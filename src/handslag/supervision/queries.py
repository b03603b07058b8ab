"""Reads for the pages of supervision."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from handslag.mentoring.models import PairMeeting
from handslag.mentoring.pauses import Pauses
from handslag.pairs.models import Pair
from handslag.people.models import Account
from handslag.programmes.days import day_of, zone
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role

from .models import (
    CancelledMeeting,
    Concern,
    Group,
    GroupPlace,
    PairPause,
    PauseRequest,
    SignalNote,
    SupervisionMeeting,
)
from .pair_facts import Read, of_who_left
from .periods import diary_due_on, first_of_month
from .signals import PairFacts, Told, found, rules_of, signals
from .signals.diary import handed_in
from .signals.standing import ONE_DAY, PairSignals, standing, working_days


@dataclass
class MentorRow:
    """A mentor of a group as the page shows her or him. `diary`: in, missing, due, unset (no meeting, and so
    no day, is planned) or none (nothing to hand in)."""

    place: GroupPlace
    pairs: list[PairFacts] = field(default_factory=list)
    diary: str = "none"


def _coming(programme: Programme, at: datetime, group: Group | OuterRef) -> QuerySet[SupervisionMeeting]:
    """The meetings of `group` today and later, the next one first."""
    begins = datetime.combine(day_of(programme, at), time.min, zone(programme))
    rows = SupervisionMeeting.objects.of(programme.organisation_id).filter(group=group)
    return rows.filter(gathering__starts_at__gte=begins).order_by("gathering__starts_at")


def next_meeting(group: Group, at: datetime) -> SupervisionMeeting | None:
    """The next meeting of `group`, today or later."""
    return _coming(group.programme, at, group).select_related("gathering").first()


def unplanned(programme: Programme, supervisors: Iterable[UUID], at: datetime) -> QuerySet:
    """The groups that these memberships lead, whose mentors meet their mentees, and that have no meeting today or
    later, nor one that is to be written down first. Each with `last_at`, when the last meeting was to begin, and
    `cancelled_at`, the same of the last that was cancelled."""
    organisation = programme.organisation_id
    running = Pair.objects.of(organisation).filter(
        mentor__group_places__group=OuterRef("pk"), mentor__group_places__left_on=None, started_on__isnull=False,
        ended_on=None,
    )  # fmt: skip
    meetings = SupervisionMeeting.objects.of(organisation).filter(group=OuterRef("pk"))
    cancelled = CancelledMeeting.objects.of(organisation).filter(group=OuterRef("pk"))
    groups = Group.objects.of(organisation).filter(programme=programme, supervisor_id__in=supervisors)
    return (
        groups.filter(Exists(running))
        .exclude(Exists(_coming(programme, at, OuterRef("pk"))))
        .exclude(Exists(meetings.filter(gathering__held_at=None)))
        .annotate(
            last_at=Subquery(meetings.order_by("-gathering__starts_at").values("gathering__starts_at")[:1]),
            cancelled_at=Subquery(cancelled.order_by("-starts_at").values("starts_at")[:1]),
        )
        .order_by("name", "id")
    )


def signals_of(
    read: Iterable[Read], programme: Programme, on: date, told: Iterable[Told], *, resting: bool = False
) -> list[PairSignals]:
    """The pairs with the signals that one of `told` hears of on the day `on`, most urgent first; `resting`: those
    too that only have signals which somebody has put off or answered."""
    rules, wanted, result = rules_of(programme.rules), set(told), []
    for one in read:
        # All are derived first: one that nobody has answered goes to the next in line.
        rows = standing(found(one.facts, on, rules), one.notes, on, rules)
        rows = [row for row in rows if row.told & wanted]
        if rows and (resting or rows[0].waits):
            result.append(PairSignals(one.facts, rows))
    return sorted(result, key=lambda one: (not one.signals[0].waits, one.signals[0].urgency, -len(one.waiting)))


def mentor_rows(group: Group, states: Iterable[PairFacts], on: date) -> list[MentorRow]:
    """The mentors of `group`, each with pairs and whether this month's diary is there."""
    states = list(states)
    places = group.group_places.filter(left_on=None, mentor__ended_at=None).select_related("mentor__person")
    rows = {place.mentor_id: MentorRow(place) for place in places.order_by("mentor__person__given_name", "id")}
    for state in states:
        if state.mentor_id in rows and state.started_on is not None:
            rows[state.mentor_id].pairs.append(state)
    cancelled_due = _cancelled_due(group, on) if any(state.due_on is None for state in states) else None
    for row in rows.values():
        row.diary = _diary(row.pairs, on, cancelled_due)
    return list(rows.values())


def _cancelled_due(group: Group, on: date) -> date | None:
    """The day on which diaries were due for the last meeting of this month or later that was cancelled."""
    programme = group.programme
    begins = datetime.combine(first_of_month(on), time.min, zone(programme))
    last = group.cancelled_meetings.filter(starts_at__gte=begins).order_by("cancelled_at").last()
    return diary_due_on(programme, day_of(programme, last.starts_at)) if last else None


def _diary(pairs: list[PairFacts], on: date, cancelled_due: date | None) -> str:
    """Who has handed in the diary that was due on `cancelled_due`, for a meeting that was cancelled, has done so."""
    said = [handed_in(pair, on) for pair in pairs]
    if True in said:
        return "in"
    if False not in said:
        if all(pair.due_on for pair in pairs):
            return "none"
        before = [replace(pair, due_on=cancelled_due) for pair in pairs]
        return "in" if any(handed_in(pair, on) for pair in before) else "unset"
    return "missing" if any(pair.due_on and on > pair.due_on for pair in pairs) else "due"


def groups_of(user: Account, programme: Programme, at: datetime) -> QuerySet:
    """The groups of `programme` that `user` may see, with counts and the next meeting."""
    held = Q(meetings__gathering__held_at__isnull=False)
    coming = _coming(programme, at, OuterRef("pk"))
    here = Q(group_places__left_on=None, group_places__mentor__ended_at=None)
    return (
        Group.objects.visible_to(user)
        .filter(programme=programme)
        .select_related("supervisor__person")
        .annotate(
            mentors=Count("group_places", filter=here, distinct=True),
            held=Count("meetings", filter=held, distinct=True),
            next_id=Subquery(coming.values("pk")[:1]),
            next_at=Subquery(coming.values("gathering__starts_at")[:1]),
        )
        .order_by("name", "id")
    )


def without_group(programme: Programme) -> QuerySet[Membership]:
    """The mentors of `programme` who have no place in a group."""
    places = GroupPlace.objects.of(programme.organisation_id).filter(mentor=OuterRef("pk"), left_on=None)
    rows = Membership.objects.of(programme.organisation_id).filter(programme=programme, role=Role.MENTOR, ended_at=None)
    return rows.exclude(Exists(places)).select_related("person").order_by("person__given_name", "id")


def with_request(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """`pairs`, each with the pause that one of the two asks for and nobody has answered: `wants_from`, `wants_until`,
    `wants_why` (a code, or nothing) and `wanted_by` (a name)."""
    waiting = PauseRequest.objects.everywhere("of the pairs of the callers").filter(
        pair=OuterRef("pk"), answered_at=None
    )
    name = Concat("asked_by__person__given_name", Value(" "), "asked_by__person__family_name")
    return pairs.annotate(
        wants_from=Subquery(waiting.values("from_on")[:1]), wants_until=Subquery(waiting.values("until_on")[:1]),
        wants_why=Subquery(waiting.values("reason")[:1]),
        wanted_by=Subquery(waiting.annotate(name=name).values("name")[:1]),
    )  # fmt: skip


PAUSE_DAYS = 30


def pause_days_most(programme: Programme) -> int:
    """How many days a pause may last in `programme`."""
    return programme.rules.get("pair_pause_days_most", PAUSE_DAYS)


def planned_within(pair: Pair, from_on: date, until_on: date, at: datetime) -> QuerySet[PairMeeting]:
    """The meetings of `pair` from the day `from_on` until and with `until_on` that are still to come."""
    here = zone(pair.programme)
    begins, ends = (datetime.combine(day, time.min, here) for day in (from_on, until_on + ONE_DAY))
    rows = PairMeeting.objects.of(pair.organisation_id).filter(pair=pair, cancelled_at=None, starts_at__gt=at)
    return rows.filter(starts_at__gte=begins, starts_at__lt=ends).order_by("starts_at")


def last_snooze_day(programme: Programme, pauses: Pauses, today: date) -> date:
    """The last day until which a signal of a pair with these `pauses` can be put off: in 14 days, or the last day of a
    pause that has begun by then."""
    most = today + rules_of(programme.rules)["snooze_days_most"] * ONE_DAY
    return max([most, *(last for first, last in pauses if first <= most)])


def resting(organisation: UUID, on: date) -> Q:
    """The notes on signals that are silent on the day `on`, as their pair has agreed on a pause:
    what the last look noted stands until the next one."""
    codes = [rule.code for rule in signals() if rule.rests]
    lasting = PairPause.objects.of(organisation).filter(pair=OuterRef("pair"), from_on__lte=on, until_on__gte=on)
    return Q(Exists(lasting), code__in=codes)


# How running pairs stand with each other: each is counted, and listed, in one of these.
MEET, APART, PAUSED = "meet", "apart", "paused"
# Signal 2 of the annexes, as the last look noted it.
NOT_MEETING = "no_meeting"


def apart(programme: Programme, on: date) -> QuerySet[SignalNote]:
    """The notes on pairs that do not meet, and have not agreed on that."""
    rows = SignalNote.objects.of(programme.organisation_id).filter(
        code=NOT_MEETING, gone_on=None, pair__programme=programme, pair__ended_on=None
    )
    return rows.exclude(resting(programme.organisation_id, on))


def paused(programme: Programme, on: date) -> QuerySet[PairPause]:
    """The pauses that last on the day `on`: one for each pair that is in one."""
    return PairPause.objects.of(programme.organisation_id).filter(
        pair__programme=programme, pair__ended_on=None, from_on__lte=on, until_on__gte=on
    )


def pairs_that(how: str, programme: Programme, on: date) -> QuerySet[Pair]:
    """The running pairs of `programme` that meet, do not meet, or are in a pause (`how`)."""
    pairs = Pair.objects.of(programme.organisation_id).filter(
        programme=programme, started_on__isnull=False, ended_on=None
    )
    not_meeting, in_pause = (
        Q(pk__in=apart(programme, on).values("pair")),
        Q(pk__in=paused(programme, on).values("pair")),
    )
    return pairs.filter({MEET: ~not_meeting & ~in_pause, APART: not_meeting, PAUSED: in_pause}[how])


# So many pairs are looked through at once; of a larger programme those whose signals have waited longest.
AT_ONCE = 300


def mentors_to_look_at(programme: Programme, told: Iterable[Told]) -> dict:
    """The filter on pairs for a page of a whole programme: nothing, or the mentors whose signals wait longest, and
    those of pairs of which one has left."""
    pairs = Pair.objects.of(programme.organisation_id).filter(programme=programme, ended_on=None)
    if pairs[: AT_ONCE + 1].count() <= AT_ONCE:
        return {}
    codes = {rule.code for rule in signals() if rule.told & set(told)}
    notes = SignalNote.objects.of(programme.organisation_id).filter(
        pair__in=pairs.values("pk"), gone_on=None, answered_at=None, code__in=codes
    )
    longest = notes.order_by("first_seen_on", "id").values_list("pair__mentor", flat=True)[:AT_ONCE]
    return {"mentor_id__in": [*of_who_left(pairs).values_list("mentor", flat=True)[:AT_ONCE], *longest]}


@dataclass
class StillIn:
    """A pair, or the mentoring group (`group_id`, `group`) that it is one of, in which people still are who have left;
    `names`: their given names."""

    pair: PairFacts
    group_id: UUID | None
    group: str
    names: list[str] = field(default_factory=list)


def still_in(read: Iterable[Read]) -> list[StillIn]:
    """The pairs of `read` of which one has left; those of one mentoring group are one."""
    found: dict[UUID, StillIn] = {}
    for one in read:
        if gone := one.gone:
            new = StillIn(one.facts, gone.group_id, gone.group)
            names = found.setdefault(gone.group_id or one.facts.pair_id, new).names
            if gone.name not in names:
                names.append(gone.name)
    return list(found.values())


def answer_due(concern: Concern) -> date:
    """The last day to answer a concern: one working day after it came."""
    return due_after(concern.programme, concern.reported_at)


def due_after(programme: Programme, reported_at: datetime) -> date:
    """The last day to answer a concern that came at this instant."""
    days = rules_of(programme.rules)["concern_answer_working_days"]
    day = day_of(programme, reported_at)
    due = day
    while working_days(day, due) < days:
        due += ONE_DAY
    return due
