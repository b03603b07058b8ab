"""Which question a column answers."""

import pytest

from handslag.recruitment.headings import plain
from handslag.recruitment.importing import Reader
from handslag.recruitment.sheets import Table
from tests.cast import TODAY

from .test_importing import programme  # noqa: F401 the fixture


@pytest.fixture
def headings(programme):  # noqa: F811
    def of(role: str, remembered: dict | None = None):
        return Reader(programme, TODAY, role, remembered).headings

    return of


@pytest.mark.parametrize(
    ("role", "heading", "target", "how"),
    [
        ("mentor", "full_name", "full_name", "name"),
        ("mentor", "Full Name", "full_name", "name"),
        ("mentor", "What year were you born? *", "birth_year", "wording"),
        ("mentor", "Vilket år är du född?", "birth_year", "wording"),
        ("mentor", "Telefonnummer", "phone", "wording"),
        ("mentor", "Timestamp", "-", "wording"),
        ("mentee", "Tidstämpel", "-", "wording"),
        ("mentee", "Vad vill du ha hjälp med?", "help_wanted", "wording"),
        ("mentor", "How well do you speak Arabic?", "level_ar", "wording"),
        ("mentor", "How well do you speak these? [Dari]", "level_prs", "wording"),
        ("mentor", "level_sv", "level_sv", "name"),
        ("mentor", "How much do you know about these? [A home]", "know_housing", "wording"),
        ("mentor", "How much do you know about these? [Health]", "know_health", "wording"),
        ("mentee", "Hur mycket hjälp vill du ha med det här? [Bostad]", "need_housing", "wording"),
        ("mentor", "How true is this? [I listen to others.]", "self_1", "wording"),
        ("mentor", "When can you usually meet? [Monday]", "slots", "wording"),
        ("mentee", "Which areas? [Health]", "help_wanted", "wording"),
        ("mentor", "What year where you born", "birth_year", "guess"),
        ("", "Role", "role", "name"),
        ("", "Roll", "role", "wording"),
        ("", "Mentor or mentee", "role", "wording"),
        ("", "Mentor / mentee?", "role", "wording"),
        ("", "Mentee or Mentor", "role", "wording"),
        ("", "Are you a mentor or a mentee?", "role", "wording"),
        ("", "Mentor eller adept", "role", "wording"),
        ("", "Mentor eller mentee", "role", "wording"),
        ("", "Mentor/adept", "role", "wording"),
        ("", "My mentor", "", ""),
        ("mentor", "Favourite colour", "", ""),
        ("mentee", "Why do you want to be a mentor?", "", ""),
    ],
)
def test_a_heading_is_recognised_by_name_by_wording_or_not(headings, role, heading, target, how):
    column = headings(role).column(0, heading)
    assert (column.target, column.how) == (target, how)


def test_what_was_chosen_before_comes_first(headings):
    remembered = {plain("Favourite colour?"): "motivation", plain("Telefonnummer"): "-"}
    found = headings("mentor", remembered).columns(["favourite colour", "Telefonnummer"])
    assert [(column.target, column.how) for column in found] == [("motivation", "remembered"), ("-", "remembered")]


def test_the_second_of_two_columns_for_one_question_is_marked(headings):
    found = headings("mentor").columns(["phone", "Telefonnummer", "Which areas [Work]"])
    assert [(column.target, column.how) for column in found[:2]] == [("phone", "name"), ("", "twice")]


def test_the_headings_may_stand_below_a_title(headings):
    lines = [(1, ["Our applicants"]), (3, ["name", "phone", "place"]), (4, ["Rana", "070", "Malmö"])]
    assert headings("mentor").head(Table("", lines)) == 1
