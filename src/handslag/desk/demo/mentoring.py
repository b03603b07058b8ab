"""Chapter four: a hundred days of meetings and diaries, supervision, two pairs in trouble, one mentor gone."""

from datetime import timedelta

from handslag.gatherings.actions import mark_held, plan, take_attendance
from handslag.gatherings.models import Attendance
from handslag.mentoring.actions import book_meeting, write_diary
from handslag.pairs.actions import end
from handslag.programmes.actions import end_role
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role
from handslag.supervision.actions import hold_meeting, join, make_group, plan_meeting

from ..blueprint import add_months
from .pairing import PLACE
from .recruitment import open_door
from .team import BY_NAME, PAIR_BY_NAME
from .troubles import troubles
from .words import SENTENCES, languages_of

Status = Attendance.Status
# Which pair (by order) plays which part in the story; all the others do well. The mentor who goes has one mentee only.
SILENT, UNHAPPY, MENTOR_GONE = 4, 11, 9
ACTIVITIES = [
    "talk",
    "walk",
    "cafe",
    "job_search",
    "authority_visit",
    "study",
    "service_visit",
    "digital_help",
]
COMMUNITY = ["culture", "sport", "volunteering", "community_event"]
STEPS = [
    "job_application",
    "queue_joined",
    "course_enrolment",
    "budget_made",
    "registered_doctor",
    "interview",
]


def hundred_days(programme, team, calendar, dice) -> str:
    """Write every mentor's diary week by week until today, hold supervision each month, open the demo's doors."""
    pairs = list(
        programme.pairs.select_related("mentor__person", "mentee__person").order_by("matched_at", *PAIR_BY_NAME)
    )
    groups = _groups(programme, pairs, team, calendar)
    languages = languages_of(programme, pairs)
    entries = sum(_weeks(pair, number, languages[pair.pk], team, calendar, dice) for number, pair in enumerate(pairs))
    _supervise(groups, calendar)
    troubles(programme, pairs, groups, team, calendar)
    _orientation(programme, pairs, team, calendar)
    now = calendar.at(calendar.today, hour=8)
    open_door(pairs[0].mentor.person, Role.MENTOR.value, now)
    open_door(pairs[0].mentee.person, Role.MENTEE.value, now)
    book_meeting(
        pair=pairs[0], starts_at=calendar.at(calendar.today + timedelta(days=3), hour=17), place=PLACE,
        by=pairs[0].mentor.person, at=now,
    )  # fmt: skip
    return f"{entries} diary entries, two pairs in trouble, one mentor gone"


def _weeks(pair, number, language, team, calendar, dice) -> int:
    """One entry a week from the first meeting on; returns how many were written."""
    goals = list(pair.plan.goals.all())
    written, day = 0, pair.started_on + timedelta(days=6 + number % 3)
    while day < calendar.today:
        age = (calendar.today - day).days
        if number == MENTOR_GONE and age < 40:
            _leave(pair, day, team, calendar)
            break
        if number == SILENT and age < 34:
            _entry(pair, day, calendar, what="no_show" if age > 20 else "none")
        else:
            _meet(pair, number, SENTENCES[language], written, day, age, goals, calendar, dice)
        written += 1
        day += timedelta(days=7)
    return written


def _meet(pair, number, sentences, week, day, age, goals, calendar, dice) -> None:
    if dice.random() < 0.08 and age > 30:
        _entry(pair, day, calendar, what=dice.choice(["moved", "none"]))
        return
    unhappy = number == UNHAPPY and age < 24
    community = (week + number) % 6 == 5
    theme = goals[week % len(goals)].area if goals else "language"
    _entry(
        pair, day, calendar, what="met",
        activity=dice.choice(COMMUNITY if community else ACTIVITIES),
        form="in_person" if dice.random() < 0.8 else "video",
        minutes=dice.choice([45, 60, 60, 90]),
        mood=2 if unhappy else dice.choice([3, 4, 4, 5, 5]),
        themes=list(dict.fromkeys([theme, dice.choice(["health", "housing", "employment", "finances"])])),
        flags=["support_wanted"] if unhappy and age < 10 else ["praise"] if week % 7 == 6 else [],
        rights_talk=dice.random() < 0.6,
        goals=[goal for goal in goals if goal.area == theme],
        formal_step=STEPS[(number + week) % len(STEPS)] if week in (4, 9) and number % 4 else "",
        sentence=dice.choice(sentences) if dice.random() < 0.5 else "",
    )  # fmt: skip


