"""The figures as a sheet to download: CSV for any program, XLSX for a spreadsheet. Cells never become formulas."""

import csv
import io
from collections.abc import Iterable
from datetime import date

import xlsxwriter
from django.utils.translation import gettext as _

from .cards import Card

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_NO_MAGIC = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def header() -> list[str]:
    return [
        _("Indicator"), _("What it says"), _("Date"), _("Reached"), _("Of"), _("Per cent"), _("Target, per cent"),
        _("State"), _("AMIF"),
    ]  # fmt: skip


def rows(cards: Iterable[Card], on: date) -> list[list[str | int | float | None]]:
    """One row for each indicator; what is hidden from this reader is left empty and said."""
    found: list[list[str | int | float | None]] = []
    for card in cards:
        figure = card.figure
        n, total = (None, None) if card.hidden else (figure.numerator, figure.denominator)
        row = [figure.number, figure.title, on.isoformat(), n, total, card.percent, card.target, card.word, card.amif]
        found.append(row)
    return found


def as_csv(cards: Iterable[Card], on: date) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(header())
    writer.writerows([_harmless(cell) for cell in row] for row in rows(cards, on))
    return stream.getvalue().encode("utf-8-sig")  # with a mark, so that spreadsheets read the letters right


def _harmless(cell):
    """A text that a spreadsheet would take for a formula gets a quote before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RISKY) else cell


def as_xlsx(cards: Iterable[Card], on: date) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **_NO_MAGIC}) as book:
        sheet = book.add_worksheet(_("Indicators")[:31])
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, header(), bold)
        for number, row in enumerate(rows(cards, on), start=1):
            sheet.write_row(number, 0, row)
        sheet.set_column(1, 1, 60)
        sheet.freeze_panes(1, 0)
    return stream.getvalue()


FORMATS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
