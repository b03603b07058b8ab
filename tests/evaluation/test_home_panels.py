"""The row of indicators on the team's home."""

import pytest

from handslag.core.home_panels import home_of
from handslag.evaluation.home_panels import panels
from handslag.evaluation.models import KeptFigures
from tests.cast import NOW

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
    shown = {figure["number"]: (figure["percent"], figure["total"], figure["word"]) for figure in figures}
    assert shown["1a"] == (90, 10, "On track")
    assert shown["2"] == (None, 0, "Hidden: fewer than five people.")


@pytest.mark.parametrize("role", ["mentor", "mentee", "outsider"])
def test_who_reads_no_indicators_gets_no_row(cast, kept, role):
    _steps, above, below = home_of(cast.account(role), cast.programme, NOW)
    assert FIGURES not in [panel.template for panel in above + below]


def test_before_the_first_month_is_over_there_is_nothing(cast):
    assert list(panels(cast.account("coordinator"), cast.programme, NOW)) == []
