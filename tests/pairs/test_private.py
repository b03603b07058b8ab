"""Private exclusions: told by the person, seen by named colleagues alone, honoured always, never given away."""

import re

import pytest
import time_machine
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.outbox.models import Message
from handslag.pairs import actions, next_steps
from handslag.pairs.models import Exclusion, Pair, Proposal
from handslag.pairs.turning import said_in, texts_waiting
from handslag.programmes.actions import WrongNames
from tests.pairs import made
from tests.pairs.confided import LATER, suggested, text, turn
from tests.pairs.made import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("named")]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_person_says_whom_not_to_meet_and_is_never_shown_it_again(as_role, cast, programme, role):
    client, url = as_role(role), reverse("pairs:own_exclusion", args=[programme.pk])
    assert client.post(url, {"words": " "}).status_code == 422
    assert client.post(url, {"words": "Canary Cousin"}).status_code == 302
    row = Exclusion.objects.of(cast.organisation).get(membership=cast.people[role])
    assert row.__dict__["words"].startswith("e1:")
    assert row.words == "Canary Cousin"
    assert "Canary" not in text(client.get(url))
    assert client.post(url, {"words": "Another"}).status_code == 302
    row.refresh_from_db()
    assert row.words == "Canary Cousin\nAnother"
    assert Entry.objects.filter(action="exclusion.tell", subject_id=str(cast.people[role].pk)).count() == 2


def test_who_has_told_something_reads_when_and_how_to_take_it_back(as_role, programme):
    client, url = as_role("mentee"), reverse("pairs:own_exclusion", args=[programme.pk])
    first = text(client.get(url))
    assert "You told us something" not in first
    assert "There is nobody" in first
    client.post(url, {"words": "Canary Cousin"})
    page = text(client.get(url))
    assert "You told us something on 2 March. What you write now is added to it." in page
    assert "Do you want to take it back? Call us." in page
    assert "There is nobody" not in page
    assert "Canary" not in page
    refused = text(client.post(url, {"words": " "}))
    assert "Write who it is." in refused
    assert "the button below" not in refused
    assert "You told us something" not in text(as_role("mentor").get(url))


def test_there_is_nobody_is_an_answer_that_waits_for_nobody(as_role, cast, programme):
    as_role("mentee").post(reverse("pairs:own_exclusion", args=[programme.pk]), {"nobody": "1", "words": ""})
    assert Exclusion.objects.of(cast.organisation).filter(membership=cast.mentee).exists()
    assert texts_waiting(programme) == 0


def test_who_has_said_that_there_is_nobody_reads_when_and_can_still_name_somebody(as_role, cast, programme):
    client, url = as_role("mentee"), reverse("pairs:own_exclusion", args=[programme.pk])
    client.post(url, {"nobody": "1", "words": ""})
    page = text(client.get(url))
    assert "You told us on 2 March that there is nobody. Is there somebody now? Write it here." in page
    assert 'name="nobody"' not in client.get(url).text
    assert "the button below" not in text(client.post(url, {"words": " "}))
    assert "that there is nobody" not in text(as_role("mentor").get(url))
    client.post(url, {"words": "Canary Cousin"})
    page = text(client.get(url))
    assert "You told us something on 2 March." in page
    assert "that there is nobody" not in page


def test_rules_made_of_an_application_are_no_word_that_there_is_nobody(as_role, cast, programme, by):
    actions.turn(member=cast.mentee, told_at=None, persons=[], countries=["SY"], names="", by=by, at=NOW)
    url = reverse("pairs:own_exclusion", args=[programme.pk])
    assert "that there is nobody" not in text(as_role("mentee").get(url))


def test_who_waits_is_asked_once_whom_not_to_meet(cast, programme):
    def asked(role):
        return [step.url for step in next_steps.steps(cast.account(role), programme, NOW)]

    url = reverse("pairs:own_exclusion", args=[programme.pk])
    assert asked("mentee") == asked("mentor") == [url]
    assert asked("supervisor") == []
    actions.tell(member=cast.mentee, words="", at=NOW)
    made.pair(cast.mentor, cast.second_mentee)
    assert asked("mentee") == asked("mentor") == []


