"""The pages of matching and of pairs."""

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.outbox.models import Message
from handslag.pairs import actions
from handslag.pairs.models import Pair, Proposal
from handslag.people.models import Person
from handslag.programmes.actions import end_role
from handslag.questionnaires.lists import language_name
from tests.cast import member
from tests.cast import programme as cast_programme
from tests.pairs import made
from tests.pairs.at_the_board import row_of, two_pairs
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db
Status = Proposal.Status


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def matching_url(cast):
    return reverse("pairs:matching", args=[cast.programme.pk])


@pytest.fixture
def matching_round(cast, programme, only_ours):
    made.mentor(programme)
    made.mentee(programme)
    made.mentee(programme, "Selam Tesfay", languages=["ti"])
    made.mentor(programme, "Not Yet", units=2)
    return actions.suggest(programme=programme, by=cast.coordinator.person, at=NOW)


def text(response):
    return " ".join(response.content.decode().split())


# ---- matching ----


def test_before_anybody_is_ready_the_page_says_what_is_missing(as_role, programme, matching_url):
    page = as_role("coordinator").get(matching_url)
    assert page.status_code == 200
    assert "0 mentors are ready" in text(page)
    assert "2 mentees wait" in text(page)
    assert "Suggest pairs" not in text(page)
    page = as_role("coordinator").get(reverse("pairs:readiness", args=[programme.pk]))
    assert "0 of 5 training units done" in text(page)


def test_one_press_suggests_and_publishes_nothing(as_role, programme, matching_url):
    made.mentor(programme)
    client = as_role("coordinator")
    assert "Suggest pairs" in text(client.get(matching_url))
    made.mentee(programme)
    page = client.post(reverse("pairs:suggestion", args=[programme.pk]), follow=True)
    assert "These pairs are suggested" in text(page)
    assert "0 of 1 ready" in text(page)
    assert not Pair.objects.of(programme.organisation).exists()


def test_a_suggestion_that_is_not_possible_is_explained(as_role, programme):
    page = as_role("coordinator").post(reverse("pairs:suggestion", args=[programme.pk]), follow=True)
    assert "No mentor is ready" in text(page)


def test_a_proposal_says_why_in_words_and_unmatched_people_too(as_role, matching_round, matching_url):
    page = text(as_role("coordinator").get(matching_url))
    assert f"Both speak {language_name('ar', 'en')}." in page
    assert "the mentor knows it: A home" in page
    assert "Both can meet: Monday evening." in page
    assert f"No mentor with a free place speaks {language_name('ti', 'en')}" in page
    assert "exclu" not in page.lower()


def test_who_has_nobody_now_does_not_turn_the_page(as_role, matching_round):
    mentee = matching_round.proposals.get().mentee_id
    url = reverse("pairs:wait", args=[matching_round.pk, mentee])
    assert as_role("coordinator").post(f"{url}?page=2", {"seen": 1}).url.endswith(f"?page=2#m-{mentee}")


def test_accepting_and_taking_back(as_role, matching_round):
    client, proposal = as_role("coordinator"), matching_round.proposals.get()
    url = reverse("pairs:decision", args=[matching_round.pk])
    two = {"mentee": proposal.mentee_id, "mentor": proposal.mentor_id}
    page = client.post(f"{url}?page=2", two | {"status": "accepted", "seen": 1})
    assert page.status_code == 302
    assert page.url.endswith(f"/matching/#m-{proposal.mentee_id}")  # the pair stands on the first page
    proposal.refresh_from_db()
    assert proposal.status == Status.ACCEPTED
    assert "1 of 1 ready" in text(client.get(page.url))
    client.post(url, two | {"status": "suggested", "seen": 2})
    proposal.refresh_from_db()
    assert proposal.status == Status.SUGGESTED


