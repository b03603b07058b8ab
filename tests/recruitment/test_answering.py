"""Answering several applications in one go: for all or for none, and never twice."""

from datetime import timedelta

import pytest

from handslag.journal.models import Entry
from handslag.outbox.models import Message
from handslag.people.models import Person
from handslag.recruitment.actions import (
    Act,
    AlreadyInvited,
    ApplicationAnswered,
    NotForAll,
    OwnApplication,
    ReasonMissing,
    answer_together,
    book_interview,
    cancel_interview,
    check_permit,
    invite,
    propose,
    send_back,
    withdraw,
)
from handslag.recruitment.models import Application, InterviewInvitation, Selection
from tests.cast import NOW

from .received import interviewed, proposed, received

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def several(cast, n: int = 3, **answers) -> list[Application]:
    return [
        received(cast.programme, "mentee", first_name=f"Amina {'ABC'[k % 3]}", phone=f"070-174 06 {60 + k}", **answers)
        for k in range(n)
    ]


def answer(cast, applications, act, by=None, **more) -> int:
    """With how many it was done."""
    by = by or cast.coordinator.person
    ids = [application.pk for application in applications]
    if act == Act.CONFIRM:
        more.setdefault("selections", seen(cast))
    return len(answer_together(programme=cast.programme, ids=ids, act=act, by=by, **{"at": NOW} | more))


def seen(cast) -> list:
    """What somebody sees who looks at the page now."""
    return list(Selection.objects.of(cast.organisation).filter(sent_back_at=None).values_list("pk", flat=True))


def states(cast) -> list[str]:
    return sorted(Application.objects.of(cast.organisation).values_list("state", flat=True))


def titles(cast) -> list[str]:
    return sorted(message.title for message in Message.objects.of(cast.organisation))


def acts(cast, action: str) -> int:
    return Entry.objects.of(cast.organisation.pk).filter(action=action).count()


# ---- inviting one ----------------------------------------------------------------------------------------------


def test_an_applicant_is_invited_once_and_stays_received(cast):
    application = received(cast.programme)
    invite(application=application, by=cast.coordinator.person, at=NOW)
    assert states(cast) == ["received"]
    assert titles(cast) == ["We want to meet you"]
    assert Message.objects.of(cast.organisation).get().person == application.person
    assert acts(cast, "interview.invite") == 1
    with pytest.raises(AlreadyInvited):
        invite(application=application, by=cast.second_coordinator.person, at=NOW)


def test_who_was_met_who_waits_and_who_is_answered_is_not_invited(cast):
    by = cast.coordinator.person
    with pytest.raises(AlreadyInvited):
        invite(application=interviewed(cast), by=by, at=NOW)
    waiting = received(cast.programme)
    propose(application=waiting, outcome="wait", reason_code="time", reasons="", by=by, at=NOW)
    with pytest.raises(AlreadyInvited):
        invite(application=waiting, by=by, at=NOW)
    gone = received(cast.programme)
    withdraw(application=gone, by=None, at=NOW)
    with pytest.raises(ApplicationAnswered):
        invite(application=gone, by=by, at=NOW)
    own = received(cast.programme)
    with pytest.raises(OwnApplication):
        invite(application=own, by=own.person, at=NOW)
    assert not InterviewInvitation.objects.of(cast.organisation).exists()


def test_with_whom_a_time_is_booked_needs_no_invitation(cast):
    application, by = received(cast.programme), cast.coordinator.person
    booking = book_interview(application=application, starts_at=NOW + timedelta(days=3), place="", by=by, at=NOW)
    with pytest.raises(AlreadyInvited):
        invite(application=application, by=by, at=NOW)
    with pytest.raises(NotForAll) as refused:
        answer(cast, [application], Act.INVITE)
    assert refused.value.problems == {application.pk: "A time for the interview is booked already."}
    assert titles(cast) == []
    cancel_interview(booking=booking, by=by, at=NOW)
    assert answer(cast, [application], Act.INVITE) == 1


# ---- several ---------------------------------------------------------------------------------------------------


