"""Concerns are sealed: the named people read them, the reporter sees that one came, and nobody else sees anything."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.mentoring.models import DiaryEntry
from handslag.outbox.models import Message
from handslag.programmes.actions import WrongNames, end_role
from handslag.supervision.access import lead_of
from handslag.supervision.actions import Empty, NotHere, WrongState, acknowledge, close, name_leads, report
from handslag.supervision.models import Concern, SafeguardingLead, SignalNote
from handslag.supervision.next_steps import steps
from handslag.supervision.queries import answer_due
from tests.cast import NOW, TODAY, member, person

from .rows import DAY, group, started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
WORDS = "Somebody hides her papers"
TEAM = ["second_coordinator", "supervisor", "trainer", "partner", "expert", "administrator"]
NOT_NAMED = [*TEAM, "mentee", "second_mentor", "second_mentee", "outsider"]


@pytest.fixture
def programme(cast, programme):
    """The programme, with one coordinator who was there first."""
    cast.coordinator.joined_at = NOW - DAY
    cast.coordinator.save()
    return programme


@pytest.fixture
def concern(cast, programme):
    group(cast, cast.mentor)
    started(cast)
    return report(programme=programme, reporter=cast.mentor, text=WORDS, at=NOW)


# ---- actions ----


def test_a_concern_is_kept_sealed_and_the_journal_does_not_say_from_whom(cast, concern):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM supervision_concern")
        assert "papers" not in cursor.fetchone()[0]
    [entry] = Entry.objects.of(cast.organisation.pk).filter(action="concern.report")
    assert entry.actor_id is None
    assert entry.detail == {}


def test_a_concern_has_words_and_comes_from_the_programme(cast, programme):
    with pytest.raises(Empty):
        report(programme=programme, reporter=cast.mentor, text=" ", at=NOW)
    with pytest.raises(NotHere):
        report(programme=programme, reporter=cast.outsider, text=WORDS, at=NOW)
    end_role(membership=cast.mentor, reason="moved", by=None, at=NOW)
    with pytest.raises(NotHere):
        report(programme=programme, reporter=cast.mentor, text=WORDS, at=NOW)


def test_a_concern_is_answered_then_closed_each_once(cast, concern):
    by = {"by": cast.coordinator.person, "at": NOW}
    with pytest.raises(WrongState):
        close(concern=concern, outcome="Safe", **by)
    acknowledge(concern=concern, **by)
    with pytest.raises(WrongState):
        acknowledge(concern=concern, **by)
    with pytest.raises(Empty):
        close(concern=concern, outcome=" ", **by)
    close(concern=concern, outcome="She is safe", **by)
    with pytest.raises(WrongState):
        close(concern=concern, outcome="Again", **by)
    assert Concern.objects.of(cast.organisation).get().outcome == "She is safe"


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        (datetime(2026, 3, 2, 9, tzinfo=UTC), (2026, 3, 3)),  # Monday
        (datetime(2026, 3, 6, 9, tzinfo=UTC), (2026, 3, 9)),  # Friday
        (datetime(2026, 3, 7, 9, tzinfo=UTC), (2026, 3, 9)),  # Saturday
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), (2026, 3, 30)),  # after midnight in Malmö, the clocks change
    ],
)
def test_a_concern_is_answered_within_one_working_day(cast, programme, reported, due):
    made = report(programme=programme, reporter=cast.mentor, text=WORDS, at=reported)
    assert answer_due(made).timetuple()[:3] == due


def test_who_reads_concerns_is_told_that_something_waits_and_nothing_of_it(cast, programme):
    name_leads(programme=programme, leads=[cast.coordinator, cast.second_coordinator], by=None, at=NOW)
    late = NOW.replace(hour=23)
    made = report(programme=programme, reporter=cast.mentor, text=WORDS, at=late)
    letters = list(Message.objects.of(cast.organisation))
    assert {letter.person_id for letter in letters} == {cast.coordinator.person_id, cast.second_coordinator.person_id}
    for letter in letters:
        assert letter.send_after == late  # no quiet hours
        assert letter.url == reverse("supervision:concern", args=[made.pk])
        assert letter.title == "Something waits for you"
        assert letter.body == "Sign in and read it today. It has to be answered within one working day."


# ---- who reads ----


def test_the_first_coordinator_reads_while_nobody_is_named(cast, programme):
    assert lead_of(programme) == [cast.coordinator]


def test_who_is_named_reads_and_the_first_coordinator_does_not_any_more(cast, programme, concern):
    name_leads(programme=programme, leads=[cast.second_coordinator], by=cast.coordinator.person, at=NOW)
    assert lead_of(programme) == [cast.second_coordinator]
    assert list(Concern.objects.visible_to(cast.account("second_coordinator"))) == [concern]
    assert not Concern.objects.visible_to(cast.account("coordinator")).exists()


def test_who_has_left_the_team_reads_nothing_and_the_first_coordinator_reads_again(cast, programme, concern):
    name_leads(programme=programme, leads=[cast.second_coordinator], by=None, at=NOW)
    end_role(membership=cast.second_coordinator, reason="left", by=None, at=NOW)
    assert not Concern.objects.visible_to(cast.account("second_coordinator")).exists()
    assert lead_of(programme) == [cast.coordinator]
    assert Concern.objects.visible_to(cast.account("coordinator")).exists()


def test_one_or_two_of_the_team_are_named(cast, programme):
    third = member(programme, person(cast.organisation, "Third Coordinator"), "coordinator")
    here, second = cast.coordinator, cast.second_coordinator
    for leads in (
        [],
        [here, second, third],
        [cast.mentor],
        [cast.supervisor],
        [cast.outsider],
    ):
        with pytest.raises(WrongNames):
            name_leads(programme=programme, leads=leads, by=None, at=NOW)
    name_leads(programme=programme, leads=[here, third], by=None, at=NOW)
    name_leads(programme=programme, leads=[third, second], by=None, at=NOW)
    assert set(lead_of(programme)) == {third, second}
    assert SafeguardingLead.objects.of(cast.organisation).count() == 3


@pytest.mark.parametrize("role", NOT_NAMED)
def test_nobody_who_is_not_named_sees_anything_of_a_concern(cast, as_role, concern, role):
    assert not Concern.objects.visible_to(cast.account(role)).exists()
    client = as_role(role)
    for name in ("concern", "receipt"):
        assert client.get(reverse(f"supervision:{name}", args=[concern.pk])).status_code == 404
    for name in ("acknowledgement", "outcome"):
        answered = client.post(reverse(f"supervision:{name}", args=[concern.pk]), {"outcome": "Mine"})
        assert answered.status_code == 404
    assert client.get(reverse("supervision:concerns", args=[concern.programme_id])).status_code == 404
    concern.refresh_from_db()
    assert concern.state == "new"
    assert not any("concern" in step.text.lower() for step in steps(cast.account(role), cast.programme, NOW))
    home = client.get(reverse("desk:home"))
    assert str(concern.pk) not in home.text


def test_a_coordinator_of_another_programme_of_the_organisation_reads_nothing(cast, concern):
    from tests.cast import programme as make_programme

    beside = make_programme(cast.organisation, "malmo-2027")
    member(beside, cast.trainer.person, "coordinator")
    assert not Concern.objects.visible_to(cast.account("trainer")).exists()


def test_the_reporter_sees_that_it_came_and_not_what_it_says(cast, as_role, concern):
    client = as_role("mentor")
    page = client.get(reverse("supervision:receipt", args=[concern.pk]))
    assert "Coordinator will call you." in page.text
    assert "papers" not in page.text
    assert client.get(reverse("supervision:concern", args=[concern.pk])).status_code == 404
    assert client.post(reverse("supervision:acknowledgement", args=[concern.pk])).status_code == 404
    assert "concern" not in " ".join(step.text.lower() for step in steps(cast.account("mentor"), cast.programme, NOW))


# ---- pages ----


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_concern_is_reported_in_two_taps_and_a_text(cast, as_role, programme, role):
    client = as_role(role)
    url = reverse("supervision:new_concern", args=[programme.pk])
    assert url in client.get(reverse("desk:home")).text
    page = client.get(url)
    assert "112" in page.text
    assert "Only this person can read it: Coordinator One." in page.text
    answered = client.post(url, {"text": WORDS})
    made = Concern.objects.of(cast.organisation).get()
    assert answered.url == reverse("supervision:receipt", args=[made.pk])
    assert (made.text, made.reporter) == (WORDS, cast.people[role])


def test_an_empty_report_is_asked_for_words(as_role, programme):
    answered = as_role("mentee").post(reverse("supervision:new_concern", args=[programme.pk]), {"text": ""})
    assert answered.status_code == 422
    assert "You do not have to know everything." in answered.text


def test_nobody_reports_in_a_programme_of_others(cast, as_role, programme):
    url = reverse("supervision:new_concern", args=[programme.pk])
    assert as_role("outsider").post(url, {"text": WORDS}).status_code == 404


def test_the_named_person_reads_answers_and_closes_and_each_reading_is_written_down(cast, as_role, concern):
    client, url = as_role("coordinator"), reverse("supervision:concern", args=[concern.pk])
    assert "Answer by 3 March" in client.get(reverse("supervision:concerns", args=[concern.programme_id])).text
    assert WORDS in client.get(url).text
    [read] = Entry.objects.of(cast.organisation.pk).filter(action="read.concern")
    assert (read.actor_id, read.subject_id) == (cast.coordinator.person_id, str(concern.pk))
    # That the number of the one who wrote it was read stands under a verb of its own, which the journal's page seals.
    assert Entry.objects.of(cast.organisation.pk).filter(action="read.concern_contact").exists()
    assert not Entry.objects.of(cast.organisation.pk).filter(action="read.contact").exists()
    client.post(reverse("supervision:acknowledgement", args=[concern.pk]))
    assert client.post(reverse("supervision:outcome", args=[concern.pk]), {"outcome": ""}).status_code == 422
    client.post(reverse("supervision:outcome", args=[concern.pk]), {"outcome": "She is safe"})
    assert "She is safe" in client.get(url).text
    concern.refresh_from_db()
    assert concern.state == "closed"


def test_the_named_person_is_told_first_of_all(cast, concern):
    [first, *_rest] = sorted(steps(cast.account("coordinator"), cast.programme, NOW), key=lambda step: step.urgency)
    assert (first.text, first.why, first.urgency) == ("Read 1 concern and call", "Answer by 3 March.", 0)
    late = next(iter(steps(cast.account("coordinator"), cast.programme, NOW + 2 * DAY)))
    assert late.why == "It should have been answered by 3 March."
    acknowledge(concern=concern, by=cast.coordinator.person, at=NOW)
    texts = [step.text for step in steps(cast.account("coordinator"), cast.programme, NOW)]
    assert "Close 1 concern" in texts


def test_the_diary_opens_the_sealed_form_and_keeps_no_trace(cast, as_role, programme):
    pair = started(cast, on=TODAY - 40 * DAY)
    client = as_role("mentor")
    url = reverse("mentoring:new_entry", args=[pair.pk])
    form = client.get(url).context["form"]
    said = {"entry_id": form["entry_id"].value(), "what": "none", "on_date": str(TODAY - DAY), "unsafe": "on"}
    assert client.post(url, said).url == reverse("supervision:new_concern", args=[programme.pk])
    entry = DiaryEntry.objects.of(cast.organisation).get()
    assert (entry.flags, entry.themes) == ([], [])
    assert not SignalNote.objects.of(cast.organisation).exists()
    for role in ("supervisor", "second_coordinator"):
        page = as_role(role).get(reverse("mentoring:diary", args=[pair.pk]))
        assert "not safe" not in page.text


def test_leads_are_named_on_a_page(cast, as_role, programme):
    client, url = as_role("coordinator"), reverse("supervision:safeguarding", args=[programme.pk])
    assert client.post(url, {"leads": []}).status_code == 422
    assert client.post(url, {"leads": [cast.supervisor.pk]}).status_code == 422
    client.post(url, {"leads": [cast.second_coordinator.pk]})
    assert lead_of(programme) == [cast.second_coordinator]
    assert as_role("supervisor").get(url).status_code in {403, 404}
