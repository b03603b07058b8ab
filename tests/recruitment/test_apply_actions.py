"""Calls, drafts, and receiving an application."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from handslag.content.actions import publish
from handslag.people.models import Consent, Person
from handslag.recruitment.actions import (
    CallClosed,
    Incomplete,
    SlugTaken,
    WrongDates,
    apply,
    open_call,
    remove_old_drafts,
    save_answers,
    send,
    start_draft,
)
from handslag.recruitment.models import Application, Call, Draft
from tests.cast import NOW, TODAY
from tests.recruitment.calls import installed, open_for

pytestmark = pytest.mark.django_db

ANSWERS = {
    "first_name": "Amina", "phone": "070-174 06 05", "languages": ["ar"], "host_level": "a2", "place": "malmo",
    "help_wanted": ["health"], "times": ["weekday_eve"], "permit": "no", "age_band": "under_18",
    "time_here": "under_6m", "consent": True,
}  # fmt: skip


@pytest.fixture
def call(cast):
    return open_for(cast.programme, "mentee")


@pytest.fixture
def at():
    return timezone.now()


def draft_of(call, at, answers=ANSWERS) -> Draft:
    draft = start_draft(call=call, language="en", channel="flyer", at=at)
    save_answers(draft=draft, answers=answers, at=at)
    return draft


def test_a_draft_becomes_one_application_however_often_it_is_sent(cast, call, at):
    draft = draft_of(call, at)
    stale = Draft.objects.of(cast.organisation).get(pk=draft.pk)
    first = send(draft=draft, at=at)
    assert send(draft=draft, at=at) == send(draft=stale, at=at) == first
    assert Application.objects.of(cast.organisation).count() == 1
    assert Person.objects.of(cast.organisation).filter(given_name="Amina").count() == 1
    assert Draft.objects.of(cast.organisation).get().answers == {}


def test_no_permit_and_a_young_age_are_received_like_all_others(call, at):
    assert send(draft=draft_of(call, at), at=at).state == Application.State.RECEIVED


def test_an_incomplete_draft_is_refused_and_stays_as_it_was(cast, call, at):
    without = {name: value for name, value in ANSWERS.items() if name not in ("phone", "consent")}
    draft = draft_of(call, at, without)
    with pytest.raises(Incomplete) as refused:
        send(draft=draft, at=at)
    assert set(refused.value.problems) == {"phone", "consent"}
    kept = Draft.objects.of(cast.organisation).get()
    assert (kept.sent_at, kept.answers) == (None, without)
    assert not Application.objects.of(cast.organisation).exists()


def test_a_closed_call_takes_nothing(cast, call, at):
    draft = draft_of(call, at)
    later = at + timedelta(days=12)
    with pytest.raises(CallClosed):
        start_draft(call=call, language="en", channel="", at=later)
    with pytest.raises(CallClosed):
        save_answers(draft=draft, answers={}, at=later)
    with pytest.raises(CallClosed):
        send(draft=draft, at=later)
    assert Draft.objects.of(cast.organisation).get().answers == ANSWERS


def test_a_sent_draft_takes_no_more_answers(cast, call, at):
    draft = draft_of(call, at)
    send(draft=draft, at=at)
    save_answers(draft=draft, answers={"first_name": "Other"}, at=at)
    assert Draft.objects.of(cast.organisation).get().answers == {}


def test_what_is_being_written_does_not_lie_open_in_the_database(call, at):
    draft_of(call, at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM recruitment_draft")
        assert "Amina" not in cursor.fetchone()[0]


def test_consent_names_the_version_that_was_read(cast, call, at):
    for body in ("One", "Two"):
        publish(
            organisation=cast.organisation,
            key="privacy_notice",
            language="en",
            title="Data",
            body=body,
            by=None,
            at=NOW,
        )
    person = send(draft=draft_of(call, at), at=at).person
    consent = Consent.objects.of(cast.organisation).get(person=person)
    assert (consent.purpose, consent.given, consent.version, consent.language) == ("taking_part", True, "2", "en")


def test_the_person_is_made_from_the_answers(cast):
    application = apply(
        programme=cast.programme, role="mentor", questionnaire=installed(cast.programme, "mentor_application"),
        answers={"full_name": "  Omar   al Nasser ", "email": "o@example.org", "sex": "male", "birth_year": 1990},
        language="sv", channel="", by=None, at=NOW,
    )  # fmt: skip
    person = Person.objects.of(cast.organisation).get(pk=application.person_id)
    assert (person.given_name, person.family_name, person.gender) == ("Omar", "al Nasser", "male")
    assert (person.birth_year, person.email, person.language) == (1990, "o@example.org", "sv")
    assert not Consent.objects.of(cast.organisation).filter(person=person).exists()


def test_old_drafts_are_removed_and_young_and_sent_ones_stay(cast, call, at):
    sent, old, young = (draft_of(call, at) for _ in range(3))
    send(draft=sent, at=at)
    Draft.objects.of(cast.organisation).exclude(pk=young.pk).update(saved_at=at - timedelta(days=15))
    assert remove_old_drafts(at=at) == 1
    assert set(Draft.objects.of(cast.organisation)) == {sent, young}
    assert old.pk not in set(Draft.objects.of(cast.organisation).values_list("pk", flat=True))


def test_a_call_has_its_own_address_and_ends_after_it_begins(cast, call):
    given = {"programme": cast.programme, "role": "mentee", "questionnaire": call.questionnaire, "by": None, "at": NOW}
    with pytest.raises(SlugTaken):
        open_call(slug=call.slug, opens_on=TODAY, closes_on=TODAY, **given)
    with pytest.raises(WrongDates):
        open_call(slug="other", opens_on=TODAY, closes_on=TODAY - timedelta(days=1), **given)


def test_a_call_ends_at_midnight_where_the_programme_is(cast, call):
    last = call.closes_on
    evening = timezone.datetime(last.year, last.month, last.day, 21, 30, tzinfo=NOW.tzinfo)  # 22:30 or 23:30 there
    assert start_draft(call=call, language="en", channel="", at=evening)
    with pytest.raises(CallClosed):
        start_draft(call=call, language="en", channel="", at=evening + timedelta(hours=2))


def test_calls_are_seen_in_their_programme_and_drafts_by_nobody(cast, call, at):
    draft_of(call, at)
    for role in (*cast.people, "outsider"):
        account = cast.account(role)
        assert Call.objects.visible_to(account).exists() is (role != "outsider"), role
        assert not Draft.objects.visible_to(account).exists(), role
