"""Workbooks of spreadsheet programs become rows; damaged ones are refused in one line."""

import re
from datetime import date, datetime, time, timedelta
from functools import partial

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH

from handslag.matching.rows import UnreadableFile, rows_of
from handslag.sheets.workbook import Fault, Workbook, as_text
from tests.sheets import workbooks
from tests.sheets.workbooks import SHEET, TEXTS, inserted

DAMAGED = "is not a proper XLSX file; save it anew as XLSX or as CSV"
NO_SHEET = "holds no sheet with rows; save the sheet of people as XLSX or as CSV"


@pytest.fixture
def workbook(tmp_path):
    """Writes a workbook of one person, with a part changed."""
    return partial(workbooks.workbook, tmp_path)


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


def test_a_long_sheet_may_say_much_about_its_rows(workbook):
    row = b'<row r="%d" spans="1:2" ht="15" customHeight="1">\r\n    <c t="str"><v>e</v></c></row>\r\n    '
    rows = b"".join(row % number for number in range(3, 100_003))
    assert len(rows_of(workbook(inserted(b"</sheetData>", rows)))) == 100_002


@pytest.mark.parametrize("epoch", [WINDOWS_EPOCH, CALENDAR_MAC_1904], ids=["from 1900", "from 1904"])
def test_values_are_read_as_openpyxl_reads_them(tmp_path, epoch):
    book = openpyxl.Workbook()
    book.epoch = epoch
    book.active.append(["å", 1, 2.5, 3.0, 1e20, True, None, "<&>"])
    book.active.append([None, date(2026, 3, 1), datetime(2026, 3, 1, 10, 15), time(9, 30), timedelta(hours=30)])
    book.active.append(["=1+1", "#N/A", "last"])
    book.save(tmp_path / "people.xlsx")
    theirs = openpyxl.load_workbook(tmp_path / "people.xlsx", data_only=True).active.iter_rows(values_only=True)
    with Workbook(tmp_path / "people.xlsx") as ours:
        rows = [values + [None] * (8 - len(values)) for _, values in ours.rows(ours.sheets[0])]
    assert rows == [list(values) for values in theirs]


def test_formulas_faults_and_merged_areas_can_be_told_apart(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "people.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_formula(0, 1, '=""', None, "")
        sheet.write_row(0, 2, ["=1+1", "#N/A"])
        sheet.merge_range("A2:B3", "both")
        book.add_worksheet("other").hide()
    with Workbook(tmp_path / "people.xlsx") as book:
        sheet, other = book.sheets
        (_, first), *_rest = book.rows(sheet, "computed")
        assert first == ["computed", "computed", "computed", "#N/A"]
        assert (sheet.merged, sheet.is_shown, other.is_shown) == (["A2:B3"], True, False)


def test_a_cell_that_cannot_compute_says_so(workbook):
    with Workbook(workbook(inserted(b"</sheetData>", b'<row><c t="e"><v>#N/A</v></c></row>'))) as book:
        value = [*book.rows(book.sheets[0])][-1][1][0]
    assert isinstance(value, Fault)
    assert as_text(value) == "#N/A"


def test_a_colour_as_far_as_the_sheet_is_wide_is_no_cell(workbook):
    colours = b"<row>" + b'<c s="1"/>' * 16_384 + b"</row>"
    assert len(rows_of(workbook(inserted(b"</sheetData>", colours)))) == 2


def test_tags_may_have_a_prefix(workbook):
    """As programs made with Microsoft's own library write them."""

    def prefixed(name, part):
        if name not in (SHEET, TEXTS):
            return part
        part = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part)
        return part.replace(b"xmlns=", b"xmlns:x=").replace(b"</x:sheetData>", b"<row/></x:sheetData>")

    assert rows_of(workbook(prefixed)) == [(1, ["id", "languages"]), (2, ["e1", "sv"])]


def test_a_text_in_several_colours_is_one_and_how_it_is_said_is_no_part_of_it(workbook):
    runs = b"<si><r><t>na</t></r><r><t>me</t></r><rPh><t>sound</t></rPh></si>"
    rows = rows_of(workbook(lambda name, part: part.replace(b"<si><t>id</t></si>", runs) if name == TEXTS else part))
    assert rows[0] == (1, ["name", "languages"])


def test_a_number_that_is_shown_as_a_date_and_is_none_stays_a_number(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "people.xlsx") as book:
        book.add_worksheet().write_number(0, 0, 46701234567, book.add_format({"num_format": "yyyy-mm-dd"}))
    assert rows_of(tmp_path / "people.xlsx") == [(1, ["46701234567"])]


def test_a_workbook_of_strict_open_xml_is_read(workbook):
    spaces = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
    }

    def strict(name, part):
        for usual, other in spaces.items():
            part = part.replace(usual, other)
        return part

    assert rows_of(workbook(strict)) == [(1, ["id", "languages"]), (2, ["e1", "sv"])]


@pytest.mark.parametrize(
    "cells",
    [b'<row r="2"/>', b"<row><row/></row>", b"<row><c><c/></c></row>", b'<row><c r="B3"/><c r="A3"/></row>'],
    ids=["rows out of order", "a row in a row", "a cell in a cell", "cells out of order"],
)
def test_rows_and_cells_that_are_not_in_their_order_are_refused(workbook, cells):
    assert refusal(workbook(inserted(b"</sheetData>", cells))) == DAMAGED
