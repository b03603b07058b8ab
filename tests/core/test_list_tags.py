"""The small tags of rows in lists: a day, and a state in a word."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format

import handslag.core
from handslag.core.templatetags.ui import day, short_day, status


def test_a_day_is_said_in_words_and_for_machines():
    assert day(date(2026, 3, 1)) == '<time datetime="2026-03-01">1 Mar 2026</time>'
    assert day(date(2026, 3, 1), "j M") == '<time datetime="2026-03-01">1 Mar</time>'


def test_an_instant_falls_on_the_day_where_the_reader_is():
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Stockholm")):
        assert 'datetime="2026-03-02"' in day(at)
    with timezone.override(UTC):
        assert 'datetime="2026-03-01"' in day(at)


def test_a_day_that_was_shown_in_one_language_is_shown_anew_in_another():
    may = date(2026, 5, 1)
    with translation.override("en"):
        english = day(may, "j F")
    with translation.override("sv"):
        assert day(may, "j F") != english


def test_the_tag_of_a_state_is_what_the_widget_shows():
    for kind in ("ok", "now", "warn", "error", "info", "", "unknown"):
        shown = render_to_string("ui/status.html", {"kind": kind, "text": "1 < 2"}).strip()
        assert shown == status(kind, "1 < 2")
        assert "1 &lt; 2" in shown


@time_machine.travel("2026-03-02 09:00Z")
def test_the_year_is_said_where_it_is_another_one():
    assert short_day(date(2026, 4, 1)) == "1 April"
    assert short_day(date(2036, 1, 1)) == "1 January 2036"
    assert short_day(datetime(2036, 1, 1, 17, tzinfo=UTC), "l j F, H:i") == "Tuesday 1 January 2036, 17:00"
    assert short_day(None) == ""


@pytest.mark.parametrize(
    ("language", "short", "moment", "beside", "month"),
    [
        ("en", "16 Jun 2026", "16 Jun 2026, 09:05", "16 June", "June 2026"),
        ("sv", "16 juni 2026", "16 juni 2026 09:05", "16 juni", "juni 2026"),
        ("ar", "16 يونيو 2026", "16 يونيو 2026، 09:05", "16 يونيو", "يونيو 2026"),
        ("el", "16 Ιουνίου 2026", "16 Ιουνίου 2026, 09:05", "16 Ιουνίου", "Ιούνιος 2026"),
    ],
)
@time_machine.travel("2026-03-02 09:00Z")
def test_the_name_of_a_month_follows_the_rules_of_its_language(language, short, moment, beside, month):
    june = datetime(2026, 6, 16, 9, 5)
    with translation.override(language):
        assert day(june.date()) == f'<time datetime="2026-06-16">{short}</time>'
        assert date_format(june, "SHORT_DATETIME_FORMAT") == moment
        assert day(june.date(), "MONTH_DAY_FORMAT").endswith(f">{beside}</time>")
        assert short_day(june.date()) == beside
        assert date_format(june, "YEAR_MONTH_FORMAT") == month
        assert date_format(june, "DATE_FORMAT") == f"{beside} 2026"


def test_no_page_spells_out_a_short_month_which_would_have_a_capital_in_every_language():
    pages = Path(handslag.core.__file__).parents[1].rglob("*.html")
    patterns = {
        pattern
        for page in pages
        for pattern in re.findall(r"""(?:\|date:|\|short_day:|% day \S+ )["'](.+?)["']""", page.read_text())
    }
    assert "j F Y" in patterns
    assert [pattern for pattern in patterns if "M" in pattern and not pattern.endswith("_FORMAT")] == []
