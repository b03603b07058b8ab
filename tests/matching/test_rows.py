"""Files as rows: what cannot be read, and what would fill the memory, is refused in one line."""

import os

import pytest

from handslag.matching.rows import UnreadableFile, delimiter_of, rows_of
from handslag.sheets.bounds import BOUNDS, Bounds


def refusal(path, **bounds):
    with pytest.raises(UnreadableFile) as refused:
        rows_of(path, bounds=Bounds(**bounds))
    assert str(refused.value).startswith(f"{path}")
    return str(refused.value).removeprefix(f"{path}").lstrip(":, ")


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("folder.csv", "pipe.csv"):
        assert refusal(tmp_path / name) == "is a folder or a pipe; expected a file"


def test_a_csv_cell_that_is_too_long_is_named_by_its_row(tmp_path):
    sheet = tmp_path / "people.csv"
    for length in (100_001, 140_000):
        sheet.write_text("id,languages\n\ne1," + "x" * length + "\n")
        assert refusal(sheet).startswith("row 3: has a cell ")
    sheet.write_text("id,languages\ne1," + "x" * 100_000 + "\n")
    assert len(rows_of(sheet)) == 2


def test_a_csv_of_too_many_rows_or_columns_is_refused(tmp_path):
    sheet = tmp_path / "people.csv"
    sheet.write_text("\n" * (BOUNDS.rows + 1))
    assert refusal(sheet) == "has more than 2,000,000 rows"
    sheet.write_text("x," * 1_000)
    assert refusal(sheet) == "row 1: has more than 1,000 columns"


def test_a_csv_row_is_read_no_further_than_it_may_be_long(tmp_path):
    sheet = tmp_path / "people.csv"
    refused = "row 2: has more than 100 characters, or a quotation mark that is not closed"
    for text in ("a," * 51, "x" * 101, '"x\n",' * 21):
        sheet.write_text("id,languages\n" + text)
        assert refusal(sheet, row=100) == refused
    sheet.write_text("id,languages\n" + ("a," * 50 + "\n") * 3)
    assert len(rows_of(sheet, bounds=Bounds(row=101))) == 4


def test_a_csv_of_more_rows_than_the_memory_holds_is_refused(tmp_path):
    (tmp_path / "people.csv").write_text("e,sv\n" * 20)
    assert refusal(tmp_path / "people.csv", kept=10_000) == "is too large to be read (11 rows so far); make parts of it"
    (tmp_path / "people.csv").write_text("e" + "," * 999)
    assert refusal(tmp_path / "people.csv", kept=5_000) == "is too large to be read (1 rows so far); make parts of it"


def test_long_sheets_say_how_far_they_are_read(tmp_path):
    (tmp_path / "people.csv").write_text("e,sv\n" * 20_001)
    told = []
    rows_of(tmp_path / "people.csv", told.append)
    assert told == ["reading people.csv: 10,000 rows", "reading people.csv: 20,000 rows"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_separates_the_cells_is_told(tmp_path, delimiter):
    (tmp_path / "people.csv").write_text(f"\ufeffid{delimiter}languages\n", encoding="utf-8")
    assert delimiter_of(tmp_path / "people.csv") == delimiter
