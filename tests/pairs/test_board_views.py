"""The board in the browser: choosing, swapping, undoing, two people at once; what counts; who lacks what; paper."""

import io
from datetime import timedelta
from urllib.parse import urlencode

import openpyxl
import pytest
import time_machine
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.pairs import actions, queries, score_table
from handslag.pairs import board as board_module
from handslag.pairs.decision_words import changes
from handslag.pairs.models import Proposal
from handslag.pairs.views.seen import tell_done
from handslag.pairs.weighing import WORDS, preview, template_weights
from handslag.programmes.actions import end_role
from tests.pairs import made
from tests.pairs.made import NOW

pytestmark = pytest.mark.django_db
Status = Proposal.Status


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def board(cast, programme, only_ours):
    for n, need in enumerate(("housing", "health")):
        knows = {f"know_{theme}": 1 for theme in ("housing", "health")} | {f"know_{need}": 4}
        made.mentor(programme, f"Mentor {n}", **knows)
        made.mentee(programme, f"Mentee {n}", help_wanted=[need])
    return actions.suggest(programme=programme, by=cast.coordinator.person, at=NOW)


def text(response):
    return " ".join(response.content.decode().split())


def row_of(board, number):
    return board.proposals.exclude(status=Status.REFUSED).get(mentee__person__family_name=str(number))


def pairs_in(board):
    rows = board.proposals.exclude(status=Status.REFUSED).select_related("mentor__person", "mentee__person")
    return {(str(row.mentee.person), str(row.mentor.person), row.status) for row in rows}


def test_choosing_otherwise_shows_what_each_costs_and_locks_with_the_reason(as_role, board):
    one, other = row_of(board, 0), row_of(board, 1)
    client, url = as_role("coordinator"), reverse("pairs:choice", args=[board.pk, one.mentee_id])
    page = client.get(url)
    assert "Mentor 1" in text(page)
    assert "It would be the weakest pair of all." in text(page)
    posted = {"mentee": one.mentee_id, "mentor": other.mentor_id, "reason": "wish", "seen": page.context["choice"].seen}
    answer = client.post(reverse("pairs:lock", args=[board.pk]), posted)
    assert (answer.status_code, answer.url.endswith(f"#m-{one.mentee_id}")) == (302, True)
    assert pairs_in(board) == {("Mentee 0", "Mentor 1", "locked"), ("Mentee 1", "Mentor 0", "suggested")}
    board_page = text(client.get(reverse("pairs:matching", args=[board.programme_id])))
    assert "Undo: Locked Mentee 0 + Mentor 1 by hand" in board_page
    assert "One of the two asked for it" in board_page


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


def errors_of(page):
    return {field: list(errors) for field, errors in page.context["form"].errors.items()}


def test_by_hand_it_is_said_why_not_whoever_can_be_chosen_by_now(as_role, board):
    """Who is approved for somebody else, or has no place any more, is nobody to choose on the page that tells."""
    one, other = row_of(board, 0), row_of(board, 1)
    actions.decide(proposal=one, status=Status.ACCEPTED, by=None, at=NOW)
    client, url = as_role("coordinator"), reverse("pairs:lock", args=[board.pk])
    posted = {"mentee": one.mentee_id, "mentor": other.mentor_id, "reason": "wish", "seen": 2}
    page = client.post(url, posted)
    said = "Another mentor has been chosen for this mentee. Take that decision back first."
    assert (page.status_code, errors_of(page)) == (422, {"__all__": [said]})
    assert page.context["form"]["reason"].value() == "wish"
    made.pair(other.mentor, made.mentee(board.programme, "Old Mentee"))
    page = client.post(url, posted | {"mentee": other.mentee_id})
    said = "This mentor has no place left. Choose another mentor, or take a decision back."
    assert (page.status_code, errors_of(page)) == (422, {"__all__": [said]})


def test_by_hand_an_unknown_person_is_told_of_without_the_id(as_role, cast, board):
    posted = {"mentee": cast.outsider.pk, "mentor": row_of(board, 0).mentor_id, "seen": 1}
    page = as_role("coordinator").post(reverse("pairs:lock", args=[board.pk]), posted)
    assert errors_of(page) == {"mentee": ["This person cannot be chosen any more. Choose somebody else."]}


def test_by_hand_what_a_colleague_decides_while_the_page_is_made_counts_as_not_seen(as_role, cast, board):
    """She refuses just these two after it was read whom one can choose."""
    row, colleague = row_of(board, 0), cast.second_coordinator.person
    waiting = [lambda: actions.decide(proposal=row, status=Status.REFUSED, by=colleague, at=NOW)]

    def read_then_decide(execute, sql, *rest):
        found = execute(sql, *rest)
        if 'FROM "pairs_proposal"' in sql and waiting:
            waiting.pop()()
        return found

    client, url = as_role("coordinator"), reverse("pairs:lock", args=[board.pk])
    with connection.execute_wrapper(read_then_decide):
        page = client.get(url)
    posted = {"mentee": row.mentee_id, "mentor": row.mentor_id, "seen": page.context["seen"]}
    assert client.post(url, posted).status_code == 409
    assert not waiting


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