@pytest.mark.parametrize("role", ["coordinator", "supervisor", "trainer", "outsider"])
def test_only_mentors_and_mentees_say_so_here(as_role, programme, role):
    assert as_role(role).get(reverse("pairs:own_exclusion", args=[programme.pk])).status_code == 404


def test_named_colleagues_alone_read_it_and_reading_is_written_down(as_role, cast, programme):
    actions.tell(member=cast.mentee, words="Canary Cousin", at=NOW)
    index, one = reverse("pairs:exclusions", args=[programme.pk]), reverse("pairs:exclusion", args=[cast.mentee.pk])
    client = as_role("coordinator")
    assert str(cast.mentee.person) in text(client.get(index))
    assert "Canary Cousin" in text(client.get(one))
    reads = Entry.objects.filter(action="read.exclusion", actor_id=cast.coordinator.person_id)
    assert [entry.subject_id for entry in reads] == [str(cast.mentee.pk)]
    for role, status in {"second_coordinator": 403, "supervisor": 404, "administrator": 404, "mentee": 404}.items():
        client = as_role(role)
        assert [client.get(url).status_code for url in (index, one)] == [status, status], role
    client = as_role("outsider")
    assert [client.get(url).status_code for url in (index, one)] == [404, 404]


def test_naming_somebody_takes_it_from_the_first_coordinator(as_role, cast, programme):
    url = reverse("pairs:exclusion_readers", args=[programme.pk])
    client = as_role("coordinator")
    assert client.post(url, {"readers": [str(cast.second_coordinator.pk)]}).status_code == 302
    refused = client.get(reverse("pairs:exclusions", args=[programme.pk]))
    assert refused.status_code == 403
    assert str(cast.second_coordinator.person) in text(refused)
    assert as_role("second_coordinator").get(reverse("pairs:exclusions", args=[programme.pk])).status_code == 200
    assert client.post(url, {"readers": [str(cast.supervisor.pk)]}).status_code == 422
    assert client.post(url, {}).status_code == 422
    with pytest.raises(WrongNames):
        actions.name_readers(programme=programme, readers=[cast.supervisor], by=None, at=NOW)
    assert as_role("supervisor").get(url).status_code == 404


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_who_names_readers_stays_where_they_are_named(as_role, cast, programme, role):
    client, url = as_role(role), reverse("pairs:exclusion_readers", args=[programme.pk])
    page = client.post(url, {"readers": [str(cast.second_coordinator.pk)]}, follow=True)
    assert page.redirect_chain == [(url, 302)]
    assert "Saved." in text(page)
    leads_back = reverse("pairs:readiness", args=[programme.pk]) in text(page)
    assert leads_back == (role == "coordinator")


def test_who_read_it_until_now_is_told_who_reads_it_and_who_has_changed_that(as_role, cast, programme):
    url = reverse("pairs:exclusion_readers", args=[programme.pk])
    other = as_role("second_coordinator")
    assert "Everybody who reads it now gets a letter" in text(other.get(url))
    other.post(url, {"readers": [str(cast.second_coordinator.pk)]})

    def letters():
        title = "Who reads what is said in confidence has changed"
        found = Message.objects.of(cast.organisation).filter(person=cast.coordinator.person)
        return [letter for letter in found if letter.title == title]

    [letter] = letters()
    name = str(cast.second_coordinator.person)
    assert f"{name} has changed who reads what people say in confidence." in letter.body
    assert f"From now on this is read by {name}, also what was said before." in letter.body
    other.post(url, {"readers": [str(cast.second_coordinator.pk)]})  # nothing has changed
    assert len(letters()) == 1
    assert Entry.objects.filter(action="exclusion.name_readers").exists()


