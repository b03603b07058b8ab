"""Sheets as coordinators have them: other programs, other separators, and mistakes that are named."""

import csv
from datetime import date, datetime

import openpyxl
import pytest

from handslag.matching.sheets import SheetProblems, read_people


def write_csv(path, rows, delimiter=",", encoding="utf-8"):
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_xlsx(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def read(tmp_path):
    """Reads rows of mentors and mentees from CSV files."""

    def read_rows(mentors=(("id", "languages"),), mentees=(("id", "languages"),), headings=None):
        files = write_csv(tmp_path / "mentors.csv", mentors), write_csv(tmp_path / "mentees.csv", mentees)
        return read_people(*files, headings)

    return read_rows


def problems(read, **sheets):
    with pytest.raises(SheetProblems) as refusal:
        read(**sheets)
    return refusal.value.problems


def one_cell(read, column, cell):
    """The mentee that comes of one cell."""
    return read(mentees=[("id", "languages", column), ("e", "sv", cell)]).mentees[0]


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("gender", " Female ", "gender", "female"),
        ("gender", "woman", "gender", "female"),
        ("gender", "not_said", "gender", ""),
        ("birth_year", "1990", "birth_year", 1990),
        ("background", "sy; SO", "background", ("SY", "SO")),
        ("availability", "Mon-AM;tue_pm, sat eve", "availability", ("mon_am", "tue_pm", "sat_eve")),
        ("formats", "In-person;ONLINE", "formats", ("in_person", "online")),
        ("formats", "both", "formats", ("in_person", "online")),
        ("themes", "Employment:3;housing", "themes", {"employment": 3, "housing": None}),
        ("needs", "employment;not_said", "themes", {"employment": None}),
        ("kind", "role-model", "kind", ("role_model",)),
        ("traits", "1;2;;4;5", "traits", (1, 2, None, 4, 5)),
        ("traits", "", "traits", ()),
        ("wants_gender", "", "wants_gender", "any"),
        ("wants_gender", "Female", "wants_gender", "female"),
        ("wants_gender_strict", "must", "wants_gender_strict", True),
        ("wants_gender_strict", "No", "wants_gender_strict", False),
        ("wants_age", "18-30;over 60;any", "wants_age", ("18_30", "over_60")),
        ("trade", "Nurse, children;baker", "trade", ("Nurse, children", "baker")),
        ("waiting_since", "2026-03-31", "waiting_since", date(2026, 3, 31)),
        ("Waiting since", "2026-03-31 10:15:00", "waiting_since", date(2026, 3, 31)),
        ("exclude", "RU; E", "exclude", ("RU", "E")),
    ],
)
def test_a_cell_becomes_a_value(read, column, cell, field, value):
    assert getattr(one_cell(read, column, cell), field) == value


def test_languages_with_levels_and_without(read):
    person = read(mentees=[("id", "languages"), ("e", "AR:Native; sv:B1;uk; so:not_said")]).mentees[0]
    assert person.languages == {"ar": "native", "sv": "b1", "uk": None, "so": None}


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("gender", "lady", "'lady' is not known; expected one of female, male, other"),
        ("birth_year", "90", "'90' is not known; expected a whole number from 1900 to 2100"),
        ("languages", "Swedish", "'Swedish' is not known; expected language codes such as ar:native;sv:b1"),
        ("languages", "sv:good", "'good' is not known; expected one of none, a1, a2, b1, b2, c1, native"),
        ("background", "Syria", "'Syria' is not known; expected a two-letter country code such as SY"),
        ("availability", "noon", "'noon' is not known; expected day and part of day, mon_am to sun_eve"),
        ("themes", "work", "'work' is not known; expected one of employment, education"),
        ("themes", "housing:4", "'4' is not known; expected a whole number from 0 to 3"),
        ("traits", "1;2", "'1;2' holds 2 numbers; expected five of 1 to 5: 4;2;3;5;1"),
        ("traits", "1;2;3;4;6", "'6' is not known; expected a whole number from 1 to 5"),
        ("wants_age", "young", "'young' is not known; expected age bands: under_18, 18_30, 31_60, over_60"),
        ("wants_gender_strict", "perhaps", "'perhaps' is not known; expected yes or no"),
        ("waiting_since", "31/3/2026", "'31/3/2026' is not known; expected a date such as 2026-03-31"),
        ("waiting_since", "2026-02-30", "'2026-02-30' is not known; expected a date such as 2026-03-31"),
        ("lat", "north", "'north' is not known; expected degrees up to 90, such as 59.33"),
    ],
)
def test_an_unknown_value_is_named_with_row_column_and_what_was_expected(read, column, cell, expected):
    values = {"id": "e", "languages": "sv", column: cell}
    found = problems(read, mentees=[tuple(values), tuple(values.values())])
    assert found[0].startswith(f"mentees.csv, row 2, column {column}: {expected}")


