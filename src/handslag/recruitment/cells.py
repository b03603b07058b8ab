"""Turns the text of one cell into the answer to one question, or says in plain words why it can not."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from handslag.programmes.models import Programme
from handslag.questionnaires.lists import country_codes, language_codes
from handslag.questionnaires.models import Questionnaire

MOST_CODES_SHOWN = 30
LONGEST_NAME = 80
YES, NO = {"yes", "true", "1", "x", "ja", "y"}, {"no", "false", "0", "nej", "n"}
# Names that CLDR does not have: its Dari is a kind of Persian, its Kurdish is Kurmanji.
SPOKEN = {"dari": "prs", "kurmanji": "ku", "sorani": "ckb", "farsi": "fa"}
PHONE = re.compile(r"[+(]?[\d][\d\s()/.\-]{4,24}")


class CellError(Exception):
    """The text does not answer the question; the text of the error says what is expected."""


class Choices:
    """The codes that a question takes, from its list or, for lists that start with @, from programme and world."""

    def __init__(self, programme: Programme):
        self.programme = programme
        self.languages = ["en", *programme.languages]
        self._found: dict[tuple, dict[str, str]] = {}

    def of(self, question: dict, questionnaire: Questionnaire | None) -> dict[str, str]:
        """What may be written (codes and words, small letters) -> code. Empty: any code is taken."""
        name = question.get("list", "")
        key = (name, bool(question.get("not_said")), questionnaire and questionnaire.pk)
        if key not in self._found:
            listed = questionnaire.lists if questionnaire else {}
            words = dict(self._runtime(name) if name.startswith("@") else _labelled(listed.get(name, [])))
            if question.get("not_said"):
                words["not_said"] = "not_said"
            self._found[key] = words
        return self._found[key]

    def _runtime(self, name: str) -> dict[str, str]:
        if name == "@place":
            places = self.programme.places.all()
            return {word.casefold(): place.code for place in places for word in (place.name, place.code)}
        if name == "@channel":
            return _labelled(self.programme.lists.get("channel", []))
        if name in ("@country", "@language"):
            return _named("territories" if name == "@country" else "languages", tuple(self.languages))
        return {}


def _labelled(rows: list[dict]) -> dict[str, str]:
    words = {label.casefold(): row["code"] for row in rows for label in row["label"].values()}
    return words | {row["code"].casefold(): row["code"] for row in rows}


@cache
def _named(what: str, languages: tuple[str, ...]) -> dict[str, str]:
    """Codes of countries or languages, and their names in the given languages -> code."""
    codes = country_codes() if what == "territories" else language_codes()
    words: dict[str, str] = dict(SPOKEN) if what == "languages" else {}
    for language in languages:
        try:
            names = getattr(Locale.parse(language), what)
        except (UnknownLocaleError, ValueError):
            continue
        words |= {names[code].casefold(): code for code in codes if code in names}
    return words | {code.casefold(): code for code in codes}


def code_of(text: str, choices: dict[str, str]) -> str:
    """The code that `text` means: the code itself in any spelling, or its words. Raises CellError."""
    word = text.strip().casefold()
    for spelling in (word, re.sub(r"[\s\-–]+", "_", word)):
        if spelling in choices:
            return choices[spelling]
    if not choices and re.fullmatch(r"[\w-]{1,40}", word):
        return word
    raise CellError(_("“%(text)s” is not known. %(expected)s") % {"text": text[:40], "expected": _expected(choices)})


def _expected(choices: dict[str, str]) -> str:
    codes = list(dict.fromkeys(choices.values()))
    if not codes:
        return _("Write letters, digits and hyphens.")
    if len(codes) > MOST_CODES_SHOWN:
        return _("Write the ISO code or the name, for example: %s.") % ", ".join(codes[:5])
    return _("Allowed: %s.") % ", ".join(codes)


def listed(text: str) -> list[str]:
    """The values of a cell that holds several: separated by semicolons or line breaks."""
    return list(dict.fromkeys(part.strip() for part in re.split(r"[;\n]", text) if part.strip()))


def answer_of(question: dict, text: str, choices: dict[str, str], on: date):
    """The answer that a cell gives to a question of a questionnaire. Raises CellError."""
    kinds: dict[str, Callable] = {
        "text": lambda: _text(question, text),
        "integer": lambda: _number(question, text, on),
        "range": lambda: _number(question, text, on),
        "select_one": lambda: code_of(text, choices),
        "select_multiple": lambda: _several(question, text, choices),
        "acknowledge": lambda: _yes(text),
        "date": lambda: _day(question, text, on),
        "geopoint": lambda: _point(text),
    }
    return kinds[question["type"]]()


def takes(question: dict) -> bool:
    """Whether a question can be answered in a cell: notes are not asked, repeated groups do not fit."""
    return question["type"] not in ("note", "repeat")


def _text(question: dict, text: str) -> str:
    if question.get("look") == "phone":
        digits = sum(character.isdigit() for character in text)
        if not PHONE.fullmatch(text) or not text.startswith(("0", "+", "(")) or not 6 <= digits <= 15:
            raise CellError(
                _("“%s” is not a whole phone number. It starts with 0 or +; format the column as text.") % text[:40]
            )
    if question.get("look") == "name" and len(text) > LONGEST_NAME:
        raise CellError(_("The name is longer than %d characters.") % LONGEST_NAME)
    if question.get("look") == "email":
        try:
            validate_email(text)
        except ValidationError as error:
            raise CellError(_("“%s” is not an e-mail address.") % text[:60]) from error
    return text


def _number(question: dict, text: str, on: date) -> int:
    least, most = question.get("least"), question.get("most")
    most = on.year if most == "this_year" else most
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise CellError(_("“%s” is not a whole number.") % text[:40])
    number = int(text)
    if question.get("most") == "this_year" and number > on.year:
        raise CellError(_("%d lies in the future.") % number)
    if (least is not None and number < least) or (most is not None and number > most):
        raise CellError(
            _("%(number)d is not between %(least)s and %(most)s.") % {"number": number, "least": least, "most": most}
        )
    return number


def _several(question: dict, text: str, choices: dict[str, str]) -> list[str]:
    codes = list(dict.fromkeys(code_of(part, choices) for part in listed(text)))
    if question.get("max") and len(codes) > question["max"]:
        raise CellError(_("%(count)d are chosen, %(most)d at most.") % {"count": len(codes), "most": question["max"]})
    return codes


def _yes(text: str) -> bool:
    if text.casefold() not in YES | NO:
        raise CellError(_("Write yes or no."))
    return text.casefold() in YES


def _day(question: dict, text: str, on: date) -> str:
    try:
        day = date.fromisoformat(f"{text}-01" if re.fullmatch(r"\d{4}-\d{2}", text) else text[:10])
    except ValueError as error:
        raise CellError(_("“%s” is not a date. Write year-month-day, like 1994-05-17.") % text[:40]) from error
    if day > on and question["name"] != "permit_until":  # the only day of the questionnaires that lies ahead
        raise CellError(_("%s lies in the future.") % day.isoformat())
    return day.isoformat()


def _point(text: str) -> dict[str, float]:
    """Degrees north and east, kept to about a kilometre."""
    found = re.fullmatch(r"(-?\d{1,2}(?:\.\d+)?)[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)", text)
    if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        raise CellError(_("“%s” is not a point. Write degrees north and east, like 55.60, 13.00.") % text[:40])
    return {"lat": round(float(found[1]), 2), "lon": round(float(found[2]), 2)}
