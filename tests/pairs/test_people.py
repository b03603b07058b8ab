"""Answers become what the engine wants."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.matching import propose
from handslag.pairs.criteria import criteria_of
from handslag.pairs.people import people_of
from handslag.pairs.readiness import pool_of
from handslag.people.actions import erase_keys
from handslag.people.keys import forget_keys
from tests.pairs import made
from tests.pairs.made import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]


def everybody(programme):
    return people_of(programme, pool_of(programme, TODAY))


def test_a_mentor_is_read_from_the_application(programme):
    member = made.mentor(
        programme, occupation="5", want_gender="female", want_strict="must", places=3, background=["SY"]
    )
    mentor = everybody(programme).mentors[str(member.pk)]
    assert mentor.ready
    assert mentor.languages == {"ar": "native", "sv": "b2"}
    assert mentor.themes == {"housing": 4, "health": 3}
    assert (mentor.kind, mentor.trade, mentor.background) == (["advice"], ["isco 5"], ["SY"])
    assert (mentor.formats, mentor.availability) == (["in_person", "online"], ["mon_eve", "sat_am"])
    assert (mentor.place, mentor.latitude, mentor.longitude) == ("malmo", 55.6, 13.0)
    assert (mentor.gender, mentor.wants_gender, mentor.wants_gender_strict) == ("female", "female", True)
    assert (mentor.places, mentor.traits) == (3, [3, 3, 3, 3, 3])


def test_a_mentee_is_read_from_the_application_and_better_from_the_interview(programme):
    member = made.mentee(programme)
    mentee = everybody(programme).mentees[str(member.pk)]
    assert mentee.languages == {"ar": None, "sv": "a2"}
    assert mentee.themes == {"housing": None}
    assert mentee.availability == [f"{day}_eve" for day in ("mon", "tue", "wed", "thu", "fri")]
    assert mentee.waiting_since == date(2026, 3, 2)
    interview = {"slots": ["sun_pm"], "need_housing": "3", "need_health": "0", "birth_date": "1999-05-01",
                 "sex": "male", "background": ["SY"]}  # fmt: skip
    made.tell(member, interview, key="mentee_interview")
    mentee = everybody(programme).mentees[str(member.pk)]
    assert mentee.availability == ["sun_pm"]
    assert mentee.themes == {"housing": 3, "health": 0}
    assert (mentee.birth_year, mentee.gender, mentee.background) == (1999, "male", ["SY"])


@pytest.mark.parametrize(("wish", "counts"), [("same", True), ("any", False), ("rather_not", False)])
def test_likeness_counts_only_for_those_who_want_it(programme, wish, counts):
    member = made.mentee(programme)
    made.tell(member, {"background": ["SY"], "want_background": wish}, key="mentee_interview")
    mentee = everybody(programme).mentees[str(member.pk)]
    assert (mentee.background, mentee.background_counts) == (["SY"], counts)


@pytest.mark.parametrize("wish", ["same", "any", "rather_not"])
def test_an_excluded_country_is_excluded_whatever_the_other_thinks_of_likeness(programme, wish):
    mentor = made.mentor(programme, exclude="Syria", background=["IQ"])
    mentee = made.mentee(programme)
    made.tell(mentee, {"background": ["SY"], "want_background": wish}, key="mentee_interview")
    people = everybody(programme)
    proposal = propose(list(people.mentors.values()), list(people.mentees.values()), criteria_of(programme, TODAY))
    assert str(mentor.pk) in people.mentors
    assert list(proposal.pairs) == []


def test_a_country_stays_excluded_when_its_language_is_taken_out_of_the_programme(programme):
    mentor = made.mentor(programme, exclude="Eritrea och Syrien")
    programme.languages = ["en"]
    programme.save()
    assert {"ER", "SY"} <= set(everybody(programme).mentors[str(mentor.pk)].exclude)


def test_without_answers_nobody_is_suggested(programme):
    member = made.made.member(programme, made.made.person(programme.organisation, "No Answers"), "mentee")
    people = everybody(programme)
    assert people.unclear.keys() == {str(member.pk)}
    assert not people.mentees[str(member.pk)].ready


def test_somebody_whose_key_was_destroyed_is_not_suggested(programme):
    member = made.mentee(programme)
    made.tell(member, {"exclude": "Syria"}, key="mentee_interview")
    erase_keys(person=member.person, by=None, at=NOW)
    forget_keys()
    assert everybody(programme).unclear.keys() == {str(member.pk)}


def test_reading_everybody_takes_as_many_queries_for_one_as_for_ten(programme, django_assert_num_queries):
    def read():
        forget_keys()
        return len(everybody(programme).mentors)

    made.mentor(programme)
    made.mentee(programme)
    with CaptureQueriesContext(connection) as first:
        read()
    for n in range(9):
        made.mentor(programme, f"Mentor {n}")
        made.mentee(programme, f"Mentee {n}", exclude="no")
    with django_assert_num_queries(len(first)):
        assert read() == 10
    assert len(first) <= 7
