"""Opens an XLSX file as tables of text. Nothing in it is computed, followed or believed."""

import io
from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from handslag.sheets.bounds import Bounds, TooLarge
from handslag.sheets.workbook import Fault, Sheet, Workbook, as_text

from .sniffing import Unreadable

# What stands in the place of a text where a cell has none of its own.
FORMULA, FAULT = "\0formula", "\0fault"

Lines = Iterator[tuple[int, Iterator[str]]]


def sheets_of(content: bytes, bounds: Bounds) -> Iterator[tuple[Sheet, Lines]]:
    """Each sheet with its lines, as (number, cells); it knows its merged areas when the lines are read. Raises
    Unreadable."""
    try:
        book = Workbook(io.BytesIO(content), bounds)
    except TooLarge as error:
        raise too_large(error) from error
    except Exception as error:  # a broken file may lack any of the things that are looked for
        raise _not_opened() from error
    with book:
        for sheet in book.sheets:
            yield sheet, _lines(book, sheet)


def too_large(error: TooLarge) -> Unreadable:
    """What there is too much of, in words."""
    at = {"row": error.number, "most": number_format(error.most, force_grouping=True)}
    if error.what == "columns":
        return Unreadable(_("Row %(row)d has more than %(most)s columns. Take away those that are not needed.") % at)
    if error.what == "line":
        return Unreadable(_("Row %(row)d is too long, or a quotation mark in it is opened and not closed.") % at)
    if error.what == "cell":
        return Unreadable(_("Row %(row)d has a text of more than %(most)s characters. Make it shorter.") % at)
    if error.what == "kept":
        return Unreadable(_("There is too much text in the file. Split it."))
    if error.what in ("packing", "shorthands"):
        return _not_opened()
    return Unreadable(_("The workbook is too large when it is unpacked. Save the sheet with the rows as CSV."))


def _not_opened() -> Unreadable:
    return Unreadable(_("The workbook cannot be opened. Save it anew as XLSX or as CSV."))


def _lines(book: Workbook, sheet: Sheet) -> Lines:
    at = 0
    try:
        for number, values in book.rows(sheet, FORMULA):
            at = number
            yield number, map(_text, values)
    except TooLarge as error:
        raise too_large(error) from error
    except Exception as error:
        raise Unreadable(_("The workbook is damaged after row %d. Save it anew as XLSX or as CSV.") % at) from error


def _text(value: object) -> str:
    return FAULT if isinstance(value, Fault) else as_text(value)