def test_all_problems_of_both_sheets_are_told_at_once(read):
    found = problems(
        read,
        mentors=[("id", "languages", "places"), ("m", "sv", "many"), ("m", "sv", "1")],
        mentees=[("id", "languages"), ("", "sv"), ("e", "x"), ("e2", "sv", "more")],
    )
    assert [problem.split(":")[0] for problem in found] == [
        "mentors.csv, row 2, column places",
        "mentors.csv, row 3, column id",
        "mentees.csv, row 2, column id",
        "mentees.csv, row 3, column languages",
        "mentees.csv, row 4",
    ]


def test_an_exclusion_of_nobody_is_a_problem_that_does_not_repeat_it(read):
    header = ("id", "languages", "exclude")
    (found,) = problems(read, mentees=[header, ("e", "sv", "Ahmed")])
    expected = "not known; expected an id from these sheets or a two-letter country code"
    assert found == f"mentees.csv, row 2, column exclude: {expected}"
    assert read(mentors=[("id", "languages"), ("Ahmed", "sv")], mentees=[header, ("e", "sv", "ahmed")])


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("id", "name"), "row 1, column languages: the column is missing"),
        (("languages",), "row 1, column id: the column is missing"),
        (("id", "languages", "skills", "themes"), "row 1, column themes: the column stands twice"),
    ],
)
def test_headings_that_miss_or_stand_twice_are_a_problem(read, headings, expected):
    assert problems(read, mentors=[headings]) == (f"mentors.csv, {expected}",)


def test_one_degree_without_the_other_is_a_problem(read):
    rows = [("id", "languages", "latitude", "longitude"), ("e", "sv", "59,3", "")]
    assert problems(read, mentees=rows) == (
        "mentees.csv, row 2, column lat, lon: one is empty; expected both or neither",
    )


def test_headings_that_are_not_used_are_told(read):
    people = read(mentees=[("id", "languages", "Shoe size", "email"), ("e", "sv", "38", "=1+1")])
    assert people.unused == {"mentors.csv": (), "mentees.csv": ("Shoe size", "email")}


def test_an_export_of_a_form_is_read_with_its_own_headings(read):
    headings = {"What do you speak? ": "languages", "Your number": "id", "When can you meet?": "availability"}
    rows = [("Your number", "what do  you speak?", "When can you meet?"), ("7", "ar, sv:a2", "mon_am, mon_pm")]
    (person,) = read(mentees=rows, headings=headings).mentees
    assert (person.id, person.languages) == ("7", {"ar": None, "sv": "a2"})
    assert person.availability == ("mon_am", "mon_pm")


def test_a_mentor_without_a_number_of_places_has_one(read):
    rows = [("id", "languages", "places"), ("m1", "sv", ""), ("m2", "sv", "3"), ("m3", "sv", "0")]
    assert [mentor.places for mentor in read(mentors=rows).mentors] == [1, 3, 0]


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-8"), (",", "utf-8-sig")])
def test_csv_of_any_spreadsheet_program_is_read(tmp_path, delimiter, encoding):
    rows = [("id", "languages", "name"), ("e", "ar:native;sv:b1", "Åsa"), ("", "", "")]
    sheet = write_csv(tmp_path / "people.csv", rows, delimiter, encoding)
    (person,) = read_people(sheet, sheet).mentees
    assert (person.name, person.languages) == ("Åsa", {"ar": "native", "sv": "b1"})


def test_xlsx_is_read_with_its_numbers_dates_and_truth_values(tmp_path):
    header = ("id", "languages", "birth_year", "waiting_since", "wants_gender_strict", "lat", "lon", None)
    row = (12, "ar", 1990.0, datetime(2026, 3, 31), True, 59.33, 18, None)
    sheet = write_xlsx(tmp_path / "people.xlsx", [header, row, (None,) * 8])
    (person,) = read_people(sheet, sheet).mentees
    assert (person.id, person.birth_year, person.waiting_since) == ("12", 1990, date(2026, 3, 31))
    assert (person.wants_gender_strict, person.latitude, person.longitude) == (True, 59.33, 18.0)


def test_files_that_cannot_be_read_say_what_to_do(tmp_path):
    good = write_csv(tmp_path / "good.csv", [("id", "languages")])
    (tmp_path / "latin.csv").write_bytes("id,languages\nå,sv".encode("latin-1"))
    (tmp_path / "broken.xlsx").write_bytes(b"no zip")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "people.ods").write_text("")
    expected = {
        "missing.csv": "there is no such file",
        "latin.csv": "is not in UTF-8; save it as 'CSV UTF-8' or as .xlsx",
        "broken.xlsx": "is not a proper XLSX file",
        "empty.csv": "is empty; expected headings in the first row",
        "people.ods": "expected a file ending in .csv or .xlsx",
    }
    for name, words in expected.items():
        with pytest.raises(SheetProblems, match=f"{name}: {words}"):
            read_people(tmp_path / name, good)
