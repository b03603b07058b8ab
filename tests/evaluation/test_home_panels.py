"""The row of indicators on the team's home."""

from datetime import date

import pytest
import time_machine

from handslag.core.home_panels import home_of
from handslag.evaluation.home_panels import panels
from handslag.evaluation.models import KeptFigures
from handslag.evaluation.trend import counts_on
from tests.cast import NOW, TODAY, member, person
from tests.evaluation.test_queries import all_units
from tests.supervision.rows import DAY, noon

FIGURES = "evaluation/home/figures.html"


@pytest.fixture
def kept(cast):
    cast.programme.indicators = [
        {"number": "1a", "title": {"en": "All units"}, "target": 0.85},
        {"number": "2", "title": {"en": "Twice a month"}, "target": 0.75},
        {"number": "5", "title": {"en": "Active"}, "target": 0.5},
    ]
    cast.programme.save()
    months = {"2026-08-31": {"1a": [1, 10], "2": [0, 0]}, "2026-09-30": {"1a": [9, 10], "2": [2, 3], "5": [0, 0]}}
    return KeptFigures.objects.create(
        organisation=cast.organisation, programme=cast.programme, months=months, made_at=NOW
    )


def test_the_last_month_that_was_kept_is_shown_beside_the_targets(cast, kept):
    [panel] = panels(cast.account("coordinator"), cast.programme, NOW)
    shown = [(figure["number"], figure["percent"], figure["state"]) for figure in panel.context["figures"]]
    assert shown == [("1a", 90, "on_track"), ("2", 66, "watch"), ("5", None, "none")]
    assert panel.context["on"].isoformat() == "2026-09-30"


def test_the_page_shows_them_and_leads_to_each(as_role, cast, kept):
    page = as_role("coordinator").get("/home/").text
    assert "Indicators on 30 September" in page
    assert "66&nbsp;%" in page
    assert f"/programmes/{cast.programme.pk}/indicators/2/?on=2026-09-30" in page


def test_partners_see_no_count_of_fewer_than_five(cast, kept):
    [panel] = panels(cast.account("partner"), cast.programme, NOW)
    figures = panel.context["figures"]
    shown = {figure["number"]: (figure["percent"], figure["counted"], figure["word"]) for figure in figures}
    assert shown["1a"] == (90, "9 of 10", "On track")
    assert shown["2"] == (None, "", "Hidden: fewer than five people.")


@pytest.mark.parametrize("role", ["mentor", "mentee", "outsider"])
def test_who_reads_no_indicators_gets_no_row(cast, kept, role):
    _steps, above, below = home_of(cast.account(role), cast.programme, NOW)
    assert FIGURES not in [panel.template for panel in above + below]


def test_only_who_can_see_today_is_led_to_its_figures(as_role, kept):
    assert "The figures of today" in as_role("supervisor").get("/home/").text
    page = as_role("partner").get("/home/").text
    assert "The figures of today" not in page
    assert "All figures" in page


def test_before_the_first_month_is_over_there_is_nothing(cast):
    assert list(panels(cast.account("coordinator"), cast.programme, NOW)) == []


def test_monthly_diaries_are_no_people_and_are_called_what_they_are(as_role, cast, kept):
    cast.programme.indicators.append({"number": "10", "title": {"en": "Diaries"}, "target": 0.8})
    cast.programme.save()
    kept.months["2026-09-30"]["10"] = [48, 48]
    kept.save()
    page = as_role("coordinator").get("/home/").text
    assert "48 of 48 monthly diaries" in page
    assert "9 of 10</span>" in page


def test_the_page_of_a_figure_says_what_was_kept_where_it_counts_otherwise(as_role, cast, kept):
    """A card on the home says what was kept; what was written afterwards about earlier days is counted by the page."""
    there = f"/programmes/{cast.programme.pk}/indicators/1a/?on=2026-09-30"
    with time_machine.travel("2026-10-10T10:00:00Z", tick=False):
        assert "Kept for this day: 9 of 10." in as_role("coordinator").get(there).text
        kept.months["2026-09-30"] = counts_on(cast.programme, date(2026, 9, 30))
        kept.save()
        assert "Kept for this day" not in as_role("coordinator").get(there).text


def test_monthly_diaries_that_were_kept_are_called_what_they_are(as_role, cast, kept):
    cast.programme.indicators.append({"number": "10", "title": {"en": "Diaries"}, "target": 0.8})
    cast.programme.save()
    kept.months["2026-09-30"]["10"] = [48, 60]
    kept.save()
    page = as_role("coordinator").get(f"/programmes/{cast.programme.pk}/indicators/10/?on=2026-09-30").text
    assert "Kept for this day: 48 of 60 monthly diaries." in page


@pytest.mark.parametrize(("role", "is_told"), [("coordinator", True), ("partner", False)])
def test_a_small_count_that_was_kept_is_not_told_outside(as_role, cast, programme, kept, role, is_told):
    mentors = [member(programme, person(cast.organisation, f"Mentor {n}"), "mentor") for n in range(5)]
    programme.memberships.update(joined_at=noon(TODAY - 60 * DAY))
    all_units(cast, *mentors)
    kept.months[TODAY.isoformat()] = {"1a": [4, 7]}
    kept.save()
    page = as_role(role).get(f"/programmes/{programme.pk}/indicators/1a/?on={TODAY.isoformat()}").text
    assert "5 of 7" in page
    assert ("Kept for this day: 4 of 7." in page) is is_told