@pytest.mark.parametrize("status", ["", "locked", "published"])
def test_a_decision_that_is_none_is_refused(as_role, matching_round, status):
    proposal = matching_round.proposals.get()
    url, two = reverse("pairs:decision", args=[matching_round.pk]), {"mentee": proposal.mentee_id}
    client = as_role("coordinator")
    assert client.post(url, two | {"mentor": proposal.mentor_id, "status": status}).status_code == 400
    assert client.post(url, two | {"mentor": "nobody", "status": "accepted"}).status_code == 400


def test_locking_by_hand(as_role, programme, matching_round):
    proposal = matching_round.proposals.get()
    second = made.mentor(programme, "Second Choice")
    client, url = as_role("coordinator"), reverse("pairs:lock", args=[matching_round.pk])
    page = client.get(f"{url}?mentee={proposal.mentee.pk}")
    assert f'value="{proposal.mentee.pk}" selected' in text(page)
    page = client.post(url, {"mentee": proposal.mentee.pk, "mentor": second.pk, "seen": 1})
    assert page.status_code == 302
    assert [(p.mentor, p.status) for p in matching_round.proposals.select_related("mentor")] == [(second, "locked")]


def test_locking_two_who_cannot_be_paired_keeps_what_was_chosen(as_role, programme, matching_round):
    mentor = matching_round.proposals.get().mentor
    selam = programme.memberships.get(person__given_name="Selam")
    url = reverse("pairs:lock", args=[matching_round.pk])
    page = as_role("coordinator").post(url, {"mentee": selam.pk, "mentor": mentor.pk, "seen": 1})
    assert page.status_code == 422
    assert "These two cannot be paired" in text(page)
    assert f'value="{selam.pk}" selected' in text(page)
    assert as_role("coordinator").post(url, {"seen": 1}).status_code == 422


def test_accepting_all_and_publishing_shows_the_pairs(as_role, programme, matching_round):
    client = as_role("coordinator")
    page = client.post(reverse("pairs:publication", args=[matching_round.pk]), follow=True)
    assert "Accept at least one pair first." in text(page)
    page = client.post(reverse("pairs:acceptance", args=[matching_round.pk]), {"seen": 1}, follow=True)
    assert "Publish 1 pair" in text(page)
    url = reverse("pairs:publication", args=[matching_round.pk])
    page = client.post(url, {"seen": client.get(url).context["seen"]}, follow=True)
    assert "1 pair is published" in text(page)
    assert "First meeting to come" in text(page)
    assert Pair.objects.of(programme.organisation).count() == 1


def test_publishing_is_the_main_step_when_every_pair_is_decided(as_role, programme, by, only_ours):
    matching_round = two_pairs(programme, by)
    client, board = as_role("coordinator"), reverse("pairs:matching", args=[programme.pk])
    publish = f'href="{reverse("pairs:publication", args=[matching_round.pk])}"'
    page = client.get(board)
    assert ("Accept pairs first." in text(page), publish in page.text) == (True, False)
    actions.decide(proposal=row_of(matching_round, 0), status=Proposal.Status.ACCEPTED, by=None, at=NOW)
    page = client.get(board)
    assert "Accept pairs first." not in text(page)
    assert f'<a class="button button--secondary" {publish}' in page.text
    actions.accept_all(matching_round=matching_round, by=None, at=NOW)
    assert f'<a class="button" {publish}' in client.get(board).text


def test_before_publishing_one_reads_which_pair_cannot_come_about(as_role, programme, by, only_ours):
    matching_round = two_pairs(programme, by)
    actions.accept_all(matching_round=matching_round, by=None, at=NOW)
    end_role(membership=row_of(matching_round, 0).mentor, reason="moved", by=by, at=NOW)
    client, url = as_role("coordinator"), reverse("pairs:publication", args=[matching_round.pk])
    said = "Mentor 0 and Mentee 0 cannot be paired any more: one has left, is matched or is in a group."
    button = "Publish 2 pairs</button>"
    page = client.get(url)
    assert (said in text(page), "Mentor 1 and Mentee 1 cannot" in text(page), button in text(page)) == (
        True,
        False,
        False,
    )
    assert said in text(client.get(reverse("pairs:matching", args=[programme.pk])))
    taken_back = row_of(matching_round, 0)
    actions.decide(proposal=taken_back, status=Proposal.Status.SUGGESTED, by=None, at=NOW)
    page = client.get(url)
    assert (said in text(page), "Publish 1 pair</button>" in text(page)) == (False, True)