def test_the_choice_is_not_offered_for_strangers_or_in_a_published_round(as_role, cast, board):
    client = as_role("coordinator")
    url = reverse("pairs:choice", args=[board.pk, row_of(board, 0).mentee_id])
    assert client.get(reverse("pairs:choice", args=[board.pk, cast.trainer.pk])).status_code == 404
    assert client.post(reverse("pairs:wait", args=[board.pk, cast.outsider.pk])).status_code == 404
    actions.accept_all(matching_round=board, by=None, at=NOW)
    assert "Take that back on the board first." in text(client.get(url))
    made.publish(board)
    assert client.get(url).status_code == 404
    page = client.get(reverse("pairs:lock", args=[board.pk]), follow=True)
    assert page.redirect_chain[0][0] == reverse("pairs:matching", args=[board.programme_id])
    assert "These pairs are published." in text(page)


def test_why_one_chooses_so_is_not_answered_before_one_has(as_role, board):
    row, client = row_of(board, 0), as_role("coordinator")
    page = client.get(reverse("pairs:choice", args=[board.pk, row.mentee_id]))
    assert " checked" not in page.text
    two = {"mentee": row.mentee_id, "mentor": row.mentor_id, "seen": 1}
    form = client.get(reverse("pairs:lock", args=[board.pk])).context["form"]
    assert form["reason"].value() is None
    client.post(reverse("pairs:lock", args=[board.pk]), two)
    assert board.decisions.last().reason == ""


def test_by_hand_it_may_be_said_that_two_were_a_pair_before(as_role, board):
    row = row_of(board, 0)
    made.pair(row.mentor, row.mentee, ended_on=NOW.date(), end_reason="no_fit")
    two = {"mentee": row.mentee_id, "mentor": row.mentor_id, "seen": 1}
    page = as_role("coordinator").post(reverse("pairs:lock", args=[board.pk]), two)
    assert errors_of(page) == {"__all__": ["Mentor 0 + Mentee 0 were a pair before. Choose somebody else."]}
    assert not Entry.objects.filter(action="matching.refuse").exists()


@pytest.mark.parametrize("who", ["mentee", "mentor"])
@pytest.mark.parametrize("scored_anew", [False, True])
def test_the_choice_counts_nobody_who_has_left(as_role, board, programme, who, scored_anew):
    """The accepted pair of somebody who has left costs nothing and stands in nobody's way."""
    made.mentor(programme, "Mentor 2", know_housing=1, know_health=1)
    row = row_of(board, 1)
    actions.decide(proposal=row, status=Status.ACCEPTED, by=None, at=NOW)
    end_role(membership=getattr(row, who), reason="moved", by=None, at=NOW)
    if scored_anew:
        score_table.forget(board)
    page = as_role("coordinator").get(reverse("pairs:choice", args=[board.pk, row_of(board, 0).mentee_id]))
    assert page.status_code == 200
    options = {option.name: (option.costs, option.swap_with) for option in page.context["choice"].options}
    assert ("Mentor 1" in options) == (who == "mentee")
    assert all("fewer" not in " ".join(costs) and not swap for costs, swap in options.values())


def test_a_mentor_can_be_chosen_for_a_mentee_who_came_after_the_suggestion(as_role, board, programme):
    late = made.mentee(programme, "Late Comer")
    client = as_role("coordinator")
    board_page = text(client.get(reverse("pairs:matching", args=[programme.pk])))
    url = reverse("pairs:choice", args=[board.pk, late.pk])
    assert url in board_page
    assert {option.name for option in client.get(url).context["choice"].options} == {"Mentor 0", "Mentor 1"}


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


def test_what_changed_is_told_from_whom_to_whom():
    before, after = {"a": "x", "b": "y", "c": "z", "d": "v"}, {"a": "y", "b": "x", "d": "v", "e": "z"}
    names = {key: key.upper() for key in "abdexyzv"}
    assert changes(before, after, names, first=["b"]) == [
        "B: X instead of Y.",
        "A: Y instead of X.",
        "E: Z (had nobody).",
        "somebody who cannot be matched now: nobody any more (was Z).",
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


# ---- what counts ----


def test_other_weights_are_previewed_then_saved_and_the_board_says_so(as_role, programme, board):
    client, url = as_role("coordinator"), reverse("pairs:weights", args=[programme.pk])
    numbers = dict.fromkeys(WORDS, "0") | {"waiting": "10"}
    page = client.post(url, numbers | {"preview": "1"})
    assert "What would change" in text(page)
    programme.refresh_from_db()
    assert programme.weights["needs"] == 22
    assert client.post(url, numbers | {"save": "1"}).status_code == 302
    programme.refresh_from_db()
    assert programme.weights == {name: int(number) for name, number in numbers.items()}
    entry = Entry.objects.get(action="matching.weigh")
    assert entry.detail["needs"] == "22>0"
    assert "Suggest again to use it." in text(client.get(reverse("pairs:matching", args=[programme.pk])))
    page = client.post(url, {"template": "1"})
    assert 'name="needs" value="22"' in text(page)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({}, "Something has to count"),
        ({"needs": "101"}, "Write a whole number from 0 to 100."),
        ({"needs": "-1"}, "Write a whole number from 0 to 100."),
        ({"needs": ""}, "Write a whole number from 0 to 100."),
        ({"needs": "a"}, "Write a whole number from 0 to 100."),
    ],
)
def test_weights_that_are_none_are_refused_and_kept(as_role, programme, board, numbers, said):
    url = reverse("pairs:weights", args=[programme.pk])
    page = as_role("coordinator").post(url, dict.fromkeys(WORDS, "0") | numbers | {"save": "1"})
    assert page.status_code == 422
    assert said in text(page)


