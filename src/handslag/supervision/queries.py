"""Reads for the pages of supervision."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from handslag.mentoring.days import day_of, zone
from handslag.pairs.models import Pair
from handslag.people.models import Account
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role

from .attention import Line, PairState, Reason, handed_in, reasons
from .models import Group, GroupPlace, SupervisionMeeting
from .periods import meeting_rule


@dataclass
class MentorRow:
    """A mentor of a group as the page shows her or him. `diary`: in, missing, due or none (nothing to hand in)."""

    place: GroupPlace
    pairs: list[PairState] = field(default_factory=list)
    diary: str = "none"


@dataclass(frozen=True)
class NeedsAttention:
    """A pair with the reasons why it needs attention; never without one."""

    state: PairState
    reasons: list[Reason]


def _coming(programme: Programme, at: datetime, group: str) -> QuerySet[SupervisionMeeting]:
    """The meetings of today and later of the group that the outer query names, the next one first."""
    begins = datetime.combine(day_of(programme, at), time.min, zone(programme))
    rows = SupervisionMeeting.objects.of(programme.organisation_id).filter(group=OuterRef(group))
    return rows.filter(gathering__starts_at__gte=begins).order_by("gathering__starts_at")


def pair_states(programme: Programme, at: datetime, **which: Any) -> list[PairState]:
    """The running pairs of `programme` with their diaries, in one query; `which` filters on `place` (the mentor's
    place in a group now), for example `place__group=group`."""
    rows = (
        Pair.objects.of(programme.organisation_id)
        .annotate(
            place=FilteredRelation("mentor__group_places", condition=Q(mentor__group_places__left_on=None)),
        )
        .filter(programme=programme, started_on__isnull=False, ended_on=None, **which)
        .annotate(due_on=Subquery(_coming(programme, at, "place__group").values("diary_due_on")[:1]))
        .order_by("mentor__person__given_name", "id", "diary_entries__on_date", "diary_entries__written_at")
        .values_list(
            "id", "mentor_id", "mentor__person__given_name", "mentor__person__family_name",
            "mentee__person__given_name", "mentee__person__family_name", "started_on", "due_on",
            "diary_entries__on_date", "diary_entries__what", "diary_entries__form", "diary_entries__minutes",
            "diary_entries__mood", "diary_entries__flags",
        )
    )  # fmt: skip
    counts = meeting_rule(programme)
    heads: dict[UUID, PairState] = {}
    lines: dict[UUID, list[Line]] = {}
    for pk, mentor_id, given, family, mentee, mentee_family, started_on, due_on, *entry in rows:
        names = f"{given} {family}".strip(), f"{mentee} {mentee_family}".strip()
        heads[pk] = PairState(pk, mentor_id, *names, started_on, due_on)
        lines.setdefault(pk, [])
        on, what, form, minutes, mood, flags = entry
        if on is not None:
            lines[pk].append(Line(on, what, counts(what, form, minutes), mood, frozenset(flags or ())))
    return [replace(head, lines=tuple(lines[pk])) for pk, head in heads.items()]


def needing_attention(states: Iterable[PairState], programme: Programme, on: date) -> list[NeedsAttention]:
    """The pairs that need attention on the day `on`, most urgent first."""
    found = [NeedsAttention(state, why) for state in states if (why := reasons(state, on, programme.rules))]
    return sorted(found, key=lambda one: (one.reasons[0].urgency, -len(one.reasons)))


def mentor_rows(group: Group, states: Iterable[PairState], on: date) -> list[MentorRow]:
    """The mentors of `group`, each with pairs and whether this month's diary is there."""
    places = group.group_places.filter(left_on=None, mentor__ended_at=None).select_related("mentor__person")
    rows = {place.mentor_id: MentorRow(place) for place in places.order_by("mentor__person__given_name", "id")}
    for state in states:
        if state.mentor_id in rows:
            rows[state.mentor_id].pairs.append(state)
    for row in rows.values():
        row.diary = _diary(row.pairs, on)
    return list(rows.values())


def _diary(pairs: list[PairState], on: date) -> str:
    said = [handed_in(pair, on) for pair in pairs]
    if True in said:
        return "in"
    if False not in said:
        return "none"
    return "missing" if any(pair.due_on and on > pair.due_on for pair in pairs) else "due"


def groups_of(user: Account, programme: Programme, at: datetime) -> QuerySet:
    """The groups of `programme` that `user` may see, with counts and the next meeting."""
    held = Q(meetings__gathering__held_at__isnull=False)
    coming = _coming(programme, at, "pk")
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
