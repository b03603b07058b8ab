"""What supervisors, coordinators and mentors have to do for supervision, derived from the state of the moment."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.counts import count_of
from handslag.core.dates import short_day
from handslag.core.next_steps import NextStep, provides_from_counts, provides_next_steps
from handslag.mentoring.next_steps import DIARY, diary_step, where_to_write
from handslag.mentoring.queries import own_pairs
from handslag.pairs.models import Pair
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.days import day_of, zone
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .access import my_places
from .coordinator_day import CoordinatorDay, Waiting, coordinator_day
from .diaries import LATE, TO_COME, diaries_in_words, pair_asked, state_of_diary
from .models import Group, GroupPlace, Nudge, PauseRequest, SignalNote, SupervisionMeeting
from .pair_facts import in_group, of_who_left, read_pairs
from .periods import ONE_DAY, diary_month
from .queries import due_after, resting, signals_of, unplanned
from .signals import PairFacts, Told, rules_of
from .signals.diary import without_diary
from .signals.titles import TITLES

# From when on a mentor is reminded of the meeting, and how many pairs are named one by one.
NOTICE_DAYS = 14
PREPARE_DAYS = 7
NAMED = 3


@provides_next_steps
def steps(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    held = grants(user).roles_in(programme)
    if Role.SUPERVISOR in held and may(user, "supervision.hold", programme):
        yield from _of_supervisor(user, programme, at)
    if Role.COORDINATOR in held and may(user, "supervision.hold", programme):
        yield from _of_coordinator(user, programme, at)
    if Role.MENTOR in held:
        yield from _of_mentor(user, programme, at)


def _words(programme: Programme, starts_at: datetime) -> dict[str, str]:
    starts = starts_at.astimezone(zone(programme))
    return {"day": short_day(starts), "time": date_format(starts, "H:i")}


# ---- supervisor: the pairs of the own groups ----


def _of_supervisor(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    mine = {m.pk for m in grants(user).memberships if m.role == Role.SUPERVISOR}
    today = day_of(programme, at)
    meetings = _open_meetings(programme, mine)
    if meetings:  # it came with all its lists, which are otherwise left for later
        programme = meetings[0].group.programme
    read = read_pairs(programme, at, **in_group(group__supervisor_id__in=mine))
    states = [one.facts for one in read]
    yield from _meetings(meetings, programme, states, at)
    needing = signals_of(read, programme, today, {Told.SUPERVISOR})
    for one in needing[:NAMED]:
        first = one.signals[0]
        yield NextStep(
            text=_("%(mentor)s and %(mentee)s: %(step)s")
            % {"mentor": one.state.mentor, "mentee": one.state.mentee, "step": first.found.step},
            url=reverse("supervision:pair", args=[one.state.pair_id]),
            why=first.found.facts,
            urgency=first.urgency,
            tells_of=(one.state.pair_id,),
        )
    if len(needing) > NAMED:
        yield NextStep(
            text=_("Look at the other pairs that need attention"),
            url=reverse("supervision:attention", args=[programme.pk]),
            count=len(needing) - NAMED,
        )
    late = rules_of(programme.rules)["diary_late_supervisor_days"] * ONE_DAY
    missing = without_diary((s for s in states if s.due_on and today >= s.due_on + late), today)
    if missing:
        yield NextStep(
            text=ngettext("%(n)s mentor has not handed in the diary", "%(n)s mentors have not handed in the diary",
                          len(missing)) % {"n": len(missing)},
            url=reverse("supervision:groups", args=[programme.pk]),
            why=_("The diary is due a week before supervision."),
            count=len(missing),
        )  # fmt: skip


def _open_meetings(programme: Programme, mine: set) -> list[SupervisionMeeting]:
    """The next meetings of the own groups that are not held yet, the earliest first."""
    rows = SupervisionMeeting.objects.of(programme.organisation_id).filter(
        group__programme=programme, group__supervisor_id__in=mine, gathering__held_at=None
    )
    return list(rows.order_by("gathering__starts_at").select_related("group__programme", "gathering")[:6])


def _meetings(
    soon: list[SupervisionMeeting], programme: Programme, states: list[PairFacts], at: datetime
) -> Iterator[NextStep]:  # fmt: skip
    """A meeting whose notes are missing, and one that comes within two weeks: its agenda is there."""
    past = [meeting for meeting in soon if meeting.gathering.starts_at <= at]
    if past:
        yield _hold(past[0], programme)
    for meeting in soon[len(past) :][:2]:
        days = (day_of(programme, meeting.gathering.starts_at) - day_of(programme, at)).days
        if days <= NOTICE_DAYS:
            said = {"group": meeting.group.name, **_words(programme, meeting.gathering.starts_at)}
            yield NextStep(
                text=_("Prepare supervision on %(day)s: %(group)s") % said,
                url=reverse("supervision:pack", args=[meeting.pk]),
                why=diaries_in_words(meeting, states, day_of(programme, at)),
                urgency=2 if days <= PREPARE_DAYS else 3,
            )


def _hold(meeting: SupervisionMeeting, programme: Programme) -> NextStep:
    said = {"group": meeting.group.name, **_words(programme, meeting.gathering.starts_at)}
    return NextStep(
        text=_("Write who came to supervision, and the notes: %(group)s") % said,
        url=reverse("supervision:meeting", args=[meeting.pk]),
        why=_("The meeting was on %(day)s at %(time)s.") % said,
        urgency=1,
    )


def _unplanned(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    """For a supervisor: how many of the own groups have no next meeting, and the first of them by name."""
    mine = {m.pk for m in grants(user).memberships if m.role == Role.SUPERVISOR}
    if Role.SUPERVISOR not in grants(user).roles_in(programme) or not may(user, "supervision.hold", programme):
        return {}
    groups = unplanned(programme, mine, at)
    named = ("pk", "name", "last_at", "cancelled_at")
    return {"count": count_of(groups)} | {name: Subquery(groups.values(name)[:1]) for name in named}


@provides_from_counts(_unplanned)
def plan_steps(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[NextStep]:
    """Whoever leads groups plans their next meeting, of several on the list of groups."""
    count, off, last = found["count"], found["cancelled_at"], found["last_at"]
    if count > 1:
        yield NextStep(
            text=ngettext("Plan the next supervision of %(n)s group", "Plan the next supervision of %(n)s groups",
                          count) % {"n": count},
            url=reverse("supervision:groups", args=[programme.pk]), why=_("No meeting is planned."), count=count,
        )  # fmt: skip
    elif count:
        was_off = off is not None and (last is None or last < off)
        said = _("The meeting on %(day)s was cancelled.") % _words(programme, off) if was_off else ""
        yield NextStep(
            text=_("Plan the next supervision: %(group)s") % {"group": found["name"]},
            url=reverse("supervision:new_meeting", args=[found["pk"]]), why=said or _("No meeting is planned."),
        )  # fmt: skip


# ---- who asks for a pause: the team answers, and who asked reads the answer ----


def _pauses_asked_for(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    """How many requests wait for `user`, one of the team, and the pair of the oldest; and an answer to an own one."""
    held, mine = grants(user).roles_in(programme), {m.pk for m in grants(user).memberships}
    rows = PauseRequest.objects.of(programme.organisation_id).filter(pair__programme=programme, pair__ended_on=None)
    questions: dict[str, Any] = {}
    if may(user, "diary.read", programme) and {Role.SUPERVISOR, Role.COORDINATOR} & set(held):
        led = Group.objects.of(programme.organisation_id).filter(
            group_places__mentor=OuterRef("pair__mentor"), group_places__left_on=None, supervisor__ended_at=None
        )
        own = Q(Exists(led.filter(supervisor_id__in=mine)))
        waiting = rows.filter(own | ~Q(Exists(led)) if Role.COORDINATOR in held else own, answered_at=None)
        questions = {"asked": count_of(waiting), "asked_pair": _first(waiting, "pair")}
        questions["asked_by"] = Subquery(waiting.values("asked_by__person__given_name")[:1])
    if {Role.MENTOR, Role.MENTEE} & set(held):
        unread = rows.filter(asked_by_id__in=mine, answered_at__isnull=False, seen_at=None)
        questions["answered_pair"] = _first(unread, "pair")
    return questions


def _first(rows: QuerySet, name: str) -> Subquery:
    return Subquery(rows.values(name)[:1], output_field=UUIDField())


@provides_from_counts(_pauses_asked_for)
def pause_steps(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[NextStep]:
    if count := found.get("asked"):
        yield NextStep(
            text=ngettext("Answer a pair that asks for a pause", "Answer pairs that ask for a pause, the oldest first",
                          count),
            url=reverse("supervision:pair", args=[found["asked_pair"]]),
            why=_("%(name)s asked.") % {"name": found["asked_by"]}, count=count if count > 1 else 0,
        )  # fmt: skip
    if pair := found.get("answered_pair"):
        yield NextStep(
            text=_("Read the answer about your pause"), url=reverse("supervision:ask_pause", args=[pair]),
            why=_("You asked for a pause. We have answered."),
        )  # fmt: skip


# ---- coordinator ----


def _with_one_gone(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    """For who ends pairs: in how many somebody still is who has left, each mentoring group counted once; whether groups
    are among them; the oldest, and who that is."""
    if not may(user, "pair.end", programme):
        return {}
    running = Pair.objects.of(programme.organisation_id).filter(programme=programme, ended_on=None)
    pairs = of_who_left(running)
    return {
        "count": count_of(pairs.annotate(one=Coalesce("group", "pk")), "one", distinct=True),
        "groups": count_of(pairs, "group"), "pair": _first(pairs, "pk"), "group": _first(pairs, "group"),
        "gone": Subquery(pairs.values("gone")[:1]),
    }  # fmt: skip


@provides_from_counts(_with_one_gone)
def gone_steps(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[NextStep]:
    if found["count"] == 1 and found["group"]:
        yield NextStep(
            text=_("Take somebody who has left out of the group"),
            url=reverse("mentoring:group", args=[found["group"]]),
            why=_("%(name)s has left the programme. Take %(name)s out of the group.") % {"name": found["gone"]},
            urgency=1,
        )
    elif found["count"] == 1:
        yield NextStep(
            text=_("End the pair of somebody who has left"), url=reverse("pairs:pair", args=[found["pair"]]),
            why=_("%(name)s has left the programme. End this pair. Was it a mistake? Then look again for %(name)s.")
            % {"name": found["gone"]},
            urgency=1,
        )  # fmt: skip
    elif found["count"]:
        text, why = _("End the pairs of people who have left"), _("One of the two has left the programme.")
        if found["groups"]:
            text = _("Take people who have left out of their pairs and groups")
            why = _("They have left the programme.")
        url = reverse("supervision:attention", args=[programme.pk])
        yield NextStep(text=text, url=url, why=why, count=found["count"], urgency=1)


def _of_coordinator(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    """Concerns, for who is named for them; pairs whose signals are the coordinator's, or that nobody has answered; and
    mentors of running pairs who have no group. From the notes of the last look: one query for any programme."""
    day = coordinator_day(user, programme, at)
    yield from _concerns(day, programme, at)
    yield from _waiting(day.waiting, programme)
    for group, name in day.left_alone[:NAMED]:
        yield NextStep(
            text=_("Choose a supervisor for the group %(group)s") % {"group": name},
            url=reverse("supervision:supervisor", args=[group]), why=_("Nobody leads it now."), urgency=1,
        )  # fmt: skip
    if day.without_group:
        count = day.without_group
        yield NextStep(
            text=ngettext("Find a supervision group for %(n)s mentor", "Find a supervision group for %(n)s mentors",
                          count) % {"n": count},
            url=reverse("supervision:groups", args=[programme.pk]),
            why=_("They meet their mentees, but have no supervision."),
            count=count,
        )  # fmt: skip


def _concerns(day: CoordinatorDay, programme: Programme, at: datetime) -> Iterator[NextStep]:
    url, count = reverse("supervision:concerns", args=[programme.pk]), len(day.new_concerns)
    if count:
        due = due_after(programme, min(day.new_concerns))
        late = day_of(programme, at) > due
        said = _("It should have been answered by %(day)s.") if late else _("Answer by %(day)s.")
        yield NextStep(
            text=ngettext("Read %(n)s concern and call", "Read %(n)s concerns and call", count) % {"n": count},
            url=url, why=said % {"day": short_day(due)}, count=count, urgency=0,
        )  # fmt: skip
    if day.open_concerns:
        count = day.open_concerns
        yield NextStep(
            text=ngettext("Close %(n)s concern", "Close %(n)s concerns", count) % {"n": count}, url=url,
            why=_("Write what came of it."), count=count,
        )  # fmt: skip


def _waiting(waiting: list[Waiting], programme: Programme) -> Iterator[NextStep]:
    for one in waiting[:NAMED]:
        yield NextStep(
            text=_("%(mentor)s and %(mentee)s: %(what)s")
            % {"mentor": one.mentor, "mentee": one.mentee, "what": TITLES[one.code]},
            url=reverse("supervision:pair", args=[one.pair_id]),
            why=_("Noticed on %(day)s.") % {"day": short_day(one.since)},
            urgency=1,
            tells_of=(one.pair_id,),
        )
    if len(waiting) > NAMED:
        yield NextStep(
            text=_("Look at the other pairs that need attention"),
            url=reverse("supervision:attention", args=[programme.pk]),
            count=len(waiting) - NAMED,
        )


# ---- mentor: the next meeting of the own group, and the diary before it ----


def _of_mentor(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    coming = (
        SupervisionMeeting.objects.of(programme.organisation_id)
        .filter(group=OuterRef("group"), gathering__starts_at__gte=at)
        .order_by("gathering__starts_at")
    )
    nudges = Nudge.objects.of(programme.organisation_id).filter(
        mentor=OuterRef("mentor"), meeting__gathering__held_at=None, meeting__gathering__starts_at__gte=at
    )
    # The look has noted that goals are stuck; the page of the plan says which.
    stuck = (
        SignalNote.objects.of(programme.organisation_id)
        .filter(
            pair__mentor=OuterRef("mentor"), pair__ended_on=None, code="goals_stuck", gone_on=None, answered_at=None
        )
        .exclude(resting(programme.organisation_id, day_of(programme, at)))
    )
    place = (
        GroupPlace.objects.of(programme.organisation_id)
        .filter(my_places(user), group__programme=programme)
        .annotate(
            meeting=Subquery(coming.values("pk")[:1]),
            starts_at=Subquery(coming.values("gathering__starts_at")[:1]),
            place=Subquery(coming.values("gathering__place")[:1]),
            due_on=Subquery(coming.values("diary_due_on")[:1]),
            nudged=Exists(nudges),
            stuck=Exists(stuck),
        )
        .first()
    )
    if place is None:
        return
    pairs: list[Any] = [pair for pair in own_pairs(user, programme, at) if pair.mentor_id == place.mentor_id]
    running = sorted((pair for pair in pairs if pair.started_on), key=lambda pair: pair.started_on)
    if place.stuck and running:
        yield NextStep(
            text=_("Make a goal smaller"), url=reverse("mentoring:plan", args=[running[0].pk]),
            why=_("No goal has moved for a while. What can be done this week?"),
        )  # fmt: skip
    if place.meeting is None:
        return
    yield from _meeting_ahead(place, programme, at)
    yield from _diary_due(place, pairs, diary_step(running, programme, at), day_of(programme, at))


def _meeting_ahead(place, programme: Programme, at: datetime) -> Iterator[NextStep]:
    days = (day_of(programme, place.starts_at) - day_of(programme, at)).days
    if days <= NOTICE_DAYS:
        said = _words(programme, place.starts_at)
        yield NextStep(
            text=_("Come to supervision on %(day)s at %(time)s") % said,
            url=reverse("supervision:meeting", args=[place.meeting]),
            why=place.place,
            urgency=3 if days > 1 else 2,
        )


def _diary_due(place, pairs: list, waiting: NextStep | None, today: date) -> Iterator[NextStep]:
    """`waiting`: the entries that are to be written anyhow, where there are any; else it is written about the pair
    that is asked. On the home the two are one step, the more urgent."""
    first, last = diary_month(place.due_on)
    asked = pair_asked(pairs, place.due_on)
    state = state_of_diary(pairs, place.due_on, today)
    if asked is None or state not in (TO_COME, LATE) or today < first:
        return
    late = state == LATE
    said = _("It was due on %(day)s.") if late else _("It is due on %(day)s.")
    if place.nudged:
        said = _("Your supervisor asks for it. It was due on %(day)s.") if late else said
    yield NextStep(
        text=_("Write the diary"),
        url=waiting.url if waiting else where_to_write(asked),
        why=said % {"day": short_day(last)},
        count=waiting.count if waiting else 0,
        urgency=1 if late else 3,
        asks_for=DIARY,
    )
