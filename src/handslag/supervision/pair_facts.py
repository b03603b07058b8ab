"""Reads what signals are derived from: any number of pairs in two queries, and one for keys where permits are read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat

from handslag.core.encryption import opened, unseal
from handslag.gatherings.models import Attendance, Gathering
from handslag.mentoring.counting import meeting_rule
from handslag.mentoring.days import YEAR
from handslag.mentoring.models import FormalStep, Goal
from handslag.pairs.models import Pair, Pause
from handslag.programmes.days import day_of, zone
from handslag.programmes.models import Phase, Programme
from handslag.questionnaires.models import Response
from handslag.recruitment.models import PermitCheck

from .day_rows import day_rows, sealed_row, words
from .models import PairPause, SignalNote, SupervisionMeeting
from .signals import GoalFacts, Line, PairFacts, Pulse
from .signals.standing import Note

PULSE = "pulse"  # the key of the short survey, and its questions: two scores, and whether to call
SCORES = ("going", "fit")
CALL = "call"


@dataclass(frozen=True)
class AgreedPause:
    """Days on which a pair does not meet, why (in words), and who noted it when."""

    pk: UUID
    from_on: date
    until_on: date
    reason: str
    noted_by: str
    noted_at: datetime
    planned: tuple[datetime, ...] = ()  # the meetings in it that are still planned, where a page shows them


@dataclass(frozen=True)
class Gone:
    """The given name of one who has left a pair that goes on all the same; and the mentoring group it is one of."""

    name: str
    group_id: UUID | None = None
    group: str = ""


@dataclass
class Read:
    """The facts of a pair, its pauses in order, the notes on its signals, and who of the two has left."""

    facts: PairFacts
    notes: dict[tuple[str, str], Note] = field(default_factory=dict)
    pauses: list[AgreedPause] = field(default_factory=list)
    gone: Gone | None = None


def of_who_left(pairs: QuerySet[Pair]) -> QuerySet:
    """Those of `pairs` of which one has left, as the end of another pair tells it, the oldest first; each with `gone`,
    the given name of that one."""
    left = Pause.objects.everywhere("of the pairs of the callers").filter(ended_at=None, has_left=True)
    own = left.filter(Q(membership=OuterRef("mentor")) | Q(membership=OuterRef("mentee")))
    pairs = pairs.filter(Q(mentor__in=left.values("membership")) | Q(mentee__in=left.values("membership")))
    return pairs.annotate(gone=Subquery(own.values("membership__person__given_name")[:1])).order_by("matched_at", "pk")


def in_group(**group: Any) -> dict[str, Any]:
    """The filter on pairs whose mentor has a place now in a group, for example `in_group(group=group)`."""
    place = {f"mentor__group_places__{name}": value for name, value in group.items()}
    return {"mentor__group_places__left_on": None, **place}


def read_pairs(
    programme: Programme, at: datetime, *, private: bool = False, since: date | None = None, **which: Any
) -> list[Read]:  # fmt: skip
    """The pairs of `programme` that wait or run, by mentor, with what diaries tell of the days until `at`.

    `which` filters them and must take all pairs of a mentor or none. `private`: with what only coordinators hear of
    (short surveys, permits). `since`: with the formal steps done from that day on.
    """
    rows = Pair.objects.of(programme.organisation_id).filter(programme=programme, ended_on=None, **which)
    heads, persons = _heads(programme, rows, at)
    if not heads:
        return []
    _first_of_mentor(heads)
    for event in _events(programme, rows, private=private, since=since):
        _take(heads, persons, programme, event)
    unseal(head.permit for head in heads.values() if head.permit)
    return [Read(_whole(one), one.notes, one.pauses, one.gone) for one in heads.values()]


@dataclass
class _Head:
    """A pair while its facts are being gathered."""

    facts: PairFacts
    mentee_id: UUID
    lines: list[Line] = field(default_factory=list)
    mentor_lines: list[Line] = field(default_factory=list)
    supervision: list[tuple[date, bool]] = field(default_factory=list)
    goals: list[GoalFacts] = field(default_factory=list)
    pauses: list[AgreedPause] = field(default_factory=list)
    pulses: list[Pulse] = field(default_factory=list)
    notes: dict[tuple[str, str], Note] = field(default_factory=dict)
    steps: list[date] = field(default_factory=list)
    permit: PermitCheck | None = None
    is_first: bool = True
    gone: Gone | None = None

    @property
    def permit_until(self) -> date | None:
        """The last day of the permit, as it was last seen; None where none was seen or it has no end."""
        until = opened(self.permit, "valid_until") if self.permit else ""
        return date.fromisoformat(until) if until else None


_IDS = ("pk", "mentor_id", "mentee_id", "mentor__person_id", "mentee__person_id")


@dataclass
class _Persons:
    """Which pairs a membership or a person stands in."""

    by_mentor: dict[UUID, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    by_person: dict[UUID, list[tuple[UUID, str]]] = field(default_factory=lambda: defaultdict(list))


def _heads(programme: Programme, pairs: QuerySet[Pair], at: datetime) -> tuple[dict[UUID, _Head], _Persons]:
    """Names, days and diaries, one row for each entry."""
    today = day_of(programme, at)
    begins = datetime.combine(today, time.min, zone(programme))
    organisation = programme.organisation_id
    coming = SupervisionMeeting.objects.of(organisation).filter(
        group__group_places__mentor=OuterRef("mentor"),
        group__group_places__left_on=None,
        gathering__starts_at__gte=begins,
    )
    phase = Phase.objects.of(organisation).filter(programme=programme, key="mentoring")
    rows = (
        pairs.annotate(place=FilteredRelation("mentor__group_places", condition=Q(mentor__group_places__left_on=None)))
        .annotate(
            due_on=Subquery(coming.order_by("gathering__starts_at").values("diary_due_on")[:1]),
            ends_on=Subquery(phase.values("ends_on")[:1]),
            # As text: these stand in every row, and are made into ids once for each pair.
            **{f"id_{n}": words(name) for n, name in enumerate(_IDS)},
            grouped=Case(
                When(Q(place__id=None) | Q(place__group__supervisor__ended_at__isnull=False), then=Value(0)),
                default=Value(1),
            ),
            approved=Case(When(plan__approved_at=None, then=Value(0)), default=Value(1)),
        )
        .order_by("mentor__person__given_name", "id", "diary_entries__on_date", "diary_entries__written_at")
        .values_list(
            *(f"id_{n}" for n in range(len(_IDS))), "mentor__person__given_name", "mentor__person__family_name",
            "mentee__person__given_name", "mentee__person__family_name", "matched_at", "started_on", "due_on",
            "ends_on", "place__group_id", "grouped", "approved",
            "diary_entries__on_date", "diary_entries__what", "diary_entries__form", "diary_entries__minutes",
            "diary_entries__mood", "diary_entries__load", "diary_entries__flags", "diary_entries__written_at",
        )
    )  # fmt: skip
    _load_lists(programme)
    counts, persons = meeting_rule(programme), _Persons()
    heads: dict[str, _Head] = {}
    for row in rows:
        head = heads.get(row[0])
        if head is None:
            head = heads[row[0]] = _head(programme, persons, row[: len(_IDS)], row[len(_IDS) : -8])
        on, what, form, minutes, mood, load, flags, written_at = row[-8:]
        if on is not None and on <= today:
            met = counts(what, form, minutes)
            line = Line(on, what, met, mood, load, (minutes or 0) if what == "met" else 0, frozenset(flags or ()),
                        written_at)  # fmt: skip
            head.lines.append(line)
    return {head.facts.pair_id: head for head in heads.values()}, persons


def _load_lists(programme: Programme) -> None:
    """What a request leaves for later, in one query where there would be two."""
    later = programme.get_deferred_fields() & {"lists", "diary_form"}
    if later:
        programme.refresh_from_db(fields=later, from_queryset=Programme.objects.of(programme.organisation_id))


def _head(programme: Programme, persons: _Persons, ids: tuple, row: tuple) -> _Head:
    pk, mentor_id, mentee_id, mentor_person, mentee_person = map(UUID, ids)
    given, family, mentee, mentee_family, matched_at, started_on, due_on, ends_on, group, grouped, approved = row
    persons.by_mentor[mentor_id].append(pk)
    persons.by_person[mentor_person].append((pk, "mentor"))
    persons.by_person[mentee_person].append((pk, "mentee"))
    matched_on = day_of(programme, matched_at)
    facts = PairFacts(
        pk, mentor_id, f"{given} {family}".strip(), f"{mentee} {mentee_family}".strip(), matched_on, started_on,
        ends_on or (started_on or matched_on) + YEAR, due_on, group, has_supervisor=bool(grouped),
        plan_approved=bool(approved),
    )  # fmt: skip
    return _Head(facts, mentee_id)


def _first_of_mentor(heads: dict[UUID, _Head]) -> None:
    """What is about the mentor alone stands with the mentor's first pair."""
    first: dict[UUID, _Head] = {}
    for head in heads.values():
        held = first.setdefault(head.facts.mentor_id, head)
        head.is_first = held is head
        held.mentor_lines.extend(head.lines)
    for head in first.values():
        head.mentor_lines.sort(key=lambda line: line.on)


