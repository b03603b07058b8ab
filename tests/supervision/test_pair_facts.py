"""What is read of pairs for their signals: everything, once, and in few queries however many there are."""

import time
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from handslag.mentoring.models import DiaryEntry, FormalStep, Goal, GoalTouched
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.actions import end_role
from handslag.programmes.models import Membership
from handslag.questionnaires.models import Questionnaire, Response
from handslag.recruitment.models import Application, PermitCheck
from handslag.supervision.actions import agree_pause, answer, look
from handslag.supervision.models import SignalNote
from handslag.supervision.pair_facts import in_group, read_pairs
from handslag.supervision.queries import signals_of
from handslag.supervision.signals import Told
from handslag.surveys.models import Invitation, Wave
from tests.cast import NOW, TODAY

from .rows import DAY, approved, diary, group, held, many_pairs, meeting, noon, started

pytestmark = pytest.mark.django_db


def facts(cast, **which):
    return [one.facts for one in read_pairs(cast.programme, NOW, private=True, **which)]


def codes(cast, at=NOW, told=tuple(Told)):
    read = read_pairs(cast.programme, at, private=True)
    found = signals_of(read, cast.programme, at.date(), told)
    return {one.state.pair_id: {row.found.code for row in one.signals} for one in found}


def pulse(cast, membership, on, *, about=None, **answers):
    """An answer to the short survey."""
    form, _ = Questionnaire.objects.of(cast.organisation).get_or_create(
        organisation=cast.organisation, programme=cast.programme, key="pulse",
        defaults={"title": {}, "screens": []},
    )  # fmt: skip
    response = Response.objects.create(
        organisation=cast.organisation, programme=cast.programme, questionnaire=form, person=membership.person,
        language="en", coded=answers, answered_at=noon(on),
    )  # fmt: skip
    if about is not None:
        wave, _ = Wave.objects.of(cast.organisation).get_or_create(
            organisation=cast.organisation, programme=cast.programme, questionnaire=form, key="pulse-30",
            defaults={"opened_at": noon(on)},
        )  # fmt: skip
        Invitation.objects.create(
            organisation=cast.organisation, wave=wave, membership=membership, about=about, invited_at=noon(on),
            closes_on=on + 30 * DAY, answered_at=noon(on), response=response,
        )  # fmt: skip


def permit(cast, membership, until):
    """A permit check of a mentee."""
    form = Questionnaire.objects.create(
        organisation=cast.organisation, programme=cast.programme, key=f"apply-{membership.pk}", title={}, screens=[]
    )
    response = Response.objects.create(
        organisation=cast.organisation, programme=cast.programme, questionnaire=form, person=membership.person,
        language="en", answered_at=NOW,
    )  # fmt: skip
    application = Application.objects.create(
        organisation=cast.organisation, programme=cast.programme, person=membership.person, role="mentee",
        response=response, received_at=NOW,
    )  # fmt: skip
    PermitCheck.objects.create(
        organisation=cast.organisation, application=application, seen_as="card", valid_until=until.isoformat(),
        checked_on=TODAY, by=cast.coordinator.person,
    )  # fmt: skip


def test_diaries_goals_steps_and_the_plan_are_read(cast, programme):
    pair = started(cast)
    plan = approved(pair)
    goal = Goal.objects.create(
        organisation=cast.organisation, plan=plan, area="housing", text="A home", first_step="", due_on=TODAY,
        made_at=noon(TODAY - 30 * DAY), changed_at=noon(TODAY - 20 * DAY),
    )  # fmt: skip
    entry = diary(pair, TODAY - 9 * DAY, mood=4, load=2, minutes=45, activity="talk", themes=["housing"])
    diary(pair, TODAY - 3 * DAY, "no_show")
    GoalTouched.objects.create(organisation=cast.organisation, entry=entry, goal=goal)
    FormalStep.objects.create(
        organisation=cast.organisation, pair=pair, goal=goal, code="viewing", area="housing", done_on=TODAY - 7 * DAY,
        evidence="self_said", recorded_by=cast.mentor.person, recorded_at=NOW,
    )  # fmt: skip
    [found] = facts(cast, mentor=cast.mentor)
    assert [(line.on, line.met, line.mood, line.load, line.minutes) for line in found.lines] == [
        (TODAY - 9 * DAY, True, 4, 2, 45), (TODAY - 3 * DAY, False, None, None, 0),
    ]  # fmt: skip
    assert found.plan_approved
    assert [(one.made_on, one.due_on, one.moved_on, one.has_first_step) for one in found.goals] == [
        (TODAY - 30 * DAY, TODAY, TODAY - 7 * DAY, False)
    ]
    assert found.steps == ()  # not asked for
    [with_steps] = read_pairs(programme, NOW, since=TODAY - 30 * DAY)
    assert with_steps.facts.steps == (TODAY - 7 * DAY,)


