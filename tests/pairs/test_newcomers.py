"""Who can be matched by now and could not when pairs were suggested: the board says so, and tells no old reasons."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.pairs import actions
from handslag.pairs.models import MatchingRound
from tests.pairs import made
from tests.pairs.confided import text
from tests.pairs.made import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]
OLD = "No mentor with a free place speaks"
UNKNOWN = "Suggest again to see why."


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def busy(programme):
    """A pair that runs, whose mentor speaks another language than the others."""
    mentor = made.mentor(programme, "Yonas Busy", languages=["ti"])
    return made.pair(mentor, made.mentee(programme, "Busy Mentee", languages=["ti"]))


@pytest.fixture
def lone(programme):
    return made.mentee(programme, "Saba Lone", languages=["ti"], host_level="none")


@pytest.fixture
def board(programme, by, busy, lone):
    return made.round_of_three(programme, by)


def said(mentors="", mentees=""):
    who = " and ".join(filter(None, (mentors, mentees)))
    return f"Since these pairs were suggested, more people can be matched: {who}. Suggest again to look at them too."


def page_of(client, board):
    return text(client.get(reverse("pairs:matching", args=[board.programme_id])))


def end(pair, by):
    actions.end(pair=pair, reason="moved", on=TODAY, by=by, at=NOW)


def test_a_mentor_who_became_free_is_told_of_and_the_old_reason_is_not(as_role, board, busy, lone, by):
    client = as_role("coordinator")
    before = page_of(client, board)
    assert [OLD in before, UNKNOWN in before, "more people can be matched" in before] == [True, False, False]
    end(busy, by)
    page = page_of(client, board)
    assert said("1 mentor", "1 mentee") in page
    assert OLD not in page
    assert page.count(UNKNOWN) == 2
    choice = text(client.get(reverse("pairs:choice", args=[board.pk, lone.pk])))
    assert said("1 mentor") in choice
    assert "No other mentor fits" not in choice
    actions.suggest(programme=board.programme, by=by, at=NOW)
    page = page_of(client, board)
    assert ["more people can be matched" in page, UNKNOWN in page, "Saba Lone" in page] == [False, False, True]


def test_a_mentee_who_came_leaves_the_reasons_of_the_others(as_role, board, programme):
    for n in range(2):
        made.mentee(programme, f"New Mentee {n}")
    page = page_of(as_role("coordinator"), board)
    assert said("", "2 mentees") in page
    assert OLD in page


def test_a_mentor_with_a_place_more_and_who_is_looked_for_again_are_told_of(as_role, programme, board, by):
    client, row = as_role("coordinator"), board.proposals.first()
    made.tell(row.mentor, made.MENTOR | {"places": "2"}, at=NOW + timedelta(minutes=1))
    assert said("1 mentor") in page_of(client, board)
    actions.pause(membership=row.mentor, by=by, at=NOW)
    actions.suggest(programme=programme, by=by, at=NOW)
    actions.look_again(membership=row.mentor, by=by, at=NOW)
    page = page_of(client, board)  # everybody was looked at anew, so there are no newcomers
    assert ["more people can be matched" in page, OLD in page, UNKNOWN in page] == [False, False, False]
    lone = page.split("Saba Lone</bdi>", 1)[1].split("</article>", 1)[0]
    assert "No mentor with a free place fits under all the rules." in lone


def test_who_was_looked_at_when_the_board_was_opened_is_no_newcomer_any_more(as_role, programme, board, busy, by):
    """The suggestions are made anew as somebody left; the mentor who came is looked at by that, and gets nobody."""
    client = as_role("coordinator")
    made.mentor(programme, "New Mentor", languages=["fr"])
    made.mentee(programme, "New Mentee", languages=["es"], host_level="none")
    assert said("1 mentor", "1 mentee") in page_of(client, board)
    actions.pause(membership=board.proposals.first().mentee, by=by, at=NOW)
    page = page_of(client, board)
    assert "The suggestions are new." in page
    assert ["more people can be matched" in page, OLD in page, UNKNOWN in page] == [False, False, False]
    assert page.count("No mentor with a free place fits under all the rules.") == 2
    made.mentor(programme, "Later Mentor")
    assert said("1 mentor") in page_of(client, board)


def test_whoever_is_decided_already_is_not_told_of(as_role, programme, board, busy, by, lone):
    end(busy, by)
    new = made.mentee(programme, "New Mentee")
    actions.leave_open(matching_round=board, mentee=new, by=by, at=NOW)
    actions.leave_open(matching_round=board, mentee=busy.mentee, by=by, at=NOW)
    actions.lock(matching_round=board, mentor=busy.mentor, mentee=lone, by=by, at=NOW)
    page = page_of(as_role("coordinator"), board)
    assert "more people can be matched" not in page


def test_who_comes_in_by_an_act_is_told_then_and_undoing_says_that_they_stay(as_role, programme, board, busy, by):
    """An act for somebody who came later scores everybody anew; undoing it takes back what was decided and nothing
    else, as the pairs are always the best under all decisions."""
    end(busy, by)
    actions.pause(membership=busy.mentee, by=by, at=NOW)
    client, new = as_role("coordinator"), made.mentee(programme, "Samuel New", languages=["fr"], host_level="none")

    def told(name, *ids):
        url = reverse(f"pairs:{name}", args=[board.pk, *ids])
        page = client.post(url, {"seen": board.decisions.count()}, follow=True)
        return [str(message) for message in page.context["messages"]]

    assert told("wait", new.pk) == ["Left open: Samuel New. Saba Lone: Yonas Busy (had nobody)."]
    assert told("undoing") == ["Undone: Left open: Samuel New. Nobody gets another mentor by that."]
    assert said("", "1 mentee") in page_of(client, board)


def test_of_a_round_from_before_nothing_is_told(as_role, board, busy, by):
    MatchingRound.objects.of(board.organisation_id).update(ready={})
    end(busy, by)
    assert "more people can be matched" not in page_of(as_role("coordinator"), board)


def test_the_board_takes_as_many_queries_for_many_newcomers(as_role, programme, board):
    client = as_role("coordinator")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            page_of(client, board)
        return len(asked)

    queries()
    few = queries()
    for n in range(6):
        made.mentor(programme, f"New Mentor {n}")
        actions.pause(membership=made.mentee(programme, f"New Mentee {n}"), by=None, at=NOW)
    assert queries() == few


# ---- who wants nobody for now ----


def test_who_wants_nobody_for_now_or_has_left_is_counted_apart(as_role, cast, programme, board, by):
    client = as_role("coordinator")
    one, other = (made.mentee(programme, f"{name} Mentee", languages=["ti"]) for name in ("Pausing", "Leaving"))
    actions.pause(membership=one, by=by, at=NOW)
    actions.pause(membership=other, by=by, at=NOW, has_left=True)
    shown = client.get(reverse("pairs:matching", args=[programme.pk]))
    page = text(shown)
    assert len(shown.context["board"].mentees) == 1
    assert 'Mentees without a mentor <span class="count">1</span>' in page
    assert 'Not without a call <span class="count">2</span>' in page
    assert "Pausing Mentee wants nobody for now. Call first, then look again." in page
    assert "Leaving Mentee has left. Look again only if Leaving comes back." in page
    assert reverse("pairs:looking", args=[one.pk]) in page
    paper = text(client.get(reverse("pairs:print", args=[board.pk])))
    assert "Pausing Mentee wants nobody for now." in paper


# ---- who is refused ----


def test_refused_pairs_stand_under_a_heading_of_their_own(as_role, board, by):
    row = board.proposals.first()
    actions.decide(proposal=row, status="refused", by=by, at=NOW)
    page = page_of(as_role("coordinator"), board)
    suggested, refused = page.split("You have said no to", 1)
    assert refused.startswith(' <span class="count">1</span>')
    card = f'id="m-{row.mentee_id}-{row.mentor_id}"'
    assert (card in suggested, card in refused) == (False, True)
