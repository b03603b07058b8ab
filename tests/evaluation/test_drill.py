"""Who stands behind a figure: the rows add up to the counts, and names are for the team alone."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings

from handslag.evaluation.cards import cards
from handslag.evaluation.closing_actions import keep_figures
from handslag.evaluation.closing_models import KeptFigures
from handslag.evaluation.drill import BY_MONTH, ROWS, rows_of
from handslag.evaluation.facts import Facts
from handslag.evaluation.indicators import COUNTS, Figure
from handslag.evaluation.sheets import as_csv, as_xlsx
from handslag.evaluation.trend import Point, Trend, ends_of_months, trends
from handslag.supervision.actions import agree_pause
from tests.cast import NOW, TODAY
from tests.evaluation.few_readers import PARTNER, TEAM
from tests.evaluation.test_oracles import worlds
from tests.supervision.rows import DAY, diary, many_pairs, started


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_the_rows_behind_an_indicator_add_up_to_its_counts(facts: Facts):
    """Where answers are confidential, who has answered and who is missing add up to those who are due."""
    for number in ROWS.keys() - BY_MONTH:
        count, rows = COUNTS[number](facts), rows_of(number, facts)
        states = [row.state for row in rows]
        due = len(rows) - states.count("not_due")
        if number == "4":  # here N are the answers, and silence is not in it
            assert states.count("answered") == count.denominator
        else:
            assert due == count.denominator, number
        assert states.count("not_due") == count.not_due, number
        if "answered" not in states and number not in ("1b", "4"):
            assert states.count("counts") == count.numerator, number


pytestmark_db = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def url(programme, number="8"):
    return reverse("evaluation:indicator", args=[programme.pk, number])


@pytest.mark.django_db
def test_the_coordinator_sees_who_is_missing_and_whom_to_ask(cast, programme, as_role):
    pair = started(cast, on=TODAY - 120 * DAY)
    page = as_role("coordinator").get(url(programme))
    assert "no activity together yet" in page.text
    assert reverse("pairs:pair", args=[pair.pk]) in page.text
    assert [line["ask"] for line in page.context["lines"]] == [str(pair.mentor.person)]
    diary(pair, TODAY - DAY, activity="culture", form="in_person", minutes=60)
    assert as_role("coordinator").get(url(programme)).context["lines"][0]["row"].state == "counts"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["partner", "trainer", "administrator"])
def test_names_are_not_for_everybody_who_sees_the_figures(cast, programme, as_role, role):
    pair = started(cast, on=TODAY - 120 * DAY)
    page = as_role(role).get(url(programme))
    assert page.status_code == 200
    assert "lines" not in page.context
    assert str(pair.mentee.person) not in page.text


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["mentor", "mentee", "expert", "outsider"])
def test_others_open_nothing(cast, programme, as_role, role):
    client = as_role(role)
    assert client.get(url(programme)).status_code == 404
    assert client.get(reverse("evaluation:download", args=[programme.pk, "csv"])).status_code == 404


@pytest.mark.django_db
def test_every_indicator_has_a_page_and_no_other_number(cast, programme, as_role):
    client = as_role("coordinator")
    started(cast, on=TODAY - 120 * DAY)
    for number in COUNTS:
        assert client.get(url(programme, number)).status_code == 200, number
    assert client.get(url(programme, "11")).status_code == 404


@pytest.mark.django_db
def test_the_page_takes_as_many_queries_for_thirty_pairs_as_for_one(cast, programme, as_role):
    def count() -> int:
        client.get(url(programme))
        with CaptureQueriesContext(connection) as caught:
            client.get(url(programme))
        return len(caught.captured_queries)

    client = as_role("coordinator")
    started(cast, on=TODAY - 120 * DAY)
    one = count()
    many_pairs(cast, 29, on=TODAY - 120 * DAY)
    assert count() == one <= 9  # the ninth brings the names of the page


@pytest.mark.django_db
@pytest.mark.parametrize(("began", "noted"), [(TODAY - 50 * DAY, ", noted on 2 March"), (TODAY, "")])
def test_a_pause_that_was_noted_afterwards_says_when(cast, programme, as_role, began, noted):
    pair = started(cast, on=TODAY - 80 * DAY)
    agree_pause(pair=pair, from_on=began, until_on=began + 9 * DAY, reason="travel", by=None, at=NOW)
    [line] = as_role("coordinator").get(url(programme, "2")).context["lines"]
    days = "10 days" if noted else "1 day"
    assert line["row"].why.endswith(f", beside {days} of an agreed pause{noted}")


# ---- trend ----


def test_the_months_that_are_over_since_the_programme_began():
    class Programme:
        starts_on = date(2026, 1, 5)

    assert ends_of_months(Programme, date(2026, 3, 31)) == [date(2026, 1, 31), date(2026, 2, 28)]
    assert len(ends_of_months(Programme, date(2028, 1, 1))) == 12


@pytest.mark.django_db
def test_the_figures_of_a_month_are_kept_and_the_last_two_worked_out_again(cast, programme):
    started(cast, on=date(2026, 1, 10))
    assert keep_figures(programme=programme, at=NOW) == 2
    assert keep_figures(programme=programme, at=NOW) == 0
    row = KeptFigures.objects.of(cast.organisation).get()
    assert row.months["2026-02-28"]["6"] == [0, 1]
    row.months["2026-01-31"]["6"] = [9, 9]
    row.save()
    assert keep_figures(programme=programme, at=NOW + 100 * DAY) == 3  # March to May are new, the last two among them
    row.refresh_from_db(from_queryset=KeptFigures.objects.of(cast.organisation))
    assert row.months["2026-01-31"]["6"] == [9, 9]  # what is older stays as it was


def figure(n, total):
    return Figure("8", "=Title", n, total, n / total if total else None, 1.0)


@pytest.mark.django_db
def test_a_trend_ends_with_the_day_that_is_looked_at_and_hides_small_counts(cast, programme):
    months = {"2026-01-31": {"8": [3, 8]}, "2026-02-28": {"8": [6, 8]}, "2026-04-30": {"8": [8, 8]}}
    KeptFigures.objects.create(organisation=cast.organisation, programme=programme, months=months, made_at=NOW)
    inside = trends(programme, [figure(7, 8)], TODAY, TEAM)["8"]
    assert [point.percent for point in inside.points] == [37, 75, 87]
    outside = trends(programme, [figure(7, 8)], TODAY, PARTNER)["8"]
    assert [point.percent for point in outside.points] == [None, 75, 87]
    assert [spot.point.percent for spot in outside.spots] == [75, 87]


def test_the_picture_of_a_trend_has_fixed_dots_months_and_the_first_and_last_value():
    days = [date(2026, month, 28 if month == 2 else 31) for month in (1, 2, 3)]
    trend = Trend((*(Point(day, n, 10) for n, day in enumerate(days)), Point(date(2026, 4, 2), 5, 10)), 0.75)
    with translation.override("sv"):
        shown = [(spot.x, spot.y, spot.month) for spot in trend.spots]
        page = render_to_string("evaluation/trend.html", {"trend": trend})
    assert shown == [
        ("9.0%", "76.0%", "Jan"), ("46.6%", "71.0%", "Feb"), ("88.3%", "66.0%", ""), ("91.0%", "51.0%", "2 Apr"),
    ]  # fmt: skip
    assert 'y1="38.5%"' in page  # the target
    assert "75 %" in page
    assert re.findall(r"(\d+) %</text>", page) == ["0", "50"]
    assert "viewBox" not in page


def test_right_to_left_a_trend_begins_at_the_right():
    trend = Trend((Point(date(2026, 1, 31), 1, 10), Point(date(2026, 2, 28), 5, 10)), 0.75)
    with translation.override("ar"):
        assert [spot.x for spot in trend.spots] == ["91.0%", "9.0%"]


def test_one_point_makes_no_line():
    assert not Trend((), 0.8).points
    alone = Trend((Point(TODAY, 1, 2),), 0.8)
    assert not alone.is_shown


# ---- sheets ----


@pytest.mark.django_db
def test_sheets_hold_the_figures_and_no_formula(programme):
    shown = cards([figure(7, 8)], programme, TEAM)
    rows = list(csv.reader(io.StringIO(as_csv(shown, TODAY).decode("utf-8-sig"))))
    assert rows[1][:7] == ["8", "'=Title", TODAY.isoformat(), "7", "8", "87", "100.0"]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(shown, TODAY))).active
    assert [cell.value for cell in sheet[2]][:5] == ["8", "=Title", TODAY.isoformat(), 7, 8]
    assert sheet["B2"].data_type == "s"


@pytest.mark.django_db
def test_a_partner_downloads_no_small_count(cast, programme, as_role):
    many_pairs(cast, 4, on=TODAY - 120 * DAY)
    page = as_role("partner").get(reverse("evaluation:download", args=[programme.pk, "csv"]))
    rows = {row[0]: row for row in csv.reader(io.StringIO(page.content.decode("utf-8-sig")))}
    assert rows["3"][3:6] == ["", "", ""]
    assert "attachment" in page["Content-Disposition"]
    assert as_role("partner").get(reverse("evaluation:download", args=[programme.pk, "exe"])).status_code == 404