def _events(programme: Programme, pairs: QuerySet[Pair], *, private: bool, since: date | None) -> QuerySet:
    """Everything else that has a day, in one query."""
    organisation, ids = programme.organisation_id, pairs.values("pk")
    noted_by = Concat("agreed_by__given_name", Value(" "), "agreed_by__family_name", output_field=TextField())
    pauses = day_rows(PairPause.objects.of(organisation).filter(pair__in=ids), "pause", ref=F("pair_id"), row=F("id"),
                      day=F("from_on"), until=F("until_on"), first_at=F("agreed_at"), a=words("reason"),
                      b=noted_by)  # fmt: skip
    notes = day_rows(SignalNote.objects.of(organisation).filter(pair__in=ids), "note", ref=F("pair_id"),
                     day=F("first_seen_on"), until=F("snoozed_until"), third=F("gone_on"), first_at=F("answered_at"),
                     a=words("code"), b=words("key"))  # fmt: skip
    goals = day_rows(
        Goal.objects.of(organisation).filter(plan__pair__in=ids, status__in=Goal.LIVE), "goal", ref=F("plan__pair_id"),
        day=F("due_on"), until=Max("touches__entry__on_date"), third=Max("formal_steps__done_on"),
        first_at=F("changed_at"), second_at=F("made_at"),
        a=Case(When(first_step="", then=Value("")), default=Value("1")),
    )  # fmt: skip
    came = Attendance.objects.of(organisation).filter(
        gathering__programme=programme, gathering__kind=Gathering.Kind.SUPERVISION,
        membership__in=pairs.values("mentor"),
    )  # fmt: skip
    attended = day_rows(came, "came", ref=F("membership_id"), first_at=F("gathering__starts_at"), a=words("status"))
    gone = day_rows(of_who_left(pairs), "gone", ref=F("id"), row=F("group_id"), a=words("gone"),
                    b=Coalesce("group__name", Value("")))  # fmt: skip
    found = [notes, goals, attended, gone]
    if since is not None:
        steps = FormalStep.objects.of(organisation).filter(pair__in=ids, done_on__gte=since)
        found.append(day_rows(steps, "step", ref=F("pair_id"), day=F("done_on")))
    if private:
        found += [_pulses(programme, pairs), _permits(programme, pairs)]
    return pauses.union(*found, all=True).order_by("x_first_at", "x_day")


