"""Sheets as coordinators have them: other programs, other separators, and mistakes that are named."""

import csv
from datetime import date, datetime

import openpyxl
import pytest

from handslag.matching.headings import Mapped
from handslag.matching.sheets import SheetProblems, read_people

SOMEBODY = [("id", "languages"), ("somebody", "sv")]


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

    def read_rows(mentors=SOMEBODY, mentees=SOMEBODY, mapped=None, on=None):
        files = write_csv(tmp_path / "mentors.csv", mentors), write_csv(tmp_path / "mentees.csv", mentees)
        return read_people(*files, mapped, on=on)

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
        ("kön", "kvinna", "gender", "female"),
        ("Födelseår", "1990-05-17", "birth_year", 1990),
        ("birth_year", "1990.0", "birth_year", 1990),
        ("traits", "1.0;2,0;3;4;5", "traits", (1, 2, 3, 4, 5)),
        ("undantag", "Syrien; SO", "exclude", ("SY", "SO")),
        ("trade", "Nurse, children;baker", "trade", ("Nurse, children", "baker")),
        ("waiting_since", "2026-03-31", "waiting_since", date(2026, 3, 31)),
        ("Waiting since", "2026-03-31 10:15:00", "waiting_since", date(2026, 3, 31)),
        ("Väntar sedan", "2026/03/31 08:15:00 AM GMT+1", "waiting_since", date(2026, 3, 31)),
        ("exclude", "RU; E", "exclude", ("RU", "E")),
        ("exclude", "-", "exclude", ()),
        ("place", "n/a", "place", ""),
        ("gender", "N/A", "gender", ""),
        ("birth_year", "-", "birth_year", None),
        ("availability", "–", "availability", ()),
        ("themes", "housing:-", "themes", {"housing": None}),
        ("waiting_since", "n.a.", "waiting_since", None),
        ("wants_gender_strict", "-", "wants_gender_strict", False),
        ("wants_age", "60+;18-30", "wants_age", ("over_59", "18_30")),
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
        ("languages", "Klingonish", "'Klingonish' is not known; expected language codes such as ar:native;sv:b1"),
        ("languages", "sv:good", "'good' is not known; expected one of none, a1, a2, b1, b2, c1, native"),
        ("background", "Syrialand", "'Syrialand' is not known; expected a two-letter country code such as SY"),
        ("availability", "noon", "'noon' is not known; expected day and part of day, mon_am to sun_eve"),
        ("themes", "wrk", "'wrk' is not known; expected one of employment, education"),
        ("themes", "housing:4", "'4' is not known; expected a whole number from 0 to 3"),
        ("themes", "housing:1.000", "'1.000' is not known; expected a whole number from 0 to 3"),
        ("traits", "1.000;2;3;4;5", "'1.000' is not known; expected a whole number from 1 to 5"),
        ("traits", "1;2", "'1;2' holds 2 numbers; expected five of 1 to 5: 4;2;3;5;1"),
        ("traits", "1;2;3;4;6", "'6' is not known; expected a whole number from 1 to 5"),
        ("wants_age", "young", "'young' is not known; expected age bands: under_18, 18_30, 31_60, over_60"),
        ("wants_gender_strict", "perhaps", "'perhaps' is not known; expected yes or no"),
        ("waiting_since", "31/3/2026", "'31/3/2026' is not known; write the year first: 2026-03-31"),
        ("waiting_since", "31.03.2026 10:15", "'31.03.2026 10:15' is not known; write the year first: 2026-03-31"),
        (
            "waiting_since",
            "03/04/2026",
            "'03/04/2026' is not known; day and month cannot be told apart; "
            "write the year first: 2026-03-04 or 2026-04-03",
        ),
        ("waiting_since", "31/02/2026", "'31/02/2026' is not known; there is no such day; expected a date such as"),
        ("waiting_since", "last year", "'last year' is not known; expected a date such as 2026-03-31"),
        ("waiting_since", "2026-02-30", "'2026-02-30' is not known; expected a date such as 2026-03-31"),
        ("lat", "north", "'north' is not known; expected degrees up to 90, such as 59.33"),
    ],
)
def test_an_unknown_value_is_named_with_row_column_and_what_was_expected(read, column, cell, expected):
    values = {"id": "e", "languages": "sv", column: cell}
    found = problems(read, mentees=[tuple(values), tuple(values.values())])
    assert found[0].startswith(f"mentees.csv, row 2, column {column}: {expected}")


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


SWAPPED = "are the two files swapped? mentors.csv is read for mentors and mentees.csv for mentees"


@pytest.mark.parametrize(
    ("mentors", "mentees", "asked"),
    [
        ([("id", "languages", "waiting since"), ("e", "sv", "2026-03-31")], SOMEBODY, (SWAPPED,)),
        (SOMEBODY, [("id", "languages", "places"), ("m", "sv", "1")], (SWAPPED,)),
        ([("id", "languages", "waiting since"), ("e", "sv", "")], SOMEBODY, ()),
        ([("id", "languages", "places", "waiting_since"), ("m", "sv", "1", "2026-03-31")],) * 2 + ((),),
    ],
)
def test_a_column_that_only_the_other_sheet_has_asks_whether_the_files_are_swapped(read, mentors, mentees, asked):
    assert read(mentors=mentors, mentees=mentees).notes == asked