def test_before_publishing_one_reads_who_gets_which_message(as_role, programme, matching_round):
    client, url = as_role("coordinator"), reverse("pairs:publication", args=[matching_round.pk])
    assert client.get(url).url == reverse("pairs:matching", args=[programme.pk])  # nothing is accepted
    client.post(reverse("pairs:acceptance", args=[matching_round.pk]), {"seen": 1})
    Person.objects.of(programme.organisation).filter(given_name="Selam").update(language="sv")
    pair = matching_round.proposals.select_related("mentor__person", "mentee__person").get()
    page = text(client.get(url))
    assert "2 messages go out, each to one person." in page
    assert "not decided" not in page
    assert f"Your mentor could be {pair.mentor.person.given_name}." in page
    assert f"Your mentee could be {pair.mentee.person.given_name}." in page
    assert "Selam" not in page
    assert not Pair.objects.of(programme.organisation).exists()
    assert not Message.objects.of(programme.organisation).exists()


def test_the_page_before_publishing_says_who_reads_another_language(as_role, programme, matching_round):
    client, url = as_role("coordinator"), reverse("pairs:publication", args=[matching_round.pk])
    client.post(reverse("pairs:acceptance", args=[matching_round.pk]), {"seen": 1})
    assert "Another language: call" not in text(client.get(url))
    mentee = matching_round.proposals.get().mentee.person
    Person.objects.of(programme.organisation).filter(pk=mentee.pk).update(language="ti")
    page = text(client.get(url))
    assert f"<bdi>{mentee}</bdi> reads Tigrinya; the message is in English. Call." in page


def test_the_page_before_publishing_says_who_is_left_undecided(as_role, programme, matching_round):
    made.mentor(programme, "Second Mentor")
    made.mentee(programme, "Second Mentee")
    actions.suggest(programme=programme, by=None, at=NOW)
    one, _other = matching_round.proposals.all()
    actions.decide(proposal=one, status="accepted", by=None, at=NOW)
    page = text(as_role("coordinator").get(reverse("pairs:publication", args=[matching_round.pk])))
    assert "1 suggested pair is not decided." in page


def test_the_page_before_publishing_asks_no_more_for_many_pairs(as_role, programme, matching_round):
    client, url = as_role("coordinator"), reverse("pairs:publication", args=[matching_round.pk])
    client.post(reverse("pairs:acceptance", args=[matching_round.pk]), {"seen": 1})

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    for_one = asked()
    for n in range(6):
        mentor, mentee = made.mentor(programme, f"More Mentor{n}"), made.mentee(programme, f"More Mentee{n}")
        actions.lock(matching_round=matching_round, mentor=mentor, mentee=mentee, by=None, at=NOW)
    assert asked() == for_one
    assert for_one <= 12


