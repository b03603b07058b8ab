"""Started pairs, diaries and groups for the tests of supervision and evaluation, through the product's own actions."""

from datetime import UTC, date, datetime, time, timedelta

from handslag.mentoring.actions import write_diary
from handslag.mentoring.models import Plan
from handslag.pairs.models import Group as MentoringGroup
from handslag.pairs.models import Pair
from handslag.supervision.actions import hold_meeting, join, make_group, plan_meeting
from tests.blueprints.amir import content
from tests.cast import NOW, TODAY, member, person

DAY = timedelta(days=1)


def noon(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def by(cast):
    """Who acts and when, for an action: the supervisor, now."""
    return {"by": cast.supervisor.person, "at": NOW}


def like_amir(programme):
    """Give `programme` the lists, the diary, the rules and the indicators of the AMIR template."""
    programme.lists, programme.diary_form = content("lists")["list"], content("diary")
    programme.rules, programme.indicators = content("programme")["rules"], content("indicators")["indicator"]
    programme.save()
    return programme


def started(cast, mentor="mentor", mentee="mentee", on=TODAY - 40 * DAY, **more):
    """A pair of two memberships (or roles of the cast) whose first meeting was held on the day `on`."""
    mentor = cast.people[mentor] if isinstance(mentor, str) else mentor
    mentee = cast.people[mentee] if isinstance(mentee, str) else mentee
    return Pair.objects.create(
        organisation=cast.organisation, programme=cast.programme, mentor=mentor, mentee=mentee,
        matched_at=noon(on), started_on=on, **more,
    )  # fmt: skip


def mentoring_group(cast, name="Tuesdays"):
    """A mentoring group; `started(..., group=...)` makes the pairs in it."""
    return MentoringGroup.objects.create(
        organisation=cast.organisation, programme=cast.programme, name=name, language="sv", made_at=NOW
    )


def approved(pair, on: date = TODAY - 39 * DAY) -> Plan:
    """An approved plan without goals."""
    return Plan.objects.create(organisation_id=pair.organisation_id, pair=pair, made_at=noon(on), approved_at=noon(on))


def many_pairs(cast, count: int, **more):
    """`count` pairs of new people."""
    return [
        started(
            cast,
            member(cast.programme, person(cast.organisation, f"Mentor {n}"), "mentor"),
            member(cast.programme, person(cast.organisation, f"Mentee {n}"), "mentee"),
            **more,
        )
        for n in range(count)
    ]


def diary(pair, on: date, what="met", **said):
    """One entry about the day `on`, written that evening."""
    return write_diary(pair=pair, what=what, on_date=on, by=pair.mentor.person, at=noon(on, 20), **said)


def group(cast, *mentors, on=TODAY - 60 * DAY, name="Group 1"):
    """A group led by the cast's supervisor."""
    by = cast.coordinator.person
    made = make_group(programme=cast.programme, name=name, supervisor=cast.supervisor, by=by, at=noon(on))
    for mentor in mentors:
        join(group=made, mentor=mentor, on=on, by=by, at=noon(on))
    return made


def meeting(cast, of, on: date):
    return plan_meeting(group=of, starts_at=noon(on, 17), place="Library", by=cast.supervisor.person, at=NOW)


def held(cast, of, on: date, statuses=None):
    made = meeting(cast, of, on)
    everybody = {place.mentor: "present" for place in of.group_places.select_related("mentor")}
    hold_meeting(
        meeting=made, statuses=everybody if statuses is None else statuses, notes="We talked about limits.",
        by=cast.supervisor.person, at=noon(on, 19),
    )  # fmt: skip
    return made
