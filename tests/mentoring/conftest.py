"""A pair of the cast's mentor and mentee in a programme that has the lists of the AMIR template."""

from datetime import timedelta

import pytest
import time_machine

from handslag.content.actions import publish
from handslag.mentoring.actions import hold_intake
from handslag.outbox.models import Message
from handslag.pairs.actions import make_group
from handslag.pairs.models import Pair
from tests.blueprints.amir import content
from tests.cast import NOW, TODAY
from tests.pairs import grouped

from .groups import book, meetings

WEEK = timedelta(days=7)


@pytest.fixture
def now():
    """The clock stands still at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def programme(cast):
    cast.programme.lists = content("lists")["list"]
    cast.programme.diary_form = content("diary")
    cast.programme.rules = {"open_goals_most": 3, "intake_days": 14}
    cast.programme.save()
    return cast.programme


@pytest.fixture
def document(cast):
    return publish(
        organisation=cast.organisation, key="code_of_conduct", language="en", title="Code of conduct",
        body="# Code\n\nWe are **equal**. <script>alert(1)</script>", by=None, at=NOW,
    )  # fmt: skip


@pytest.fixture
def waiting_pair(cast, programme):
    """A pair that was made two weeks ago and has not met."""
    return make_pair(cast, cast.mentor, cast.mentee)


def make_pair(cast, mentor, mentee, matched_at=NOW - 2 * WEEK):
    return Pair.objects.create(
        organisation=cast.organisation,
        programme=cast.programme,
        mentor=mentor,
        mentee=mentee,
        matched_at=matched_at,
        agreed_at=matched_at,
    )


def start(cast, pair, document, held_on=TODAY - WEEK, **more):
    """Hold the first meeting of a pair and let both sign."""
    agreement = hold_intake(
        pair=pair, document=document, held_on=held_on, by=cast.coordinator.person, at=NOW,
        signed_in_room=[(pair.mentor, "Mentor One"), (pair.mentee, "Mentee One")], **more,
    )  # fmt: skip
    pair.refresh_from_db()
    return agreement


@pytest.fixture
def pair(cast, waiting_pair, document):
    """The mentor and the mentee of the cast, who met the team a week ago."""
    start(cast, waiting_pair, document)
    return waiting_pair


@pytest.fixture
def end(cast):
    """End a pair as of today, as its room does."""
    from handslag.pairs.actions import end

    return lambda pair: end(pair=pair, reason="no_contact", on=TODAY, by=cast.coordinator.person, at=NOW)


@pytest.fixture
def group(cast, document):
    """A group of the cast's mentor and another one with the cast's mentee and one more; nobody has met."""
    grouped.ready(cast)
    mentors, mentees = grouped.people(cast.programme, mentees=1)
    plan = grouped.plan(cast.programme, [cast.mentor, *mentors], [cast.mentee, *mentees])
    return make_group(plan, by=None, at=NOW)


@pytest.fixture
def known(cast, group):
    """A meeting of all of which everybody has heard."""
    book(group)
    Message.objects.of(cast.organisation).update(state=Message.State.SENT, sent_at=NOW)
    return meetings(group)