def test_supervision_pauses_notes_and_the_date_of_the_diary_are_read(cast, programme):
    made = group(cast, cast.mentor)
    pair = started(cast)
    held(cast, made, TODAY - 30 * DAY, {cast.mentor: "absent"})
    held(cast, made, TODAY - 1 * DAY, {cast.mentor: "late"})
    meeting(cast, made, TODAY + 31 * DAY)
    agree_pause(pair=pair, from_on=TODAY, until_on=TODAY + 3 * DAY, reason="travel", by=None, at=NOW)
    answer(pair=pair, code="help_asked", key="x", outcome="Called", by=None, at=NOW)
    [found] = facts(cast)
    assert found.supervision == ((TODAY - 30 * DAY, False), (TODAY - DAY, True))
    assert found.due_on == TODAY + 24 * DAY
    assert found.has_supervisor
    assert found.pauses == ((TODAY, TODAY + 3 * DAY),)
    assert found.answered == {"help_asked": NOW}


def test_a_supervisor_whose_role_has_ended_is_none(cast, programme):
    group(cast, cast.mentor)
    started(cast)
    end_role(membership=cast.supervisor, reason="moved", by=None, at=NOW)
    assert not facts(cast)[0].has_supervisor


def test_short_surveys_and_permits_are_read_for_coordinators_only(cast, programme):
    started(cast)
    pulse(cast, cast.mentor, TODAY - 3 * DAY, going=5, fit=4, call="no")
    pulse(cast, cast.mentee, TODAY - 2 * DAY, going=2, call="yes")
    permit(cast, cast.mentee, TODAY + 40 * DAY)
    [found] = facts(cast)
    assert [(one.role, one.scores, one.wants_change) for one in found.pulses] == [
        ("mentor", (5, 4), False), ("mentee", (2,), True),
    ]  # fmt: skip
    assert found.permit_until == TODAY + 40 * DAY
    [without] = read_pairs(programme, NOW)
    assert (without.facts.pulses, without.facts.permit_until) == ((), None)


def test_an_answer_about_one_mentee_says_nothing_about_the_other(cast, programme):
    started(cast)
    started(cast, "mentor", "second_mentee")
    pulse(cast, cast.mentor, TODAY - DAY, going=1, about=cast.mentee)
    about = {one.mentee: [p.scores for p in one.pulses] for one in facts(cast)}
    assert about == {"Mentee One": [(1,)], "Second Mentee": []}


def test_what_is_about_the_mentor_alone_is_said_once(cast, programme):
    first, second = started(cast), started(cast, "mentor", "second_mentee")
    for pair in (first, second):
        for days in (9, 6, 3):
            diary(pair, TODAY - days * DAY, minutes=130, mood=4, activity="talk", themes=["housing"])
    loaded = [one for one in facts(cast) if one.mentor_lines]
    assert len(loaded) == 1
    assert len(loaded[0].mentor_lines) == 6
    assert sum("mentor_load" in found for found in codes(cast).values()) == 1  # 13 hours of both together


def test_ended_pairs_and_other_groups_are_left_out(cast, programme):
    made = group(cast, cast.mentor)
    group(cast, cast.second_mentor, name="Group 2")
    here = started(cast)
    started(cast, "second_mentor", "second_mentee")
    assert [one.pair_id for one in facts(cast, **in_group(group=made))] == [here.pk]
    Pair.objects.of(cast.organisation).filter(pk=here.pk).update(ended_on=TODAY, end_reason="moved")
    assert facts(cast, **in_group(group=made)) == []


def test_another_organisation_is_never_read(cast, programme):
    started(cast)
    assert read_pairs(cast.other_programme, NOW, private=True) == []


def test_a_look_notes_new_signals_once_and_those_that_are_gone(cast, programme):
    pair = started(cast)
    approved(pair)
    assert look(programme=programme, at=NOW) == 2  # no meeting, low frequency
    assert look(programme=programme, at=NOW + DAY) == 0
    notes = SignalNote.objects.of(cast.organisation)
    assert {note.first_seen_on for note in notes.all()} == {TODAY}
    for days in (2, 1):
        diary(pair, TODAY - days * DAY, mood=4, activity="talk", themes=["housing"])
    assert look(programme=programme, at=NOW + 2 * DAY) == 0
    assert {note.gone_on for note in notes.all()} == {TODAY + 2 * DAY}


