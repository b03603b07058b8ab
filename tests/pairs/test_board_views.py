"""The board in the browser: deciding, swapping, undoing, two people at once."""

import pytest
import time_machine
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.pairs import actions, queries
from handslag.pairs import board as board_module
from handslag.pairs.decision_words import changes
from handslag.pairs.models import Proposal
from handslag.pairs.views.seen import tell_done
from tests.pairs import made
from tests.pairs.at_the_board import pairs_in, row_of, text, two_pairs
from tests.pairs.made import NOW

pytestmark = pytest.mark.django_db
Status = Proposal.Status


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def board(programme, by, only_ours):
    return two_pairs(programme, by)


def test_one_comes_back_to_the_pair_on_whatever_page_it_stands_now(as_role, programme, board, monkeypatch):
    """The board and the way back to it number the pages alike, whatever the names are."""
    for room in (board_module, queries):
        monkeypatch.setattr(room, "PAGE", 2)
    for name in ("élise Ahl", "Bo", "bo Alm", "Åsa Berg", "Nour Mentee", "Nour Mentee"):
        made.mentor(programme, f"Mentor {name}")
        made.mentee(programme, name)
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    client = as_role("coordinator")
    for row in matching_round.proposals.all():
        posted = {"mentee": row.mentee_id, "mentor": row.mentor_id, "status": "accepted"}
        posted["seen"] = matching_round.decisions.count()
        answer = client.post(reverse("pairs:decision", args=[board.pk]), posted)
        page, mark = answer.url.split("#")
        assert f'id="{mark}"' in client.get(page).text, row.mentee.person


def test_refusing_leaving_open_swapping_and_undoing(as_role, board):
    client, one, other = as_role("coordinator"), row_of(board, 0), row_of(board, 1)
    two = {"mentee": one.mentee_id, "refused": one.mentor_id, "seen": 1}
    assert client.post(reverse("pairs:decision", args=[board.pk]), two).status_code == 302
    assert ("Mentee 0", "Mentor 1", "suggested") in pairs_in(board)
    page = client.post(reverse("pairs:undoing", args=[board.pk]), {"seen": 2}, follow=True)
    assert page.redirect_chain[0][0].endswith("#ready")  # Tab goes on where one can undo again
    assert 'id="ready"' in page.text
    assert "Undone: Said no to Mentee 0 + Mentor 0" in text(page)
    assert ("Mentee 0", "Mentor 0", "suggested") in pairs_in(board)
    swapped = {"mentee": one.mentee_id, "other": other.mentee_id, "seen": 3}
    assert client.post(reverse("pairs:swap", args=[board.pk]), swapped).status_code == 302
    assert pairs_in(board) == {("Mentee 0", "Mentor 1", "locked"), ("Mentee 1", "Mentor 0", "locked")}
    wait = reverse("pairs:wait", args=[board.pk, one.mentee_id])
    client.post(wait, {"seen": 4})
    page = client.get(reverse("pairs:matching", args=[board.programme_id]))
    assert "The team has left this mentee open for now." in text(page)
    assert "Match again" in text(page)
    client.post(wait, {"seen": 5, "again": "1"})
    assert ("Mentee 0", "Mentor 1", "suggested") in pairs_in(board)
    assert client.post(reverse("pairs:swap", args=[board.pk]), {"mentee": "x"}).status_code == 400


@pytest.mark.parametrize("name", ["decision", "lock", "swap", "wait", "undoing", "acceptance"])
def test_what_a_colleague_decided_meanwhile_is_told_and_asked_again(as_role, cast, board, name):
    one, other = row_of(board, 0), row_of(board, 1)
    posts = {
        "decision": {"mentee": one.mentee_id, "mentor": one.mentor_id, "status": "accepted"},
        "lock": {"mentee": one.mentee_id, "mentor": one.mentor_id},
        "swap": {"mentee": one.mentee_id, "other": other.mentee_id},
        "wait": {}, "undoing": {}, "acceptance": {},
    }  # fmt: skip
    actions.decide(proposal=other, status=Status.ACCEPTED, by=cast.second_coordinator.person, at=NOW)
    before = pairs_in(board)
    url = reverse(f"pairs:{name}", args=[board.pk, one.mentee_id] if name == "wait" else [board.pk])
    client = as_role("coordinator")
    page = client.post(url, posts[name] | {"seen": 1})
    assert page.status_code == 409
    assert "Accepted Mentee 1 + Mentor 1" in text(page)
    assert "Second Coordinator" in text(page)
    assert pairs_in(board) == before
    assert page.context["fields"]["seen"] == "2"
    assert client.post(page.context["action"], page.context["fields"]).status_code == 302
    assert pairs_in(board) != before


