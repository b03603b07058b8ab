"""Which column means what: our headings, those of a form, and slips."""

import pytest

from handslag.matching.headings import Mapped
from handslag.matching.sheets import SheetProblems, read_people
from tests.matching.written import SOMEBODY, problems, write_csv


def test_a_title_above_the_headings_is_passed_over(read):
    rows = [("Mentees in spring",), (), ("id", "languages"), ("e", "sv")]
    assert [mentee.id for mentee in read(mentees=rows).mentees] == ["e"]
    assert problems(read, mentees=[*rows, ("e2", "?")])[0].startswith("mentees.csv, row 5, column languages")


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("id", "name"), "row 1, column languages: the column is missing; the headings are: id, name"),
        (("languages",), "row 1, column id: the column is missing; the headings are: languages"),
        (("id", "languages", "skills", "themes"), "row 1, column themes: the column stands twice"),
    ],
)
def test_headings_that_miss_or_stand_twice_are_a_problem(read, headings, expected):
    assert problems(read, mentors=[headings]) == (f"mentors.csv, {expected}",)


@pytest.mark.parametrize(
    ("heading", "column"), [("excludes", "exclude"), ("availabilty", "availability"), ("tillgänglihet", "availability")]
)
def test_a_heading_that_is_nearly_ours_is_a_problem(read, heading, column):
    (found,) = problems(read, mentees=[("id", "languages", heading), ("e", "sv", "")])
    assert found == f"mentees.csv, row 1, column {column}: {heading!r} is not known; did you mean {column}?"


def test_a_heading_like_one_that_is_there_is_only_not_used(read):
    people = read(mentees=[("id", "languages", "exclude", "excludes"), ("e", "sv", "RU", "x")])
    assert people.unused["mentees.csv"] == ("excludes",)


@pytest.mark.parametrize("heading", ["Email", "Phone", "Timestamp", "Comments", "Age", "Motivation", "Adress"])
def test_other_headings_are_only_not_used(read, heading):
    assert read(mentees=[("id", "languages", heading), ("e", "sv", "")]).unused["mentees.csv"] == (heading,)


def test_headings_that_are_not_used_are_told(read):
    people = read(mentees=[("id", "languages", "Shoe size", "email"), ("e", "sv", "38", "=1+1")])
    assert people.unused == {"mentors.csv": (), "mentees.csv": ("Shoe size", "email")}


def test_an_export_of_a_form_is_read_with_its_own_headings(read):
    headings = {"what do you speak?": "languages", "your number": "id", "when can you meet?": "availability"}
    mapped = Mapped({heading: (column, "") for heading, column in headings.items()})
    rows = [("Your number", "what do  you speak?", "When can you meet?"), ("7", "ar, sv:a2", "mon_am, mon_pm")]
    (person,) = read(mentors=rows, mentees=rows, mapped=mapped).mentees
    assert (person.id, person.languages) == ("7", {"ar": None, "sv": "a2"})
    assert person.availability == ("mon_am", "mon_pm")


def test_a_mistake_in_a_form_is_told_with_the_question_that_it_answers(read):
    headings = {
        "what do you speak?": "languages",
        "how well?": "languages",
        "your number": "id",
        "not this one": "exclude",
    }
    mapped = Mapped({heading: (column, "") for heading, column in headings.items()})
    rows = [
        ("Your number", "Kön", "What do you speak?", "How well? [Arabic]", "How well? [Somali]", "Not this one"),
        ("7", "lady", "sv", "B1", "Goodish", "x"),
        ("8", "", "", "", "", ""),
    ]
    mentors = [("Your number", "What do you speak?", "Not this one"), ("1", "sv", "")]
    assert [line.partition(": ")[0] for line in problems(read, mentors=mentors, mentees=rows, mapped=mapped)] == [
        "mentees.csv, row 2, column gender (Kön)",
        "mentees.csv, row 2, column languages (How well? [Somali])",
        "mentees.csv, row 3, column languages (What do you speak?)",
        "mentees.csv, row 2, column exclude (Not this one)",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,languages,place\ne,sv,Lund, centre\n", "put quotation marks around a cell with ',' in it"),
        ("id;languages\ne;ar;sv\n", "put quotation marks around a cell with ';' in it"),
    ],
)
def test_a_row_with_more_cells_than_headings_says_how_to_mend_it(tmp_path, text, words):
    (tmp_path / "people.csv").write_text(text)
    with pytest.raises(SheetProblems) as refusal:
        read_people(tmp_path / "people.csv", write_csv(tmp_path / "mentees.csv", SOMEBODY))
    expected = f"people.csv, row 2: has more cells than there are headings; {words}, or use another separator"
    assert refusal.value.problems == (expected,)


def test_a_sheet_of_headings_alone_is_a_problem(read):
    expected = "mentors.csv: has headings but no people; expected one person a row"
    assert problems(read, mentors=[("id", "languages")]) == (expected,)
