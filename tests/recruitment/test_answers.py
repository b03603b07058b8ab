"""The page on which several applications are answered: what it shows first, what it sends, what it leaves out."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape

from handslag.journal.models import Entry
from handslag.outbox.models import Message
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.roles import ROLES, Role
from handslag.recruitment.actions import AlreadyInvited, book_interview, invite, propose, send_back, withdraw
from handslag.recruitment.models import Application, InterviewInvitation, Selection
from tests.cast import NOW, member, programme

from .received import interviewed, proposed, received

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
MEETING = NOW + timedelta(days=10)
BOOKED = "A time for the interview is booked already."


def page(cast) -> str:
    return reverse("recruitment:answers", args=[cast.programme.pk])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def several(cast, n: int = 3) -> list[Application]:
    """Amina0, Amina1 and so on, who applied one after the other."""
    return [
        received(
            cast.programme, "mentee", at=NOW + timedelta(minutes=k), first_name=f"Amina{k}", phone=f"07017406{10 + k}"
        )
        for k in range(n)
    ]  # fmt: skip


def ticked(act: str, applications, **more) -> dict:
    return {"act": act, "application": [str(application.pk) for application in applications]} | more


def invited(cast) -> int:
    return InterviewInvitation.objects.of(cast.organisation).count()


def booked(cast, application, starts_at) -> str:
    """Book a time to meet; the day as the list says it."""
    book_interview(application=application, starts_at=starts_at, place="", by=cast.coordinator.person, at=NOW)
    return date_format(day_of(cast.programme, starts_at), "MONTH_DAY_FORMAT")


def test_the_list_has_a_tick_for_each_who_can_be_answered(cast, as_role):
    (open_one, gone) = several(cast, 2)
    withdraw(application=gone, by=None, at=NOW)
    client = as_role("coordinator")
    url = reverse("recruitment:applications", args=[cast.programme.pk])
    shown = text(client.get(url, {"state": "all"}))
    assert f'name="application" value="{open_one.pk}"' in shown
    assert "Tick: Amina0" in shown
    assert f'value="{gone.pk}"' not in shown
    assert "checked" not in shown
    assert f'value="{open_one.pk}" checked' in text(client.get(url, {"ticked": "all"}))
    assert "Next: call and invite to an interview." in shown
    assert "Confirm as the second person" not in shown
    proposed(cast)
    assert "Confirm as the second person" in text(client.get(url))


def test_who_may_read_but_not_decide_sees_no_ticks_and_answers_nobody(cast, as_role, monkeypatch):
    monkeypatch.setitem(ROLES, Role.TRAINER, ROLES[Role.TRAINER] | {"application.read"})
    (application,) = several(cast, 1)
    client = as_role("trainer")
    shown = text(client.get(reverse("recruitment:applications", args=[cast.programme.pk])))
    assert "Amina0" in shown
    assert 'type="checkbox" name="application"' not in shown
    assert client.post(page(cast), ticked("invite", [application])).status_code == 404
    assert invited(cast) == 0


@pytest.mark.parametrize("role", ["mentor", "mentee", "supervisor", "trainer", "partner", "administrator", "outsider"])
def test_for_everybody_else_the_page_does_not_exist(cast, as_role, role):
    applications = several(cast, 1)
    client = as_role(role)
    assert client.get(page(cast), ticked("invite", applications)).status_code == 404
    assert client.post(page(cast), ticked("invite", applications)).status_code == 404
    assert invited(cast) == 0


def test_before_anything_is_sent_the_page_shows_each_text_in_its_language(cast, as_role):
    applications = several(cast)
    people = Person.objects.of(cast.organisation)
    people.filter(pk=applications[2].person_id).update(language="sv")
    response = as_role("coordinator").get(page(cast), ticked("invite", applications))
    shown = text(response)
    assert "Invite 3 people to an interview" in shown
    assert "In English, to 2 people" in shown
    assert "In Swedish, to 1 person" in shown
    assert "Thank you, Amina0. We want to meet you" in shown
    assert 'lang="sv"' in shown
    assert [len(wording.readers) for wording in response.context["plan"].preview.wordings] == [2, 1]
    assert "No e-mail: call" in shown
    assert not Message.objects.of(cast.organisation).exists()
    assert invited(cast) == 0


def test_a_person_with_an_address_is_not_on_the_list_to_call(cast, as_role):
    shown = text(as_role("coordinator").get(page(cast), ticked("invite", [received(cast.programme)])))
    assert "Rana" in shown
    assert "No e-mail: call" not in shown


def test_sending_answers_them_all_and_goes_back_to_the_list_as_it_was(cast, as_role):
    applications, client = several(cast), as_role("coordinator")
    response = client.post(page(cast), ticked("invite", applications, role="mentee", state="received"))
    assert response.status_code == 302
    assert response.url.endswith("/applications/?role=mentee&state=received")
    shown = text(client.get(response.url))
    assert "3 people are invited" in shown
    assert "Next: call and meet." in shown
    assert invited(cast) == 3
    again = client.post(page(cast), ticked("invite", applications), follow=True)
    assert "This was done before. Nobody gets a second message." in text(again)
    assert Message.objects.of(cast.organisation).count() == 3


def test_who_can_not_be_answered_is_named_and_left_out(cast, as_role):
    fresh, met = several(cast, 1)[0], interviewed(cast)
    shown = text(as_role("coordinator").get(page(cast), ticked("invite", [fresh, met])))
    assert "1 person is left out" in shown
    assert "The interview is held already." in shown
    assert "Invite 1 person to an interview" in shown
    assert f'name="application" value="{fresh.pk}"' in shown
    assert f'name="application" value="{met.pk}"' not in shown


def test_what_changed_since_the_look_is_told_and_nothing_is_sent(cast, as_role):
    first, second = several(cast, 2)
    withdraw(application=second, by=None, at=NOW)
    response = as_role("coordinator").post(page(cast), ticked("invite", [first, second]))
    assert response.status_code == 422
    assert "Nothing was sent: something has changed for 1 person" in text(response)
    assert "Has an answer already: Withdrawn." in text(response)
    assert f'name="application" value="{first.pk}"' in text(response)
    assert invited(cast) == 0


def test_a_no_needs_its_reason_and_what_was_ticked_stays(cast, as_role):
    applications, client = several(cast), as_role("coordinator")
    shown = text(client.get(page(cast), ticked("decline", applications)))
    assert "Propose a kind no for 3 people" in shown
    assert "A colleague has to confirm this" in shown
    assert "It is not about you as a person." in shown
    response = client.post(page(cast), ticked("decline", applications, state="received"))
    assert response.status_code == 422
    assert "Choose the reason" in text(response)
    assert "All of them get the same reason. Only the team sees it." in text(response)
    for application in applications:
        assert f'name="application" value="{application.pk}"' in text(response)
    assert 'name="state" value="received"' in text(response)
    assert client.post(page(cast), ticked("decline", applications, reason_code="nose")).status_code == 422
    assert not Selection.objects.of(cast.organisation).exists()
    done = client.post(page(cast), ticked("decline", applications, reason_code="places_full"), follow=True)
    assert "3 proposals wait for a colleague" in text(done)
    assert not Message.objects.of(cast.organisation).exists()


def test_where_nobody_was_ticked_the_answer_and_the_reason_that_were_chosen_stay(cast, as_role):
    (application,) = several(cast, 1)
    client = as_role("coordinator")
    nobody = client.post(page(cast), {"act": "wait", "reason_code": "language", "state": "received"})
    assert nobody.status_code == 422
    assert "Nobody is ticked" in text(nobody)
    back = nobody.context["back"]
    assert f'href="{escape(back)}"' in nobody.text
    listed = text(client.get(back))
    assert "You chose: Put on the waiting list. Tick people, then press this button again." in listed
    assert '<button class="button" name="act" value="wait">' in listed
    assert 'name="reason_code" value="language"' in listed
    shown = client.get(page(cast), ticked("wait", [application], reason_code="language"))
    assert shown.context["form"]["reason_code"].value() == "language"
    assert "We have not found a shared language yet" in text(shown)
    assert "You chose" not in text(client.get(reverse("recruitment:applications", args=[cast.programme.pk])))


def test_the_waiting_list_has_its_own_words_and_a_no_never_names_the_language(cast, as_role):
    applications, client = several(cast, 1), as_role("coordinator")
    wait = text(client.get(page(cast), ticked("wait", applications)))
    no = text(client.get(page(cast), ticked("decline", applications)))
    assert "A later group fits better" in wait
    assert "We got no answer" not in wait
    assert "We got no answer" in no
    assert "language yet" not in no


def test_a_programme_from_before_has_one_list_of_reasons_for_both(cast, as_role):
    applications, client = several(cast, 1), as_role("coordinator")
    cast.programme.lists = {key: rows for key, rows in cast.programme.lists.items() if key != "waiting_reason"}
    cast.programme.save()
    assert "All places are taken" in text(client.get(page(cast), ticked("wait", applications)))


def test_who_can_confirm_is_told_so_in_the_list_and_nobody_else(cast, as_role):
    application = proposed(cast).application  # proposed and interviewed by the coordinator
    url = reverse("recruitment:applications", args=[cast.programme.pk])
    theirs, mine = text(as_role("coordinator").get(url)), text(as_role("second_coordinator").get(url))
    assert "Next: a colleague confirms." in theirs
    assert "Confirm or refuse it here" not in theirs
    assert "Next: a colleague confirms." not in mine
    assert "Confirm or refuse it here" in mine
    there = text(as_role("second_coordinator").get(reverse("recruitment:application", args=[application.pk])))
    assert "You are the second person" in there
    assert "Send back" in there


def test_the_second_person_sees_why_before_confirming_and_that_is_written_down(cast, as_role):
    selection = proposed(cast)
    url, given = page(cast), ticked("confirm", [selection.application])
    own = text(as_role("coordinator").get(url, given))
    assert "You proposed this yourself" in own
    assert "the will" not in own
    client = as_role("second_coordinator")
    shown = text(client.get(url, given))
    assert "I have the time and the will" in shown
    assert "Welcome as a mentor" in shown
    reads = Entry.objects.of(cast.organisation.pk).filter(action="read.selection")
    assert list(reads.values_list("subject_id", flat=True)) == [str(selection.pk)]
    assert f'name="selection" value="{selection.pk}"' in shown
    done = client.post(url, given | {"selection": [str(selection.pk)]}, follow=True)
    assert "1 person has an answer." in text(done)
    assert Application.objects.of(cast.organisation).get().state == "accepted"


def test_answers_that_no_mail_tells_are_not_called_told(cast, as_role):
    selections = [proposed(cast, outcome="decline"), proposed(cast, outcome="decline", full_name="Omar", email="")]
    given = ticked("confirm", [selection.application for selection in selections])
    given |= {"selection": [str(selection.pk) for selection in selections]}
    shown = text(as_role("second_coordinator").post(page(cast), given, follow=True))
    assert "1 person has an answer." in shown
    assert "1 answer is confirmed. There is no e-mail address, so somebody has to call." in shown
    assert f'<a href="{reverse("outbox:calls", args=[cast.programme.pk])}">People to call</a>' in shown


def test_an_answer_that_was_confirmed_before_is_not_counted_again(cast, as_role):
    selections = [proposed(cast, outcome="decline", full_name=name, email="") for name in ("Omar", "Rana", "Sami")]
    client, given = as_role("second_coordinator"), ticked("confirm", [s.application for s in selections])
    given |= {"selection": [str(selection.pk) for selection in selections]}
    for selection in selections[:2]:
        client.post(reverse("recruitment:confirmation", args=[selection.pk]))
    shown = text(client.post(page(cast), given, follow=True))
    assert "1 answer is confirmed. There is no e-mail address, so somebody has to call." in shown
    assert "answers are confirmed" not in shown


def test_a_proposal_made_anew_since_the_look_is_not_confirmed(cast, as_role):
    old, by = proposed(cast), cast.coordinator.person
    application, client = old.application, as_role("second_coordinator")
    given = ticked("confirm", [application])
    assert "Welcome as a mentor" in text(client.get(page(cast), given))
    send_back(selection=old, by=by, at=LATER)
    propose(application=application, outcome="decline", reason_code="time", reasons="", by=by, at=LATER)
    response = client.post(page(cast), given | {"selection": [str(old.pk)]})
    assert response.status_code == 422
    assert "The proposal has changed. Look again." in text(response)
    assert Application.objects.of(cast.organisation).get().state == "proposed"
    assert not Message.objects.of(cast.organisation).exists()


def test_who_has_a_time_to_meet_is_not_asked_to_be_invited(cast, as_role):
    (application,) = several(cast, 1)
    one = reverse("recruitment:application", args=[application.pk])
    listed = reverse("recruitment:applications", args=[cast.programme.pk])
    day = booked(cast, application, MEETING)
    just_meeting = MEETING + timedelta(minutes=44)
    with time_machine.travel(just_meeting, tick=False):
        client = as_role("coordinator")
        shown = text(client.get(listed))
        assert f"Interview on {day}. Next: meet." in shown
        assert "for a call" not in shown
        page_of_one = text(client.get(one))
        assert "Write and invite to an interview" not in page_of_one
        assert "Note it here afterwards." in page_of_one
        assert BOOKED in text(client.get(page(cast), ticked("invite", [application])))
        assert client.post(page(cast), ticked("invite", [application])).status_code == 422
        application.booking.delete()
        shown = text(client.get(listed))
        assert "Next: call and invite to an interview." in shown
        assert "for a call" in shown
    application = Application.objects.of(cast.organisation).get()
    booked(cast, application, MEETING)
    with pytest.raises(AlreadyInvited):
        invite(application=application, by=cast.coordinator.person, at=just_meeting)


def test_once_the_time_to_meet_is_past_the_applicant_waits_again_and_can_be_invited(cast, as_role):
    (application,) = several(cast, 1)
    one = reverse("recruitment:application", args=[application.pk])
    listed = reverse("recruitment:applications", args=[cast.programme.pk])
    day = booked(cast, application, MEETING)
    with time_machine.travel(MEETING + timedelta(minutes=45), tick=False):
        client = as_role("coordinator")
        shown = text(client.get(listed))
        assert f"The interview was on {day}. Note it, or book another." in shown
        assert "Next: meet." not in shown
        assert "Has waited 10 days for a call" in shown
        page_of_one = text(client.get(one))
        assert "Note it, or book another." in page_of_one
        assert "Has waited 10 days for a call" in page_of_one
        assert "Note it here afterwards." not in page_of_one
        assert "Write and invite to an interview" in page_of_one
        assert "Move the interview" not in text(client.get(reverse("recruitment:booking", args=[application.pk])))
        assert BOOKED not in text(client.get(page(cast), ticked("invite", [application])))
        assert "1 person is invited." in text(client.post(page(cast), ticked("invite", [application]), follow=True))
        assert "Next: call and meet." in text(client.get(listed))
    assert invited(cast) == 1


def test_without_a_tick_the_page_says_what_to_do(cast, as_role):
    client, stranger = as_role("coordinator"), received(cast.other_programme)
    for given in ({}, {"act": "invite"}, {"act": "accept", "application": [str(stranger.pk)]},
                  ticked("invite", [stranger]), {"act": "invite", "application": ["x' OR 1=1"]}):  # fmt: skip
        response = client.get(page(cast), given)
        assert response.status_code == 200
        assert "Tick people in the list, then choose what happens." in text(response)
        assert "Rana" not in text(response)
    assert client.post(page(cast), {"act": "invite"}).status_code == 422


def test_people_of_another_programme_of_ones_own_are_not_answered_here(cast, as_role):
    neighbour = programme(cast.organisation, "lund-2026")
    member(neighbour, cast.coordinator.person, "coordinator")
    there, client = received(neighbour), as_role("coordinator")
    assert "Rana" in text(client.get(reverse("recruitment:applications", args=[neighbour.pk])))
    assert "Nobody is ticked" in text(client.get(page(cast), ticked("invite", [there])))
    client.post(page(cast), ticked("invite", [there]))
    assert invited(cast) == 0


def queries(client, address: str, given: dict) -> int:
    client.get(address, given)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, given).status_code == 200
    return len([query for query in captured if "SAVEPOINT" not in query["sql"] and query["sql"] != "BEGIN"])


@pytest.mark.parametrize("act", ["invite", "confirm"])
def test_the_page_asks_as_often_for_30_as_for_1(cast, as_role, act):
    applications, client = several(cast, 30), as_role("coordinator")
    if act == "confirm":
        for application in applications:
            propose(
                application=application, outcome="wait", reason_code="time", reasons="Full.", at=NOW,
                by=cast.second_coordinator.person,
            )  # fmt: skip
    for_one = queries(client, page(cast), ticked(act, applications[:1]))
    assert queries(client, page(cast), ticked(act, applications)) == for_one
    assert for_one <= 8
