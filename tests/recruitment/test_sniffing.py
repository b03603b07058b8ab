"""What kind of file it is, and how plain text becomes a table."""

import io
import tracemalloc
import zipfile

import pytest

from handslag.recruitment.sheets import open_tables
from handslag.recruitment.sniffing import Unreadable, encoding_of, table_of


def packed(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ...", "a workbook in the old Excel format (.xls)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a workbook with a password"),
        (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument file (.ods)"),
        (packed(word__document="x"), "a text document"),
        (packed(xl__workbook="x", **{"xl/workbook.bin": "x"}), "a binary workbook (.xlsb)"),
        (packed(letter="x"), "a packed folder"),
        (b"\x89PNG\r\n\x1a\n...", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"\xef\xbb\xbf  <HTML><table>", "a web page, whatever its name says"),
        (b'<?xml version="1.0"?><Workbook/>', "an XML file"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_kind(content, kind):
    with pytest.raises(Unreadable, match="not a table") as refused:
        open_tables(content)
    assert kind in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"  \r\n ", b"name,phone\r\n", b"name\n\n\n"])
def test_a_file_without_rows_says_so(content):
    with pytest.raises(Unreadable, match=r"nothing in it|no rows below"):
        open_tables(content)


def test_noise_is_no_text():
    with pytest.raises(Unreadable, match="letters of the file cannot be read"):
        open_tables(bytes(range(256)) * 40)


def test_the_separator_is_the_one_that_makes_an_even_table():
    text = "Namn;Vad kan du, och hur bra?;Ort\nRana;läsa, skriva;Malmö\nOmar;läsa;Lund\n"
    [table] = open_tables(text.encode())
    assert table.lines[1] == (2, ["Rana", "läsa, skriva", "Malmö"])


def test_what_excel_says_of_its_separator_is_believed_and_keeps_the_numbers_of_the_rows():
    [table] = open_tables(b"sep=;\nname;phone\nRana;070\n")
    assert table.lines == [(2, ["name", "phone"]), (3, ["Rana", "070"])]


def test_a_quotation_mark_that_nothing_closes_is_told_by_its_line():
    rows = "".join(f"Person {n},070\n" for n in range(200))
    with pytest.raises(Unreadable, match="quotation mark in line 2 is opened and not closed"):
        open_tables(f'name,phone\n"Rana,070\n{rows}'.encode())


def test_a_row_without_an_end_is_told_by_its_number():
    with pytest.raises(Unreadable, match="Row 2 is too long, or a quotation mark in it is opened"):
        open_tables(b"name,phone\n" + b"a," * 1_000_000)


def test_letters_of_several_bytes_take_no_copies_of_the_whole_file():
    content = ("name,why\n" + f"Rana,{'x' * 1_000}😀\n" * 3_000).encode()
    tracemalloc.start()
    for _row in table_of(content, encoding_of(content)):
        pass
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < len(content)


def test_texts_of_several_lines_are_one_cell():
    [table] = open_tables(b'name,why\n"Rana","one\ntwo, three"\nOmar,x\n')
    assert [cells for _number, cells in table.lines[1:]] == [["Rana", "one\ntwo, three"], ["Omar", "x"]]


def test_what_a_packed_file_says_of_itself_is_not_unpacked_whole():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument" + b" " * 30_000_000)
    tracemalloc.start()
    with pytest.raises(Unreadable, match="OpenDocument"):
        open_tables(file.getvalue())
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 3_000_000
