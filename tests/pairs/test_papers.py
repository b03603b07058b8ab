"""A round that is published stays within reach, and its paper says what has come of each pair."""

import io
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.pairs import actions
from handslag.pairs.models import Pair
from handslag.pairs.papers import paper_of
from handslag.programmes.actions import end_role
from tests.pairs import made
from tests.pairs.made import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def published(programme, by):
    """A published round of three pairs."""
    matching_round = made.round_of_three(programme, by)
    actions.accept_all(matching_round=matching_round, by=by, at=NOW)
    made.publish(matching_round, by)
    matching_round.refresh_from_db()
    return matching_round


def listed(client, programme, **query):
    return client.get(reverse("pairs:pairs", args=[programme.pk]), query)


def test_who_matches_finds_published_rounds_beside_the_pairs(as_role, programme, published):
    page = listed(as_role("coordinator"), programme).text
    assert "Published rounds" in page
    for name in ("print", "sheet"):
        assert reverse(f"pairs:{name}", args=[published.pk]) in page
    assert "Published rounds" not in listed(as_role("supervisor"), programme).text


def test_an_open_round_is_not_among_them(as_role, programme, by):
    made.round_of_three(programme, by)
    made.pair(made.mentor(programme, "Omar Mentor"), made.mentee(programme, "Amina Mentee"))
    assert "Published rounds" not in listed(as_role("coordinator"), programme).text


def test_the_paper_says_what_has_come_of_each_pair(cast, programme, published):
    one, other, third = Pair.objects.of(programme.organisation).order_by("mentee__person__family_name")
    user = cast.account("coordinator")

    def states() -> list[str]:
        return [row.state for row in sorted(paper_of(user, published, NOW).pairs, key=lambda row: row.mentee)]

    assert states() == ["Asked. Waits for: Mentee and Mentor. Until 9 March."] * 3
    actions.answer(pair=one, member=one.mentee, said="yes", by=None, at=NOW)
    assert states()[0] == "Asked. Yes: Mentee. Waits for: Mentor. Until 9 March."
    actions.answer(pair=one, member=one.mentor, said="yes", by=None, at=NOW)
    assert states()[0] == "First meeting to come. Yes: Mentee and Mentor."
    actions.start(pair=one, on=TODAY, by=None, at=NOW)
    actions.answer(pair=other, member=other.mentor, said="no", reason="distance", by=None, at=NOW)
    actions.end(pair=third, reason="moved", on=TODAY, by=None, at=NOW)
    assert states() == [
        "Running.",
        "Ended. One of the two said no. Mentor: No. It is too far.",
        "Ended. Moved away.",
    ]


def test_mentors_with_a_free_place_are_named_on_paper_and_in_the_sheet(as_role, programme, by):
    made.mentee(programme)
    for name, places in (("Karin One", "1"), ("Maha Two", "2")):
        made.mentor(programme, name, places=places, languages=["ti"])
    made.mentor(programme, "Olena Untrained", units=2)
    matching_round = actions.suggest(programme=programme, by=by, at=NOW)
    client = as_role("coordinator")
    page = client.get(reverse("pairs:print", args=[matching_round.pk]))
    assert page.context["paper"].mentors == [("Karin One", 1), ("Maha Two", 2)]
    assert "Mentors with a free place" in page.text
    body = client.get(reverse("pairs:sheet", args=[matching_round.pk])).content
    rows = [row[:4] for row in openpyxl.load_workbook(io.BytesIO(body)).active.values]
    assert rows[-2:] == [("nobody yet", "Karin One", "", "1 place"), ("nobody yet", "Maha Two", "", "2 places")]


def test_of_a_published_round_the_free_places_are_those_of_then(cast, programme, by):
    """What was free on the board the moment before it was published; nothing that comes later changes it."""
    matching_round = made.round_of_three(programme, by)
    free = [made.mentor(programme, f"Free {n}", places=places) for n, places in enumerate("2111")]
    actions.pause(membership=free[3], by=by, at=NOW)
    actions.accept_all(matching_round=matching_round, by=by, at=NOW)
    user = cast.account("coordinator")
    before = paper_of(user, matching_round, NOW).mentors
    assert [name for name, _places in before] == ["Free 0", "Free 1", "Free 2"]
    pairs = made.publish(matching_round, by)
    matching_round.refresh_from_db()
    assert paper_of(user, matching_round, NOW).mentors == before
    later = NOW + 3 * DAY
    actions.end(pair=pairs[0], reason="moved", on=TODAY, by=by, at=NOW)
    made.pair(free[0], made.mentee(programme, "Later Mentee"), matched_at=later)
    end_role(membership=free[1], reason="moved", by=by, at=later)
    actions.pause(membership=free[2], by=by, at=later)
    made.tell(free[0], made.MENTOR | {"places": "3"}, at=later)
    newcomer = made.mentor(programme, "New Mentor")
    newcomer.joined_at = later
    newcomer.save()
    with time_machine.travel(later + DAY, tick=False):
        assert paper_of(user, matching_round, later + DAY).mentors == before