def test_what_is_published_is_what_was_looked_at(as_role, programme, matching_round):
    client, url = as_role("coordinator"), reverse("pairs:publication", args=[matching_round.pk])
    client.post(reverse("pairs:acceptance", args=[matching_round.pk]), {"seen": 1})
    seen = client.get(url).context["seen"]
    actions.lock(
        matching_round=matching_round, mentor=made.mentor(programme, "Tigrinya Speaker", languages=["ti"]),
        mentee=programme.memberships.get(person__given_name="Selam"), by=None, at=NOW,
    )  # fmt: skip
    page = client.post(url, {"seen": seen})
    assert page.status_code == 422
    assert "The accepted pairs have changed since you looked." in text(page)
    assert "4 messages go out" in text(page)
    assert client.post(url).status_code == 422
    assert client.post(url, {"seen": "of another kind"}).status_code == 422
    assert not Pair.objects.of(programme.organisation).exists()
    assert client.post(url, {"seen": page.context["seen"]}).status_code == 302
    again = client.post(url, {"seen": page.context["seen"]}, follow=True)
    assert again.redirect_chain == [(reverse("pairs:pairs", args=[programme.pk]), 302)]
    assert "This was done before. Nobody gets a second message." in text(again)
    assert "These pairs are published." not in text(again)
    assert Pair.objects.of(programme.organisation).count() == 2
    assert Message.objects.of(programme.organisation).count() == 4


def test_who_looked_at_other_pairs_than_a_colleague_published_is_told(as_role, cast, programme, matching_round):
    client, url = as_role("coordinator"), reverse("pairs:publication", args=[matching_round.pk])
    client.post(reverse("pairs:acceptance", args=[matching_round.pk]), {"seen": 1})
    kept, colleague = matching_round.proposals.get(), cast.second_coordinator.person
    taken_back = actions.lock(
        matching_round=matching_round, mentor=made.mentor(programme, "Tigrinya Speaker", languages=["ti"]),
        mentee=programme.memberships.get(person__given_name="Selam"), by=None, at=NOW,
    )  # fmt: skip
    seen = client.get(url).context["seen"]
    actions.decide(proposal=taken_back, status=Status.REFUSED, by=colleague, at=NOW)
    made.publish(matching_round, colleague)
    page = client.post(url, {"seen": seen}, follow=True)
    assert page.redirect_chain == [(reverse("pairs:pairs", args=[programme.pk]), 302)]
    assert "A colleague has published other pairs than you looked at. Look at the list." in text(page)
    assert "This was done before." not in text(page)
    assert "This was done before." in text(client.post(url, {"seen": str(kept.pk)}, follow=True))
    assert Pair.objects.of(programme.organisation).count() == 1


@pytest.mark.parametrize("role", ["mentor", "mentee", "supervisor", "trainer", "partner", "expert", "administrator"])
def test_only_those_who_match_see_matching(as_role, cast, matching_round, matching_url, role):
    proposal = matching_round.proposals.get()
    client = as_role(role)
    assert client.get(matching_url).status_code == 404
    for name in ("lock", "publication"):
        assert client.get(reverse(f"pairs:{name}", args=[matching_round.pk])).status_code == 404
    assert client.post(reverse("pairs:decision", args=[matching_round.pk]), {"status": "accepted"}).status_code == 404
    proposal.refresh_from_db()
    assert proposal.status == Status.SUGGESTED


def test_a_coordinator_of_another_organisation_finds_nothing(as_role, cast, matching_round, matching_url):
    client = as_role("outsider")
    assert client.get(matching_url).status_code == 404
    assert client.post(reverse("pairs:suggestion", args=[cast.programme.pk])).status_code == 404
    assert client.post(reverse("pairs:decision", args=[matching_round.pk]), {"status": "accepted"}).status_code == 404
    for name in ("lock", "acceptance", "publication"):
        assert client.post(reverse(f"pairs:{name}", args=[matching_round.pk])).status_code == 404
    assert client.get(reverse("pairs:publication", args=[matching_round.pk])).status_code == 404
    pair = made.pair(cast.mentor, cast.mentee)
    assert client.get(reverse("pairs:pairs", args=[cast.programme.pk])).status_code == 404
    assert client.get(reverse("pairs:pair", args=[pair.pk])).status_code == 404
    assert client.post(reverse("pairs:ending", args=[pair.pk])).status_code == 404


def test_acts_are_posted(as_role, matching_round):
    client = as_role("coordinator")
    assert client.get(reverse("pairs:suggestion", args=[matching_round.programme_id])).status_code == 405
    assert client.get(reverse("pairs:acceptance", args=[matching_round.pk])).status_code == 405
    assert client.get(reverse("pairs:decision", args=[matching_round.pk])).status_code == 405