def test_many_mistakes_that_swapped_files_would_not_have_ask_whether_they_are(read):
    needs = [("id", "languages", "themes"), *((f"e{n}", "sv", "housing:0") for n in range(8))]
    knowledge = [("id", "languages", "themes"), *((f"m{n}", "sv", "housing:4") for n in range(8))]
    found = problems(read, mentors=needs, mentees=knowledge)
    assert found[0] == SWAPPED
    assert found[1].startswith("mentors.csv, row 2, column themes: '0' is not known")
    late = [("id", "languages", "waiting_since"), *((f"e{n}", "sv", "spring") for n in range(8))]
    assert problems(read, mentees=late)[0].startswith("mentees.csv, row 2, column waiting_since")
    few = [*knowledge[:8], needs[-1]]
    assert problems(read, mentors=few)[0].startswith("mentors.csv, row 9, column themes: '0' is not known")


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


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("birth_year", "2027", "2027 lies after 2026-09-01"),
        ("waiting_since", "2026-09-02", "2026-09-02 lies after 2026-09-01"),
    ],
)
def test_nobody_is_born_or_began_to_wait_in_the_future(read, column, cell, words):
    rows = [("id", "languages", column), ("e", "sv", cell)]
    assert problems(read, mentees=rows, on=date(2026, 9, 1)) == (f"mentees.csv, row 2, column {column}: {words}",)
    assert read(mentees=rows)


def test_every_person_needs_an_id_and_languages(read):
    assert problems(
        read, mentees=[("id", "languages"), ("e", ""), ("", "sv"), ("not said", "not_said"), ("-", "-")]
    ) == (
        "mentees.csv, row 2, column languages: is empty; every person needs languages",
        "mentees.csv, row 3, column id: is empty; every person needs an id",
        "mentees.csv, row 4, column id: is empty; every person needs an id",
        "mentees.csv, row 5, column languages: is empty; every person needs languages",
        "mentees.csv, row 5, column id: is empty; every person needs an id",
    )


def test_a_sheet_of_headings_alone_is_a_problem(read):
    expected = "mentors.csv: has headings but no people; expected one person a row"
    assert problems(read, mentors=[("id", "languages")]) == (expected,)


def test_a_sheet_that_is_wrong_everywhere_leaves_room_for_the_other(read):
    wrong = [("id", "languages"), *((f"m{number}", "?") for number in range(100))]
    found = problems(read, mentors=wrong, mentees=wrong)
    assert len(found) == 50
    assert found[24] == "... and 76 more in mentors.csv"
    assert found[25].startswith("mentees.csv, row 2, column languages")


def test_a_title_above_the_headings_is_passed_over(read):
    rows = [("Mentees in spring",), (), ("id", "languages"), ("e", "sv")]
    assert [mentee.id for mentee in read(mentees=rows).mentees] == ["e"]
    assert problems(read, mentees=[*rows, ("e2", "?")])[0].startswith("mentees.csv, row 5, column languages")


def test_of_several_sheets_the_first_that_is_shown_is_read_and_named(tmp_path):
    book = openpyxl.Workbook()
    book.active.title, book.active.sheet_state = "lists", "hidden"
    for title, rows in (("people", SOMEBODY), ("notes", [("bring cake",)])):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.active = 1
    book.save(tmp_path / "people.xlsx")
    people = read_people(tmp_path / "people.xlsx", write_csv(tmp_path / "mentees.csv", SOMEBODY))
    note = "people.xlsx: of its sheets 'people' is read, and not 'lists', 'notes'"
    assert (len(people.mentors), people.notes) == (1, (note,))
    del book["people"]
    book.save(tmp_path / "people.xlsx")
    with pytest.raises(SheetProblems, match=r"id: the column is missing; people\.xlsx: of its sheets 'notes' is"):
        read_people(tmp_path / "people.xlsx", tmp_path / "mentees.csv")


@pytest.mark.parametrize(
    "text",
    [
        "id;name, first and last, of all;languages\ne;Åsa;sv\ne2;Bo;sv\n",
        "sep=|\nid|languages\ne|sv\n",
        '"sep=\t"\r\nid\tlanguages\r\ne\tsv\r\n',
        "id,languages,availability\ne,ar;sv,mon_am;tue_am\ne2,ar;sv,mon_am;tue_am;wed_am\n",
    ],
)
def test_the_separator_is_the_one_that_makes_a_table(tmp_path, text):
    (tmp_path / "people.csv").write_text(text, encoding="utf-8", newline="")
    assert read_people(tmp_path / "people.csv", tmp_path / "people.csv").mentees[0].id == "e"


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


def test_one_degree_without_the_other_is_a_problem(read):
    rows = [("id", "languages", "latitude", "longitude"), ("e", "sv", "59,3", "")]
    assert problems(read, mentees=rows) == (
        "mentees.csv, row 2, column lat, lon: one is empty; expected both or neither",
    )


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