def _pulses(programme: Programme, pairs: QuerySet[Pair]) -> QuerySet:
    both = Q(person__in=pairs.values("mentor__person")) | Q(person__in=pairs.values("mentee__person"))
    rows = Response.objects.of(programme.organisation_id).filter(both, programme=programme, questionnaire__key=PULSE)
    said = {
        letter: Cast(KeyTextTransform(name, "coded"), TextField())
        for letter, name in zip("abc", (*SCORES, CALL), strict=True)
    }
    about = F("invitation__about_id")  # the other of the pair; a mentor of two answers about each
    return day_rows(rows, "pulse", ref=F("person_id"), row=about, first_at=F("answered_at"), **said)


def _permits(programme: Programme, pairs: QuerySet[Pair]) -> QuerySet:
    rows = PermitCheck.objects.of(programme.organisation_id).filter(
        application__programme=programme, application__person__in=pairs.values("mentee__person")
    )
    return day_rows(rows, "permit", ref=F("application__person_id"), row=F("id"), day=F("checked_on"),
                    a=words("valid_until"))  # fmt: skip


def _take(heads: dict[UUID, _Head], persons: _Persons, programme: Programme, event: tuple) -> None:
    kind, ref, row, _day, _until, _third, first_at, _second_at, a, b, c = event
    if kind == "came":
        for pk in persons.by_mentor[ref][:1]:
            heads[pk].supervision.append((day_of(programme, first_at), a != Attendance.Status.ABSENT))
    elif kind == "pulse":
        scores = tuple(int(word) for word in (a, b) if word)
        for pk, role in persons.by_person[ref]:
            other = heads[pk].mentee_id if role == "mentor" else heads[pk].facts.mentor_id
            if row in (None, other):
                heads[pk].pulses.append(Pulse(role, first_at, scores, c == "yes"))
    elif kind == "permit":
        check = sealed_row(PermitCheck, row, programme.organisation_id, "valid_until", a)
        for pk in (pk for pk, role in persons.by_person[ref] if role == "mentee"):
            heads[pk].permit = check  # the newest comes last
    else:
        _take_of_pair(heads[ref], programme, event)


def _take_of_pair(head: _Head, programme: Programme, event: tuple) -> None:
    kind, _ref, row, day, until, third, first_at, second_at, a, b, _c = event
    if kind == "goal":
        moved = max(one for one in (day_of(programme, first_at), until, third) if one)
        head.goals.append(GoalFacts(day_of(programme, second_at), day, moved, bool(a)))
    elif kind == "note":
        head.notes[a, b] = Note(a, b, day, third, until, first_at)
    elif kind == "gone":
        head.gone = Gone(a, row, b)
    elif kind == "pause":
        head.pauses.append(AgreedPause(row, day, until, str(PairPause.Reason(a).label), b.strip(), first_at))
    else:
        head.steps.append(day)


def _whole(head: _Head) -> PairFacts:
    head.pauses.sort(key=lambda pause: pause.from_on)
    answered: dict[str, datetime] = {}
    for note in head.notes.values():
        if note.answered_at and note.answered_at >= answered.get(note.code, note.answered_at):
            answered[note.code] = note.answered_at
    return replace(
        head.facts, lines=tuple(head.lines), mentor_lines=tuple(head.mentor_lines) if head.is_first else (),
        supervision=tuple(sorted(head.supervision)), goals=tuple(head.goals),
        pauses=tuple((pause.from_on, pause.until_on) for pause in head.pauses),
        pulses=tuple(head.pulses), steps=tuple(head.steps), permit_until=head.permit_until, answered=answered,
    )  # fmt: skip


def facts_of(read: Iterable[Read]) -> list[PairFacts]:
    return [one.facts for one in read]