# ---- pairs ----


def test_the_list_has_those_first_who_wait_and_can_be_narrowed(as_role, cast):
    made.pair(cast.mentor, cast.mentee, started_on=TODAY)
    made.pair(cast.second_mentor, cast.second_mentee)
    client, url = as_role("supervisor"), reverse("pairs:pairs", args=[cast.programme.pk])
    page = text(client.get(url))
    assert page.index("Second Mentee") < page.index("Mentee One")
    assert "Second Mentee" not in text(client.get(f"{url}?state=running"))
    assert "No pair is in this state" in text(client.get(f"{url}?state=ended"))
    assert client.get(f"{url}?state=nonsense").status_code == 200


def test_the_team_sees_a_pair_in_full_and_what_comes_next(as_role, cast):
    pair = made.pair(cast.mentor, cast.mentee)
    page = text(as_role("coordinator").get(reverse("pairs:pair", args=[pair.pk])))
    assert "Mentor One" in page
    assert reverse("mentoring:intake", args=[pair.pk]) in page
    assert reverse("pairs:ending", args=[pair.pk]) in page
    page = text(as_role("supervisor").get(reverse("pairs:pair", args=[pair.pk])))
    assert reverse("mentoring:diary", args=[pair.pk]) in page
    assert reverse("mentoring:intake", args=[pair.pk]) not in page
    assert reverse("pairs:ending", args=[pair.pk]) not in page


def test_a_mentor_sees_first_name_and_languages_of_the_mentee_and_nothing_else(as_role, cast, programme):
    person = cast.mentee.person
    person.given_name, person.family_name = "Nour", "Canaryfamily"
    person.save()
    made.tell(cast.mentee, made.MENTEE | {"permit": "no"})
    made.tell(cast.mentor, made.MENTOR)
    pair = made.pair(cast.mentor, cast.mentee)
    page = text(as_role("mentor").get(reverse("pairs:pair", args=[pair.pk])))
    assert "Nour" in page
    assert language_name("ar", "en") in page
    for secret in ("Canaryfamily", str(person.phone), person.email, "permit", "housing", "Why they were matched"):
        assert secret not in page
    page = text(as_role("mentee").get(reverse("pairs:pair", args=[pair.pk])))
    assert "Mentor One" not in page
    assert language_name("sv", "en") in page
    assert "diary" not in page


@pytest.mark.parametrize("role", ["second_mentor", "second_mentee", "trainer", "partner", "expert", "administrator"])
def test_others_find_no_pair(as_role, cast, role):
    pair = made.pair(cast.mentor, cast.mentee)
    client = as_role(role)
    assert client.get(reverse("pairs:pair", args=[pair.pk])).status_code == 404
    assert client.get(reverse("pairs:ending", args=[pair.pk])).status_code == 404
    assert client.get(reverse("pairs:pair", args=[uuid.uuid4()])).status_code == 404


def test_ending_a_pair(as_role, cast):
    pair = made.pair(cast.mentor, cast.mentee, started_on=TODAY - timedelta(days=5))
    client, url = as_role("coordinator"), reverse("pairs:ending", args=[pair.pk])
    assert f'value="{TODAY}"' in text(client.get(url))
    page = client.post(url, {"reason": "no_fit", "on": TODAY.isoformat()}, follow=True)
    assert "The pair has ended" in text(page)
    assert "Did not fit" in text(page)
    pair.refresh_from_db()
    assert (pair.ended_on, pair.end_reason) == (TODAY, "no_fit")
    again = client.post(url, {"reason": "moved", "on": TODAY.isoformat()})
    assert again.status_code == 422
    assert "already ended" in text(again)