def test_the_log_tells_only_what_was_decided_since_the_last_suggestion(as_role, programme, board):
    actions.decide(proposal=row_of(board, 0), status=Status.ACCEPTED, by=None, at=NOW)
    url, client = reverse("pairs:matching", args=[programme.pk]), as_role("coordinator")
    assert len(client.get(url).context["board"].log.lines) == 1
    actions.suggest(programme=programme, by=None, at=NOW)
    page = client.get(url)
    assert page.context["board"].log.lines == []
    assert "<s>" not in text(page)
    assert row_of(board, 0).status == Status.ACCEPTED


def test_after_each_act_it_is_said_what_was_decided_and_who_has_another_mentor_by_it(as_role, board):
    client, one, other = as_role("coordinator"), row_of(board, 0), row_of(board, 1)

    def said(name, *ids, **posted):
        url = reverse(f"pairs:{name}", args=[board.pk, *ids])
        page = client.post(url, posted | {"seen": board.decisions.count()}, follow=True)
        return [str(message) for message in page.context["messages"]]

    two = {"mentee": one.mentee_id, "mentor": one.mentor_id}
    swapped = "Mentee 0: Mentor 1 instead of Mentor 0. Mentee 1: Mentor 0 instead of Mentor 1."
    back = "Mentee 0: Mentor 0 instead of Mentor 1. Mentee 1: Mentor 1 instead of Mentor 0."
    assert said("decision", status="refused", **two) == [f"Said no to Mentee 0 + Mentor 0. {swapped}"]
    assert said("undoing") == [f"Undone: Said no to Mentee 0 + Mentor 0. {back}"]
    assert said("decision", status="accepted", **two) == ["Accepted Mentee 0 + Mentor 0."]
    posted = {"mentee": one.mentee_id, "other": other.mentee_id}
    assert said("swap", **posted) == [f"Swapped mentors, so that Mentee 0 has Mentor 1. {swapped}"]
    lost = "Left open: Mentee 0. Mentee 0: nobody any more (was Mentor 1)."
    assert said("wait", one.mentee_id) == [lost]
    assert said("wait", one.mentee_id, again="1") == ["Will match again: Mentee 0. Mentee 0: Mentor 1 (had nobody)."]
    locked = said("lock", mentee=one.mentee_id, mentor=other.mentor_id, reason="wish")
    assert locked == ["Locked Mentee 0 + Mentor 1 by hand."]
    assert said("acceptance") == ["0 pairs are accepted."]


def test_the_log_says_which_decision_was_undone_and_the_message_where_nobody_gets_another_mentor(as_role, board):
    one = row_of(board, 0)
    actions.decide(proposal=one, status=Status.ACCEPTED, by=None, at=NOW)
    client = as_role("coordinator")
    page = text(client.post(reverse("pairs:undoing", args=[board.pk]), {"seen": 2}, follow=True))
    assert "Undone: Accepted Mentee 0 + Mentor 0. Nobody gets another mentor by that." in page
    assert "Undid: Accepted Mentee 0 + Mentor 0 <span" in page
    assert "Undid the last decision" not in page


def test_what_changed_is_told_from_whom_to_whom():
    before, after = {"a": "x", "b": "y", "c": "z", "d": "v"}, {"a": "y", "b": "x", "d": "v", "e": "z"}
    names = {key: key.upper() for key in "abdexyzv"}
    assert changes(before, after, names, first=["b"]) == [
        "B: X instead of Y.",
        "somebody who cannot be matched now: nobody any more (was Z).",
        "A: Y instead of X.",
        "E: Z (had nobody).",
    ]
    assert changes(before, before, names) == []