def test_several_are_invited_each_with_a_message_of_their_own(cast):
    applications = several(cast)
    assert answer(cast, applications, Act.INVITE) == 3
    assert titles(cast) == ["We want to meet you"] * 3
    readers = set(Message.objects.of(cast.organisation).values_list("person", flat=True))
    assert readers == {application.person_id for application in applications}


@pytest.mark.parametrize("act", [Act.INVITE, Act.DECLINE, Act.CONFIRM])
def test_pressed_twice_it_happens_once(cast, act):
    applications, by = several(cast), cast.coordinator.person
    more = {"reason_code": "places_full"} if act == Act.DECLINE else {}
    if act == Act.CONFIRM:
        answer(cast, applications, Act.WAIT, by=cast.second_coordinator.person, reason_code="places_full")
    assert answer(cast, applications, act, by=by, **more) == 3
    before = Message.objects.of(cast.organisation).count(), Entry.objects.of(cast.organisation.pk).count()
    assert answer(cast, applications, act, by=by, **more) == 0
    assert (Message.objects.of(cast.organisation).count(), Entry.objects.of(cast.organisation.pk).count()) == before


@pytest.mark.parametrize(("act", "then", "title"), [
    (Act.WAIT, "waiting", "You are on the waiting list"), (Act.DECLINE, "declined", "Thank you for your application"),
])  # fmt: skip
def test_nothing_is_sent_before_a_second_person_confirms(cast, act, then, title):
    applications = several(cast)
    answer(cast, applications, act, reason_code="places_full")
    assert states(cast) == ["proposed"] * 3
    assert titles(cast) == []
    with pytest.raises(NotForAll) as refused:
        answer(cast, applications, Act.CONFIRM)
    assert set(refused.value.problems.values()) == {"You proposed this yourself. A colleague has to confirm it."}
    assert answer(cast, applications, Act.CONFIRM, by=cast.second_coordinator.person) == 3
    assert states(cast) == [then] * 3
    assert titles(cast) == [title] * 3
    assert acts(cast, "selection.confirm") == 3


def test_a_proposal_that_nobody_looked_at_is_not_confirmed(cast):
    """A colleague sends the proposal back and makes another one between the look and the button."""
    first, *others = several(cast)
    by, second = cast.coordinator.person, cast.second_coordinator.person
    answer(cast, [first, *others], Act.WAIT, reason_code="places_full")
    looked_at = seen(cast)
    old = first.selections.get()
    send_back(selection=old, by=by, at=LATER)
    answer(cast, [first], Act.DECLINE, reason_code="places_full", at=LATER)
    for selections in (looked_at, ()):
        with pytest.raises(NotForAll) as refused:
            answer(cast, [first, *others], Act.CONFIRM, by=second, selections=selections)
        assert refused.value.problems[first.pk] == "The proposal has changed. Look again."
    assert states(cast) == ["proposed"] * 3
    assert titles(cast) == []
    assert answer(cast, [first, *others], Act.CONFIRM, by=second) == 3
    with pytest.raises(NotForAll):  # of what was never looked at nobody is told that it is done
        answer(cast, [first], Act.CONFIRM, by=second, selections=[old.pk])


def test_an_interviewer_does_not_confirm_in_bulk_either(cast):
    application = interviewed(cast)
    second = cast.second_coordinator.person
    propose(application=application, outcome="wait", reason_code="time", reasons="", by=second, at=NOW)
    with pytest.raises(NotForAll):
        answer(cast, [application], Act.CONFIRM)
    assert states(cast) == ["proposed"]


def test_where_one_can_not_be_answered_nobody_is(cast):
    applications = several(cast)
    withdraw(application=applications[1], by=None, at=NOW)
    with pytest.raises(NotForAll) as refused:
        answer(cast, applications, Act.INVITE)
    assert refused.value.problems == {applications[1].pk: "Has an answer already: Withdrawn."}
    assert not InterviewInvitation.objects.of(cast.organisation).exists()
    assert titles(cast) == []
    assert acts(cast, "interview.invite") == 0