def test_a_signal_that_comes_back_begins_anew(cast, programme):
    pair = started(cast)
    approved(pair)
    look(programme=programme, at=NOW)
    low = SignalNote.objects.of(cast.organisation).filter(code="low_frequency")
    answer(pair=pair, code="low_frequency", key="", outcome="Called", by=None, at=NOW)
    low.update(gone_on=TODAY + DAY)
    look(programme=programme, at=NOW + 5 * DAY)
    again = low.get()
    assert (again.first_seen_on, again.gone_on, again.answered_at) == (TODAY + 5 * DAY, None, None)


# Malmö: clocks go forward on 29 March 2026 at 2:00 and back on 25 October 2026 at 3:00. Fourteen days after the last
# meeting begin at midnight of the place, whatever the clocks did in between.
@pytest.mark.parametrize(
    ("last_met", "midnight"),
    [
        (date(2026, 3, 15), datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),
        (date(2026, 3, 16), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        (date(2026, 10, 11), datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),
        (date(2026, 10, 12), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
    ],
)
def test_a_threshold_is_midnight_of_the_place_on_both_nights_when_the_clocks_change(
    cast, programme, last_met, midnight
):
    approved(started(cast, on=last_met))

    def stands(at):
        with time_machine.travel(at, tick=False):
            look(programme=programme, at=at)
        return SignalNote.objects.of(cast.organisation).filter(code="no_meeting", gone_on=None).exists()

    assert not stands(midnight - timedelta(minutes=1))
    assert stands(midnight)


@pytest.mark.parametrize(("private", "most"), [(False, 2), (True, 3)])
def test_any_number_of_pairs_takes_the_same_queries(cast, programme, private, most):
    for number, pair in enumerate(many_pairs(cast, 12)):
        diary(pair, TODAY - 3 * DAY, "none")
        permit(cast, pair.mentee, TODAY + number * DAY)
    with CaptureQueriesContext(connection) as caught:
        assert len(read_pairs(programme, NOW, private=private)) == 12
    assert len(caught.captured_queries) <= most


@pytest.mark.slow
def test_ten_thousand_pairs_are_looked_through_in_seconds(cast, programme, record_property):
    many_rows(cast, 10_000)
    begun = time.process_time()
    with CaptureQueriesContext(connection) as caught:
        new = look(programme=programme, at=NOW)
    taken = time.process_time() - begun
    reads = [query for query in caught.captured_queries if query["sql"].startswith("SELECT")]
    print(f"10,000 pairs, 80,000 diary entries: {taken:.1f} s of CPU, {len(reads)} reads, {new} signals")
    record_property("seconds", taken)
    assert len(reads) <= 6
    assert new > 5000


def many_rows(cast, count):
    """`count` pairs with eight entries each, put in as rows: only their number matters."""
    org, prog = cast.organisation, cast.programme
    person = Person(organisation=org, given_name="P", language="en", created_at=NOW)
    people = copies(person, ({} for _n in range(2 * count)))
    member = Membership(organisation=org, programme=prog, person=person, joined_at=NOW)
    members = copies(
        member, ({"person": one, "role": "mentor" if n < count else "mentee"} for n, one in enumerate(people))
    )
    mentors, mentees = members[:count], members[count:]
    pair = Pair(
        organisation=org, programme=prog, mentor=member, mentee=member, matched_at=noon(TODAY - 70 * DAY),
        started_on=TODAY - 60 * DAY,
    )  # fmt: skip
    couples = zip(mentors, mentees, strict=True)
    pairs = copies(pair, ({"mentor": mentor, "mentee": mentee} for mentor, mentee in couples))
    entry = DiaryEntry(organisation=org, pair=pair, written_by=member, what="met", form="in_person", minutes=60, mood=3,
                       on_date=TODAY, written_at=NOW)  # fmt: skip
    copies(entry, ({"pair": one, "written_by": mentors[n], "on_date": TODAY - (7 * week + n % 20) * DAY}
                   for n, one in enumerate(pairs) for week in range(8)))  # fmt: skip


def copies(row, differing):
    """Put in copies of `row`, each with a key of its own and what differs in it; gives their keys.

    What is the same in all of them is made ready for the database once: for 130,000 objects it would take the test's
    time three times over.
    """
    database = connections[connection.alias]  # itself: Django looks anew which it is at each use of `connection`
    fields = {field.name: field for field in row._meta.concrete_fields}
    same = {name: field.get_db_prep_save(field.pre_save(row, add=True), database) for name, field in fields.items()}
    keys, rows = [], []
    for different in differing:
        keys.append(uuid4())
        values = {name: fields[name].get_db_prep_save(value, database) for name, value in different.items()}
        rows.append([*(same | values | {"id": fields["id"].get_db_prep_save(keys[-1], database)}).values()])
    columns = ", ".join(database.ops.quote_name(field.column) for field in fields.values())
    table = database.ops.quote_name(row._meta.db_table)
    with database.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})", rows)
    return keys