def _entry(pair, day, calendar, **said) -> None:
    write_diary(pair=pair, on_date=day, by=pair.mentor.person, at=calendar.at(day, hour=20), **said)


def _leave(pair, day, team, calendar) -> None:
    at = calendar.at(day, hour=14)
    end(pair=pair, reason="mentor_left", on=day, by=team["coordinator"], at=at)
    end_role(membership=pair.mentor, reason="moved", by=team["coordinator"], at=at)


def _groups(programme, pairs, team, calendar) -> list[tuple]:
    """Two groups of mentors, each with its supervisor."""
    leaders = (
        programme.memberships.filter(role=Role.SUPERVISOR).select_related("person").order_by("joined_at", *BY_NAME)
    )
    made_at = calendar.at(calendar.mentoring, hour=9)
    everybody = list(dict.fromkeys(pair.mentor for pair in pairs))  # a mentor of two is in one group
    groups = []
    for half, leader in enumerate(leaders):
        group = make_group(
            programme=programme, name=f"Group {half + 1}", supervisor=leader, by=team["coordinator"], at=made_at
        )
        mentors = everybody[half::2]
        for mentor in mentors:
            join(group=group, mentor=mentor, on=calendar.mentoring, by=team["coordinator"], at=made_at)
        groups.append((group, mentors, leader))
    return groups


def _supervise(groups, calendar) -> None:
    """A meeting each month, held with notes where its day is past; the next one comes within a week."""
    first = calendar.mentoring.replace(day=min((calendar.today + timedelta(days=6)).day, 28))
    days = [add_months(first, month) for month in range(6)]
    days = [day for day in days if day >= calendar.mentoring + timedelta(days=14)]
    held = [day for day in days if day < calendar.today]
    for half, (group, mentors, leader) in enumerate(groups):
        for number, day in enumerate(days[: len(held) + 1]):
            _group_meeting(group, mentors, number, day + timedelta(days=half), leader, calendar)


def _group_meeting(group, mentors, number, day, leader, calendar) -> None:
    meeting = plan_meeting(
        group=group, starts_at=calendar.at(day, hour=18), place="Garaget, Malmö", by=leader.person,
        at=calendar.at(calendar.mentoring, hour=9),
    )  # fmt: skip
    if day >= calendar.today:
        return
    statuses: dict[Membership, str] = {
        mentor: Status.ABSENT if (place + number) % 9 == 8 else Status.PRESENT
        for place, mentor in enumerate(mentors)
        if mentor.ended_at is None or mentor.ended_at > calendar.at(day)
    }
    notes = "Everybody told how it goes. We talked about limits and about small steps. Next time: the housing queue."
    hold_meeting(meeting=meeting, statuses=statuses, notes=notes, by=leader.person, at=calendar.at(day, hour=20))


def _orientation(programme, pairs, team, calendar) -> None:
    """A morning about rights and duties, to which most mentees came."""
    day = calendar.mentoring + timedelta(days=45)
    gathering = plan(
        programme=programme, kind="orientation", title="Your rights and duties", starts_at=calendar.at(day),
        place="Stadshuset, Malmö", minutes=180, led_by=team["trainer"], by=team["coordinator"],
        at=calendar.at(calendar.mentoring),
    )  # fmt: skip
    statuses: dict[Membership, str] = {
        pair.mentee: Status.ABSENT if number % 5 == 4 else Status.PRESENT for number, pair in enumerate(pairs)
    }
    after = calendar.at(day, hour=14)
    take_attendance(gathering=gathering, statuses=statuses, by=team["trainer"], at=after)
    mark_held(gathering=gathering, by=team["trainer"], at=after)