def test_a_pair_that_ended_after_publishing_on_the_same_day_took_its_place_then(cast, programme, by):
    """Nor does a day in the past, which somebody writes down later, free anybody; an end that was written did."""
    matching_round = made.round_of_three(programme, by)
    actions.accept_all(matching_round=matching_round, by=by, at=NOW)
    mentors = [made.mentor(programme, f"Busy {n}") for n in range(3)]
    busy = [made.pair(mentor, made.mentee(programme, f"Busy Mentee {n}")) for n, mentor in enumerate(mentors)]
    actions.end(pair=busy[2], reason="moved", on=TODAY, by=by, at=NOW)
    published_at = NOW + timedelta(hours=1)
    lone = made.mentee(programme, "Lone Mentee")
    matching_round = actions.suggest(programme=programme, by=by, at=NOW)
    actions.lock(matching_round=matching_round, mentee=lone, mentor=mentors[2], by=by, at=NOW)
    made.mentee(programme, "Last Mentee")
    matching_round = actions.suggest(programme=programme, by=by, at=NOW)
    made.publish(matching_round, by, published_at)
    matching_round.refresh_from_db()
    user = cast.account("coordinator")
    before = paper_of(user, matching_round, published_at)
    assert before.mentors == []
    for pair, on in ((busy[0], TODAY), (busy[1], TODAY - 3 * DAY)):
        actions.end(pair=pair, reason="moved", on=on, by=by, at=published_at + timedelta(hours=1))
    after = paper_of(user, matching_round, published_at + timedelta(hours=2))
    assert (after.mentors, after.left) == (before.mentors, before.left)
    assert any("Every place is taken" in row.reasons[0] for row in after.left)


def test_an_end_that_was_written_before_publishing_had_freed_the_place(cast, programme, by):
    matching_round = made.round_of_three(programme, by)
    actions.accept_all(matching_round=matching_round, by=by, at=NOW)
    pair = made.pair(made.mentor(programme, "Busy Mentor"), made.mentee(programme, "Busy Mentee"))
    actions.end(pair=pair, reason="moved", on=TODAY, by=by, at=NOW)
    made.publish(matching_round, by, NOW + timedelta(hours=1))
    matching_round.refresh_from_db()
    assert paper_of(cast.account("coordinator"), matching_round, NOW).mentors == [("Busy Mentor", 1)]


def test_of_the_journal_only_the_ends_of_these_pairs_are_read(cast, programme, by, published):
    ended = made.pair(made.mentor(programme, "Busy Mentor"), made.mentee(programme, "Busy Mentee"))
    actions.end(pair=ended, reason="moved", on=TODAY, by=by, at=NOW)
    with CaptureQueriesContext(connection) as asked:
        paper_of(cast.account("coordinator"), published, NOW)
    [of_ends] = [query["sql"] for query in asked if "pair.end" in query["sql"]]
    assert str(ended.pk) in of_ends


def test_the_pages_take_as_many_queries_for_one_as_for_many(as_role, programme, by, published):
    client = as_role("coordinator")
    urls = [reverse("pairs:pairs", args=[programme.pk]), reverse("pairs:print", args=[published.pk])]

    def queries() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    made.pair(made.mentor(programme), made.mentee(programme), ended_on=TODAY, end_reason="moved")
    queries()
    few = queries()
    for n in range(12):
        two = made.mentor(programme, f"More {n}"), made.mentee(programme, f"Else {n}")
        made.mentor(programme, f"Free {n}")
        for wanted in (published, None):
            made.pair(*two, round=wanted, agreed_at=None, ended_on=TODAY, end_reason="moved")
    assert queries() == few
    assert max(few) <= 12
