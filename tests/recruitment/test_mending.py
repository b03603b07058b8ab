"""The sheet of rows to mend, whatever the sheets were called in the file that was handed over."""

import io

import pytest
from openpyxl import load_workbook

from handslag.recruitment.mending import as_xlsx

LINES = [["name", "What to mend"], ["Rana", "too young"]]


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (["Mentors"], ["Mentors"]),
        ([""], ["Sheet1"]),
        (["Everybody who applied in the spring of 2026"], ["Everybody who applied in the sp"]),
        (["Malmö [2026]: a/b\\c*?"], ["Malmö  2026   a b c"]),
        (["'mentors'"], ["mentors"]),
        (["?", "Sheet1", "sheet1"], ["Sheet1", "Sheet2", "Sheet3"]),
    ],
)
def test_a_sheet_is_called_as_it_was_as_far_as_excel_allows(names, called):
    book = load_workbook(io.BytesIO(as_xlsx([(name, LINES) for name in names])))
    assert book.sheetnames == called
    assert [[cell.value for cell in row] for row in book.worksheets[-1].rows] == LINES
