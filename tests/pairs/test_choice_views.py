"""Somebody else for one mentee, and pairs by hand, in the browser."""

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.pairs import actions, score_table
from handslag.pairs.models import Proposal
from handslag.programmes.actions import end_role
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


def test_who_is_left_open_already_is_not_offered_to_be_left_open(as_role, board):
    one = row_of(board, 0)
    client, url = as_role("coordinator"), reverse("pairs:choice", args=[board.pk, one.mentee_id])
    assert "Leave open in this round" in text(client.get(url))
    actions.leave_open(matching_round=board, mentee=one.mentee, by=None, at=NOW)
    page = text(client.get(url))
    assert ("Leave open in this round" in page, "The team has left this mentee open for now." in page) == (False, True)


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


def test_by_hand_one_can_see_first_what_changes_for_others(as_role, board):
    row = row_of(board, 0)
    client, url = as_role("coordinator"), reverse("pairs:lock", args=[board.pk])
    answer = client.post(url, {"mentee": row.mentee_id, "mentor": row.mentor_id, "look": "1", "seen": 1})
    choice = reverse("pairs:choice", args=[board.pk, row.mentee_id])
    assert answer.url == f"{choice}?mentor={row.mentor_id}"
    assert pairs_in(board) == {("Mentee 0", "Mentor 0", "suggested"), ("Mentee 1", "Mentor 1", "suggested")}
    assert client.post(url, {"mentee": "", "look": "1", "seen": 1}).status_code == 422


def test_whom_one_had_chosen_by_hand_stands_first_or_it_is_said_that_they_cannot(as_role, programme, board, cast):
    made.mentor(programme, "Mentor 2")
    again = actions.suggest(programme=programme, by=None, at=NOW)
    client, url = as_role("coordinator"), reverse("pairs:choice", args=[again.pk, row_of(board, 0).mentee_id])
    others = [option.mentor for option in client.get(url).context["choice"].options]
    assert len(others) == 2
    for mentor in others:
        page = client.get(f"{url}?mentor={mentor}")
        assert page.context["choice"].options[0].mentor == mentor
        assert "cannot be locked" not in text(page)
    said = "The mentor whom you chose cannot be locked for Mentee 0 now."
    assert said in text(client.get(f"{url}?mentor={cast.mentor.pk}"))


def test_the_choice_says_whom_the_team_has_refused(as_role, board):
    one = row_of(board, 0)
    client, url = as_role("coordinator"), reverse("pairs:choice", args=[board.pk, one.mentee_id])
    assert "You have said no to" not in text(client.get(url))
    actions.decide(proposal=one, status=Status.REFUSED, by=None, at=NOW)
    assert "You have said no to Mentor 0. You can take that back on the board." in text(client.get(url))


def test_where_a_mentor_is_decided_for_another_it_is_not_said_that_nobody_fits(as_role, board):
    one, other = row_of(board, 0), row_of(board, 1)
    client, url = as_role("coordinator"), reverse("pairs:choice", args=[board.pk, one.mentee_id])
    actions.decide(proposal=other, status=Status.ACCEPTED, by=None, at=NOW)
    actions.decide(proposal=row_of(board, 0), status=Status.REFUSED, by=None, at=NOW)
    page = text(client.get(url))
    assert "Decided for others: Mentor 1 for Mentee 1." in page
    assert "mentor fits" not in page


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
