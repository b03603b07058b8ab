"""Loads the facts of a programme as of a day: five queries, whatever the number of people.

The day decides by when a thing happened, not by when it was typed in; only the deadline of the diary asks when an
entry was written. A query joins what hangs on one row, so the row comes once per entry, or once per attendance and
step, and is kept once by its id.
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from handslag.gatherings.models import Attendance
from handslag.mentoring.choices import coded
from handslag.mentoring.counting import MeetingRule, meeting_rule
from handslag.mentoring.kept_pauses import pauses_of_pair
from handslag.mentoring.models import DiaryEntry, FormalStep, GoalTouched
from handslag.mentoring.pauses import ONE_DAY, come_by
from handslag.pairs.models import Pair
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Partner, Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.models import Response
from handslag.supervision.models import PairPause
from handslag.training.queries import units_required

from . import facts


def load(programme: Programme, on: date) -> facts.Facts:
    """Everything that the indicators need, as it was at the end of the day `on`."""
    community = frozenset(c.code for c in coded(programme, "activity") if c.row.get("community"))
    found = {
        **_pairs_and_entries(programme, on),
        **_members(programme, on),
        **_frame(programme, on),
        "answers": _answers(programme, on),
    }
    if community:
        found["community"] = community
    return facts.Facts(on=on, units_required=units_required(programme), **found)


def _by(day: date | None, on: date) -> date | None:
    """`day` if it has come by `on`."""
    return day if day and day <= on else None


def _day(programme: Programme, at: datetime | None) -> date | None:
    return day_of(programme, at) if at else None


# ---- pairs, their plans and diaries ---------------------------------------------------------------------------------


def _pairs_and_entries(programme: Programme, on: date) -> dict:
    touched = GoalTouched.objects.of(programme.organisation_id).filter(entry=OuterRef("diary_entries__id"))
    rows = (
        Pair.objects.of(programme.organisation_id)
        .filter(programme=programme, started_on__lte=on)
        .exclude(end_reason=Pair.EndReason.ERROR)
        .annotate(agreed_pauses=pauses_of_pair())
        .order_by("started_on", "id")
        .values_list(
            "id", "mentor__person_id", "mentee__person_id", "started_on", "ended_on", "plan__approved_at",
            "agreed_pauses",
            "diary_entries__id", "diary_entries__on_date", "diary_entries__written_at", "diary_entries__what",
            "diary_entries__form", "diary_entries__minutes", "diary_entries__activity", "diary_entries__themes",
            "diary_entries__rights_talk", Exists(touched),
        )
    )  # fmt: skip
    counts = meeting_rule(programme)
    pairs: dict = {}
    entries = []
    for pk, mentor, mentee, started_on, ended_on, approved_at, pauses, *entry in rows:
        if ended_on and ended_on < started_on:
            continue
        approved_on = _by(_day(programme, approved_at), on)
        ended_on = _by(ended_on, on)
        paused = come_by(tuple(sorted(pauses)), ended_on - ONE_DAY if ended_on else on)
        pairs[pk] = facts.Pair(pk, mentor, mentee, started_on, ended_on, approved_on, paused)
        if entry[0] and entry[1] <= on:
            entries.append(_entry(programme, pk, entry[1:], counts))
    return {"pairs": tuple(pairs.values()), "entries": tuple(entries)}


def _entry(programme: Programme, pair: UUID, row: list, counts: MeetingRule) -> facts.Entry:
    on_date, written_at, what, form, minutes, activity, themes, rights_talk, goal = row
    return facts.Entry(
        pair=pair, on=on_date, written_on=day_of(programme, written_at), met=counts(what, form, minutes),
        contact=what == DiaryEntry.What.MET, activity=activity, themes=frozenset(themes or ()),
        rights_talk=rights_talk, goal=bool(goal),
    )  # fmt: skip


def noted_later(programme: Programme, on: date) -> dict[UUID, date]:
    """The pairs with a pause that had come by the day `on` and was noted after its first day: when the last one was."""
    rows = PairPause.objects.of(programme.organisation_id).filter(pair__programme=programme, from_on__lte=on)
    noted = rows.order_by("agreed_at").values_list("pair_id", "from_on", "agreed_at")
    days = ((pair, from_on, day_of(programme, at)) for pair, from_on, at in noted)
    return {pair: noted_on for pair, from_on, noted_on in days if noted_on > from_on}


# ---- people, what they took part in, and the steps of mentees -------------------------------------------------------


def _members(programme: Programme, on: date) -> dict:
    """Narrow rows for everybody, and wide ones only for those who took part in anything."""
    members = Membership.objects.of(programme.organisation_id).filter(
        programme=programme, role__in=(Role.MENTOR, Role.MENTEE)
    )
    rows = list(
        members.order_by("joined_at", "id").values_list(
            "person_id", "role", "joined_at", "ended_at", "person__given_name", "person__family_name"
        )
    )
    days = ((person, role, day_of(programme, joined), ended) for person, role, joined, ended, *_name in rows)
    roles = (
        facts.Role(person, role, since, _by(_day(programme, ended), on))
        for person, role, since, ended in days if since <= on
    )  # fmt: skip
    names = {person: f"{given} {family}".strip() for person, *_role, given, family in rows}
    return {"roles": tuple(roles), "names": names, **_took_part(programme, members, on)}


def _took_part(programme: Programme, members: QuerySet, on: date) -> dict:
    """Attendances, places in supervision groups and formal steps of `members`."""
    steps = "pairs_as_mentee__formal_steps__"
    rows = (
        members.order_by("joined_at", "id")
        .filter(Q(attendances__isnull=False) | Q(group_places__isnull=False) | Q(**{f"{steps}isnull": False}))
        .values(
            "person_id", "joined_at",
            "attendances__id", "attendances__status", "attendances__gathering_id", "attendances__gathering__kind",
            "attendances__gathering__starts_at", "attendances__gathering__training_session__unit__number",
            "attendances__marked_at",
            "group_places__id", "group_places__group_id", "group_places__joined_on", "group_places__left_on",
            f"{steps}id", f"{steps}pair_id", f"{steps}done_on", f"{steps}code", f"{steps}area", f"{steps}evidence",
        )
    )  # fmt: skip
    attendances: dict = {}
    places: dict = {}
    taken: dict = {}
    for row in rows:
        if day_of(programme, row["joined_at"]) > on:
            continue
        attendances[row["attendances__id"]] = _attendance(programme, on, row)
        places[row["group_places__id"]] = _place(on, row)
        taken[row[f"{steps}id"]] = _step(on, row)
    found = {"attendances": attendances, "places": places, "steps": taken}
    return {name: tuple(fact for fact in rows.values() if fact) for name, rows in found.items()}


def _attendance(programme: Programme, on: date, row: dict) -> facts.Attendance | None:
    """The attendance of `row` if it counts (present, late, or made up later) and has come by `on`."""
    status = row["attendances__status"]
    if status not in Attendance.COUNTS:
        return None
    came = status in Attendance.CAME
    starts_at, marked_at = row["attendances__gathering__starts_at"], row["attendances__marked_at"]
    day = day_of(programme, starts_at if came else marked_at)
    if day > on or day_of(programme, starts_at) > on:
        return None
    return facts.Attendance(
        person=row["person_id"], gathering=row["attendances__gathering_id"],
        kind=row["attendances__gathering__kind"], on=day, came=came,
        unit=row["attendances__gathering__training_session__unit__number"],
    )  # fmt: skip


def _place(on: date, row: dict) -> facts.Place | None:
    since = row["group_places__joined_on"]
    if since is None or since > on:
        return None
    return facts.Place(row["person_id"], row["group_places__group_id"], since, _by(row["group_places__left_on"], on))


def _step(on: date, row: dict) -> facts.Step | None:
    pair, done_on, code, area, evidence = (
        row[f"pairs_as_mentee__formal_steps__{name}"] for name in ("pair_id", "done_on", "code", "area", "evidence")
    )
    if done_on is None or done_on > on:
        return None
    return facts.Step(pair, done_on, code, area, confirmed=evidence != FormalStep.Evidence.SELF_SAID)


def _answers(programme: Programme, on: date) -> tuple[facts.Answer, ...]:
    rows = (
        Response.objects.of(programme.organisation_id)
        .filter(programme=programme, questionnaire__key__in=facts.QUESTIONNAIRES)
        .order_by("answered_at")
        .values_list("person_id", "questionnaire__key", "answered_at", "coded")
    )
    days = ((person, key, day_of(programme, at), answers) for person, key, at, answers in rows)
    return tuple(facts.Answer(*row) for row in days if row[2] <= on)


# ---- the programme itself: its country, authorities, mentoring phase, groups and their meetings ---------------------


def _frame(programme: Programme, on: date) -> dict:
    authority = Q(partners__kind=Partner.Kind.AUTHORITY, partners__since_on__lte=on) & ~Q(partners__proof="")
    rows = (
        Programme.objects.of(programme.organisation_id)
        .filter(pk=programme.pk)
        .annotate(
            mentoring=FilteredRelation("phases", condition=Q(phases__key="mentoring")),
            authority=FilteredRelation("partners", condition=authority),
        )
        .values(
            "organisation__country", "mentoring__starts_on", "mentoring__ends_on",
            "authority__id", "authority__country", "authority__involvement",
            "supervision_groups__id", "supervision_groups__made_at",
            "supervision_groups__meetings__id", "supervision_groups__meetings__month",
            "supervision_groups__meetings__diary_due_on", "supervision_groups__meetings__gathering__held_at",
            "supervision_groups__meetings__gathering__notes",
        )
    )  # fmt: skip
    first: dict = {}
    groups: dict = {}
    meetings: dict = {}
    authorities: dict = {}
    for row in rows:
        first = first or row
        if row["authority__id"]:
            involved = facts.Authority(row["authority__country"], row["authority__involvement"])
            authorities[row["authority__id"]] = involved
        if row["supervision_groups__id"]:
            made_on = day_of(programme, row["supervision_groups__made_at"])
            groups[row["supervision_groups__id"]] = facts.Group(row["supervision_groups__id"], made_on)
        if row["supervision_groups__meetings__id"]:
            meetings[row["supervision_groups__meetings__id"]] = _meeting(programme, on, row)
    return {
        "groups": tuple(groups.values()),
        "meetings": tuple(meetings.values()),
        "authorities": tuple(authorities.values()),
        "countries": tuple(programme.rules.get("countries") or [first["organisation__country"]]),
        "mentoring_from": first["mentoring__starts_on"],
        "mentoring_until": first["mentoring__ends_on"],
    }


def _meeting(programme: Programme, on: date, row: dict) -> facts.Meeting:
    """A supervision meeting counts as held when its notes are written: the text itself stays sealed."""
    path = "supervision_groups__meetings__"
    held_at, notes = row[f"{path}gathering__held_at"], row[f"{path}gathering__notes"]
    held = held_at is not None and bool(notes) and day_of(programme, held_at) <= on
    return facts.Meeting(row["supervision_groups__id"], row[f"{path}month"], row[f"{path}diary_due_on"], held)
