"""A count of few people tells what one of them answered: who may not read single answers does not see it."""

import csv
import io
from dataclasses import replace

import pytest
import time_machine
from django.urls import reverse

from handslag.evaluation.cards import cards
from handslag.evaluation.closing_models import KeptFigures
from handslag.evaluation.facts import MENTEE_FINAL, MENTOR_FINAL
from handslag.evaluation.home_panels import panels
from handslag.evaluation.indicators import Figure
from handslag.evaluation.trend import trends
from tests.cast import NOW, TODAY
from tests.evaluation.few_readers import PARTNER, SUPERVISOR, TEAM
from tests.evaluation.test_queries import answer
from tests.supervision.rows import DAY, started

FEW = "Hidden: fewer than five people."


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def two_answers(cast, programme):
    """The mentor is satisfied, the mentee is not."""
    started(cast, on=TODAY - 360 * DAY)
    answer(cast, cast.mentor, MENTOR_FINAL, sat=5, helpful=5)
    answer(cast, cast.mentee, MENTEE_FINAL, sat=1, helpful=1)
    return programme


def figure(number, n, total, *parts):
    return Figure(number, "Title", n, total, n / total, 0.8, note="All of it.", parts=parts)


@pytest.mark.parametrize("role", ["supervisor", "trainer", "administrator"])
def test_two_answers_are_told_to_nobody_who_may_not_read_them(two_answers, as_role, role):
    client, number = as_role(role), [two_answers.pk, "4"]
    page = client.get(reverse("evaluation:indicator", args=number))
    assert FEW in page.text
    for told in ("Mentees: 0 of 1", "Mentors: 1 of 1", "1 of 2", "Answered: "):
        assert told not in page.text
    cards = {c.figure.number: c for c in client.get(reverse("evaluation:indicators", args=number[:1])).context["cards"]}
    assert cards["4"].hidden
    sheet = client.get(reverse("evaluation:download", args=[two_answers.pk, "csv"])).content.decode("utf-8-sig")
    assert {row[0]: row for row in csv.reader(io.StringIO(sheet))}["4"][3:6] == ["", "", ""]


def test_who_may_read_single_answers_sees_every_count(two_answers, as_role):
    page = as_role("coordinator").get(reverse("evaluation:indicator", args=[two_answers.pk, "4"]))
    assert "1 of 2: 50 %" in page.text
    assert "Mentees: 0 of 1." in page.text


def test_the_home_and_the_months_before_hide_them_too(cast, programme):
    programme.indicators = [{"number": number, "title": {"en": "Title"}, "target": 0.8} for number in ("2", "4")]
    programme.save()
    months = {"2026-02-28": {"2": [1, 2], "4": [1, 2]}}
    kept = KeptFigures(organisation=cast.organisation, programme=programme, months=months, made_at=NOW)
    kept.save()

    def shown(role):
        [panel] = panels(cast.account(role), programme, NOW)
        return {figure["number"]: figure["counted"] for figure in panel.context["figures"]}

    assert shown("coordinator") == {"2": "1 of 2", "4": "1 of 2"}
    assert shown("supervisor") == {"2": "1 of 2", "4": ""}
    assert shown("partner") == {"2": "", "4": ""}
    programme.kept_figures = kept
    moved = trends(programme, [figure("2", 6, 8), figure("4", 6, 8)], TODAY, SUPERVISOR)
    assert [point.hidden for point in moved["2"].points] == [False, False]
    assert [point.hidden for point in moved["4"].points] == [True, False]


def test_a_small_part_takes_the_whole_note_with_it(programme):
    """Of mentors, mentees and all together, two counts give away the third."""

    def note(reader, shown):
        [card] = cards([shown], programme, reader)
        assert not card.hidden
        return card.note

    large, small = figure("4", 20, 30, (10, 15), (10, 15)), figure("4", 20, 30, (19, 26), (1, 4))
    assert [note(reader, large) for reader in (TEAM, SUPERVISOR, PARTNER)] == ["All of it.", "All of it.", ""]
    assert [note(reader, small) for reader in (TEAM, SUPERVISOR, PARTNER)] == ["All of it.", "", ""]
    assert note(SUPERVISOR, replace(small, number="2")) == "All of it."
    assert note(SUPERVISOR, replace(large, parts=((0, 0), (20, 30)))) == "All of it."
