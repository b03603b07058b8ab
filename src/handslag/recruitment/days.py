"""Reads days as people and spreadsheets write them. What could be two days is refused, never guessed."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _

DAY_FIRST, MONTH_FIRST = "day first", "month first"
PARTS = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}.*$")


class NoDay(Exception):
    """The text is no day, or could be two; the text of the error says what to write."""


def order_of(texts: Iterable[str]) -> str:
    """Whether a column like 12/04/2001 has the day or the month first, told by the days after the 12th; "" unknown."""
    found = [PARTS.fullmatch(CLOCK.sub("", text.strip())) for text in texts]
    days = any(int(match[1]) > 12 for match in found if match)
    months = any(int(match[2]) > 12 for match in found if match)
    return "" if days == months else DAY_FIRST if days else MONTH_FIRST


def day_of(text: str, order: str = "", languages: tuple[str, ...] = ("en",)) -> date:
    """The day that `text` means; a month alone is its first day. Raises NoDay."""
    plain = " ".join(CLOCK.sub("", text.strip()).split())
    try:
        found = _numbers(plain, order) or _words(plain.casefold(), languages)
        if found:
            return date(*found)
    except ValueError:
        pass
    raise NoDay(_("“%s” is not a date. Write year-month-day, like 1994-05-17.") % text[:40])


def _numbers(text: str, order: str) -> tuple[int, int, int] | None:
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?", text) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", text
    ):
        return int(match[1]), int(match[2]), int(match[3] or 1)
    if match := re.fullmatch(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", text):  # dots: the day comes first everywhere
        return int(match[3]), int(match[2]), int(match[1])
    if match := re.fullmatch(r"(\d{1,2})[/.](\d{4})", text):
        return int(match[2]), int(match[1]), 1
    if match := PARTS.fullmatch(text):
        return _ordered(text, int(match[1]), int(match[2]), int(match[3]), order)
    return None


def _ordered(text: str, first: int, second: int, year: int, order: str) -> tuple[int, int, int]:
    if not order and first != second and first <= 12 and second <= 12:
        reason = _("“%s” could be two days. Write year-month-day, like 1994-05-17.")
        raise NoDay(reason % text[:40])
    day_first = first > 12 or (order == DAY_FIRST and second <= 12)
    return (year, second, first) if day_first else (year, first, second)


def _words(text: str, languages: tuple[str, ...]) -> tuple[int, int, int] | None:
    """17 May 1994, May 17, 1994, 17 maj 1994, maj 1994."""
    shapes = (
        r"(?:den )?(?P<d>\d{1,2})(?:st|nd|rd|th|:e|\.)? (?P<m>[^\W\d]+)\.?,? (?P<y>\d{4})",
        r"(?P<m>[^\W\d]+)\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})",
        r"(?P<m>[^\W\d]+)\.?,? (?P<y>\d{4})",
    )
    for shape in shapes:
        match = re.fullmatch(shape, text)
        month = match and _months(languages).get(match["m"])
        if match and month:
            return int(match["y"]), month, int(match.groupdict().get("d") or 1)
    return None


@cache
def _months(languages: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for language in languages:
        try:
            names = Locale.parse(language.split("-")[0]).months
        except (UnknownLocaleError, ValueError):
            continue
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                found |= {name.casefold().strip("."): number for number, name in names[form][width].items()}
    return found
