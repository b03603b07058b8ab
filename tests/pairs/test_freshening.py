"""Suggestions that are not possible any more make room when the board is opened; why is told only of people."""

import pytest
from django.urls import reverse

from handslag.pairs import actions
from handslag.pairs.models import Decision, Proposal
from tests.pairs import made
from tests.pairs.confided import text, turn
from tests.pairs.made import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]
Status = Proposal.Status


@pytest.fixture
def board(programme, by):
    return made.round_of_three(programme, by)


def row_of(board, mentee):
    return board.proposals.exclude(status=Status.REFUSED).get(mentee__person__family_name=mentee)


def page_of(client, board):
    return client.get(reverse("pairs:matching", args=[board.programme_id]))


def exclude(row, by):
    actions.tell(member=row.mentee, words="Somebody", at=NOW)
    turn(row.mentee, by, persons=[row.mentor.person])


def test_who_has_a_mentor_by_now_is_not_offered_when_the_board_is_opened(as_role, board):
    taken, client = row_of(board, "0"), as_role("coordinator")
    made.pair(row_of(board, "1").mentor, taken.mentee)  # both are taken; Mentor 0 is free for Mentee 1
    page = page_of(client, board)
    assert "Cannot be matched now: Mentee 0 and Mentor 1. The suggestions are new." in text(page)
    pairs = {
        (str(card.proposal.mentee.person), str(card.proposal.mentor.person)) for card in page.context["board"].cards
    }
    assert pairs == {("Mentee 1", "Mentor 0"), ("Mentee 2", "Mentor 2")}
    assert "The suggestions are new" not in text(page_of(client, board))
    assert not board.decisions.exclude(kind=Decision.Kind.SUGGEST).exists()
    choice = client.get(reverse("pairs:choice", args=[board.pk, taken.mentee_id]), follow=True)
    assert "Mentee 0 has a mentor or a group by now, or has left." in text(choice)


def test_a_rule_that_comes_leaves_no_suggestion_that_is_refused(as_role, board, by):
    row, client = row_of(board, "0"), as_role("coordinator")
    exclude(row, by)
    page = page_of(client, board)
    assert "The suggestions are new." in text(page)
    assert "Cannot be matched" not in text(page)
    posted = {"seen": 1, "suggested": page.context["board"].round.suggested_at.isoformat()}
    said = text(client.post(reverse("pairs:acceptance", args=[board.pk]), posted, follow=True))
    assert "3 pairs are accepted." in said
    assert "left out" not in said


def test_nobody_accepts_pairs_that_were_not_on_the_page(as_role, board, by):
    client = as_role("coordinator")
    old = page_of(client, board).context["board"].round.suggested_at.isoformat()
    exclude(row_of(board, "0"), by)
    page_of(as_role("second_coordinator"), board)
    said = client.post(reverse("pairs:acceptance", args=[board.pk]), {"seen": 1, "suggested": old}, follow=True)
    assert "The suggestions are new. What you pressed was not done. Look at the page again." in text(said)
    assert set(board.proposals.values_list("status", flat=True)) == {"suggested"}


def test_accept_all_says_how_many_it_left_out(as_role, board):
    made.pair(row_of(board, "1").mentor, row_of(board, "0").mentee)
    said = text(as_role("coordinator").post(reverse("pairs:acceptance", args=[board.pk]), {"seen": 1}, follow=True))
    assert "1 pair is accepted." in said
    assert "2 suggested pairs were left out: they are not possible any more." in said


@pytest.mark.usefixtures("named")
def test_only_who_makes_the_rule_reads_which_accepted_pair_it_stands_against(as_role, board, by):
    row = row_of(board, "0")
    actions.decide(proposal=row, status=Status.ACCEPTED, by=by, at=NOW)
    actions.tell(member=row.mentee, words="Somebody", at=NOW)
    client, url = as_role("coordinator"), reverse("pairs:exclusion", args=[row.mentee_id])
    form = client.get(url).context["form"]
    posted = {"persons_chosen": [str(row.mentor.person_id)], "told_at": form.initial["told_at"]}
    said = "Mentee 0 and Mentor 0 are accepted, and may not be a pair. Take that back on the board."
    assert said in text(client.post(url, posted, follow=True))
    page = page_of(as_role("second_coordinator"), board)
    assert "may not be a pair" not in text(page)
    assert row_of(board, "0").status == Status.ACCEPTED
