"""Whom somebody excludes is found for certain or asked about, and never repeated."""

import pytest

from tests.matching.written import problems


def test_an_exclusion_of_nobody_is_a_problem_that_does_not_repeat_it(read):
    header = ("id", "languages", "exclude")
    (found,) = problems(read, mentees=[header, ("e", "sv", "Ahmed")])
    expected = "not known; expected an id from these sheets or a two-letter country code"
    assert found == f"mentees.csv, row 2, column exclude: {expected}"
    assert read(mentors=[("id", "languages"), ("Ahmed", "sv")], mentees=[header, ("e", "sv", "ahmed")])


@pytest.mark.parametrize(
    "mentors",
    [
        [("id", "name"), ("m1", "Sara")],
        [("id", "languages")],
        [("id", "languages"), ("m1", "sv", "one more")],
        [],
    ],
)
def test_an_exclusion_is_no_problem_while_the_sheet_with_its_id_is_not_read(read, mentors):
    mentees = [("id", "languages", "exclude"), ("e", "sv", "m1"), ("e", "sv", "")]
    found = problems(read, mentors=mentors, mentees=mentees)
    assert [line.split(":")[0] for line in found[1:]] == ["mentees.csv, row 3, column id"]
    assert found[0].startswith("mentors.csv")


@pytest.mark.parametrize("cell", ["Bo", "Ek", "bo", "Bo Ek", "Jordan", "Se", "Xx", "XX", "nobody"])
def test_an_exclusion_that_may_be_a_name_is_never_taken_for_a_country(read, cell):
    mentors = [("id", "name", "languages"), ("m1", "Bo Ek", "sv"), ("m2", "Jordan Lind", "sv")]
    (found,) = problems(read, mentors=mentors, mentees=[("id", "languages", "exclude"), ("e", "sv", cell)])
    assert found.startswith("mentees.csv, row 2, column exclude: ")
    assert cell not in found.partition("exclude:")[2]


def test_an_exclusion_of_a_country_is_its_code_in_capitals_or_its_name(read):
    mentors = [("id", "name", "languages"), ("m1", "Bo Ek", "sv"), ("SO", "Jordan Lind", "sv")]
    mentees = [("id", "languages", "exclude"), ("e", "sv", "BO;Jordanien;ru;so")]
    assert read(mentors=mentors, mentees=mentees).mentees[0].exclude == ("BO", "JO", "RU", "so")