def test_what_only_the_act_itself_finds_undoes_the_others_too(cast):
    """The last day of a permit is sealed: it is looked at when an acceptance is confirmed."""
    late, fine = proposed(cast, "mentee").application, proposed(cast, "mentee", first_name="Nour").application
    for application, until in ((late, NOW.date().replace(year=2020)), (fine, None)):
        check_permit(application=application, seen_as="card", valid_until=until, by=cast.coordinator.person, at=NOW)
    with pytest.raises(NotForAll) as refused:
        answer(cast, [fine, late], Act.CONFIRM, by=cast.second_coordinator.person)
    assert "was valid until" in refused.value.problems[late.pk]
    assert states(cast) == ["proposed"] * 2
    assert not fine.person.memberships.exists()
    assert answer(cast, [fine], Act.CONFIRM, by=cast.second_coordinator.person) == 1
    assert fine.person.memberships.get().role == "mentee"


def test_nobody_is_taken_in_without_a_permit_that_was_seen(cast):
    application = proposed(cast, "mentee").application
    with pytest.raises(NotForAll) as refused:
        answer(cast, [application], Act.CONFIRM, by=cast.second_coordinator.person)
    assert "Nobody has seen a residence permit yet" in refused.value.problems[application.pk]


def test_a_reason_is_one_of_the_programmes(cast):
    applications = several(cast, 1)
    for code in ("", "nose", "language"):  # a language that nobody shares is never a reason for a no
        with pytest.raises(ReasonMissing):
            answer(cast, applications, Act.DECLINE, reason_code=code)
    with pytest.raises(ReasonMissing):
        answer(cast, applications, Act.WAIT, reason_code="withdrew")
    answer(cast, applications, Act.WAIT, reason_code="language")
    assert Selection.objects.of(cast.organisation).get().reason_code == "language"


def test_what_does_not_fit_the_state_is_said_for_each(cast):
    met, waits, own, fresh = interviewed(cast), received(cast.programme), received(cast.programme), several(cast, 1)[0]
    by = cast.coordinator.person
    propose(application=waits, outcome="wait", reason_code="time", reasons="", by=by, at=NOW)
    Application.objects.of(cast.organisation).filter(pk=own.pk).update(person=by)
    with pytest.raises(NotForAll) as refused:
        answer(cast, [met, waits, own, fresh], Act.INVITE)
    assert refused.value.problems == {
        met.pk: "The interview is held already.",
        waits.pk: "A proposal for this application waits for a second person already.",
        own.pk: "This is your own application. Ask a colleague.",
    }
    with pytest.raises(NotForAll) as refused:
        answer(cast, [fresh], Act.CONFIRM)
    assert refused.value.problems == {fresh.pk: "Nobody has proposed anything yet."}
    answer(cast, [waits], Act.CONFIRM, by=cast.second_coordinator.person)
    with pytest.raises(NotForAll) as refused:
        answer(cast, [waits], Act.WAIT, reason_code="time")
    assert refused.value.problems == {waits.pk: "Is on the waiting list already."}
    answer(cast, [fresh], Act.INVITE)
    with pytest.raises(NotForAll) as refused:
        answer(cast, [fresh], Act.INVITE, by=cast.second_coordinator.person)
    assert refused.value.problems == {fresh.pk: "Has been invited already. Call the person."}


def test_applications_of_another_programme_are_not_touched(cast):
    from tests.cast import programme

    neighbour = received(programme(cast.organisation, "lund-2026"))
    stranger = received(cast.other_programme)
    assert answer(cast, [neighbour, stranger], Act.INVITE) == 0
    assert not InterviewInvitation.objects.everywhere("test").exists()


def test_each_reads_it_in_the_own_language(cast):
    applications = several(cast, 2)
    Person.objects.of(cast.organisation).filter(pk=applications[0].person_id).update(language="sv")
    answer(cast, applications, Act.INVITE)
    assert sorted(Message.objects.of(cast.organisation).values_list("language", flat=True)) == ["en", "sv"]