def test_where_much_changes_the_rest_is_folded_and_the_message_still_arrives(rf, programme, only_ours):
    """Twenty people with long names who all get another mentor: a message travels in a cookie, which is small."""
    mentors = [made.mentor(programme, f"عبدالرحمن-{n:02} الحسيني-المنصوري") for n in range(20)]
    for n in range(20):
        made.mentee(programme, f"نورالهدى-{n:02} عبدالمجيد-الكاظمي")
    board, request = actions.suggest(programme=programme, by=None, at=NOW), rf.get("/")
    request._messages = CookieStorage(request)

    def everybody_moves_up():
        rows = list(board.proposals.all())
        board.proposals.all().delete()
        for row in rows:
            row.mentor = mentors[[one.pk for one in mentors].index(row.mentor_id) - 1]
        Proposal.objects.bulk_create(rows)
        return "Done."

    tell_done(request, board, everybody_moves_up)
    answer = HttpResponse()
    assert request._messages.update(answer) == []  # nothing was too long to be kept
    request.COOKIES = {name: cookie.value for name, cookie in answer.cookies.items()}
    page = render_to_string("ui/messages.html", {"messages": CookieStorage(request)})
    shown, folded = page.split("<details>")
    assert (shown.count(" instead of "), folded.count(" instead of ")) == (3, 10)
    assert "And 7 more." in folded
    assert "<p><div>" not in page


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "x"}, {"seen": "9" * 5000}, {"seen": "-1"}])
def test_a_post_that_does_not_say_what_it_saw_is_asked_again(as_role, board, seen):
    client, url = as_role("coordinator"), reverse("pairs:acceptance", args=[board.pk])
    before = pairs_in(board)
    page = client.post(url, seen)
    assert (page.status_code, pairs_in(board)) == (409, before)
    assert client.post(url, page.context["fields"]).status_code == 302
    assert pairs_in(board) != before


@pytest.mark.parametrize("name", ["decision", "lock"])
def test_a_second_tap_goes_to_the_board_and_accuses_nobody(as_role, board, name):
    one, client = row_of(board, 0), as_role("coordinator")
    posted = {"mentee": one.mentee_id, "mentor": one.mentor_id, "status": "accepted", "seen": 1}
    url = reverse(f"pairs:{name}", args=[board.pk])
    assert client.post(url, posted).status_code == 302
    before = board.decisions.count()
    page = client.post(f"{url}?page=1", posted, follow=True)
    assert page.redirect_chain[0] == (f"{reverse('pairs:matching', args=[board.programme_id])}?page=1", 302)
    assert "A colleague was faster" not in text(page)
    done = "Accepted Mentee 0 + Mentor 0" if name == "decision" else "Locked Mentee 0 + Mentor 0 by hand"
    said = f"You have decided since this page was opened: {done}. What you pressed now was not done."
    assert said in text(page)
    assert board.decisions.count() == before


@pytest.mark.parametrize("role", ["mentor", "supervisor", "administrator", "outsider"])
def test_others_find_nothing_of_the_board(as_role, board, role):
    client, one = as_role(role), row_of(board, 0)
    for name, key in (("readiness", board.programme_id), ("weights", board.programme_id), ("print", board.pk),
                      ("sheet", board.pk)):  # fmt: skip
        assert client.get(reverse(f"pairs:{name}", args=[key])).status_code == 404, name
    assert client.get(reverse("pairs:choice", args=[board.pk, one.mentee_id])).status_code == 404
    for name in ("decision", "swap", "undoing"):
        assert client.post(reverse(f"pairs:{name}", args=[board.pk])).status_code == 404, name
    assert pairs_in(board) == {("Mentee 0", "Mentor 0", "suggested"), ("Mentee 1", "Mentor 1", "suggested")}


def test_the_new_pages_take_as_many_queries_for_two_as_for_thirty(as_role, cast, programme, board):
    actions.name_readers(programme=programme, readers=[cast.coordinator], by=None, at=NOW)
    mentee = row_of(board, 0).mentee
    actions.tell(member=mentee, words="Ali", at=NOW)
    assert as_role("coordinator").get(reverse("pairs:choice", args=[board.pk, mentee.pk])).status_code == 200
    actions.suggest(programme=programme, by=None, at=NOW)
    urls = [
        reverse("pairs:choice", args=[board.pk, mentee.pk]),
        *(reverse(f"pairs:{name}", args=[programme.pk]) for name in ("readiness", "exclusions", "weights")),
        reverse("pairs:exclusion", args=[mentee.pk]),
        reverse("pairs:print", args=[board.pk]),
    ]
    client = as_role("coordinator")
    client.get(urls[0])
    counts = [_queries(client, url) for url in urls]
    for n in range(30):
        made.mentor(programme, f"More {n}", languages=[])
        actions.tell(member=made.mentee(programme, f"Else {n}", times=[]), words="Ali", at=NOW)
    actions.suggest(programme=programme, by=None, at=NOW)
    assert [_queries(client, url) for url in urls] == counts
    choice, *others = counts
    assert choice <= 15  # it looks who has come since the suggestion, as there is no other mentor to choose
    assert max(others) <= 8, list(zip(urls, counts, strict=True))


def _queries(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
