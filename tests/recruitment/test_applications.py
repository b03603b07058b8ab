"""The team's pages about applications: who sees what, what is written down before it is shown, what an act changes."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.programmes.roles import ROLES, Role
from handslag.recruitment.actions import confirm, correct_contact, invite, keep_guide, say_same_person, withdraw
from handslag.recruitment.models import Application, Double, Interview, PermitCheck, Selection
from tests.cast import NOW, TODAY

from .calls import AMIR, open_for
from .received import interviewed, proposed, received

pytestmark = pytest.mark.django_db

STRANGERS = ["mentor", "mentee", "supervisor", "trainer", "expert", "partner", "administrator", "outsider"]


def page(name: str, row) -> str:
    return reverse(f"recruitment:{name}", args=[row.pk])


def text(response) -> str:
    return response.content.decode()


def journal(cast, action: str) -> list[str]:
    rows = Entry.objects.of(cast.organisation.pk).filter(action=action).order_by("id")
    return list(rows.values_list("subject_id", flat=True))


# ---- who sees what ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", STRANGERS)
def test_for_everybody_else_applications_do_not_exist(cast, as_role, role):
    selection = proposed(cast)
    application, client = selection.application, as_role(role)
    for name in ("application", "interview", "permit", "selection"):
        assert client.get(page(name, application)).status_code == 404
    assert client.get(page("applications", cast.programme)).status_code == 404
    for name, row in (("withdrawal", application), ("confirmation", selection), ("return", selection)):
        assert client.post(page(name, row)).status_code == 404
    assert Application.objects.of(cast.organisation).get().state == "proposed"


def test_who_may_read_but_not_decide_gets_a_no_and_no_sealed_answers(cast, as_role, monkeypatch):
    monkeypatch.setitem(ROLES, Role.TRAINER, ROLES[Role.TRAINER] | {"application.read"})
    application = proposed(cast, "mentee").application
    client = as_role("trainer")
    shown = text(client.get(page("application", application)))
    assert "Simple things" not in shown
    assert "A few words (A1)" in shown  # the level of the language is for the team
    for hidden in ("not sure", "I am not sure", "Calm and clear", "the will", "070-174"):
        assert hidden not in shown
    assert "not sure" not in text(client.get(page("applications", cast.programme)))
    # A page for deciders does not exist for somebody who decides nowhere.
    assert client.get(page("interview", application)).status_code == 404
    assert journal(cast, "read.application") == []


def test_a_coordinator_of_another_programme_sees_none_of_ours(cast, as_role):
    from tests.cast import member, programme

    application = received(cast.programme)
    neighbour = programme(cast.organisation, "lund-2026")
    cast.people["neighbour"] = member(neighbour, cast.trainer.person, "coordinator")
    client = as_role("neighbour")
    assert client.get(page("application", application)).status_code == 404
    assert client.get(page("applications", cast.programme)).status_code in (403, 404)
    assert "Rana" not in text(client.get(page("applications", cast.programme)))


# ---- the list --------------------------------------------------------------------------------------------------


def test_the_list_shows_who_applied_and_what_to_look_at(cast, as_role):
    received(cast.programme, birth_year=1960)
    received(cast.programme, "mentee", permit="unsure")
    shown = text(as_role("coordinator").get(page("applications", cast.programme)))
    assert "Rana Khoury" in shown
    assert "Permit: not sure. Call and look together" in shown
    assert "Age outside 25–45, which is only a preference" in shown
    assert "Arabic" in shown
    assert "070-174" not in shown


def test_the_list_writes_down_each_application_whose_sealed_answers_it_opened(cast, as_role):
    rows = [received(cast.programme), received(cast.programme, "mentee")]
    as_role("coordinator").get(page("applications", cast.programme))
    assert set(journal(cast, "read.hints")) == {str(row.pk) for row in rows}


def test_filters_are_links_with_counts(cast, as_role):
    received(cast.programme)
    received(cast.programme, "mentee", first_name="Amina")
    interviewed(cast, full_name="Omar Nasser")
    client = as_role("coordinator")
    address = page("applications", cast.programme)
    response = client.get(address)
    found = response.context["filters"]
    assert [(f.title, f.count) for f in found.roles] == [("Everybody", 3), ("Mentors", 2), ("Mentees", 1)]
    assert [(f.title, f.count) for f in found.states if f.count] == [
        ("Need an answer", 3),
        ("All", 3),
        ("Received", 2),
        ("Interviewed", 1),
    ]
    shown = text(client.get(address, {"role": "mentor", "state": "received"}))
    assert "Rana" in shown
    assert "Omar" not in shown
    assert "Amina" not in shown
    assert client.get(address, {"role": "x' OR 1=1", "state": "?"}).context["page"].paginator.count == 3
    assert "No application fits" in text(client.get(address, {"state": "declined"}))


def test_the_list_begins_with_those_who_need_an_answer_and_has_everybody_one_tap_away(cast, as_role):
    received(cast.programme)
    gone = received(cast.programme, "mentee")
    withdraw(application=gone, by=None, at=NOW)
    client, address = as_role("coordinator"), page("applications", cast.programme)
    shown = text(client.get(address))
    assert "Rana" in shown
    assert "Amina" not in shown
    assert "Need an answer (1)" in shown
    assert "All (2)" in shown
    everybody = text(client.get(address, {"state": "all"}))
    assert "Rana" in everybody
    assert "Amina" in everybody
    withdraw(application=Application.objects.of(cast.organisation).get(role="mentor"), by=None, at=NOW)
    done = text(client.get(address))
    assert "Everybody has an answer" in done
    assert f"{address}?state=all" in done


def test_an_empty_list_says_what_to_do(cast, as_role):
    open_for(cast.programme, "mentee")
    shown = text(as_role("coordinator").get(page("applications", cast.programme)))
    assert "Share the addresses" in shown
    assert f"http://testserver/apply/{cast.programme.slug}-mentee/" in shown


def test_the_addresses_stay_below_the_list(cast, as_role):
    open_for(cast.programme, "mentee")
    received(cast.programme, "mentee")
    assert f"/apply/{cast.programme.slug}-mentee/" in text(
        as_role("coordinator").get(page("applications", cast.programme))
    )


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len([query for query in captured if "SAVEPOINT" not in query["sql"] and query["sql"] != "BEGIN"])


def test_the_list_is_paged_and_asks_as_often_for_30_as_for_1(cast, as_role):
    client, address = as_role("coordinator"), page("applications", cast.programme)
    received(cast.programme, "mentee")
    for_one = queries(client, address)
    for n in range(29):
        received(cast.programme, "mentee" if n % 2 else "mentor", at=NOW - timedelta(minutes=n))
    assert queries(client, address) == for_one <= 8
    assert len(client.get(address).context["lines"]) == 25
    assert len(client.get(address, {"page": 2}).context["lines"]) == 5
    assert text(client.get(address)).count('rel="next"') == 1


# ---- one application -------------------------------------------------------------------------------------------


def test_the_page_shows_the_answers_by_screen_and_writes_down_that_it_did(cast, as_role):
    application = received(cast.programme)
    shown = text(as_role("coordinator").get(page("application", application)))
    for word in ("Why you want to do this", "Somebody did it for me.", "Malmö", "Syria", "Monday evening",
                 "070-174 06 05", "rana@example.org", "My first language"):  # fmt: skip
        assert word in shown, word
    assert journal(cast, "read.application") == [str(application.pk)]


def test_what_is_sealed_for_the_matching_staff_is_on_no_page_of_selection(cast, as_role):
    application = received(cast.programme)
    assert "Karim" not in text(as_role("coordinator").get(page("application", application)))


def test_if_the_journal_can_not_be_written_nothing_is_shown(cast, as_role, monkeypatch):
    from handslag.recruitment.views import applications

    def refuse(*args, **kwargs):
        raise OSError("disk full")

    application, client = received(cast.programme), as_role("coordinator")
    monkeypatch.setattr(applications, "record_reads", refuse)
    for address in (page("application", application), page("applications", cast.programme)):
        with pytest.raises(OSError, match="disk full"):
            client.get(address)


def test_the_page_asks_no_more_for_many_interviews_than_for_one(cast, as_role):
    from handslag.recruitment.actions import note_interview

    application, client = interviewed(cast), as_role("coordinator")
    for_one = queries(client, page("application", application))
    for _n in range(5):
        note_interview(
            application=application, held_on=TODAY, notes="Again.", by=cast.second_coordinator.person, at=NOW
        )
    assert queries(client, page("application", application)) == for_one


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_the_page_says_what_comes_next(cast, as_role, role):
    client, address = as_role("coordinator"), page
    application = received(cast.programme, role)
    assert "Call the person and hold the interview" in text(client.get(address("application", application)))
    selection = proposed(cast, role)
    assert "You proposed this yourself" in text(client.get(address("application", selection.application)))
    second = text(as_role("second_coordinator").get(address("application", selection.application)))
    assert "You are the second person" in second
    assert "I have the time and the will" in second


# ---- acts ------------------------------------------------------------------------------------------------------


def test_noting_an_interview_from_the_page(cast, as_role):
    application, client = received(cast.programme), as_role("coordinator")
    for written in AMIR.guides:
        keep_guide(programme=cast.programme, written=written, by=None, at=NOW)
    assert "What helped you?" in text(client.get(page("interview", application)))
    response = client.post(page("interview", application), {"held_on": "2026-03-02", "notes": "Warm and clear."})
    assert response.status_code == 302
    assert response.url == page("application", application)
    assert Interview.objects.of(cast.organisation).get().notes == "Warm and clear."


def test_a_wrong_interview_keeps_what_was_typed(cast, as_role):
    application, client = received(cast.programme), as_role("coordinator")
    response = client.post(page("interview", application), {"held_on": "2999-01-01", "notes": "Warm and clear."})
    assert response.status_code == 422
    assert "Warm and clear." in text(response)
    assert "An interview is noted when it has been held." in text(response)
    assert client.post(page("interview", application), {"notes": "x"}).status_code == 422
    response = client.post(page("interview", application), {"held_on": "2020-01-01", "notes": "x"})
    assert "The programme had not begun on this day" in text(response)
    assert not Interview.objects.of(cast.organisation).exists()


def test_noting_a_permit_check_from_the_page(cast, as_role):
    application, client = received(cast.programme, "mentee"), as_role("coordinator")
    assert "Never copy it" in text(client.get(page("permit", application)))
    assert client.post(page("permit", application), {"valid_until": "2027-01-01"}).status_code == 422
    assert client.post(page("permit", application), {"seen_as": "card", "valid_until": "2027-01-01"}).status_code == 302
    assert PermitCheck.objects.of(cast.organisation).get().valid_until == "2027-01-01"
    assert "valid until 1 January 2027" in text(client.get(page("application", application)))


def test_proposing_from_the_page(cast, as_role):
    application, client = interviewed(cast), as_role("coordinator")
    bad = client.post(page("selection", application), {"outcome": "decline", "reasons": "Moves away."})
    assert bad.status_code == 422
    assert "Moves away." in text(bad)
    assert "Choose a reason that fits this answer." in text(bad)
    other = {"outcome": "decline", "reason_code": "wait.time", "reasons": "Moves away."}
    bad = client.post(page("selection", application), other)
    assert bad.status_code == 422
    assert "Choose a reason that fits this answer." in text(bad)
    assert '<option value="wait.time" selected>The times do not fit yet' in text(bad)
    assert "decline.language" not in text(bad)
    good = other | {"reason_code": "decline.time"}
    assert client.post(page("selection", application), good).status_code == 302
    assert Selection.objects.of(cast.organisation).get().reason_code == "time"
    again = client.post(page("selection", application), good)
    assert again.status_code == 422
    assert "waits for a second person already" in text(again)


def test_without_an_interview_to_accept_is_no_choice_and_the_page_says_why(cast, as_role):
    application, client = received(cast.programme), as_role("coordinator")
    shown = client.get(page("selection", application)).text
    assert re.findall(r'name="outcome" value="(\w+)"', shown) == ["wait", "decline"]
    assert "There is no interview with this person yet." in shown
    assert f'href="{page("interview", application)}"' in shown
    response = client.post(page("selection", application), {"outcome": "accept", "reasons": "Fine."})
    assert response.status_code == 422
    assert "Hold the interview and note it first." in text(response)


def test_after_an_interview_to_accept_is_a_choice(cast, as_role):
    shown = as_role("coordinator").get(page("selection", interviewed(cast))).text
    assert 'name="outcome" value="accept"' in shown
    assert "no interview" not in shown


def test_the_second_person_confirms_from_the_page_and_the_first_is_told_why_not(cast, as_role):
    selection = proposed(cast)
    refused = as_role("coordinator").post(page("confirmation", selection), follow=True)
    assert "You proposed this yourself. A colleague has to confirm it." in text(refused)
    assert Application.objects.of(cast.organisation).get().state == "proposed"
    done = as_role("second_coordinator").post(page("confirmation", selection), follow=True)
    assert "Accepted. Next comes the training." in text(done)
    assert selection.application.person.memberships.get().role == "mentor"


def test_sending_back_and_closing_from_the_page(cast, as_role):
    selection = proposed(cast)
    client = as_role("second_coordinator")
    assert "The proposal is sent back." in text(client.post(page("return", selection), follow=True))
    assert "The application is closed." in text(client.post(page("withdrawal", selection.application), follow=True))
    assert Application.objects.of(cast.organisation).get().state == "withdrawn"
    refused = client.post(page("withdrawal", selection.application), follow=True)
    assert "has been answered already: Withdrawn" in text(refused)


@pytest.mark.parametrize("name", ["confirmation", "return"])
def test_looking_never_confirms(cast, as_role, name):
    selection = proposed(cast)
    assert as_role("second_coordinator").get(page(name, selection)).status_code == 405
    assert Application.objects.of(cast.organisation).get().state == "proposed"


def test_a_role_that_was_taken_away_is_gone_with_the_next_request(cast, as_role):
    selection = proposed(cast)
    client = as_role("second_coordinator")
    assert client.get(page("application", selection.application)).status_code == 200
    cast.second_coordinator.ended_at = NOW
    cast.second_coordinator.save()
    assert client.post(page("confirmation", selection)).status_code == 404
    assert client.get(page("application", selection.application)).status_code == 404


def test_an_accepted_application_offers_no_acts_any_more(cast, as_role):
    selection = proposed(cast)
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    shown = text(as_role("coordinator").get(page("application", selection.application)))
    for name in ("interview", "permit", "selection", "withdrawal"):
        assert page(name, selection.application) not in shown


# ---- who can be reached, and who has to be called --------------------------------------------------------------


def test_a_confirmed_answer_without_an_address_says_that_somebody_has_to_call(cast, as_role):
    from handslag.outbox.actions import note_call
    from handslag.outbox.models import Message

    selection = proposed(cast, "mentor", outcome="decline", email="")
    client, one = as_role("second_coordinator"), page("application", selection.application)
    calls = reverse("outbox:calls", args=[cast.programme.pk])
    shown = text(client.post(page("confirmation", selection), follow=True))
    assert "Confirmed. There is no e-mail address, so somebody has to tell Rana Khoury." in shown
    assert "The person has an answer" not in shown
    assert shown.count(f'<a href="{calls}">People to call</a>') == 2
    first = text(client.get(one)).partition("What comes next</h2>")[2].lstrip()
    assert first.startswith("<p><strong>Call first: there is no e-mail address, and nobody has told the person yet.")
    note_call(message=Message.objects.of(cast.organisation).get(), by=cast.coordinator.person, at=NOW)
    assert "Call first" not in text(client.get(one))


def test_a_confirmed_answer_to_an_address_is_an_answer(cast, as_role):
    selection = proposed(cast, "mentor", outcome="decline")
    shown = text(as_role("second_coordinator").post(page("confirmation", selection), follow=True))
    assert "Confirmed. The person has an answer." in shown
    assert "Call first" not in shown


def test_an_invitation_that_goes_out_by_phone_comes_first_too(cast, as_role):
    application = received(cast.programme, "mentee")
    invite(application=application, by=cast.coordinator.person, at=NOW)
    assert "Call first" in text(as_role("coordinator").get(page("application", application)))


def test_where_an_address_was_written_down_since_it_is_not_said_that_there_is_none(cast, as_role):
    application, by = received(cast.programme, "mentee"), cast.coordinator.person
    invite(application=application, by=by, at=NOW)
    correct_contact(application=application, phone="", email="amina@example.org", by=by, at=NOW)
    shown = text(as_role("coordinator").get(page("application", application)))
    assert "<strong>Nobody has told the person yet.</strong>" in shown
    assert "there is no e-mail address" not in shown


def test_of_two_applications_by_one_person_only_the_one_that_a_letter_is_about_asks_for_a_call(cast, as_role):
    first = proposed(cast, "mentor", outcome="decline", email="")
    second = received(cast.programme, "mentee", phone="070-174 06 05")
    say_same_person(double=Double.objects.of(cast.organisation).get(), by=cast.coordinator.person, at=NOW)
    second.refresh_from_db()
    client = as_role("coordinator")

    def asks() -> list[bool]:
        pages = [text(client.get(page("application", one))) for one in (first.application, second)]
        return ["Call first" in shown for shown in pages]

    invite(application=second, by=cast.coordinator.person, at=NOW)
    assert asks() == [False, True]
    withdraw(application=second, by=None, at=NOW)
    confirm(selection=first, by=cast.second_coordinator.person, at=NOW)
    assert asks() == [True, False]


@pytest.mark.parametrize(("days", "hint"), [(4, ""), (8, "Has waited 8 days for a call")])
def test_an_invited_applicant_waits_anew_since_the_invitation(cast, as_role, days, hint):
    application = received(cast.programme, "mentee", at=NOW - timedelta(days=13))
    invite(application=application, by=cast.coordinator.person, at=NOW - timedelta(days=days))
    with time_machine.travel(NOW, tick=False):
        client = as_role("coordinator")
        for address in (page("applications", cast.programme), page("application", application)):
            assert re.findall(r"Has waited \d+ days for a call", text(client.get(address))) == [hint] * bool(hint)


def test_nobody_is_told_to_call_whom_nobody_can_reach(cast, as_role):
    application = received(cast.programme, "mentee", phone="")
    client = as_role("coordinator")
    listed, one = (
        text(client.get(page(*at))) for at in (("applications", cast.programme), ("application", application))
    )
    assert "No phone number and no e-mail. Next: find out how to reach the person." in listed
    assert "Next: call" not in listed
    assert "There is no phone number and no e-mail address. Find out how to reach the person" in one
    assert "Call the person" not in one


# ---- the list shows what is not to be overlooked ---------------------------------------------------------------


def test_the_list_shows_who_is_perhaps_known_already(cast, as_role):
    received(cast.programme, "mentee")
    assert "Perhaps known already" not in text(as_role("coordinator").get(page("applications", cast.programme)))
    double = received(cast.programme, "mentee", first_name="Lina")
    shown = text(as_role("coordinator").get(page("applications", cast.programme)))
    assert shown.count("Perhaps known already. Look first") == 1
    withdraw(application=double, by=None, at=NOW)
    everybody = text(as_role("coordinator").get(page("applications", cast.programme), {"state": "all"}))
    assert "Perhaps known already" not in everybody


def test_the_two_rows_of_the_filter_have_names_that_are_seen(cast, as_role):
    received(cast.programme)
    shown = text(as_role("coordinator").get(page("applications", cast.programme)))
    for name, words in (("state", "State"), ("role", "Role")):
        assert f'<span id="filter-{name}">{words}</span><ul class="chips" aria-labelledby="filter-{name}">' in shown


def test_a_heading_that_says_the_question_stands_once(cast, as_role):
    shown = text(as_role("coordinator").get(page("application", received(cast.programme, "mentee"))))
    for question in ("Where do you want to meet?", "What do you want help with?", "When can you meet?"):
        assert shown.count(question) == 1
    assert "<h3>A little about you</h3>" in shown
