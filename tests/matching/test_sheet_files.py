"""Sheets of any spreadsheet program are read alike."""

from datetime import date, datetime

import openpyxl
import pytest

from handslag.matching.sheets import SheetProblems, read_people
from tests.matching.written import SOMEBODY, write_csv


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-8"), (",", "utf-8-sig")])
def test_csv_of_any_spreadsheet_program_is_read(tmp_path, delimiter, encoding):
    rows = [("id", "languages", "name"), ("e", "ar:native;sv:b1", "Åsa"), ("", "", "")]
    sheet = write_csv(tmp_path / "people.csv", rows, delimiter, encoding)
    (person,) = read_people(sheet, sheet).mentees
    assert (person.name, person.languages) == ("Åsa", {"ar": "native", "sv": "b1"})


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


def write_xlsx(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_xlsx_is_read_with_its_numbers_dates_and_truth_values(tmp_path):
    header = ("id", "languages", "birth_year", "waiting_since", "wants_gender_strict", "lat", "lon", None)
    row = (12, "ar", 1990.0, datetime(2026, 3, 31), True, 59.33, 18, None)
    sheet = write_xlsx(tmp_path / "people.xlsx", [header, row, (None,) * 8])
    (person,) = read_people(sheet, sheet).mentees
    assert (person.id, person.birth_year, person.waiting_since) == ("12", 1990, date(2026, 3, 31))
    assert (person.wants_gender_strict, person.latitude, person.longitude) == (True, 59.33, 18.0)


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
