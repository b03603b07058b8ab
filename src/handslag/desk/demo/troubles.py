"""What the team does about trouble: answered and open signals, decisions, questions, and one concern."""

from datetime import timedelta

from handslag.programmes.roles import Role
from handslag.supervision.actions import acknowledge, ask, close, decide, look, name_leads, report, snooze
from handslag.supervision.models import SupervisionMeeting

LOOKS = (9, 0)  # how many days ago somebody looked: what stands since then waits for an answer


def troubles(programme, pairs, groups, team, calendar) -> None:
    for days in LOOKS:
        look(programme=programme, at=calendar.at(calendar.today - timedelta(days=days), hour=6))
    for group, mentors, leader in groups:
        _follow_ups(group, mentors, leader, calendar)
    _concern(programme, pairs[2], team, calendar)
    later = pairs[5]
    snooze(
        pair=later, code="low_frequency", key="", until=calendar.today + timedelta(days=6), reason="Exams until then.",
        by=groups[0][2].person, at=calendar.at(calendar.today, hour=7),
    )  # fmt: skip


def _follow_ups(group, mentors, leader, calendar) -> None:
    """Two decisions of the last meeting, and a question for the next one."""
    meetings = SupervisionMeeting.objects.of(group.organisation_id).filter(group=group)
    rows = list(meetings.select_related("gathering", "group").order_by("gathering__starts_at"))
    held = [row for row in rows if row.gathering.is_held]
    coming = [row for row in rows if not row.gathering.is_held]
    here = [mentor for mentor in mentors if mentor.ended_at is None]
    if held:
        at = held[-1].gathering.starts_at + timedelta(hours=2)
        day = at.date()
        decided = {"meeting": held[-1], "by": leader.person, "at": at}
        decide(text="Ask the library for a quiet room", who=leader, due_on=day + timedelta(days=14), **decided)
        decide(text="Tell the group how the phone call went", who=here[0], due_on=day + timedelta(days=30), **decided)
    if coming:
        ask(
            meeting=coming[0], mentor=here[1], text="How do I say no without losing trust?", by=here[1].person,
            at=calendar.at(calendar.today - timedelta(days=1), hour=19),
        )  # fmt: skip


def _concern(programme, pair, team, calendar) -> None:
    """One that came three weeks ago, was answered the same day and closed; and one that came this morning."""
    day = calendar.today - timedelta(days=20)
    concern = report(
        programme=programme, reporter=pair.mentor, at=calendar.at(day, hour=9),
        text="My mentee says that somebody at work keeps the wages back. I do not know what to do.",
    )  # fmt: skip
    by = team["coordinator"]
    lead = programme.memberships.get(person=by, role=Role.COORDINATOR)
    name_leads(programme=programme, leads=[lead], by=by, at=calendar.at(calendar.mentoring))
    acknowledge(concern=concern, by=by, at=calendar.at(day, hour=11))
    outcome = "Called at once. With a yes we went to the union together; they take it on. No danger."
    close(concern=concern, outcome=outcome, by=by, at=calendar.at(day + timedelta(days=6), hour=15))
    words = "My friend says somebody follows her home after the course."
    report(programme=programme, reporter=pair.mentee, text=words, at=calendar.at(calendar.today, hour=7))
