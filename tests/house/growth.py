"""Thirty more of everything in a programme of `tests.house.world`, so that every list has a second page."""

from datetime import timedelta

from handslag.gatherings.actions import take_attendance
from handslag.mentoring.actions import book_meeting, record_step, write_diary
from handslag.pairs.actions import lock, suggest
from handslag.programmes.actions import add_partner
from handslag.recruitment.actions import note_interview
from handslag.supervision.actions import join, make_group, plan_meeting
from handslag.training.actions import plan_session
from handslag.training.models import Session
from tests.house import world
from tests.house.world import MENTEE, MENTOR, Story
from tests.pairs.made import publish

MORE = 30
PAIRS = 15  # of the thirty mentors and mentees; the others wait, so that matching has rows too


def grow(story: Story) -> None:
    """Add to the rows that the addresses of `story` lead to, and to those beside them."""
    _people(story)
    _training(story)
    _pairs(story)
    _mentoring(story)
    _supervision(story)


def _people(story: Story) -> None:
    by = story.persons["coordinator"]
    for n in range(MORE):
        world._application(story, "mentee", MENTEE | {"first_name": f"Applicant {n}"}, 3)
        world._accept(story, f"more_mentor_{n}", MENTOR | {"full_name": f"Mentor {n}"})
        world._accept(story, f"more_mentee_{n}", MENTEE | {"first_name": f"Mentee {n}", "permit": "yes"})
        add_partner(
            programme=story.programme, name=f"School {n}", kind="school", involvement="supporter", country="SE",
            since_on=story.ago(90).date(), proof="Letter", by=by, at=story.ago(90),
        )  # fmt: skip
        note_interview(
            application=story.rows["application_id"], held_on=story.ago(2).date(), notes="Again", by=by, at=story.ago(2)
        )


def _training(story: Story) -> None:
    by, mentors = story.persons["coordinator"], _more(story, "mentor")
    sessions = Session.objects.of(story.organisation).filter(unit__programme=story.programme)
    for session in sessions.select_related("gathering__programme"):
        take_attendance(
            gathering=session.gathering, statuses=dict.fromkeys(mentors, "present"), by=by, at=story.ago(80)
        )
    for n in range(MORE):
        starts_at = story.now + timedelta(days=n + 1)
        plan_session(unit=story.rows["unit_id"], starts_at=starts_at, place="Hall", by=by, at=story.ago(1))


def _pairs(story: Story) -> None:
    """Publish the open round with pairs by hand, and suggest another one for those who are left."""
    by = story.persons["coordinator"]
    for mentor, mentee in list(zip(_more(story, "mentor"), _more(story, "mentee"), strict=True))[:PAIRS]:
        lock(matching_round=story.rows["round_id"], mentor=mentor, mentee=mentee, by=by, at=story.ago(79))
    publish(story.rows["round_id"], by, story.ago(79))
    story.rows["round_id"] = suggest(programme=story.programme, by=by, at=story.now)
    story.rows["proposal_id"] = story.rows["round_id"].proposals.first()
    assert story.rows["round_id"].proposals.count() >= PAIRS
    for pair in story.programme.pairs.filter(started_on=None).select_related("mentor__person", "mentee__person"):
        world._mentoring(story, pair, "more")


def _mentoring(story: Story) -> None:
    pair, goal = story.rows["pair_id"], story.rows["goal_id"]
    mentor, by = pair.mentor.person, story.persons["coordinator"]
    for n in range(MORE):
        write_diary(
            pair=pair, what="met", on_date=story.ago(5).date(), by=mentor, at=story.ago(4), activity="talk", mood=4,
            themes=["housing"], goals=[goal], sentence=f"Sentence {n}", again=True,
        )  # fmt: skip
        record_step(
            pair=pair, code="job_application", done_on=story.ago(20 + n).date(), evidence="seen_by_staff", by=by,
            at=story.ago(4), goal=goal,
        )  # fmt: skip
        starts_at = story.now + timedelta(days=n + 4)
        book_meeting(pair=pair, starts_at=starts_at, place="Cafe", by=mentor, at=story.ago(3))


def _supervision(story: Story) -> None:
    by, supervisor, day = story.persons["coordinator"], story.members["supervisor"], story.ago(60).date()
    last = story.programme.phases.latest("ends_on")
    last.ends_on += timedelta(days=31 * (MORE + 1))  # a programme so long that it has as many monthly meetings
    last.save()
    for n, mentor in enumerate(_more(story, "mentor")):
        join(group=story.rows["group_id"], mentor=mentor, on=day, by=by, at=story.ago(60))
        make_group(programme=story.programme, name=f"Group {n}", supervisor=supervisor, by=by, at=story.ago(60))
        # One a month, none in the months of the story's own meetings whatever the day of the month is.
        starts_at = story.now + timedelta(days=31 * (n + 2))
        plan_meeting(group=story.rows["group_id"], starts_at=starts_at, place="Hall", by=by, at=story.ago(50))


def _more(story: Story, role: str) -> list:
    return [story.members[f"more_{role}_{n}"] for n in range(MORE)]
