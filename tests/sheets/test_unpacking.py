"""Small workbooks that unpack to large ones are refused while they are unpacked, before they fill the memory."""

import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path

import pytest

from handslag.matching.rows import UnreadableFile, rows_of
from handslag.sheets.bounds import Bounds
from tests.sheets import workbooks
from tests.sheets.workbooks import BOOK, SHEET, STYLES, TEXTS, inserted

SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture
def workbook(tmp_path):
    """Writes a workbook of one person, with a part changed."""
    return partial(workbooks.workbook, tmp_path)


def refusal(path, **bounds):
    with pytest.raises(UnreadableFile) as refused:
        rows_of(path, bounds=Bounds(**bounds))
    assert str(refused.value).startswith(f"{path}")
    return str(refused.value).removeprefix(f"{path}").lstrip(":, ")


def in_a_row(cells):
    return inserted(b"</sheetData>", b"<row>" + cells + b"</row>")


def with_words_for_words(part):
    """Each word stands for ten of the one before it: a thousand million laughs in the end."""
    words = b"".join(b'<!ENTITY %c "%s">' % (letter + 1, b"&%c;" % letter * 10) for letter in range(ord("a"), ord("j")))
    cell = b'<row><c t="inlineStr"><is><t>&j;</t></is></c></row>'
    part = part.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "ha">' + words + b"]><worksheet")
    return part.replace(b"</sheetData>", cell + b"</sheetData>")


TEXT = b'<c t="inlineStr"><is><t>%s</t></is></c>'
BOMBS = {
    "a cell": (in_a_row(TEXT % (b"x" * 101)), {"cell": 100}, "row 3: has a cell of more than 100 characters"),
    "a row of texts": (in_a_row(TEXT % b"12345" * 21), {"row": 100}, "row 3: has more than 100 characters"),
    "a row of cells": (in_a_row(b"<c><v>1</v></c>" * 1_001), {}, "row 3: has more than 1,000 columns"),
    "the last column": (in_a_row(b'<c r="XFD3"><v>1</v></c>'), {}, "row 3: has more than 1,000 columns"),
    "rows": (
        inserted(b"</sheetData>", b'<row><c t="b"><v>1</v></c></row>' * 20),
        {"kept": 10_000},
        "is too large to be read (",
    ),
    "empty rows": (inserted(b"</sheetData>", b"<row/>" * 100), {"rows": 100}, "has more than 100 rows"),
    "the last row": (inserted(b"</sheetData>", b'<row r="1048576"/>'), {"rows": 1000}, "has more than 1,000 rows"),
    "a shared text": (
        inserted(b"</sst>", b"<si>" + b"<r><t>12345</t></r>" * 21 + b"</si>", TEXTS),
        {"cell": 100},
        "has a text of more than 100 characters (shared text 5)",
    ),
    "shared texts": (
        inserted(b"</sst>", b"<si><t>other</t></si>" * 100, TEXTS),
        {"texts": 5_000},
        "holds too many different texts (",
    ),
    "empty shared texts": (
        inserted(b"</sst>", b"<si/>" * 700, TEXTS),
        {"texts": 5_000},
        "holds too many different texts",
    ),
    "a remark": (in_a_row(b"<!--" + b"<" * 200_000 + b"-->"), {"tag": 50_000}, "has a tag of more than 50,000 bytes"),
    "what is said of a cell": (
        in_a_row(b'<c x="%s"/>' % (b"x" * 200_000)),
        {"tag": 50_000},
        "has a tag of more than 50,000 bytes",
    ),
    "tags beside the rows": (
        inserted(b"</sheetData>", b"<x/>" * 1_000),
        {"tags": 500},
        "has a part of more than 500 tags",
    ),
    "different tags": (
        inserted(b"</sheetData>", b"".join(b"<x%d/>" % number for number in range(1_000))),
        {"names": 200_000},
        "has too many different tags",
    ),
    "different things said of a cell": (
        in_a_row(b"<c " + b" ".join(b'x%d=""' % number for number in range(1_000)) + b"/>"),
        {"names": 200_000},
        "has too many different tags",
    ),
    "tags within one another": (
        inserted(b"</sheetData>", b"<x>" * 99 + b"</x>" * 99),
        {},
        "has tags within one another, more than 100",
    ),
    "styles": (
        inserted(b"</cellXfs>", b"<xf/>" * 1_000, STYLES),
        {"tags_beside": 500},
        "has a part of more than 500 tags",
    ),
    "names of styles": (
        inserted(b"</fonts>", b" " * 20_000, STYLES),
        {"unpacked_beside": 10_000},
        "unpacks to more than 10,000 bytes",
    ),
    "sheets": (
        inserted(b"</sheets>", b'<sheet name="more" r:id="rId1"/>' * 1_000, BOOK),
        {},
        "has more than 1,000 sheets",
    ),
    "names of areas": (
        inserted(b"</sheets>", b"<x/>" * 1_000, BOOK),
        {"tags_beside": 500},
        "has a part of more than 500 tags",
    ),
    "all parts together": (
        inserted(b"</sheetData>", b" " * 20_000),
        {"unpacked": 20_000},
        "unpacks to more than 20,000 bytes",
    ),
    "words that stand for words": (
        lambda name, part: with_words_for_words(part) if name == SHEET else part,
        {},
        "holds shorthands for text, as no spreadsheet program writes them",
    ),
}


