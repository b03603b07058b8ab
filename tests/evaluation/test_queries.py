"""From the rooms' rows to facts: as of a day, without what does not count, in a fixed number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.evaluation.indicators import COUNTS, compute
from handslag.evaluation.queries import load
from handslag.gatherings.actions import mark_held, plan, take_attendance
from handslag.mentoring.actions import add_goal, approve_plan, record_step
from handslag.mentoring.models import Plan
from handslag.programmes.actions import add_partner, add_phases
from handslag.questionnaires.models import Questionnaire, Response
from handslag.supervision.actions import agree_pause
from handslag.training.actions import add_unit, plan_session
from handslag.training.actions import take_attendance as take_training
from handslag.training.queries import trained, units_done
from tests.cast import NOW, TODAY
from tests.supervision.rows import DAY, diary, group, held, many_pairs, noon, started

pytestmark = pytest.mark.django_db


def figures(programme, on=TODAY):
    return {f.number: (f.numerator, f.denominator, f.not_due) for f in compute(programme, on)}


def answer(cast, who, key, *, at=NOW, **coded):
    questions, _new = Questionnaire.objects.of(cast.organisation).get_or_create(
        programme=cast.programme, key=key, defaults={"organisation": cast.organisation, "title": {}, "screens": []}
    )
    return Response.objects.create(
        organisation=cast.organisation, programme=cast.programme, questionnaire=questions, person=who.person,
        language="en", coded=coded, answered_at=at,
    )  # fmt: skip


def all_units(cast, *mentors, on=TODAY - 50 * DAY, status="present"):
    for number in range(1, 6):
        texts = {"title": {"en": f"Unit {number}"}, "aim": {}, "content": {}, "activities": {}}
        by = {"by": cast.trainer.person, "at": noon(on, 20)}
        unit = add_unit(programme=cast.programme, number=number, minutes=120, **texts, **by)
        session = plan_session(unit=unit, starts_at=noon(on), **by)
        take_training(session=session, statuses=dict.fromkeys(mentors, status), **by)


def event(cast, kind, on, *members):
    made = plan(programme=cast.programme, kind=kind, title=kind, starts_at=noon(on), by=None, at=noon(on))
    take_attendance(gathering=made, statuses=dict.fromkeys(members, "present"), by=None, at=noon(on, 20))
    mark_held(gathering=made, by=None, at=noon(on, 20))


def test_a_programme_without_anything_has_no_values_but_its_populations(programme):
    found = compute(programme, TODAY)
    assert [figure.number for figure in found] == list(COUNTS)
    assert {figure.number: figure.denominator for figure in found} == {
        "1a": 2, "1b": 0, "2": 0, "3": 0, "4": 0, "5": 0, "6": 0, "7": 0, "8": 0, "9": 1, "10": 0,
    }  # fmt: skip
    assert [figure.number for figure in found if figure.due] == ["1a", "9"]


def test_mistakes_pairs_that_did_not_start_and_later_starts_are_no_facts(cast, programme):
    started(cast, ended_on=TODAY, end_reason="error")
    never_met = started(cast, ended_on=TODAY - 10 * DAY, end_reason="moved")
    never_met.started_on = None
    never_met.save()
    waiting = started(cast, "second_mentor", "second_mentee", on=TODAY)
    assert load(programme, TODAY - DAY).pairs == ()
    assert [pair.id for pair in load(programme, TODAY).pairs] == [waiting.pk]


def test_the_facts_of_a_day_know_nothing_of_later(cast, programme):
    pair = started(cast, ended_on=TODAY - 5 * DAY, end_reason="moved")
    Plan.objects.create(organisation=cast.organisation, pair=pair, made_at=noon(TODAY - 39 * DAY))
    pair_then = Plan.objects.of(cast.organisation).get()
    pair_then.approved_at, pair_then.approved_by = noon(TODAY - 8 * DAY), cast.coordinator.person
    pair_then.save()
    event(cast, "orientation", TODAY - 6 * DAY, cast.mentee)
    before, after = load(programme, TODAY - 9 * DAY), load(programme, TODAY)
    assert (before.pairs[0].ended_on, before.pairs[0].plan_approved_on, before.attendances) == (None, None, ())
    assert after.pairs[0].ended_on == TODAY - 5 * DAY
    assert after.pairs[0].plan_approved_on == TODAY - 8 * DAY
    assert len(after.attendances) == 1


def test_agreed_pauses_are_cut_at_the_day_and_at_the_end_of_the_pair(cast, programme):
    pair = started(cast)
    later, first = (TODAY - 8 * DAY, TODAY - 2 * DAY), (TODAY - 30 * DAY, TODAY - 26 * DAY)
    for from_on, until_on in (later, first):
        agree_pause(pair=pair, from_on=from_on, until_on=until_on, reason="travel", by=None, at=NOW)
    pair.ended_on, pair.end_reason = TODAY - 5 * DAY, "moved"
    pair.save()
    assert load(programme, TODAY).pairs[0].pauses == (first, (later[0], TODAY - 6 * DAY))
    assert load(programme, TODAY - 7 * DAY).pairs[0].pauses == (first, (later[0], TODAY - 7 * DAY))
    assert load(programme, TODAY - 28 * DAY).pairs[0].pauses == ((first[0], TODAY - 28 * DAY),)
    assert load(programme, TODAY - 31 * DAY).pairs[0].pauses == ()


def test_an_entry_is_dated_where_the_programme_runs(cast, programme):
    pair = started(cast)
    pair_entry = diary(pair, TODAY - 3 * DAY, activity="sport", themes=["health"], rights_talk=True)
    pair_entry.written_at = noon(TODAY - 3 * DAY, 23)  # midnight has passed in Malmö
    pair_entry.save()
    [entry] = load(programme, TODAY).entries
    assert (entry.on, entry.written_on) == (TODAY - 3 * DAY, TODAY - 2 * DAY)
    assert (entry.met, entry.contact, entry.goal) == (True, True, False)
    assert (entry.activity, entry.themes, entry.rights_talk) == ("sport", {"health"}, True)


def test_the_units_are_those_that_training_counts(cast, programme):
    programme.memberships.update(joined_at=noon(TODAY - 60 * DAY))
    all_units(cast, cast.mentor)
    unit = programme.units.get(number=3)
    session = plan_session(unit=unit, starts_at=noon(TODAY - 20 * DAY), by=None, at=NOW)
    take_training(session=session, statuses={cast.second_mentor: "made_up"}, by=None, at=noon(TODAY - 10 * DAY))
    for on in (TODAY - 51 * DAY, TODAY - 50 * DAY, TODAY - 11 * DAY, TODAY - 10 * DAY, TODAY):
        done = units_done(programme, on)
        found: dict = {}
        for row in load(programme, on).attendances:
            found.setdefault(row.person, set()).add(row.unit)
        people = {cast.mentor.pk: cast.mentor.person_id, cast.second_mentor.pk: cast.second_mentor.person_id}
        assert found == {people[pk]: numbers for pk, numbers in done.items() if pk in people}
    assert trained(programme, TODAY) == {cast.mentor.pk}
    assert figures(programme)["1a"] == (1, 2, 0)


def test_a_step_of_a_mentee_comes_once_however_much_is_joined_to_it(cast, programme):
    pair = started(cast)
    for days in (3, 5):
        event(cast, "event", TODAY - days * DAY, cast.mentee, cast.mentor)
        record_step(
            pair=pair, code="queue_joined", done_on=TODAY - days * DAY, evidence="self_said" if days == 3 else
            "seen_by_staff", by=cast.coordinator.person, at=NOW,
        )  # fmt: skip
    programme.memberships.update(joined_at=noon(TODAY - 60 * DAY))
    found = load(programme, TODAY)
    assert len(found.attendances) == 4
    assert sorted((step.on, step.confirmed) for step in found.steps) == [
        (TODAY - 5 * DAY, True), (TODAY - 3 * DAY, False),
    ]  # fmt: skip


def test_supervision_is_held_when_its_notes_are_written_and_its_day_has_come(cast, programme):
    made = group(cast, cast.mentor)
    held(cast, made, TODAY - 4 * DAY)
    assert [m.held for m in load(programme, TODAY - 5 * DAY).meetings] == [False]
    [meeting] = load(programme, TODAY).meetings
    assert meeting.held
    made.meetings.get().gathering.__class__.objects.of(cast.organisation).update(notes="")
    assert [m.held for m in load(programme, TODAY).meetings] == [False]


def test_authorities_need_a_proof_and_their_day(cast, programme):
    said = {"kind": "authority", "involvement": "partner", "country": "SE", "by": None, "at": NOW}
    add_partner(programme=programme, name="Malmö", since_on=TODAY, proof="Dnr 1", **said)
    add_partner(programme=programme, name="Lund", since_on=TODAY - DAY, proof="", **said)
    add_partner(programme=programme, name="A school", since_on=TODAY - DAY, proof="x", **said | {"kind": "school"})
    assert figures(programme, TODAY - DAY)["9"] == (0, 1, 0)
    assert figures(programme)["9"] == (1, 1, 0)


def test_a_whole_story_from_the_database_to_ten_figures(cast, programme):
    """One pair does everything in a hundred days, the other nothing."""
    first = TODAY - 121 * DAY
    programme.memberships.update(joined_at=noon(first - 40 * DAY))
    programme.refresh_from_db()
    add_phases(programme=programme, phases=[("mentoring", "Mentoring", first, first + 365 * DAY)], by=None, at=NOW)
    all_units(cast, cast.mentor, on=first - 20 * DAY)
    busy, quiet = started(cast, on=first), started(cast, "second_mentor", "second_mentee", on=first)
    Plan.objects.create(organisation=cast.organisation, pair=busy, made_at=noon(first))
    by = cast.coordinator.person
    due = first + 200 * DAY
    goal = add_goal(pair=busy, area="employment", text="A job", due_on=due, by=by, at=noon(first))
    approve_plan(pair=busy, by=by, at=noon(first + 20 * DAY))
    made = group(cast, cast.mentor, cast.second_mentor, on=first)
    for week in range(1, 17):
        themes = ["employment", "housing", "health", "finances"]
        diary(busy, first + 7 * week * DAY, activity="culture", themes=themes, rights_talk=True, goals=[goal])
    for month in (1, 2, 3):
        held(cast, made, first + 31 * month * DAY)
    record_step(
        pair=busy, code="job_application", done_on=first + 9 * DAY, evidence="seen_by_mentor",
        by=cast.mentor.person, at=NOW,
    )  # fmt: skip
    answer(cast, cast.mentor, "skills_pulse", used_listening="often", used_intercultural="once", used_goals="once")
    found = figures(programme)
    assert found == {
        "1a": (1, 2, 0), "1b": (1, 1, 0), "2": (1, 2, 0), "3": (1, 2, 0), "4": (0, 0, 4), "5": (0, 0, 2),
        "6": (1, 2, 0), "7": (1, 2, 0), "8": (1, 2, 0), "9": (0, 1, 0), "10": found["10"],
    }  # fmt: skip
    n, total, _none = found["10"]
    assert total == 2 * n > 0
    notes = {figure.number: figure.note for figure in compute(programme, TODAY)}
    assert "Answered: 1 of 1" in notes["1b"]
    assert "1 of 2 mentors" in notes["5"]
    assert "Supervision held, with notes: 3 of " in notes["10"]
    assert quiet.pk in {pair.id for pair in load(programme, TODAY).pairs}


def test_another_programme_and_another_organisation_are_not_counted(cast, programme):
    from tests.cast import programme as make

    second = make(cast.organisation, "malmo-2027")
    second.indicators = programme.indicators
    second.save()
    diary(started(cast), TODAY - DAY)
    group(cast, cast.mentor)
    found = load(second, TODAY)
    assert (found.pairs, found.entries, found.roles, found.groups, found.places) == ((), (), (), (), ())


def test_thirty_pairs_take_as_many_queries_as_one(cast, programme):
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            compute(programme, TODAY)
        return len(caught.captured_queries)

    diary(started(cast), TODAY - DAY)
    one = count()
    pairs = many_pairs(cast, 29)
    made = group(cast, *(pair.mentor for pair in pairs))
    held(cast, made, date(2026, 2, 20))
    for pair in pairs:
        diary(pair, TODAY - DAY)
    assert count() == one == 5
