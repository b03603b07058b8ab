"""The pages of messages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.outbox.actions import remove_old_texts
from handslag.outbox.models import ChannelChoice, Message
from handslag.people.actions import erase_keys
from handslag.people.models import Person
from tests.cast import NOW, member, person

pytestmark = pytest.mark.django_db
OWN = "/messages/"


def team(cast) -> str:
    return reverse("outbox:team", args=[cast.programme.pk])


def failed(letter, role="mentee") -> Message:
    message = letter(role)
    Message.objects.of(message.organisation_id).filter(pk=message.pk).update(state="failed", failure="refused")
    return Message.objects.of(message.organisation_id).get(pk=message.pk)


def test_a_reader_sees_the_own_messages_and_nobody_elses(as_role, letter):
    letter("mentee", title="For the mentee")
    letter("mentor", title="For the mentor")
    page = as_role("mentee").get(OWN).content.decode()
    assert "For the mentee" in page
    assert "For the mentor" not in page


@pytest.mark.parametrize(("language", "said"), [("en", ""), ("sv", "engelska"), ("fa", "انگلیسی")])
def test_a_message_in_another_language_than_the_page_says_so(as_role, letter, language, said):
    letter("mentee")
    page = as_role("mentee").get(f"{OWN}?lang={language}").text
    assert '<h2 lang="en" dir="ltr">A walk</h2>' in page
    assert (said in page) if said else ("Sent in" not in page)


def test_the_words_of_a_message_run_as_their_language_does(as_role, letter):
    message = letter("mentee")
    Message.objects.of(message.organisation_id).filter(pk=message.pk).update(language="ar")
    assert as_role("mentee").get(OWN).text.count('lang="ar" dir="rtl">') == 2


def test_a_coordinator_sees_own_messages_only_on_the_own_page(as_role, letter):
    letter("mentee", title="For the mentee")
    assert "For the mentee" not in as_role("coordinator").get(OWN).content.decode()


def test_opening_a_message_marks_it_read_and_leads_on(as_role, letter):
    message = letter("mentee", url="/home/")
    client = as_role("mentee")
    assert "You have 1 new message" in client.get(reverse("desk:home")).content.decode()
    assert client.post(reverse("outbox:reading", args=[message.pk])).url == "/home/"
    message.refresh_from_db()
    assert message.read_at is not None
    assert "You have 1 new message" not in client.get(reverse("desk:home")).content.decode()


def test_a_message_never_leads_to_another_site(as_role, letter):
    message = letter("mentee", url="https://evil.example/")
    assert as_role("mentee").post(reverse("outbox:reading", args=[message.pk])).url == OWN


def test_nobody_marks_somebody_elses_message(as_role, letter):
    message = letter("mentee")
    for role in ("mentor", "coordinator"):
        assert as_role(role).post(reverse("outbox:reading", args=[message.pk])).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_all_are_read_at_once(cast, as_role, letter):
    letter("mentee"), letter("mentee"), letter("mentor")
    as_role("mentee").post(reverse("outbox:reading_all"))
    unread = Message.objects.of(cast.organisation).filter(read_at=None)
    assert [message.person for message in unread] == [cast.mentor.person]


def test_one_chooses_how_messages_come(cast, as_role):
    client = as_role("mentee")
    assert client.post(reverse("outbox:channel"), {"channel": "app"}).url == OWN
    assert ChannelChoice.objects.of(cast.organisation).get().channel == "app"
    assert 'value="app" id="id_channel_1" checked' in client.get(OWN).content.decode().replace(" required", "")
    assert client.post(reverse("outbox:channel"), {"channel": "pigeon"}).status_code == 422


def test_old_words_are_removed_and_the_row_stays(cast, as_role, letter):
    letter("mentee", title="Long ago", once_key="old")
    Message.objects.of(cast.organisation).update(state="sent", sent_at=NOW)
    assert remove_old_texts(at=NOW + timedelta(days=90)) == 0
    assert remove_old_texts(at=NOW + timedelta(days=91)) == 1
    assert remove_old_texts(at=NOW + timedelta(days=91)) == 0
    message = Message.objects.of(cast.organisation).get()
    assert (message.title, message.body, message.state) == ("", "", "sent")
    assert "No messages yet" in as_role("mentee").get(OWN).content.decode()
    assert letter("mentee", once_key="old") is None


def test_the_team_sees_who_and_whether_but_never_what(cast, as_role, letter):
    letter("mentee", title="A secret walk", body="Secret library")
    page = as_role("coordinator").get(team(cast)).content.decode()
    assert str(cast.mentee.person) in page
    assert "Waiting to be sent" in page
    assert "ecret" not in page


@pytest.mark.parametrize("role", ["mentor", "mentee", "supervisor", "trainer", "administrator", "outsider"])
def test_others_do_not_see_the_list(cast, as_role, letter, role):
    message = failed(letter)
    client = as_role(role)
    assert client.get(team(cast)).status_code in (403, 404)
    assert client.get(reverse("outbox:address", args=[message.pk])).status_code in (403, 404)
    assert client.post(reverse("outbox:another_try", args=[message.pk])).status_code in (403, 404)
    message.refresh_from_db()
    assert message.state == "failed"


def test_what_failed_is_a_next_step_and_is_sent_again(cast, as_role, letter):
    message = failed(letter)
    client = as_role("coordinator")
    assert "could not be sent" in client.get(reverse("desk:home")).content.decode()
    assert "refuses this address" in client.get(team(cast) + "?state=failed").content.decode()
    client.post(reverse("outbox:another_try", args=[message.pk]))
    message.refresh_from_db()
    assert (message.state, message.failure, message.tries) == ("queued", "", 0)
    client.post(reverse("outbox:another_try", args=[message.pk]))  # pressed twice: it is on its way already
    assert Entry.objects.filter(action="message.try_again").count() == 1


def test_correcting_the_address_sends_it_there_and_notes_who_looked(cast, as_role, letter):
    message = failed(letter)
    client, url = as_role("coordinator"), reverse("outbox:address", args=[message.pk])
    assert "mentee@one.example" in client.get(url).content.decode()
    assert Entry.objects.filter(action="read.contact", subject_id=str(message.person_id)).exists()
    wrong = client.post(url, {"email": "no address"})
    assert wrong.status_code == 422
    assert 'value="no address"' in wrong.content.decode()
    client.post(url, {"email": "new@one.example"})
    message = Message.objects.of(cast.organisation).get(pk=message.pk)
    assert (message.state, message.person.email) == ("queued", "new@one.example")


def test_what_a_message_tells_of_is_over(cast, as_role, letter):
    message = failed(letter)
    client, url = as_role("coordinator"), reverse("outbox:another_try", args=[message.pk])
    assert url in client.get(team(cast)).content.decode()
    Message.objects.of(cast.organisation).update(expires_at=NOW)
    assert url not in client.get(team(cast)).content.decode()
    assert "could not be sent" not in client.get(reverse("desk:home")).content.decode()
    assert "Call the person instead" in client.post(url, follow=True).content.decode()
    message.refresh_from_db()
    assert message.state == "failed"


@pytest.mark.parametrize("noted", [True, False])
def test_to_somebody_who_was_erased_nothing_is_sent_again(cast, as_role, letter, noted):
    message = failed(letter)
    erase_keys(person=message.person, by=None, at=NOW)
    Person.objects.of(cast.organisation).filter(pk=message.person_id).update(erased_at=NOW if noted else None)
    client, url = as_role("coordinator"), reverse("outbox:address", args=[message.pk])
    assert client.get(url).status_code == 200
    page = client.post(url, {"email": "new@one.example"})
    assert page.status_code == 422
    assert "Nothing is sent any more" in page.content.decode()
    if noted:
        assert url not in client.get(team(cast)).content.decode()
    message.refresh_from_db(fields=["state"])
    assert message.state == "failed"


# ---- who has no e-mail is called


def by_hand(letter, role="mentee", **values) -> Message:
    message = letter(role, **values)
    Message.objects.of(message.organisation_id).filter(pk=message.pk).update(state="by_hand")
    return Message.objects.of(message.organisation_id).get(pk=message.pk)


def test_whom_to_call_is_shown_with_the_number_and_noted_as_read(cast, as_role, letter):
    message = by_hand(letter, title="A walk", body="Secret library")
    letter("mentor")  # on its way: nobody has to call
    page = as_role("coordinator").get(team(cast)).text
    assert 'href="tel:+46700000000"' in page
    assert page.count('href="tel:+46') == 1
    assert "A walk" in page
    assert "Secret" not in page
    assert [entry.subject_id for entry in Entry.objects.filter(action="read.contact")] == [str(message.person_id)]


@pytest.mark.parametrize("kind", ["selection", "supervision", "survey", "reminder", "pair_end", "plan"])
def test_of_other_kinds_only_the_kind_is_told(cast, as_role, letter, kind):
    by_hand(letter, kind=kind, title="A secret heading")
    page = as_role("coordinator").get(team(cast)).text
    assert str(Message.Kind(kind).label) in page
    assert "secret" not in page


def test_told_by_phone_it_leaves_the_list_and_is_noted_once(cast, as_role, letter):
    message = by_hand(letter)
    client, url = as_role("coordinator"), reverse("outbox:call", args=[message.pk])
    assert url in client.get(team(cast) + "?state=by_hand").text
    assert f"{message.person} was told by phone" in client.post(url, follow=True).text
    assert url not in client.get(team(cast) + "?state=by_hand").text
    assert "Done by phone" in client.get(team(cast) + "?state=called").text
    assert "does not wait for a call" in client.post(url, follow=True).text
    entry = Entry.objects.get(action="message.tell_by_phone")
    assert (entry.subject_id, entry.actor_id) == (str(message.pk), cast.coordinator.person.pk)


def test_after_a_call_or_another_try_the_list_stays_where_it_was(cast, as_role, letter):
    client, place = as_role("coordinator"), "?state=by_hand&page=2"
    message = by_hand(letter, at=NOW - timedelta(days=1))  # the newest come first
    for n in range(25):
        by_hand(letter, once_key=f"more {n}")
    page = client.get(team(cast) + place).text
    act = reverse("outbox:call", args=[message.pk]) + place
    assert act.replace("&", "&amp;") in page
    assert (reverse("outbox:address", args=[message.pk]) + place).replace("&", "&amp;") in page
    assert client.post(act).url == team(cast) + place
    wrong = failed(letter, "mentor")
    again = reverse("outbox:another_try", args=[wrong.pk])
    assert f"{again}?state=failed" in client.get(team(cast) + "?state=failed").text
    assert client.post(f"{again}?state=failed").url == team(cast) + "?state=failed"


def test_correcting_an_address_leads_back_to_where_the_list_was(cast, as_role, letter):
    message, client = failed(letter), as_role("coordinator")
    url = reverse("outbox:address", args=[message.pk]) + "?state=failed"
    assert f'href="{team(cast)}?state=failed"' in client.get(url).text
    assert client.post(url, {"email": "new@one.example"}).url == team(cast) + "?state=failed"


@pytest.mark.parametrize("said", ["?state=//evil.example", "?next=//evil.example", "?page=-1", "?page=1%0d%0aX:1"])
def test_only_the_state_and_the_page_are_kept(cast, as_role, letter, said):
    url = reverse("outbox:call", args=[by_hand(letter).pk])
    assert as_role("coordinator").post(url + said).url == team(cast)


def test_also_what_is_over_or_failed_can_be_told_by_phone(cast, as_role, letter):
    over, wrong_address = by_hand(letter), failed(letter, "mentor")
    Message.objects.of(cast.organisation).filter(pk=over.pk).update(expires_at=NOW)
    for message in (over, wrong_address):
        as_role("coordinator").post(reverse("outbox:call", args=[message.pk]))
    assert set(Message.objects.of(cast.organisation).values_list("state", flat=True)) == {"called"}


def test_what_is_on_its_way_was_not_told_by_phone(cast, as_role, letter):
    message = letter()
    as_role("coordinator").post(reverse("outbox:call", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == "queued"


@pytest.mark.parametrize("role", ["mentor", "mentee", "supervisor", "trainer", "administrator", "outsider"])
def test_others_do_not_note_calls(as_role, letter, role):
    message = by_hand(letter)
    assert as_role(role).post(reverse("outbox:call", args=[message.pk])).status_code in (403, 404)
    message.refresh_from_db()
    assert message.state == "by_hand"


def test_those_that_wait_for_somebody_stand_first(cast, as_role, letter):
    by_hand(letter)
    for n in range(25):
        letter("mentor", at=NOW + timedelta(minutes=n + 1))
    page = as_role("coordinator").get(team(cast)).text
    assert page.index(str(cast.mentee.person)) < page.index(str(cast.mentor.person))


def test_somebody_erased_is_listed_without_a_number(cast, as_role, letter):
    message = by_hand(letter)
    erase_keys(person=message.person, by=None, at=NOW)
    page = as_role("coordinator").get(team(cast))
    assert page.status_code == 200
    assert "No phone number" in page.text
    assert "tel:+46" not in page.text


def test_a_list_of_people_to_call_costs_no_more_than_one(cast, as_role, letter, django_assert_max_num_queries):
    client = as_role("coordinator")
    for n in range(30):
        who = member(cast.programme, person(cast.organisation, f"Mentee {n}", phone=f"+46 70 111 11 {n:02}"), "mentee")
        cast.people[f"mentee {n}"] = who
        letter(f"mentee {n}")
    assert set(Message.objects.of(cast.organisation).values_list("state", flat=True)) == {"by_hand"}
    client.get(team(cast))
    with django_assert_max_num_queries(8):
        assert client.get(team(cast)).text.count('href="tel:+46') == 25


def test_pages_cost_the_same_with_thirty_messages(cast, as_role, letter):
    def queries(client, url) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "UPDATE"))])

    letter("mentee")
    few = [queries(as_role("mentee"), OWN), queries(as_role("coordinator"), team(cast))]
    for _n in range(30):
        letter("mentee")
    assert [queries(as_role("mentee"), OWN), queries(as_role("coordinator"), team(cast))] == few
    assert max(few) <= 8
