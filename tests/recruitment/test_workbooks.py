"""Workbooks that were made to fill the memory are refused while they are read, in words of their own."""

import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path

import pytest

from handslag.recruitment import sheets
from handslag.recruitment.sheets import open_tables
from handslag.recruitment.sniffing import Unreadable
from handslag.sheets.bounds import Bounds
from tests.sheets import workbooks
from tests.sheets.workbooks import BOOK, SHEET, STYLES, TEXTS, inserted

ROOT = Path(__file__).parents[2]
UNPACKED = "The workbook is too large when it is unpacked. Save the sheet with the rows as CSV."
NOT_OPENED = "The workbook cannot be opened. Save it anew as XLSX or as CSV."


@pytest.fixture
def workbook(tmp_path):
    """Writes a workbook of one person, with a part changed."""
    return partial(workbooks.workbook, tmp_path)


def refusal(path):
    with pytest.raises(Unreadable) as refused:
        open_tables(path.read_bytes())
    return str(refused.value)


def in_a_row(cells):
    return inserted(b"</sheetData>", b"<row>" + cells + b"</row>")


BOMBS = {
    "styles": (inserted(b"</cellXfs>", b"<xf/>" * 300_000, STYLES), UNPACKED),
    "names of areas": (inserted(b"<calcPr", b"<definedName>A1</definedName>" * 300_000, BOOK), UNPACKED),
    "a remark": (in_a_row(b"<!--" + b"x" * 2_000_000 + b"-->"), UNPACKED),
    "texts": (inserted(b"</sst>", b"<si><t>ab</t></si>" * 400_000, TEXTS), UNPACKED),
    "blanks": (inserted(b"</sheetData>", b" " * 120_000_000), UNPACKED),
    "tags within one another": (in_a_row(b"<a>" * 200 + b"</a>" * 200), UNPACKED),
    "columns": (
        in_a_row(b'<c r="XFD3"><v>1</v></c>'),
        "Row 3 has more than 1,000 columns. Take away those that are not needed.",
    ),
    "a text": (
        in_a_row(b'<c t="inlineStr"><is><t>' + b"x" * 100_001 + b"</t></is></c>"),
        "Row 3 has a text of more than 100,000 characters. Make it shorter.",
    ),
}


@pytest.mark.parametrize(("change", "words"), BOMBS.values(), ids=BOMBS)
def test_a_workbook_with_too_much_in_it_is_refused(workbook, change, words):
    assert refusal(workbook(change)) == words


def test_a_workbook_that_cannot_be_unpacked_piece_by_piece_is_not_opened(workbook):
    assert refusal(workbook(method=zipfile.ZIP_BZIP2)) == NOT_OPENED


def test_a_workbook_without_a_sheet_is_not_opened(workbook):
    assert refusal(workbook(lambda name, part: None if name == SHEET else part)) == NOT_OPENED


def test_a_damaged_sheet_says_how_far_it_was_read(workbook):
    damaged = workbook(inserted(b"</sheetData>", b"<row><c><v>one</v></c></row>"))
    assert refusal(damaged) == "The workbook is damaged after row 2. Save it anew as XLSX or as CSV."


def test_more_text_than_is_kept_is_refused_in_both_kinds_of_files(workbook, monkeypatch):
    monkeypatch.setattr(sheets, "BOUNDS", Bounds(kept=5_000))
    rows = b'<row><c t="str"><v>Amina</v></c></row>' * 10
    words = "There is too much text in the file. Split it."
    assert refusal(workbook(inserted(b"</sheetData>", rows))) == words
    with pytest.raises(Unreadable, match=words):
        open_tables(b"name\n" + b"Amina\n" * 10)


def test_a_workbook_of_styles_takes_little_memory(workbook):
    """In a process of its own, whose memory can be told apart."""
    path = workbook(inserted(b"</cellXfs>", b'<xf numFmtId="0"/>' * 6_000_000, STYLES))
    code = (
        "import resource, sys; from pathlib import Path; import django; django.setup()\n"
        "from handslag.recruitment.sheets import Unreadable, open_tables\n"
        "most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "begun = most()\n"
        "try: open_tables(Path(sys.argv[1]).read_bytes())\n"
        "except Unreadable: print(most() - begun)"
    )
    settings = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, env=settings, check=True
    )
    assert int(done.stdout) < 50
