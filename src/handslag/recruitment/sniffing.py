"""Tells what kind of file was handed over, and reads plain text as a table, however it was saved."""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

from django.utils.translation import gettext as _

from handslag.sheets.bounds import BOUNDS, TooLarge
from handslag.sheets.lines import Lines
from handslag.sheets.separators import names_separator, separator_of
from handslag.sheets.unpacking import Archive

UTF_16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class Unreadable(Exception):
    """The file as a whole cannot be read; the text says why and what to do."""


def refuse_other_kinds(content: bytes) -> None:
    """Raise Unreadable with the kind of the file where it is one that people take for a table and is none."""
    if not content.strip():
        raise Unreadable(_("There is nothing in it."))
    if kind := _kind(content):
        text = _("This is %(kind)s, not a table. Open the table in your spreadsheet and save it as XLSX or CSV.")
        raise Unreadable(text % {"kind": kind})


def is_workbook(content: bytes) -> bool:
    """Whether the file is a packed one, as XLSX files are."""
    return content.startswith(b"PK\x03\x04")


def _kind(content: bytes) -> str:
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # one container for both
        locked = "EncryptedPackage".encode("utf-16-le") in content
        return _("a workbook with a password") if locked else _("a workbook in the old Excel format (.xls)")
    if is_workbook(content):
        return _packed(content)
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
        return _("a web page, whatever its name says")
    if head.startswith((b"<?xml", b"<svg")):
        return _("an XML file")
    starts = {
        b"%PDF": _("a PDF"), b"\x89PNG": _("a picture"), b"\xff\xd8\xff": _("a picture"), b"GIF8": _("a picture"),
        b"RIFF": _("a picture or a sound"), b"BM": "", b"{\\rtf": _("a text document"), b"\x1f\x8b": _("a packed file"),
        b"7z\xbc\xaf": _("a packed file"), b"Rar!": _("a packed file"), b"SQLite format 3": _("a database"),
    }  # fmt: skip
    if content[4:8] == b"ftyp":
        return _("a picture or a film")
    return next((kind for start, kind in starts.items() if content.startswith(start)), "")


def _packed(content: bytes) -> str:
    """The kind of a packed file that is no XLSX; "" for XLSX and for what cannot be opened at all."""
    try:
        with Archive(io.BytesIO(content)) as archive:
            names = archive.names
            said = archive.start_of("mimetype", 100) if "mimetype" in names else b""
    except (TooLarge, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        return ""
    if b"opendocument" in said:
        return _("an OpenDocument file (.ods)")
    if "xl/workbook.bin" in names:
        return _("a binary workbook (.xlsb)")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return _("a text document")
    if any(name.endswith(".iwa") for name in names):
        return _("a Numbers file")
    return "" if any(name.startswith("xl/") for name in names) else _("a packed folder")


def encoding_of(content: bytes) -> str:
    """How the letters of a file are written: UTF-8, UTF-16 or Windows' own code. Raises Unreadable."""
    for encoding in (*_wide(content), "utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            if _is_readable(content, encoding):
                return encoding
    raise Unreadable(_("The letters of the file cannot be read. Save it as “CSV UTF-8” or as XLSX."))


def _wide(content: bytes) -> tuple[str, ...]:
    if content[:2] in UTF_16:
        return (UTF_16[content[:2]],)
    if b"\0" not in content[:2000]:
        return ()
    # Without a mark: letters of Europe leave every other byte empty.
    return ("utf-16-le",) if content[1:2000:2].count(0) > content[0:2000:2].count(0) else ("utf-16-be",)


def _is_readable(content: bytes, encoding: str) -> bool:
    text = _opened(content, encoding)
    piece = text.read(20_000)
    odd = sum(character < " " and character not in "\t\r\n\v\f\x1c\x1d\x1e\x1f" for character in piece)
    if odd * 50 > len(piece):
        return False
    while piece and "\0" not in piece:
        piece = text.read(100_000)
    return not piece


def _opened(content: bytes, encoding: str) -> TextIO:
    """The letters one after the other: all of them at once may take eight times the memory of the file."""
    return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")


def table_of(content: bytes, encoding: str) -> Iterator[list[str]]:
    """The lines of a CSV file. The separator is the one that makes the most even table. Raises Unreadable, TooLarge."""
    delimiter = separator_of(_opened(content, encoding).read(200_000))
    lines = Lines(_opened(content, encoding), BOUNDS.row)
    reader = csv.reader(lines, delimiter=delimiter)
    began = 1
    try:
        for line in reader:
            yield [] if began == 1 and names_separator(line) else line
            lines.next_row()
            began, before = reader.line_num + 1, began
            if len(line) and len(line[-1]) > 1000 and reader.line_num - before > 50:
                _refuse_open_quote(content, encoding, delimiter, before)
    except csv.Error as error:
        _refuse_open_quote(content, encoding, delimiter, began)
        raise Unreadable(_("Line %(line)d cannot be read: %(why)s") % {"line": began, "why": error}) from error


def _refuse_open_quote(content: bytes, encoding: str, delimiter: str, line: int) -> None:
    """Say in which line a quotation mark opens that nothing closes, where that is what is wrong."""
    lines = Lines(_opened(content, encoding), BOUNDS.row)
    try:
        for _row in csv.reader(lines, delimiter=delimiter, strict=True):
            lines.next_row()
    except TooLarge:  # to be told when it is come to
        return
    except csv.Error as error:
        if "unexpected end" in str(error) or "field larger" in str(error):
            reason = _("A quotation mark in line %d is opened and not closed. Close it or take it away.") % line
            raise Unreadable(reason) from error