def test_words_become_rules_and_the_rules_hold(as_role, cast, programme, by, only_ours):
    one, other = made.mentor(programme, "Maha One"), made.mentor(programme, "Maha Two", know_housing=1)
    mentee = made.mentee(programme)
    assert suggested(programme, by) == {(one, mentee)}
    actions.tell(member=mentee, words="the tall one from the course", at=NOW)
    url = reverse("pairs:exclusion", args=[mentee.pk])
    client = as_role("coordinator")
    told_at = client.get(url).context["form"].initial["told_at"]
    wrong = client.post(url, {"persons_chosen": [str(one.person_id)], "countries": "Atlantis", "told_at": told_at})
    assert wrong.status_code == 422
    assert "Atlantis" in text(wrong)
    page = client.post(url, {"persons_chosen": [str(one.person_id)], "countries": "Russia", "told_at": told_at})
    assert page.status_code == 302
    row = Exclusion.objects.of(cast.organisation).get(membership=mentee)
    assert row.rules == {"persons": [str(one.person_id)], "countries": ["RU"], "names": ""}
    assert row.turned_by == by
    assert suggested(programme, by) == {(other, mentee)}


def test_no_rule_at_all_needs_a_tick_that_nobody_is_meant(as_role, cast, programme, named):
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    actions.tell(member=mentee, words="Maha from Syria", at=NOW)
    url, client = reverse("pairs:exclusion", args=[mentee.pk]), as_role("coordinator")
    empty = {"told_at": client.get(url).context["form"].initial["told_at"]}
    page = client.post(url, empty)
    assert page.status_code == 422
    assert "There is no rule yet." in text(page)
    both = empty | {"nobody": "on", "persons_chosen": [str(mentor.person_id)]}
    assert "There are rules above." in text(client.post(url, both))
    assert texts_waiting(programme) == 1
    assert client.post(url, empty | {"nobody": "on"}).status_code == 302
    assert texts_waiting(programme) == 0


def test_a_name_that_is_kept_holds_for_somebody_who_comes_later(programme, by, only_ours):
    mentee = made.mentee(programme)
    actions.tell(member=mentee, words="my husband Karim Canary", at=NOW)
    turn(mentee, by, names="Karim Canary")
    mentor = made.mentor(programme, "Karim Canary")
    other = made.mentee(programme, "Other M")
    matching_round = actions.suggest(programme=programme, by=by, at=LATER)
    assert {(row.mentor, row.mentee) for row in matching_round.proposals.all()} == {(mentor, other)}
    with pytest.raises(actions.CannotBePaired):
        actions.lock(matching_round=matching_round, mentor=mentor, mentee=mentee, by=by, at=LATER)


def test_what_is_told_while_somebody_reads_is_not_lost(programme, by, only_ours):
    mentee = made.mentee(programme)
    actions.tell(member=mentee, words="Ali", at=NOW)
    seen = said_in(programme, [mentee])[0].told.at
    actions.tell(member=mentee, words="and Karim", at=LATER)
    with pytest.raises(actions.ToldMeanwhile):
        actions.turn(member=mentee, persons=[], countries=[], names="", told_at=seen, by=by, at=LATER)
    assert texts_waiting(programme) == 1