def test_the_preview_names_who_would_have_another_mentor(cast, programme, board):
    """Two mentees need housing, one of them lives where the mentor who knows it does not."""
    user = cast.account("coordinator")
    actions.decide(proposal=row_of(board, 0), status=Status.REFUSED, by=None, at=NOW)
    same = preview(user, programme, template_weights(programme), NOW)
    assert same.changes == []
    assert (same.before.matched, same.after) == (2, same.before)


# ---- who lacks what ----


def test_who_lacks_what_is_said_with_the_place_to_mend_it(as_role, programme, only_ours):
    made.mentor(programme, "Not Trained", units=3)
    made.mentor(programme, "No Language", languages=[])
    made.mentee(programme, "No Times", times=[])
    made.mentee(programme, "All Told")
    page = as_role("coordinator").get(reverse("pairs:readiness", args=[programme.pk]))
    assert "3 of 5 training units done" in text(page)
    assert "Has named no language." in text(page)
    assert "Has named no times." in text(page)
    assert "All Told" not in text(page)
    assert reverse("training:units", args=[programme.pk]) in text(page)
    assert [row.is_held_back for row in page.context["page"]] == [True, True, False]


# ---- on paper ----


def test_the_sheet_holds_the_round_in_words_and_taking_it_is_written_down(as_role, cast, programme, board):
    person = row_of(board, 0).mentee.person
    person.given_name = "=1+1"
    person.save()
    lone = made.mentee(programme, "Selam Tesfay", languages=["ti"])
    actions.suggest(programme=programme, by=None, at=NOW)
    client = as_role("coordinator")
    body = client.get(reverse("pairs:sheet", args=[board.pk])).content
    rows = list(openpyxl.load_workbook(io.BytesIO(body)).active.values)
    assert rows[0][:3] == ("Mentee", "Mentor", "State")
    names = {row[0] for row in rows[1:]}
    assert names == {"'=1+1 0", "Mentee 1", "Selam Tesfay"}
    assert "Both speak" in str(rows[1][3])
    entry = Entry.objects.get(action="matching.export")
    assert (entry.subject_id, entry.actor_id) == (str(board.pk), cast.coordinator.person_id)
    page = text(client.get(reverse("pairs:print", args=[board.pk])))
    assert str(lone.person) in page
    made.publish(_accepted(board))
    assert str(lone.person) in text(client.get(reverse("pairs:print", args=[board.pk])))


def test_the_paper_of_a_published_round_keeps_who_had_nobody(as_role, programme, board):
    made.mentee(programme, "Alone Mentee", languages=["ti"])
    actions.suggest(programme=programme, by=None, at=NOW)
    later, undecided = row_of(board, 0), row_of(board, 1)
    extra = made.mentor(programme, "Mentor 9")
    actions.leave_open(matching_round=board, mentee=later.mentee, by=None, at=NOW)
    actions.lock(matching_round=board, mentor=extra, mentee=made.mentee(programme, "Mentee 9"), by=None, at=NOW)
    made.publish(board)
    client = as_role("coordinator")
    paper = client.get(reverse("pairs:print", args=[board.pk])).context["paper"]
    assert [row.mentee for row in paper.pairs] == ["Mentee 9"]
    assert {row.mentee: row.reasons for row in paper.left} == {
        "Alone Mentee": ["No mentor with a free place fits under all the rules."],
        str(undecided.mentee.person): ["A pair was suggested, and not decided."],
        str(later.mentee.person): ["The team has left this mentee open for now."],
    }


def test_who_takes_names_away_shows_first_who_one_is(as_role, board):
    client, path = as_role("coordinator"), reverse("pairs:sheet", args=[board.pk])
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        answer = client.get(path)
    assert answer.url.startswith("/sign-in/again/")
    assert answer.url.endswith(f"?{urlencode({'next': path})}")
    assert not Entry.objects.filter(action="matching.export").exists()


def _accepted(board):
    actions.accept_all(matching_round=board, by=None, at=NOW)
    return board


# ---- queries ----


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
    assert choice <= 13  # it opens the answers of seven people, to say why each of six mentors could fit
    assert max(others) <= 8, list(zip(urls, counts, strict=True))


def _queries(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
