"""Sealed texts of a pair are in the journal before they are shown, and only the mentor writes the diary."""

import pytest
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.mentoring.actions import NotOfThisPair, add_goal, write_diary
from handslag.mentoring.models import DiaryEntry
from tests.cast import NOW, TODAY

from .conftest import start


@pytest.fixture
def pair(cast, waiting_pair, document):
    start(cast, waiting_pair, document, own_points="We write the day before.")
    add_goal(
        pair=waiting_pair, area="employment", text="Ten applications", due_on=TODAY.replace(month=9),
        by=cast.mentor.person, at=NOW,
    )  # fmt: skip
    return waiting_pair


@pytest.mark.parametrize(
    ("address", "action"),
    [("mentoring:plan", "read.plan"), ("mentoring:new_entry", "read.plan"), ("mentoring:signature", "read.agreement")],
)
def test_looking_is_written_down(cast, pair, as_role, address, action):
    assert as_role("mentor").get(reverse(address, args=[pair.pk])).status_code == 200
    reads = Entry.objects.of(cast.organisation.pk).filter(action=action)
    assert {entry.actor_id for entry in reads} == {cast.mentor.person_id}


@pytest.mark.parametrize("who", ["second_mentor", "mentee", "coordinator"])
def test_nobody_else_writes_the_mentors_diary(cast, pair, who):
    with pytest.raises(NotOfThisPair):
        write_diary(pair=pair, what="none", on_date=TODAY, by=getattr(cast, who).person, at=NOW)
    assert not DiaryEntry.objects.of(cast.organisation).exists()