def test_an_ending_that_is_not_right_keeps_what_was_typed(as_role, cast):
    pair = made.pair(cast.mentor, cast.mentee, started_on=TODAY)
    client, url = as_role("coordinator"), reverse("pairs:ending", args=[pair.pk])
    early = (TODAY - timedelta(days=1)).isoformat()
    page = client.post(url, {"reason": "moved", "on": early})
    assert page.status_code == 422
    assert early in text(page)
    assert "This day is too early. The pair was not there before 2 March" in text(page)
    assert re.search('<input[^>]* value="moved"[^>]* checked', text(page))
    assert client.post(url, {"reason": "because", "on": early}).status_code == 422


@pytest.mark.parametrize("role", ["supervisor", "mentor", "mentee"])
def test_those_who_see_a_pair_may_not_all_end_it(as_role, cast, role):
    pair = made.pair(cast.mentor, cast.mentee)
    page = as_role(role).post(reverse("pairs:ending", args=[pair.pk]), {"reason": "moved", "on": TODAY.isoformat()})
    assert page.status_code == 404
    pair.refresh_from_db()
    assert pair.ended_on is None


@pytest.mark.parametrize("role", ["supervisor", "mentor", "mentee"])
def test_a_coordinator_of_another_programme_does_not_end_a_pair_that_is_seen_here(as_role, cast, role):
    """They may end pairs elsewhere and see this one, so that only its own programme's rights stand in the way."""
    elsewhere = cast_programme(cast.organisation, "lund-2026")
    member(elsewhere, cast.people[role].person, "coordinator")
    pair = made.pair(cast.mentor, cast.mentee)
    client, url = as_role(role), reverse("pairs:ending", args=[pair.pk])
    assert client.get(reverse("pairs:pair", args=[pair.pk])).status_code == 200
    assert client.get(url).status_code == 403
    assert client.post(url, {"reason": "moved", "on": TODAY.isoformat()}).status_code == 403
    pair.refresh_from_db()
    assert pair.ended_on is None


# ---- queries ----


def test_the_pages_take_as_many_queries_for_one_as_for_thirty(as_role, cast, programme, matching_round, matching_url):
    client = as_role("coordinator")
    pairs_url = reverse("pairs:pairs", args=[programme.pk])
    made.pair(cast.mentor, cast.mentee)
    client.get(matching_url)  # the session's clock is written once
    counts = [_queries(client, url) for url in (matching_url, pairs_url)]
    for n in range(30):
        mentor, mentee = made.mentor(programme, f"Mentor {n}"), made.mentee(programme, f"Mentee {n}")
        made.pair(mentor, mentee, ended_on=TODAY, end_reason="error")
    actions.suggest(programme=programme, by=None, at=NOW)
    assert [_queries(client, url) for url in (matching_url, pairs_url)] == counts
    assert max(counts) <= 8
    page = text(client.get(f"{matching_url}?page=2"))
    assert "26 to 31 of 31" in page


def _queries(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


# ---- links ----


def test_no_link_takes_its_address_from_another_block():
    """What a block sets is gone where it ends: such a link would have no address, and lead to the page itself."""
    for path in Path(apps.get_app_config("pairs").path, "templates").rglob("*.html"):
        blocks = re.findall(r"{% block \w+ %}(.*?){% endblock %}", path.read_text(), re.DOTALL)
        for block in blocks:
            used = {*re.findall(r"{{ (\w+_url) }}", block), *re.findall(r"url=(\w+_url)\b", block)}
            elsewhere = {name for other in blocks if other != block for name in re.findall(r" as (\w+_url)", other)}
            assert not (used & elsewhere) - {*re.findall(r" as (\w+_url)", block)}, path


def test_who_is_told_what_a_colleague_decided_can_look_at_the_board_first(as_role, matching_round, matching_url):
    page = as_role("coordinator").post(reverse("pairs:acceptance", args=[matching_round.pk]))
    assert page.status_code == 409
    assert f'<a class="button" href="{matching_url}">Look at the board first</a>' in page.text
