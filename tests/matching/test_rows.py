"""Files as rows: damaged ones, and those that would fill the memory, are refused in one line."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart

from handslag.matching.rows import MOST_ROWS, UnreadableFile, delimiter_of, rows_of

SOURCE = Path(__file__).parents[2] / "src"
SHEET = "xl/worksheets/sheet1.xml"
DAMAGED = "is not a proper XLSX file; save it anew as XLSX or as CSV"
NO_SHEET = "holds no sheet with rows; save the sheet of people as XLSX or as CSV"


@pytest.fixture
def workbook(tmp_path):
    """A file like those of spreadsheet programs, with shared texts; `change` may write one of its parts anew."""

    def write(change=lambda name, part: part):
        with xlsxwriter.Workbook(tmp_path / "good.xlsx") as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["id", "languages"])
            sheet.write_row(1, 0, ["e1", "sv"])
        with (
            zipfile.ZipFile(tmp_path / "good.xlsx") as good,
            zipfile.ZipFile(tmp_path / "people.xlsx", "w", zipfile.ZIP_DEFLATED) as changed,
        ):
            for name in good.namelist():
                if (part := change(name, good.read(name))) is not None:
                    changed.writestr(name, part)
        return tmp_path / "people.xlsx"

    return write


def inserted(before, what, where=SHEET):
    """A change that puts bytes before the end of a part's list."""
    return lambda name, part: part.replace(before, what + before) if name == where else part


def refusal(path):
    with pytest.raises(UnreadableFile) as refused:
        rows_of(path)
    assert str(refused.value).startswith(f"{path}")
    return str(refused.value).removeprefix(f"{path}").lstrip(":, ")


def test_a_workbook_is_rows_of_text(workbook):
    assert rows_of(workbook()) == [(1, ["id", "languages"]), (2, ["e1", "sv"])]


@pytest.mark.parametrize(
    "change",
    [
        lambda name, part: part[: len(part) // 2] if name == SHEET else part,
        lambda name, part: b"<x" if name == "xl/workbook.xml" else part,
        lambda name, part: None if name == "xl/workbook.xml" else part,
        lambda name, part: part.replace(b"<v>2</v>", b"<v>200</v>") if name == SHEET else part,
    ],
    ids=["broken sheet", "broken workbook", "no workbook", "a text that is not there"],
)
def test_a_workbook_with_a_broken_part_is_refused_in_one_line(workbook, change):
    assert refusal(workbook(change)) == DAMAGED


def test_a_workbook_without_its_sheet_is_refused_in_one_line(workbook):
    assert refusal(workbook(lambda name, part: None if name == SHEET else part)) == NO_SHEET


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("folder.csv", "pipe.csv"):
        assert refusal(tmp_path / name) == "is a folder or a pipe; expected a file"


def test_damaged_bytes_are_refused_in_one_line(workbook):
    path = workbook()
    content = bytearray(path.read_bytes())
    start = content.find(SHEET.encode()) + len(SHEET)
    content[start + 10] ^= 0xFF
    content[start + 14] ^= 0xFF
    path.write_bytes(content)
    assert refusal(path) == DAMAGED


def test_a_workbook_of_charts_alone_is_refused_in_one_line(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.create_chartsheet("Chart").add_chart(BarChart())
    book.save(tmp_path / "chart.xlsx")
    assert refusal(tmp_path / "chart.xlsx") == NO_SHEET


BOMBS = {
    "a text of 20 MB": (
        inserted(b"</sheetData>", b'<row><c t="inlineStr"><is><t>' + b"x" * 20_000_000 + b"</t></is></c></row>"),
        "has a cell that is too long",
    ),
    "a text of many parts": (
        inserted(
            b"</sheetData>", b'<row><c t="inlineStr"><is>' + b"<r><t>lorem</t></r>" * 500_000 + b"</is></c></row>"
        ),
        "has a row that is too long",
    ),
    "a row of a million cells": (
        inserted(b"</sheetData>", b"<row>" + b"<c></c>" * 1_000_000 + b"</row>"),
        "has a row that is too long",
    ),
    "a row of a million cells that speak of rows": (
        inserted(b"</sheetData>", b"<row>" + b'<c t="str"><v>row</v></c><!--</row>-->' * 500_000 + b"</row>"),
        "has a row that is too long",
    ),
    "rows within a row": (
        inserted(b"</sheetData>", b"<row>" + b"<row/><c/>" * 600_000 + b"</row>"),
        "has a row that is too long",
    ),
    "a million tags beside the rows": (
        inserted(b"</sheetData>", (b"<row/>" + b"<x/>" * 20) * 100_000),
        "holds too much beside its rows",
    ),
    "a word that stands for a million cells": (
        lambda name, part: (
            part.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "' + b"<c/>" * 1_000 + b'">]><worksheet').replace(
                b"</sheetData>", b"<row>" + b"&a;" * 1_000 + b"</row></sheetData>"
            )
            if name == SHEET
            else part
        ),
        "holds shorthands for text",
    ),
    "a shared text of 20 MB": (
        inserted(b"</sst>", b"<si><t>" + b"x" * 20_000_000 + b"</t></si>", "xl/sharedStrings.xml"),
        "has a cell that is too long",
    ),
    "four million shared texts": (
        inserted(b"</sst>", b"<si/>" * 4_000_000, "xl/sharedStrings.xml"),
        "holds too many different texts",
    ),
    "a list of 101 MB": (
        inserted(b"</sst>", b" " * 101_000_000, "xl/sharedStrings.xml"),
        "unpacks to 101,000",
    ),
    "too many columns": (
        inserted(b"</sheetData>", b'<row r="3"><c r="ALM3"><v>1</v></c></row>'),
        "row 3: has more than 1,000 columns",
    ),
}