def test_nothing_is_published_while_words_wait_and_nobody_learns_whose(as_role, cast, programme, by, only_ours):
    made.mentor(programme)
    made.mentee(programme)
    other = made.mentee(programme, "Canary Person", languages=["ti"])
    matching_round = actions.suggest(programme=programme, by=by, at=LATER)
    actions.accept_all(matching_round=matching_round, by=by, at=LATER)
    seen = list(matching_round.proposals.values_list("pk", flat=True))
    actions.tell(member=other, words="Canary Cousin", at=NOW)
    with pytest.raises(actions.TextsWait) as refusal:
        actions.publish(matching_round=matching_round, seen=seen, by=by, at=LATER)
    assert "Canary" not in str(refusal.value)
    assert not Pair.objects.of(cast.organisation).exists()
    page = text(as_role("second_coordinator").get(reverse("pairs:readiness", args=[programme.pk])))
    assert "Something said in confidence waits" in page
    assert "Canary" not in page
    assert "Sort it out" not in page
    assert "a colleague who is named for it has to sort it out" in page
    page = text(as_role("coordinator").get(reverse("pairs:readiness", args=[programme.pk])))
    assert "Sort it out" in page
    assert "You can sort it out." in page
    assert "a colleague who is named for it" not in page
    publication = reverse("pairs:publication", args=[matching_round.pk])
    board = reverse("pairs:matching", args=[programme.pk])
    for url in (publication, board):
        page = text(as_role("second_coordinator").get(url))
        assert "Something said in confidence waits" in page
        assert "Canary C" not in page
        asks = f'<p>Ask:</p><ul class="names"><li><bdi>{cast.coordinator.person}</bdi></li></ul>'
        assert f"{asks} <p>The project's number: <a" in page
        assert asks not in text(as_role("coordinator").get(url))
    button = "</svg>Publish 1 pair</button>"
    assert button not in text(as_role("coordinator").get(publication))
    turn(other, by)
    assert button in text(as_role("coordinator").get(publication))
    assert "Something said in confidence waits" not in text(as_role("coordinator").get(board))
    assert len(actions.publish(matching_round=matching_round, seen=seen, by=by, at=LATER)) == 1


def test_a_rule_that_comes_after_the_acceptance_stops_the_pair_at_the_latest_when_published(
    programme, by, only_ours
):  # fmt: skip
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    matching_round = actions.suggest(programme=programme, by=by, at=LATER)
    actions.accept_all(matching_round=matching_round, by=by, at=LATER)
    actions.tell(member=mentee, words="Maha", at=NOW)
    turn(mentee, by, persons=[mentor.person])
    seen = list(matching_round.proposals.values_list("pk", flat=True))
    with pytest.raises(actions.CannotBePaired) as refusal:
        actions.publish(matching_round=matching_round, seen=seen, by=by, at=LATER)
    assert "Maha" not in str(refusal.value)


def test_a_suggested_pair_that_a_new_rule_forbids_goes_with_the_next_decision(programme, by, only_ours):
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    other = made.mentor(programme, "Other Mentor", know_housing=1)
    last, free = made.mentee(programme, "Last Mentee", languages=["ti"]), made.mentor(programme, "T", languages=["ti"])
    assert (mentor, mentee) in suggested(programme, by)
    matching_round = mentee.programme.matching_rounds.get()
    actions.tell(member=mentee, words="Maha", at=NOW)
    turn(mentee, by, persons=[mentor.person])
    actions.leave_open(matching_round=matching_round, mentee=last, by=by, at=LATER)
    found = {(row.mentor, row.mentee) for row in matching_round.proposals.all()}
    assert found == {(other, mentee)}
    assert free.pk


def test_neither_the_choice_nor_the_paper_nor_the_log_gives_an_exclusion_away(as_role, programme, by, only_ours):
    """Two mentees of the same answers, one of whom excludes: her pages read as if a rule stood against the mentor."""
    mentor = made.mentor(programme, "Maha Haddad")
    excluding, stranger = made.mentee(programme, "Nour A"), made.mentee(programme, "Selam T", languages=["ti"])
    actions.tell(member=excluding, words="Maha Haddad", at=NOW)
    turn(excluding, by, persons=[mentor.person])
    matching_round = actions.suggest(programme=programme, by=by, at=LATER)
    assert not Proposal.objects.of(programme.organisation).filter(mentee=excluding).exists()
    client = as_role("second_coordinator")
    pages = [
        text(client.get(reverse("pairs:choice", args=[matching_round.pk, member.pk])))
        .replace(str(member.person), "NAME").replace(str(member.pk), "ID")
        for member in (excluding, stranger)
    ]  # fmt: skip
    assert _without_tokens(pages[0]) == _without_tokens(pages[1])
    for name in ("pairs:print", "pairs:sheet"):
        body = client.get(reverse(name, args=[matching_round.pk])).content.decode(errors="ignore")
        assert "exclu" not in body.lower()


def _without_tokens(page: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page)
