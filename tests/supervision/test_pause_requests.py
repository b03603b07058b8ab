"""A mentor or mentee asks for a pause; the team agrees on one or says no, and who asked reads it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from handslag.core.home_panels import OwnPage
from handslag.journal.models import Entry
from handslag.outbox.models import Message
from handslag.pairs.actions import end as end_pair
from handslag.pairs.models import Pair
from handslag.supervision import actions
from handslag.supervision.actions import agree_pause, ask_for_pause, change_pause, end_pause, refuse_pause
from handslag.supervision.home_panels import pause_pages
from handslag.supervision.models import PairPause, PauseRequest
from handslag.supervision.next_steps import pause_steps
from tests.cast import NOW, TODAY, member, person

from .rows import DAY, by, group, started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def pair(cast, programme):
    return started(cast)


def asked(cast, pair, role="mentee", first=TODAY + DAY, last=TODAY + 8 * DAY, reason="travel"):
    member = cast.people[role]
    said = {"from_on": first, "until_on": last, "reason": reason, "by": member.person, "at": NOW}
    return ask_for_pause(pair=pair, asked_by=member, **said)


def agreed(cast, pair, **days):
    return agree_pause(pair=pair, **({"from_on": TODAY, "until_on": TODAY + DAY} | days), reason="travel", **by(cast))


def kept(cast):
    return PauseRequest.objects.of(cast.organisation).select_related("pause", "asked_by").get()


def letters(cast):
    return {letter.person: letter for letter in Message.objects.of(cast.organisation)}


def steps(cast, role):
    return [(step.text, step.url) for step in pause_steps(cast.account(role), cast.programme, NOW)]


def address(name, pair):
    return reverse(f"supervision:{name}", args=[pair.pk])


# ---- actions ----


def test_who_leads_the_mentors_group_is_asked(cast, pair):
    group(cast, cast.mentor)
    request = asked(cast, pair)
    assert (request.from_on, request.until_on, request.reason) == (TODAY + DAY, TODAY + 8 * DAY, "travel")
    [(reader, letter)] = letters(cast).items()
    assert reader == cast.supervisor.person
    assert letter.body == "Mentee asks for a pause from 3 March to 10 March. Say yes or no."
    assert letter.url == address("pair", pair)
    entry = Entry.objects.of(cast.organisation.pk).get(action="pair.ask_pause")
    assert (entry.subject_id, entry.actor_id) == (str(pair.pk), cast.mentee.person_id)


def test_where_the_mentor_has_no_group_a_coordinator_is_asked(cast, pair):
    asked(cast, pair, "mentor", reason="")
    assert {str(person) for person in letters(cast)} == {"Coordinator One", "Second Coordinator"}
    assert kept(cast).reason == ""


def test_only_the_two_ask_for_days_ahead_that_fit_and_once(cast, pair):
    with pytest.raises(actions.NotOfPair):
        asked(cast, pair, "second_mentee")
    with pytest.raises(actions.WrongFirstDay, match="today or a later day"):
        asked(cast, pair, first=TODAY - DAY)
    with pytest.raises(actions.WrongDays):
        asked(cast, pair, last=TODAY)
    asked(cast, pair)
    with pytest.raises(actions.AskedAlready):
        asked(cast, pair, "mentor")
    assert PauseRequest.objects.of(cast.organisation).count() == 1


def test_a_pair_that_has_not_begun_or_has_ended_does_not_ask(cast, pair):
    for days in ({"started_on": None}, {"started_on": TODAY, "ended_on": TODAY, "end_reason": "moved"}):
        Pair.objects.of(cast.organisation).filter(pk=pair.pk).update(**days)
        with pytest.raises(actions.NotRunning):
            asked(cast, pair)


def test_a_pause_on_some_of_the_days_is_the_answer(cast, pair):
    asked(cast, pair)
    pause = agreed(cast, pair, from_on=TODAY + 8 * DAY, until_on=TODAY + 12 * DAY)
    request = kept(cast)
    assert (request.said, request.pause, request.answered_by) == ("yes", pause, cast.supervisor.person)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (9, 12)])
def test_a_pause_on_other_days_is_no_answer(cast, pair, first, last):
    asked(cast, pair)
    agreed(cast, pair, from_on=TODAY + first * DAY, until_on=TODAY + last * DAY)
    assert kept(cast).answered_at is None
    told = letters(cast)
    assert {told[member.person].url for member in (cast.mentor, cast.mentee)} == {reverse("pairs:pair", args=[pair.pk])}


def test_a_pause_that_is_made_longer_can_be_the_answer(cast, pair):
    pause = agreed(cast, pair, from_on=TODAY, until_on=TODAY)
    asked(cast, pair)
    change_pause(pause=pause, from_on=TODAY, until_on=TODAY + 8 * DAY, reason="travel", **by(cast))
    assert (kept(cast).said, kept(cast).pause) == ("yes", pause)
    assert letters(cast)[cast.mentee.person].title == "You have a pause"


def test_nobody_has_to_answer_for_a_pair_that_has_ended(cast, as_role, pair):
    asked(cast, pair)
    end_pair(pair=pair, reason="moved", on=TODAY, **by(cast))
    assert not PauseRequest.objects.of(cast.organisation).exists()
    assert "asks for a pause" not in as_role("supervisor").get(address("pair", pair)).text
    assert "We answer you soon" not in as_role("mentee").get(address("ask_pause", pair)).text
    with pytest.raises(actions.NothingAsked):
        refuse_pause(pair=pair, word="No", **by(cast))


def test_a_no_has_a_word_that_only_who_asked_reads(cast, pair):
    with pytest.raises(actions.NothingAsked):
        refuse_pause(pair=pair, word="No", **by(cast))
    asked(cast, pair)
    Message.objects.of(cast.organisation).delete()
    with pytest.raises(actions.NoWord):
        refuse_pause(pair=pair, word=" ", **by(cast))
    refuse_pause(pair=pair, word="Meet by phone.", **by(cast))
    assert (kept(cast).said, kept(cast).word, kept(cast).pause) == ("no", "Meet by phone.", None)
    [(reader, letter)] = letters(cast).items()
    assert reader == cast.mentee.person
    assert letter.body == ("You asked for a pause from 3 March to 10 March. We say no this time. Read why on the page.")
    assert Entry.objects.of(cast.organisation.pk).filter(action="pair.refuse_pause").count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM supervision_pauserequest")
        assert "phone" not in cursor.fetchone()[0]
    with pytest.raises(actions.NothingAsked):
        refuse_pause(pair=pair, word="No", **by(cast))
    assert asked(cast, pair, "mentor").asked_by == cast.mentor  # one may ask again


# ---- homes ----


def test_the_request_waits_on_the_home_of_who_answers_and_the_answer_on_that_of_who_asked(cast, as_role, pair):
    group(cast, cast.mentor)
    asked(cast, pair)
    answer = [("Answer a pair that asks for a pause", address("pair", pair))]
    assert steps(cast, "supervisor") == answer
    for role in ("coordinator", "mentor", "mentee", "trainer", "outsider"):
        assert steps(cast, role) == []
    agreed(cast, pair)
    assert steps(cast, "supervisor") == []
    assert steps(cast, "mentee") == [("Read the answer about your pause", address("ask_pause", pair))]
    assert steps(cast, "mentor") == []
    as_role("mentee").get(address("ask_pause", pair))
    assert steps(cast, "mentee") == []


def test_only_an_answer_that_was_shown_counts_as_read(cast, as_role, pair):
    asked(cast, pair)
    agreed(cast, pair)
    client, url = as_role("mentee"), address("ask_pause", pair)
    client.head(url)
    assert client.post(url, {"from_on": ""}).status_code == 422
    assert kept(cast).seen_at is None
    client.get(url)
    assert kept(cast).seen_at == NOW


def test_a_coordinator_answers_where_nobody_leads_the_mentor(cast, pair):
    group(cast, cast.second_mentor)
    asked(cast, pair)
    assert [text for text, _url in steps(cast, "coordinator")] == ["Answer a pair that asks for a pause"]
    assert steps(cast, "supervisor") == []


def test_the_homes_and_the_pages_of_the_two_lead_to_the_page(cast, as_role, pair):
    page = OwnPage("We need a pause", address("ask_pause", pair))
    for role in ("mentor", "mentee"):
        assert list(pause_pages(cast.account(role), cast.programme, NOW)) == [page]
        assert page.url in as_role(role).get(reverse("desk:home")).text
        for name in ("mentoring:meetings", "pairs:pair"):
            assert page.url in as_role(role).get(reverse(name, args=[pair.pk])).text
    assert list(pause_pages(cast.account("coordinator"), cast.programme, NOW)) == []
    started(cast, mentee="second_mentee")
    assert [page.text for page in pause_pages(cast.account("mentor"), cast.programme, NOW)] == [
        "We need a pause: Mentee", "We need a pause: Second",
    ]  # fmt: skip


def test_who_has_asked_is_not_led_to_ask_until_the_answer(cast, as_role, pair):
    def led(role):
        return [page.text for page in pause_pages(cast.account(role), cast.programme, NOW)]

    asked(cast, pair, "mentor")
    assert led("mentor") == []
    assert ">We need a pause</a>" not in as_role("mentor").get(reverse("desk:home")).text
    assert led("mentee") == ["We need a pause"]
    started(cast, mentee="second_mentee")
    assert led("mentor") == ["We need a pause: Second"]
    refuse_pause(pair=pair, word="Call me.", **by(cast))
    assert led("mentor") == ["We need a pause: Mentee", "We need a pause: Second"]


def test_the_pages_to_ask_for_a_pause_are_in_order_of_the_pairs_and_cost_no_query_more(cast, django_assert_num_queries):
    names = ["Cia", "Ann", "Bo"]
    for days, name in enumerate(names):
        mentee = member(cast.programme, person(cast.organisation, name), "mentee")
        started(cast, mentee=mentee, on=TODAY - 40 * DAY + days * DAY)
    started(cast, "second_mentor", "second_mentee")
    user = cast.account("mentor")
    list(pause_pages(user, cast.programme, NOW))  # the account's roles are read once
    with django_assert_num_queries(1):
        pages = list(pause_pages(user, cast.programme, NOW))
    assert [page.text for page in pages] == [f"We need a pause: {name}" for name in names]


# ---- pages ----


def test_who_asks_sees_what_became_of_it(cast, as_role, pair):
    client, url = as_role("mentee"), address("ask_pause", pair)
    wrong = client.post(url, {"from_on": str(TODAY - DAY), "until_on": str(TODAY + 40 * DAY), "reason": ""})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"from_on", "until_on"}
    said = {"from_on": str(TODAY), "until_on": str(TODAY + 8 * DAY), "reason": ""}
    page = client.post(url, said, follow=True).text
    assert "You asked for a pause from 2 March to 10 March. We answer you soon." in page
    assert "Ask for the pause" not in page
    pause = agreed(cast, pair, until_on=TODAY + 3 * DAY)
    assert "We said yes. You have a pause from 2 March to 5 March." in client.get(url).text
    end_pause(pause=pause, **by(cast))
    assert "Later the pause was taken back." in client.get(url).text
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        client.post(url, said)
    refuse_pause(pair=pair, word="Meet by phone.", **by(cast))
    page = client.get(url).text
    assert "We said no to a pause from 2 March to 10 March." in page
    assert "Meet by phone." in page
    assert "Meet by phone." not in as_role("mentor").get(url).text


def test_the_team_says_yes_with_the_days_asked_for_or_no_on_the_page_of_the_pair(cast, as_role, pair):
    asked(cast, pair)
    client, there = as_role("supervisor"), address("pair", pair)
    page = client.get(there)
    assert "Mentee One asks for a pause" in page.text
    assert "No names, health, faith or papers." in page.text
    form = page.context["pause_form"]
    assert (form["from_on"].value(), form["until_on"].value()) == (TODAY + DAY, TODAY + 8 * DAY)
    no = address("refuse_pause", pair)
    assert client.post(no, {"word": ""}).status_code == 422
    assert client.post(no, {"word": "Meet by phone."}).url == there
    assert kept(cast).said == "no"
    assert client.post(no, {"word": "Again"}).status_code == 422
    assert "asks for a pause" not in client.get(there).text
    assert not PairPause.objects.of(cast.organisation).exists()


@pytest.mark.parametrize(
    "role", ["second_mentor", "second_mentee", "supervisor", "coordinator", "trainer", "partner", "outsider"]
)
def test_only_the_two_ask(cast, as_role, pair, role):
    said = {"from_on": str(TODAY), "until_on": str(TODAY), "reason": ""}
    for answer in (as_role(role).get(address("ask_pause", pair)), as_role(role).post(address("ask_pause", pair), said)):
        assert answer.status_code in {403, 404}
    assert not PauseRequest.objects.of(cast.organisation).exists()


@pytest.mark.parametrize("role", ["mentor", "mentee", "trainer", "partner", "outsider"])
def test_only_the_team_says_no(cast, as_role, pair, role):
    asked(cast, pair)
    assert as_role(role).post(address("refuse_pause", pair), {"word": "No"}).status_code in {403, 404}
    assert kept(cast).answered_at is None


def test_requests_are_seen_by_the_team_and_by_who_asked(cast, pair):
    asked(cast, pair)
    roles = ("mentee", "supervisor", "coordinator", "mentor", "trainer", "partner", "outsider")
    seen = [role for role in roles if PauseRequest.objects.visible_to(cast.account(role)).exists()]
    assert seen == ["mentee", "supervisor", "coordinator"]


def test_while_somebody_asks_the_page_says_yes_and_not_that_nothing_is_to_do(cast, as_role, pair):
    client, there, nothing = as_role("supervisor"), address("pair", pair), "Nothing needs attention with this pair now."
    group(cast, cast.mentor)
    before = client.get(there).text
    assert "Yes: agree on the pause" not in before
    asked(cast, pair, reason="")
    page = client.get(there)
    assert nothing not in page.text
    assert page.text.count("Yes: agree on the pause") == 2
    assert "Note the pause" not in page.text
    assert page.context["pause_form"]["reason"].value() == "unsaid"
    assert "They do not want to say" not in as_role("mentor").get(address("ask_pause", pair)).text


def test_the_request_stands_with_its_answers_above_the_phone_numbers(cast, as_role, pair):
    client, there = as_role("supervisor"), address("pair", pair)
    group(cast, cast.mentor)
    parts = ("asks for a pause", "No pause now", "Yes: agree on the pause", "Phone numbers")
    asked(cast, pair)
    page = client.get(there).text
    assert sorted(parts, key=page.index) == list(parts)
    refuse_pause(pair=pair, word="Meet by phone.", **by(cast))
    page = client.get(there).text
    assert page.index("Phone numbers") < page.index("They want a pause")


def test_who_asked_takes_it_back_before_the_answer(cast, as_role, pair):
    asked(cast, pair)
    there, url = address("ask_pause", pair), address("withdraw_request", pair)
    assert url in as_role("mentee").get(there).text
    assert "You do not ask for a pause now." in as_role("mentor").post(url, follow=True).text
    for role in ("second_mentor", "supervisor", "coordinator", "outsider"):
        assert as_role(role).post(url).status_code in {403, 404}
    client = as_role("mentee")
    page = client.post(url, follow=True).text
    assert "You do not ask for a pause any more." in page
    assert url not in page
    assert not PauseRequest.objects.of(cast.organisation).exists()
    assert not Message.objects.of(cast.organisation).filter(state=Message.State.QUEUED).exists()
    assert Entry.objects.of(cast.organisation.pk).filter(action="pair.withdraw_request").exists()
    assert "You do not ask for a pause now." in client.post(url, follow=True).text


def test_the_name_stands_once_above_the_page(as_role, pair):
    page = as_role("mentee").get(address("ask_pause", pair)).text
    assert page.count("<bdi>Mentor</bdi>") == 1
    assert "The pair" in page


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_who_waits_for_the_answer_reads_so_on_the_home(cast, pair, as_role, role):
    waits, client = "You asked for a pause. We answer you soon.", as_role(role)
    assert waits not in client.get("/home/").text
    asked(cast, pair, role)
    page = client.get("/home/").text
    assert waits in page
    assert f'href="{address("ask_pause", pair)}">See what you asked for' in page
    assert waits not in as_role("mentee" if role == "mentor" else "mentor").get("/home/").text
    refuse_pause(pair=pair, word="Call me.", **by(cast))
    assert waits not in client.get("/home/").text


def test_who_did_not_ask_reads_of_the_agreed_pause_too(cast, as_role, pair):
    url = address("ask_pause", pair)
    asked(cast, pair)
    agreed(cast, pair, from_on=TODAY - 9 * DAY, until_on=TODAY - 7 * DAY)
    assert "You have a pause" not in as_role("mentor").get(url).text
    agreed(cast, pair, until_on=TODAY + 3 * DAY)
    said = "You have a pause from 2 March to 5 March."
    for role in ("mentor", "mentee"):
        assert as_role(role).get(url).text.count(said) == 1
    agreed(cast, pair, from_on=TODAY + 20 * DAY, until_on=TODAY + 21 * DAY)
    for role in ("mentor", "mentee"):
        assert "You have a pause from 22 March to 23 March." in as_role(role).get(url).text
    end_pair(pair=pair, reason="moved", on=TODAY, **by(cast))
    assert "from 22 March to 23 March" not in as_role("mentee").get(url).text


@pytest.mark.parametrize("said", ["yes", "no"])
def test_once_the_pair_has_ended_nothing_is_said_of_the_answer(cast, as_role, pair, said):
    asked(cast, pair)
    if said == "yes":
        agreed(cast, pair, until_on=TODAY + 3 * DAY)
    else:
        refuse_pause(pair=pair, word="Call me.", **by(cast))
    end_pair(pair=pair, reason="moved", on=TODAY, **by(cast))
    page = as_role("mentee").get(address("ask_pause", pair)).text
    for words in ("We said", "You have a pause", "You can ask", "Call me."):
        assert words not in page
    assert "This pair has ended. You do not need a pause any more." in page
    assert kept(cast).seen_at is None


def test_the_page_of_the_pair_says_that_a_pause_is_asked_for_and_leads_on(cast, as_role, pair):
    there, offer = reverse("pairs:pair", args=[pair.pk]), ">We need a pause</a>"
    waits, answer = "You asked for a pause. We answer you soon.", f'href="{address("pair", pair)}">Say yes or no'
    asked(cast, pair)
    for role in ("supervisor", "coordinator"):
        page = as_role(role).get(there).text
        assert "Mentee asked for a pause on 2 March." in page
        assert answer in page
    page = as_role("mentee").get(there).text
    assert waits in page
    assert f'href="{address("ask_pause", pair)}">See what you asked for' in page
    assert offer not in page
    page = as_role("mentor").get(there).text
    assert "asked for a pause" not in page
    assert offer in page
    agreed(cast, pair)
    assert "asked for a pause" not in as_role("supervisor").get(there).text
    page = as_role("mentee").get(there).text
    assert waits not in page
    assert offer in page


def test_who_asks_for_a_pause_with_one_mentee_reads_so_on_that_page_alone(cast, as_role, pair):
    other = started(cast, mentee="second_mentee")
    asked(cast, pair, "mentor")
    client = as_role("mentor")
    assert "You asked for a pause." in client.get(reverse("pairs:pair", args=[pair.pk])).text
    assert "You asked for a pause." not in client.get(reverse("pairs:pair", args=[other.pk])).text