@pytest.mark.parametrize(("change", "words"), BOMBS.values(), ids=BOMBS)
def test_a_small_workbook_that_unpacks_to_a_large_one_is_refused(workbook, change, words):
    assert refusal(workbook(change)).startswith(words)


def test_only_a_sheet_has_the_bounds_of_a_sheet(workbook):
    """A list of shared texts is read as a whole, wherever it lies."""
    elsewhere = {b"/xl/sharedStrings.xml": b"/xl/worksheets/s.xml", b'"sharedStrings.xml': b'"worksheets/s.xml'}

    def renamed(name, part):
        for before, after in elsewhere.items():
            part = part.replace(before, after) if name.endswith(("s].xml", ".rels")) else part
        return part

    path = workbook(renamed)
    texts = b"<sst><si><t>id</t></si><si><t>languages</t></si><si><t>e1</t></si><si><t>sv</t></si>%s</sst>"
    texts = texts.replace(b"<sst", b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"')
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/s.xml", texts % b"")
    assert len(rows_of(path)) == 2
    path = workbook(renamed)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/s.xml", texts % (b"<si/>" * 4_000_000))
    assert refusal(path).startswith("holds too many different texts")


def test_a_long_sheet_may_say_much_about_its_rows(workbook):
    row = b'<row r="%d" spans="1:2" ht="15" customHeight="1">\r\n    <c t="str"><v>e</v></c></row>\r\n    '
    rows = b"".join(row % number for number in range(3, 100_003))
    assert len(rows_of(workbook(inserted(b"</sheetData>", rows)))) == 100_002


def test_parts_that_are_large_together_are_refused_before_any_is_unpacked(workbook):
    path = workbook()
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(25):
            archive.writestr(f"xl/media/{number}.xml", b"<x/>")
            archive.filelist[-1].file_size = 90_000_000  # as its entry in the archive will say
    assert refusal(path).startswith("unpacks to 2,250,0")


def test_workbooks_that_unpack_to_gigabytes_take_little_memory(workbook, tmp_path):
    """In a process of its own, whose memory can be told apart."""
    text = b'<row><c t="inlineStr"><is><t>' + b"x" * 200_000_000 + b"</t></is></c></row>"
    workbook(inserted(b"</sheetData>", text)).rename(tmp_path / "text.xlsx")
    cells = b"<row>" + b'<c t="str"><v>row</v></c>' * 3_000_000 + b"</row>"
    workbook(inserted(b"</sheetData>", cells)).rename(tmp_path / "row.xlsx")
    row = b"<row>" + b"<c><v>123456789</v></c>" * 900 + b"</row>"
    workbook(inserted(b"</sheetData>", row * 6_000)).rename(tmp_path / "cells.xlsx")
    with (tmp_path / "long.csv").open("w") as file:
        file.writelines("e," + "x" * 90_000 + "\n" for _ in range(3_000))
    code = (
        "import re, sys; from pathlib import Path; from handslag.matching.rows import UnreadableFile, rows_of\n"
        "for path in map(Path, sys.argv[1:]):\n"
        "    try: rows_of(path)\n"
        "    except UnreadableFile as error: print(error)\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+) kB', Path('/proc/self/status').read_text())[1]) // 1024)"
    )
    files = [str(tmp_path / name) for name in ("text.xlsx", "cells.xlsx", "long.csv", "row.xlsx")]
    done = subprocess.run(
        [sys.executable, "-c", code, *files], capture_output=True, text=True, env={"PYTHONPATH": str(SOURCE)}
    )
    *refusals, megabytes = done.stdout.splitlines()
    assert "text.xlsx: has a cell that is too long" in refusals[0]
    assert "cells.xlsx: has too many cells" in refusals[1]
    assert re.search(r"long.csv: is too large to be read \([0-9,]+ rows so far\)", refusals[2])
    assert "row.xlsx: has a row that is too long" in refusals[3]
    assert int(megabytes) < 300


def test_a_csv_cell_that_is_too_long_is_named_by_its_row(tmp_path):
    sheet = tmp_path / "people.csv"
    for length in (100_001, 140_000):
        sheet.write_text("id,languages\n\ne1," + "x" * length + "\n")
        assert refusal(sheet).startswith("row 3: has a cell ")
    sheet.write_text("id,languages\ne1," + "x" * 100_000 + "\n")
    assert len(rows_of(sheet)) == 2


def test_a_csv_of_too_many_rows_or_columns_is_refused(tmp_path):
    sheet = tmp_path / "people.csv"
    sheet.write_text("\n" * (MOST_ROWS + 1))
    assert refusal(sheet) == "has more than 2,000,000 rows"
    sheet.write_text("x," * 1_000)
    assert refusal(sheet) == "row 1: has more than 1,000 columns"


def test_long_sheets_say_how_far_they_are_read(tmp_path):
    (tmp_path / "people.csv").write_text("e,sv\n" * 20_001)
    told = []
    rows_of(tmp_path / "people.csv", told.append)
    assert told == ["reading people.csv: 10,000 rows", "reading people.csv: 20,000 rows"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_separates_the_cells_is_told(tmp_path, delimiter):
    (tmp_path / "people.csv").write_text(f"\ufeffid{delimiter}languages\n", encoding="utf-8")
    assert delimiter_of(tmp_path / "people.csv") == delimiter
