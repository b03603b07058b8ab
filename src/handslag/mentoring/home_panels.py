"""What a mentor or mentee sees first: own groups, the next meeting of each pair, and how far the goals have come."""

from collections.abc import Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from handslag.core.home_panels import Panel, provides_home_panels
from handslag.people.models import Account
from handslag.programmes.access import grants
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .choices import coded
from .models import Goal
from .next_steps import waits_for_diary
from .pauses import is_paused, not_over
from .queries import own_pairs

GROUP = "mentoring/home/group.html"
PAUSE = "mentoring/home/pause.html"
WAITING = "mentoring/home/waiting.html"
MEETING = "mentoring/home/meeting.html"
GOALS = "mentoring/home/goals.html"
TONES = {Goal.Status.MOVING: "now"}


@provides_home_panels
def panels(user: Account, programme: Programme, at: datetime) -> Iterator[Panel]:
    """The pauses that last or are ahead; the own groups, the pairs that wait for each other, and the next meetings, the
    nearest first; then the live goals of all own pairs. One query beside that of the next steps."""
    if not {Role.MENTOR, Role.MENTEE} & set(grants(user).roles_in(programme)):
        return
    mine = {m.pk for m in grants(user).memberships}
    pairs: list[Any] = own_pairs(user, programme, at)
    yield from _pauses(pairs, mine, day_of(programme, at))
    yield from _groups(pairs, mine, at)
    yield from _waiting(pairs, mine)
    booked = [pair for pair in pairs if pair.next_meeting_at and not pair.group_id]
    booked.sort(key=attrgetter("next_meeting_at"))
    for pair in booked:
        other = pair.mentee if pair.mentor_id in mine else pair.mentor
        writes = pair.mentor_id in mine and pair.started_on
        in_pause = is_paused(pair.agreed_pauses, day_of(programme, pair.next_meeting_at))
        said = {"pair": pair, "name": other.person.given_name, "writes": writes, "in_pause": in_pause}
        yield Panel(MEETING, said | {"waits": writes and waits_for_diary(pair, pair.programme, at)}, order=-1)
    running = [pair for pair in pairs if pair.started_on]
    if running:
        yield from _goals(running, mine, running[0].programme)


def _pauses(pairs: list, mine: set, today: date) -> Iterator[Panel]:
    """When a pair does not have to meet, before the meetings that it has planned all the same."""
    for pair in pairs:
        other = pair.mentee if pair.mentor_id in mine else pair.mentor
        name = other.person.given_name if len(pairs) > 1 else ""
        for first, last in not_over(pair.agreed_pauses, today):
            yield Panel(PAUSE, {"first": first, "last": last, "lasts": first <= today, "name": name}, order=-2)


def _waiting(pairs: list, mine: set) -> Iterator[Panel]:
    """What a pair that has not met waits for; not where something else tells it: the group's panel, the meeting's, or
    before the own answer the next step."""
    for pair in pairs:
        is_told = pair.group_id or pair.started_on or pair.next_meeting_at
        if not is_told and (pair.agreed_at or pair.has_answered):
            is_mentor = pair.mentor_id in mine
            other = pair.mentee if is_mentor else pair.mentor
            said = {"pair": pair, "name": other.person.given_name, "is_mentor": is_mentor}
            yield Panel(WAITING, said, order=-1)


def _groups(pairs: list, mine: set, at: datetime) -> Iterator[Panel]:
    """One panel a group, whatever the number of own pairs in it."""
    of_group: dict = {}
    for pair in pairs:
        if pair.group_id:
            of_group.setdefault(pair.group, []).append(pair)
    for group, inside in of_group.items():
        coming = min((p for p in inside if p.next_meeting_at), key=attrgetter("next_meeting_at"), default=None)
        written = [pair for pair in inside if pair.mentor_id in mine and pair.started_on]
        waits = any(waits_for_diary(pair, pair.programme, at) for pair in written)
        said = {"group": group, "meeting": coming, "writes": bool(written), "waits": waits}
        has_begun = any(pair.started_on for pair in inside)
        yield Panel(GROUP, said | {"is_called": coming is None and not has_begun}, order=-1)


def _goals(pairs: list, mine: set, programme: Programme) -> Iterator[Panel]:
    """The goals by area and state; their words are sealed and stand in the plan."""
    labels = {row.code: row.label for row in coded(programme, "area")}
    goals = Goal.objects.of(programme.organisation_id).filter(plan__pair__in=pairs, status__in=Goal.LIVE)
    by_pair: dict = {}
    for goal in goals.only("area", "status", "due_on", "plan__pair_id").select_related("plan").order_by("due_on"):
        line = {"goal": goal, "area": labels.get(goal.area, goal.area), "tone": TONES.get(goal.status, "info")}
        by_pair.setdefault(goal.plan.pair_id, []).append(line)
    for pair in pairs:
        if pair.pk in by_pair:
            other = pair.mentee if pair.mentor_id in mine else pair.mentor
            name = other.person.given_name if len(pairs) > 1 else ""
            yield Panel(GOALS, {"pair": pair, "lines": by_pair[pair.pk], "name": name})
