"""A round on paper and as a sheet."""

import io
from datetime import timedelta
from urllib.parse import urlencode

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.pairs import actions
from tests.pairs import made
from tests.pairs.at_the_board import row_of, text, two_pairs
from tests.pairs.made import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def board(programme, by, only_ours):
    return two_pairs(programme, by)


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
    paper = reverse("pairs:print", args=[board.pk])
    then = f"{paper}?sheet=1"
    assert answer.url.endswith(f"?{urlencode({'next': then})}")
    assert f'href="{paper}">Not now' in client.get(answer.url).content.decode()
    assert not Entry.objects.filter(action="matching.export").exists()
    page = client.get(then).content.decode()  # as after signing in again: a page stands there, and the file comes
    assert f'<meta http-equiv="refresh" content="0; url={path}">' in page
    assert client.get(path)["Content-Disposition"].startswith("attachment; ")
    assert "refresh" not in client.get(reverse("pairs:print", args=[board.pk])).content.decode()


def test_no_link_saves_the_page_of_the_sign_in_as_the_file(as_role, programme, board):
    """A link with `download` saves whatever comes, also the page that asks to sign in again."""
    made.publish(_accepted(board))
    client, path = as_role("coordinator"), reverse("pairs:sheet", args=[board.pk])
    for page in (reverse("pairs:print", args=[board.pk]), reverse("pairs:pairs", args=[programme.pk])):
        assert f'href="{path}">' in client.get(page).content.decode()


def _accepted(board):
    actions.accept_all(matching_round=board, by=None, at=NOW)
    return board
