"""Interviews and permit checks: what is written down, under which key, and when it is refused."""

from datetime import date, timedelta

import pytest
from django.db import connection

from handslag.journal.models import Entry
from handslag.recruitment.actions import (
    ApplicationAnswered,
    NoteMissing,
    NotYet,
    OwnApplication,
    UnknownEvidence,
    check_permit,
    note_interview,
    withdraw,
)
from handslag.recruitment.models import Interview, PermitCheck
from tests.cast import NOW, TODAY

from .received import received

pytestmark = pytest.mark.django_db


def note(cast, application, **changes):
    given = {"held_on": TODAY, "notes": "Listens well.", "by": cast.coordinator.person, "at": NOW} | changes
    return note_interview(application=application, **given)


def check(cast, application, **changes):
    given = {"seen_as": "card", "valid_until": date(2027, 1, 31), "by": cast.coordinator.person, "at": NOW} | changes
    return check_permit(application=application, **given)


def stored(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return cursor.fetchone()[0]


def test_noting_an_interview_moves_the_application_on_and_seals_the_notes(cast):
    application = received(cast.programme)
    note(cast, application)
    application.refresh_from_db()
    assert application.state == "interviewed"
    interview = Interview.objects.of(cast.organisation).get()
    assert (interview.notes, interview.by, interview.held_on) == ("Listens well.", cast.coordinator.person, TODAY)
    assert "Listens" not in stored("recruitment_interview", "notes")
    entry = Entry.objects.of(cast.organisation.pk).get(action="interview.note")
    assert entry.detail == {"application": str(application.pk)}


def test_a_second_interview_stands_beside_the_first(cast):
    application = received(cast.programme)
    note(cast, application)
    note(cast, application, by=cast.second_coordinator.person)
    assert application.interviews.count() == 2


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"held_on": TODAY + timedelta(days=1)}, NotYet), ({"notes": "  "}, NoteMissing)],
)
def test_an_interview_to_come_or_without_a_word_is_refused(cast, changes, refusal):
    with pytest.raises(refusal):
        note(cast, received(cast.programme), **changes)
    assert not Interview.objects.of(cast.organisation).exists()


def test_the_day_is_that_of_the_programme_and_not_of_the_server(cast):
    late = NOW.replace(hour=23, minute=30)  # in Stockholm it is the next day already
    note(cast, received(cast.programme), held_on=TODAY + timedelta(days=1), at=late)


def test_nobody_interviews_oneself(cast):
    application = received(cast.programme)
    with pytest.raises(OwnApplication):
        note(cast, application, by=application.person)
    with pytest.raises(OwnApplication):
        check(cast, application, by=application.person)


@pytest.mark.parametrize("act", [note, check])
def test_a_closed_application_takes_neither_interview_nor_check(cast, act):
    application = received(cast.programme)
    withdraw(application=application, by=cast.coordinator.person, at=NOW)
    with pytest.raises(ApplicationAnswered, match="Withdrawn"):
        act(cast, application)


def test_a_permit_check_says_how_until_when_by_whom_and_keeps_no_plain_text(cast):
    check(cast, received(cast.programme, "mentee"))
    found = PermitCheck.objects.of(cast.organisation).get()
    assert (found.seen_as, found.valid_until, found.checked_on) == ("card", "2027-01-31", TODAY)
    assert found.by == cast.coordinator.person
    assert "card" not in stored("recruitment_permitcheck", "seen_as")
    assert "2027" not in stored("recruitment_permitcheck", "valid_until")


def test_a_later_check_takes_the_place_of_the_one_before(cast):
    application = received(cast.programme, "mentee")
    check(cast, application)
    check(cast, application, seen_as="letter", valid_until=None, by=cast.second_coordinator.person)
    found = PermitCheck.objects.of(cast.organisation).get()
    assert (found.seen_as, found.valid_until, found.by) == ("letter", "", cast.second_coordinator.person)


def test_a_permit_is_seen_in_one_of_three_ways(cast):
    with pytest.raises(UnknownEvidence):
        check(cast, received(cast.programme, "mentee"), seen_as="copy")
