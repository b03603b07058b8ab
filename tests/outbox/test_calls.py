"""Who has to be called, what to tell them, and noting that they were told."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from handslag.journal.models import Entry
from handslag.outbox.actions import note_call, remove_old_texts
from handslag.outbox.models import Message
from handslag.people.actions import erase_keys
from handslag.people.models import Person
from tests.cast import NOW, member, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(cast) -> str:
    return reverse("outbox:calls", args=[cast.programme.pk])


def by_hand(letter, role="mentee", **values) -> Message:
    message = letter(role, **values)
    Message.objects.of(message.organisation_id).filter(pk=message.pk).update(state="by_hand")
    return Message.objects.of(message.organisation_id).get(pk=message.pk)


def test_the_home_says_how_many_people_to_call_and_leads_to_them(as_role, letter, url):
    client = as_role("coordinator")
    assert url not in client.get(reverse("desk:home")).text
    by_hand(letter), by_hand(letter), by_hand(letter, "mentor")
    page = client.get(reverse("desk:home")).text
    assert f'<a href="{url}">2 people to call</a>' in page
    assert url not in as_role("supervisor").get(reverse("desk:home")).text


def test_each_person_stands_once_with_the_number_and_what_to_say(cast, as_role, letter, url):
    by_hand(letter, kind="selection", title="You are on the waiting list", body="We keep your application.")
    by_hand(letter, title="A walk")
    letter("mentor")  # on its way: nobody has to call
    page = as_role("coordinator").get(url).text
    assert page.count("<article") == 1
    assert 'href="tel:+46700000000"' in page
    for words in ("You are on the waiting list", "We keep your application.", "A walk", "Answer to an application"):
        assert words in page
    read = Entry.objects.filter(action__startswith="read.").values_list("action", flat=True)
    assert sorted(read) == ["read.contact", "read.message", "read.message"]


def test_the_newest_letter_is_open_and_the_earlier_ones_are_folded_below_it(as_role, letter, url):
    by_hand(letter, kind="selection", title="We want to meet you", at=NOW - timedelta(days=9))
    by_hand(letter, kind="selection", title="You are in", at=NOW)
    client = as_role("coordinator")
    parts = client.get(url).text.partition("<article")[2].partition("</article>")[0].split("<details")[1:]
    assert ["You are in</bdi>" in part for part in parts] == [True, False]
    assert [part.startswith(" open>") for part in parts] == [True, False]
    assert "Earlier letters." in parts[0]
    assert client.get(url).text.count('name="message"') == 2


def test_letters_on_separate_matters_stand_open_each_with_its_own_button(as_role, letter, url):
    here, there = uuid4(), uuid4()
    by_hand(letter, kind="superv_day", title="Off here", once_key=f"cancelled:{here}:x")
    by_hand(letter, kind="superv_day", title="Off there", once_key=f"cancelled:{there}:x", at=NOW - timedelta(days=1))
    by_hand(letter, kind="superv_day", title="Moved", once_key=f"moved:{here}:x", at=NOW - timedelta(days=2))
    by_hand(letter, kind="pair_end", title="You leave", once_key=f"left:{here}:x", at=NOW - timedelta(days=3))
    card = as_role("coordinator").get(url).text.partition("<article")[2].partition("</article>")[0]
    matters = card.split("</form>")[:-1]
    assert [matter.count('name="message"') for matter in matters] == [2, 1, 1]
    assert [matter.count("<details open") for matter in matters] == [1, 1, 1]
    assert ["Earlier letters." in matter for matter in matters] == [True, False, False]
    assert [title in matter for title, matter in zip(("Off here", "Off there", "You leave"), matters, strict=True)] == [
        True
    ] * 3
    assert "Moved" in matters[0]


def test_letters_about_different_people_of_one_group_are_separate_matters(cast, as_role, letter, url):
    group, abdi, hodan, reader = uuid4(), uuid4(), uuid4(), cast.mentee.person_id
    for number, (title, about) in enumerate((("Abdi left", abdi), ("Hodan left", hodan), ("Abdi left before", abdi))):
        key = f"group_pair_end:{group}:{about}:{reader}" + "-" * number
        by_hand(letter, kind="pair_end", title=title, once_key=key, at=NOW - timedelta(hours=number))
    card = as_role("coordinator").get(url).text.partition("<article")[2].partition("</article>")[0]
    matters = card.split("</form>")[:-1]
    assert [
        [title in matter for title in ("Abdi left<", "Abdi left before<", "Hodan left<")] for matter in matters
    ] == [
        [True, True, False],
        [False, False, True],
    ]


def test_one_matter_is_not_overtaken_by_another_of_the_same_occasion(as_role, letter, url):
    by_hand(letter, kind="reminder", title="Diary", once_key=f"remind:diary_due:{uuid4()}:x")
    by_hand(letter, kind="reminder", title="Session", once_key="remind:session:2026-03-03:x")
    assert as_role("coordinator").get(url).text.count("<details open") == 2


def test_who_has_no_phone_number_is_told_when_you_meet(cast, as_role, letter, url):
    message = by_hand(letter)
    Person.objects.of(cast.organisation).filter(pk=message.person_id).update(phone="")
    assert "No phone number. Tell them when you meet." in as_role("coordinator").get(url).text


def test_who_reads_another_language_than_that_of_the_letter_is_said(cast, as_role, letter, url):
    Person.objects.of(cast.organisation).filter(pk=cast.mentee.person_id).update(language="ti")
    by_hand(letter)
    by_hand(letter, "mentor")
    page = as_role("coordinator").get(url).text
    assert "<bdi>Mentee One</bdi> reads Tigrinya; the message is in English. Call." in page
    assert page.count("the message is in") == 1
    assert page.count("In English.") == 1  # the letter that is in a language its reader reads


def test_what_is_for_the_reader_alone_is_not_told(as_role, letter, url):
    by_hand(letter, kind="supervision", title="Secret heading", body="Secret text")
    page = as_role("coordinator").get(url).text
    assert "Secret" not in page
    assert "for the reader alone" in page
    assert not Entry.objects.filter(action="read.message").exists()


def test_one_button_notes_everything_that_stood_there(cast, as_role, letter, url):
    here = [by_hand(letter), by_hand(letter)]
    other = by_hand(letter, "mentor")
    client = as_role("coordinator")
    said = {"message": [str(message.pk) for message in here]}
    later = by_hand(letter)  # came after the page was shown
    assert f"{here[0].person} was told by phone" in client.post(url, said, follow=True).text
    states = dict(Message.objects.of(cast.organisation).values_list("pk", "state"))
    assert [states[row.pk] for row in (*here, other, later)] == ["called", "called", "by_hand", "by_hand"]
    assert Entry.objects.filter(action="message.tell_by_phone").count() == 2


def may_be_taken_back(page: str) -> set[str]:
    return set(re.findall(r'name="not_told" value="(.*?)"', page))


def test_pressing_the_button_twice_notes_one_call_that_can_be_taken_back(as_role, letter, url):
    message, client = by_hand(letter), as_role("coordinator")
    client.post(url, {"message": [message.pk]})
    again = client.post(url, {"message": [message.pk]}, follow=True).text
    assert "A colleague has called already" not in again
    assert may_be_taken_back(again) == {str(message.pk)}
    assert Entry.objects.filter(action="message.tell_by_phone").count() == 1


def test_what_a_colleague_has_told_is_neither_noted_again_nor_offered_to_be_taken_back(cast, as_role, letter, url):
    first, second = by_hand(letter), by_hand(letter)
    colleague = member(cast.programme, person(cast.organisation, "Second Coordinator"), "coordinator").person
    note_call(message=first, by=colleague, at=timezone.now())
    client = as_role("coordinator")
    page = client.post(url, {"message": [first.pk]}, follow=True).text
    assert "A colleague has called already" in page
    assert may_be_taken_back(page) == set()
    assert may_be_taken_back(client.post(url, {"message": [first.pk, second.pk]}, follow=True).text) == {str(second.pk)}
    assert set(Message.objects.of(cast.organisation).values_list("state", flat=True)) == {"called"}
    assert Entry.objects.filter(action="message.tell_by_phone").count() == 2


def test_a_call_of_long_ago_was_not_made_just_now(cast, as_role, letter, url):
    message = by_hand(letter)
    note_call(message=message, by=cast.coordinator.person, at=timezone.now() - timedelta(minutes=2))
    page = as_role("coordinator").post(url, {"message": [message.pk]}, follow=True).text
    assert "There is nothing more to tell." in page
    assert may_be_taken_back(page) == set()


def test_what_is_over_and_who_was_erased_are_not_called(cast, as_role, letter, url):
    over, erased = by_hand(letter), by_hand(letter, "mentor")
    Message.objects.of(cast.organisation).filter(pk=over.pk).update(expires_at=NOW)
    erase_keys(person=erased.person, by=None, at=NOW)
    Person.objects.of(cast.organisation).filter(pk=erased.person_id).update(erased_at=NOW)
    client = as_role("coordinator")
    assert "Nobody to call" in client.get(url).text
    assert url not in client.get(reverse("desk:home")).text


def test_the_list_of_messages_leads_to_the_calls_only_while_there_are_some(cast, as_role, letter, url):
    message, client = by_hand(letter), as_role("coordinator")
    messages = reverse("outbox:team", args=[cast.programme.pk])
    assert url in client.get(messages).text
    Message.objects.of(cast.organisation).filter(pk=message.pk).update(expires_at=NOW)
    assert url not in client.get(messages).text


@pytest.mark.parametrize(("asked", "kept"), [("?page=2", "page=2&"), ("", ""), ("?page=x&next=//evil", "")])
def test_who_has_told_somebody_comes_back_to_the_same_page(as_role, letter, url, asked, kept):
    message = by_hand(letter)
    assert as_role("coordinator").post(url + asked, {"message": [message.pk]}).url == f"{url}?{kept}noted={message.pk}"


@pytest.mark.parametrize("role", ["mentor", "mentee", "supervisor", "trainer", "administrator", "outsider"])
def test_others_neither_see_nor_note_calls(as_role, letter, url, role):
    message = by_hand(letter)
    client = as_role(role)
    assert client.get(url).status_code in (403, 404)
    assert client.post(url, {"message": [str(message.pk)]}).status_code in (403, 404)
    message.refresh_from_db()
    assert message.state == "by_hand"


@pytest.mark.parametrize("said", [{}, {"message": "nonsense"}, {"message": "9b2f0d1c-0000-4000-8000-000000000000"}])
def test_a_post_that_names_no_message_of_the_programme_is_nothing(as_role, url, said):
    assert as_role("coordinator").post(url, said).status_code == 404


def test_thirty_people_cost_no_more_than_one(cast, as_role, letter, url, django_assert_max_num_queries):
    for n in range(30):
        who = member(cast.programme, person(cast.organisation, f"Mentee {n}", phone=f"+46 70 111 11 {n:02}"), "mentee")
        cast.people[f"mentee {n}"] = who
        letter(f"mentee {n}", at=NOW + timedelta(minutes=n))
    client = as_role("coordinator")
    client.get(url)
    with django_assert_max_num_queries(8):
        page = client.get(url).text
    assert page.count("<article") == 25
    assert page.index("Mentee 0<") < page.index("Mentee 24<")


def test_a_slip_is_taken_back_on_the_same_page(cast, as_role, letter, url):
    first, second = by_hand(letter, title="A walk"), by_hand(letter, title="A walk", at=NOW - timedelta(days=1))
    client = as_role("coordinator")
    told = client.post(url, {"message": [first.pk, second.pk]}, follow=True)
    assert "Nobody to call" in told.text
    assert "I have not told <bdi>" in told.text
    ids = may_be_taken_back(told.text)
    assert ids == {str(first.pk), str(second.pk)}
    back = client.post(url, {"not_told": ids}, follow=True).text
    assert "Taken back:" in back
    assert "A walk" in back
    assert "I have not told" not in back
    assert set(Message.objects.of(cast.organisation).values_list("state", flat=True)) == {"by_hand"}
    assert Entry.objects.filter(action="message.not_told").count() == 2


def test_one_that_failed_has_failed_again_once_the_call_is_taken_back(cast, as_role, letter, url):
    message = letter("mentee")
    rows = Message.objects.of(cast.organisation).filter(pk=message.pk)
    rows.update(state="called", failure=Message.Failure.REFUSED)
    team = as_role("coordinator").get(reverse("outbox:team", args=[cast.programme.pk])).text
    assert "Not told yet" in team
    as_role("coordinator").post(url, {"not_told": message.pk})
    assert rows.get().state == "failed"


def test_what_is_over_meanwhile_is_not_taken_back(cast, as_role, letter, url):
    message = by_hand(letter)
    Message.objects.of(cast.organisation).update(state="called", expires_at=NOW)
    assert "Not told yet" not in as_role("coordinator").get(reverse("outbox:team", args=[cast.programme.pk])).text
    page = as_role("coordinator").post(url, {"not_told": message.pk}, follow=True).text
    assert "There is no call to take back." in page
    assert Message.objects.of(cast.organisation).get().state == "called"


@pytest.mark.parametrize("gone", ["words", "reader"])
def test_a_call_is_not_taken_back_where_nothing_is_left_to_tell_or_nobody_to_call(cast, as_role, letter, url, gone):
    message, client = by_hand(letter), as_role("coordinator")
    rows = Message.objects.of(cast.organisation).filter(pk=message.pk)
    rows.update(state="called")
    if gone == "words":
        remove_old_texts(at=NOW + timedelta(days=100))
    else:
        Person.objects.of(cast.organisation).filter(pk=message.person_id).update(erased_at=NOW)
    assert "Not told yet" not in client.get(reverse("outbox:team", args=[cast.programme.pk])).text
    assert may_be_taken_back(client.get(f"{url}?noted={message.pk}").text) == set()
    assert "There is no call to take back." in client.post(url, {"not_told": message.pk}, follow=True).text
    assert rows.get().state == "called"


def test_nobody_takes_back_a_call_of_another_programme(cast, as_role, letter, url):
    message = by_hand(letter)
    Message.objects.of(cast.organisation).update(state="called")
    there = reverse("outbox:calls", args=[cast.other_programme.pk])
    assert as_role("outsider").post(there, {"not_told": message.pk}).status_code == 404
    assert as_role("outsider").get(f"{there}?noted={message.pk}").text.count("I have not told") == 0
    assert Message.objects.of(cast.organisation).get().state == "called"