@pytest.mark.parametrize(("change", "bounds", "words"), BOMBS.values(), ids=BOMBS)
def test_more_than_the_bounds_is_refused(workbook, change, bounds, words):
    assert refusal(workbook(change), **bounds).startswith(words)


def test_the_bounds_hold_what_spreadsheet_programs_write(workbook):
    bounds = {"cell": 9, "row": 1_000, "kept": 2_000, "texts": 300, "unpacked_beside": 10_000, "tags_beside": 100}
    assert len(rows_of(workbook(), bounds=Bounds(**bounds, columns=2, rows=2, tags=50, unpacked=50_000))) == 2


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_that_cannot_be_unpacked_piece_by_piece_is_refused(workbook, method):
    assert refusal(workbook(method=method)).startswith("is packed as no spreadsheet program does it")


def test_a_workbook_of_too_many_parts_is_refused(workbook):
    path = workbook()
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(400):
            archive.writestr(f"xl/media/image{number}.png", b"")
    assert refusal(path, parts=20_000).startswith("has too many parts")
    assert len(rows_of(path)) == 2


def test_prefixes_are_not_written_out_in_front_of_each_name(workbook, tmp_path):
    """One address of 20 kB and 30,000 names with its prefix would be 600 MB."""
    said = b" ".join(b'p:x%d=""' % number for number in range(30_000))

    def change(name, part):
        part = part.replace(b"<worksheet ", b'<worksheet xmlns:p="' + b"x" * 20_000 + b'" ')
        return part.replace(b"</sheetData>", b"<row " + said + b"/></sheetData>") if name == SHEET else part

    assert most_memory(workbook(change))[1] < 50


def test_parts_that_hold_no_rows_are_not_unpacked(workbook):
    path = workbook()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.xml", b"<x>" + b" " * 100_000)
    assert len(rows_of(path, bounds=Bounds(unpacked=50_000))) == 2


def most_memory(*paths):
    """What is said of the files that are refused, and the megabytes that reading took: in a process of its own, whose
    memory can be told apart."""
    code = (
        "import resource, sys; from pathlib import Path; from handslag.matching.rows import UnreadableFile, rows_of\n"
        "most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "begun = most()\n"
        "for path in map(Path, sys.argv[1:]):\n"
        "    try: rows_of(path)\n"
        "    except UnreadableFile as error: print(error)\n"
        "print(most() - begun)"
    )
    command = [sys.executable, "-c", code, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, env={"PYTHONPATH": str(SOURCE)})
    *refusals, megabytes = done.stdout.splitlines()
    return refusals, int(megabytes)


def test_small_files_that_hold_gigabytes_take_little_memory(workbook, tmp_path):
    text = b'<row><c t="inlineStr"><is><t>' + b"x" * 200_000_000 + b"</t></is></c></row>"
    workbook(inserted(b"</sheetData>", text)).rename(tmp_path / "text.xlsx")
    workbook(inserted(b"</sst>", b"<si><t>ab</t></si>" * 1_000_000, TEXTS)).rename(tmp_path / "texts.xlsx")
    row = b"<row>" + b"<c><v>12</v></c>" * 900 + b"</row>"
    workbook(inserted(b"</sheetData>", row * 4_000)).rename(tmp_path / "cells.xlsx")
    (tmp_path / "line.csv").write_text("id,languages\n" + "a," * 100_000_000)
    names = ("text.xlsx", "texts.xlsx", "cells.xlsx", "line.csv")
    refusals, megabytes = most_memory(*(tmp_path / name for name in names))
    assert [line.partition(": ")[0].rpartition("/")[2] for line in refusals] == [
        "text.xlsx, row 3",
        "texts.xlsx",
        "cells.xlsx",
        "line.csv, row 2",
    ]
    assert megabytes < 250
