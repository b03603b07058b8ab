"""Opening, inviting, answering, nudging and closing: who may, what is kept, what is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.outbox.models import Message
from handslag.outbox.queries import to_be_called
from handslag.questionnaires.models import Response
from handslag.surveys.actions import (
    Asked,
    NotAMember,
    SurveyClosed,
    Unreadable,
    WrongKind,
    answer,
    close,
    drop_sheet,
    invite,
    keep_draft,
    nudge,
    open_by_hand,
    open_wave,
    withdraw,
)
from handslag.surveys.links import path_for
from handslag.surveys.models import Invitation, Sheet, Wave
from handslag.surveys.queries import day_after
from tests.cast import NOW, TODAY, member, person
from tests.supervision.rows import DAY
from tests.surveys.conftest import says

pytestmark = pytest.mark.django_db


def test_a_wave_is_opened_once_for_an_occasion(forms):
    first, second = (open_wave(questionnaire=forms["pulse"], occasion="30", by=None, at=NOW) for _ in range(2))
    assert first == second
    assert (first.key, first.occasion, first.kind) == ("pulse-30", "30", "confidential")
    assert Entry.objects.of(first.organisation_id).filter(action="survey.open").count() == 1


def test_inviting_twice_asks_once_and_writes_one_letter_each(cast, forms):
    wave = open_wave(questionnaire=forms["pulse"], occasion="30", by=None, at=NOW)
    people = [Asked(cast.mentor, cast.mentee), Asked(cast.mentee, cast.mentor), Asked(cast.mentor, cast.second_mentee)]
    assert invite(wave=wave, people=people, closes_on=TODAY, by=None, at=NOW) == 3
    assert invite(wave=wave, people=people, closes_on=TODAY, by=None, at=NOW) == 0
    letters = Message.objects.of(cast.organisation).filter(kind="survey")
    assert letters.count() == 3
    assert all("/surveys/link/" in letter.url for letter in letters)


def test_the_database_itself_takes_each_invitation_once(cast, asked):
    for about in (None, "mentee"):
        [invitation] = asked("pulse", "mentor", about=about)
        twin = Invitation(
            organisation=cast.organisation, wave=invitation.wave, membership=cast.mentor, about=invitation.about,
            invited_at=NOW, closes_on=TODAY,
        )  # fmt: skip
        assert len(Invitation.objects.bulk_create([twin], ignore_conflicts=True)) == 1
        assert invitation.wave.invitations.filter(about=invitation.about).count() == 1


def test_inviting_a_hundred_takes_as_many_queries_as_inviting_one(cast, forms):
    def queries(count: int, occasion: str) -> int:
        wave = open_wave(questionnaire=forms["pulse"], occasion=occasion, by=None, at=NOW)
        people = [
            Asked(member(cast.programme, person(cast.organisation, f"M {occasion}-{n}"), "mentor"))
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as caught:
            invite(wave=wave, people=people, closes_on=TODAY, by=None, at=NOW)
        # Sealing the letters, each under its reader's key, is the outbox's own matter.
        return len([q for q in caught.captured_queries if '"surveys_' in q["sql"]])

    assert queries(40, "many") == queries(1, "one") <= 5


def test_only_members_of_the_programme_are_asked(cast, forms):
    wave = open_wave(questionnaire=forms["pulse"], occasion="30", by=None, at=NOW)
    for people in ([Asked(cast.outsider)], [Asked(cast.mentor, cast.outsider)]):
        with pytest.raises(NotAMember):
            invite(wave=wave, people=people, closes_on=TODAY, by=None, at=NOW)
    assert not wave.invitations.exists()


def test_a_refused_invitation_leaves_no_empty_survey_behind(cast, forms):
    with pytest.raises(NotAMember):
        open_by_hand(
            questionnaire=forms["pulse"], kind="confidential", people=[Asked(cast.mentor), Asked(cast.outsider)],
            closes_on=TODAY, by=None, at=NOW,
        )  # fmt: skip
    assert not Wave.objects.of(cast.organisation).exists()


def test_today_is_the_day_where_the_programme_runs(asked):
    [invitation] = asked("mentee_final", "mentee")
    after_midnight = NOW.replace(hour=23, minute=30)  # half past twelve in Malmö
    job = {"job": "yes", "job_on": (TODAY + DAY).isoformat(), "job_kind": "part_time"}
    response = says(invitation, at=after_midnight, sat=5, helpful=4, network=4, **job)
    assert response.coded["job_on"] == (TODAY + DAY).isoformat()


def test_an_answer_is_kept_in_its_drawers_under_the_persons_key(asked):
    [invitation] = asked("skills_pulse", "mentor")
    response = says(invitation, used_listening="often", example="We practised at the bank")
    response = Response.objects.of(response.organisation_id).get(pk=response.pk)
    assert response.coded == {"used_listening": "often"}
    assert response.sealed == {"example": "We practised at the bank"}
    invitation.refresh_from_db(from_queryset=Invitation.objects.of(invitation.organisation_id))
    assert (invitation.response_id, invitation.answered_at, invitation.draft) == (response.pk, NOW, {})


def test_a_new_answer_replaces_the_one_before(asked):
    [invitation] = asked("pulse", "mentee")
    says(invitation, going=2)
    says(invitation, going=5, call="no", at=NOW + DAY)
    [response] = Response.objects.of(invitation.organisation_id).filter(questionnaire__key="pulse")
    assert response.coded == {"going": 5, "call": "no"}


@pytest.mark.parametrize("answers", [{}, {"going": 9}, {"going": 3, "call": "maybe"}, {"fit": 4}])
def test_what_is_missing_or_wrong_is_refused(asked, answers):
    [invitation] = asked("pulse", "mentee")
    with pytest.raises(Unreadable):
        says(invitation, **answers)
    assert not Response.objects.of(invitation.organisation_id).exists()


def test_after_the_last_day_it_is_too_late_in_the_programmes_own_time(asked):
    [invitation] = asked("pulse", "mentee")
    last = NOW.replace(hour=22, minute=30) + 30 * DAY  # half past midnight in Malmö, the day after
    with pytest.raises(SurveyClosed):
        says(invitation, going=4, at=last)
    says(invitation, going=4, at=last.replace(hour=21, minute=0))


def test_a_closed_survey_takes_no_answer_no_draft_no_guest_and_no_nudge(cast, asked):
    [invitation] = asked("pulse", "mentee")
    keep_draft(invitation=invitation, answers={"going": 1}, at=NOW)
    close(wave=invitation.wave, by=None, at=NOW)
    for act in (
        lambda: says(invitation, going=4),
        lambda: keep_draft(invitation=invitation, answers={}, at=NOW),
        lambda: invite(wave=invitation.wave, people=[Asked(cast.mentor)], closes_on=TODAY, by=None, at=NOW),
        lambda: nudge(wave=invitation.wave, by=None, at=NOW, today=TODAY),
        lambda: close(wave=invitation.wave, by=None, at=NOW),
    ):
        with pytest.raises(SurveyClosed):
            act()
    assert Invitation.objects.of(cast.organisation).get().draft == {}


def test_a_draft_is_sealed_and_comes_back(cast, asked):
    [invitation] = asked("mentee_final", "mentee")
    keep_draft(invitation=invitation, answers={"sat": 4, "best": "The walks"}, at=NOW)
    assert Invitation.objects.of(cast.organisation).get().draft == {"sat": 4, "best": "The walks"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT draft FROM surveys_invitation")
        assert "walks" not in cursor.fetchone()[0]


def test_only_who_is_missing_is_nudged(cast, asked):
    mentor, mentee = asked("pulse", "mentor", "mentee")
    says(mentor, going=4)
    assert nudge(wave=mentor.wave, by=cast.coordinator.person, at=NOW, today=TODAY) == 1
    assert list(mentor.wave.invitations.exclude(nudged_at=None)) == [mentee]
    assert nudge(wave=mentor.wave, by=None, at=NOW, today=TODAY + 31 * DAY) == 0


def test_an_anonymous_sheet_leads_to_nobody(cast, forms):
    """The row has no relation but the survey, no time finer than the day, no language; the journal is silent."""
    wave = open_wave(questionnaire=forms["free_word"], occasion="now", kind="anonymous", by=None, at=NOW)
    before = Entry.objects.of(cast.organisation.pk).count()
    for _ in range(2):  # never counted once per person
        drop_sheet(wave=wave, answers={"safe": 2, "change": "More evenings"}, at=NOW)
    assert {field.name for field in Sheet._meta.get_fields()} == {
        "id", "organisation", "wave", "coded", "sealed", "answered_on",
    }  # fmt: skip
    sheets = Sheet.objects.of(cast.organisation)
    assert sheets.count() == 2
    assert {sheet.answered_on for sheet in sheets} == {TODAY}
    assert not hasattr(sheets[0].answered_on, "hour")
    assert sheets[0].pk.version == 4  # random: neither a clock nor a counter
    assert Entry.objects.of(cast.organisation.pk).count() == before
    assert not Response.objects.of(cast.organisation).exists()
    assert not Invitation.objects.of(cast.organisation).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM surveys_sheet")
        assert "evenings" not in cursor.fetchone()[0]


def test_each_kind_is_answered_in_its_own_way(cast, forms, asked):
    anonymous = open_wave(questionnaire=forms["free_word"], occasion="now", kind="anonymous", by=None, at=NOW)
    with pytest.raises(WrongKind):
        invite(wave=anonymous, people=[Asked(cast.mentor)], closes_on=TODAY, by=None, at=NOW)
    [invitation] = asked("pulse", "mentor")
    with pytest.raises(WrongKind):
        drop_sheet(wave=invitation.wave, answers={"going": 3}, at=NOW)
    with pytest.raises(Unreadable):
        drop_sheet(wave=anonymous, answers={}, at=NOW)
    close(wave=anonymous, by=None, at=NOW)
    with pytest.raises(SurveyClosed):
        drop_sheet(wave=anonymous, answers={"safe": 2}, at=NOW)


def test_a_survey_opened_by_hand_ends_for_all_on_its_last_day(forms):
    wave = open_wave(
        questionnaire=forms["free_word"], occasion="now", kind="anonymous", closes_on=TODAY, by=None, at=NOW
    )
    assert wave.is_open(TODAY)
    assert not wave.is_open(TODAY + DAY)
    assert Wave.objects.of(wave.organisation_id).get().is_anonymous


def test_answering_in_the_persons_language_keeps_the_language(asked):
    [invitation] = asked("pulse", "mentee")
    response = answer(
        invitation=invitation, answers={"going": 4}, language="sv", by=invitation.membership.person, at=NOW
    )
    assert response.language == "sv"


# ---- what was written about a survey that is over


def test_a_letter_about_a_survey_is_over_with_its_last_day_or_when_the_survey_is_closed(cast, programme, asked):
    [invitation] = asked("pulse", "mentee")
    rows = Message.objects.of(cast.organisation).filter(person=cast.mentee.person)
    assert rows.get().expires_at == day_after(programme, invitation.closes_on)
    close(wave=invitation.wave, by=None, at=NOW + DAY)
    assert rows.get().expires_at == NOW + DAY


def test_the_messages_page_does_not_offer_to_open_a_survey_that_is_closed(cast, asked, as_role):
    [invitation] = asked("pulse", "mentee")
    client = as_role("mentee")
    assert "Open the page" in client.get(reverse("outbox:own")).text
    close(wave=invitation.wave, by=None, at=NOW)
    shown = client.get(reverse("outbox:own")).text
    assert "Open the page" not in shown
    assert "Over</span>" in shown
    assert "Look" in shown


def test_nobody_is_called_about_a_survey_on_somebody_whom_they_do_not_meet_any_more(cast, asked):
    [mine] = asked("pulse", "mentee")
    [about] = asked("pulse", "mentee", about="mentor")
    rows = Message.objects.of(cast.organisation).filter(person=cast.mentee.person)
    rows.update(state=Message.State.BY_HAND)
    withdraw(one=cast.mentor, other=cast.mentee, by=None, at=NOW + DAY)
    assert set(rows.filter(to_be_called(NOW + DAY)).values_list("url", flat=True)) == {path_for(mine)}
    assert rows.get(url=path_for(about)).expires_at == NOW + DAY


def test_what_was_written_about_a_survey_is_over_once_it_is_answered(cast, programme, asked, as_role):
    [mine] = asked("pulse", "mentee")
    [other] = asked("skills_pulse", "mentee")
    nudge(wave=mine.wave, by=None, at=NOW, today=TODAY)
    rows = Message.objects.of(cast.organisation).filter(person=cast.mentee.person)
    assert rows.filter(url=path_for(mine)).count() == 2
    says(mine, at=NOW, going=4, fit=4, call="no")
    assert {row.is_new(NOW) for row in rows.filter(url=path_for(mine))} == {False}
    assert {row.is_new(NOW) for row in rows.filter(url=path_for(other))} == {True}
    assert "1 new message" in as_role("mentee").get(reverse("desk:home")).text
    rows.update(state=Message.State.BY_HAND)
    assert set(rows.filter(to_be_called(NOW)).values_list("url", flat=True)) == {path_for(other)}
