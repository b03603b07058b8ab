"""Turns the text of one cell into the answer to one question, or says in plain words why it cannot."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache, cached_property

from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from handslag.programmes.models import Place, Programme
from handslag.questionnaires.lists import country_codes, language_codes
from handslag.questionnaires.models import Questionnaire
from handslag.questionnaires.reading import in_language

from .days import NoDay, day_of

MOST_CODES_SHOWN = 30
LONGEST_NAME = 80
# Said by somebody who fills in a sheet, and by the tick boxes of forms on the web.
YES = {"yes", "true", "1", "x", "ja", "y", "ok", "okay", "sant", "✓", "✔", "checked", "agree", "i agree", "i accept",
       "samtycker", "jag samtycker", "godkänner", "jag godkänner"}  # fmt: skip
NO = {"no", "false", "0", "nej", "n", "falskt"}
# Names that CLDR does not have: its Dari is a kind of Persian, its Kurdish is Kurmanji.
SPOKEN = {"dari": "prs", "kurmanji": "ku", "sorani": "ckb", "farsi": "fa"}
PHONE = re.compile(r"[+(]?[\d][\d\s()/.\-]{4,24}")


class CellError(Exception):
    """The text does not answer the question; the text of the error says what is expected."""


class Choices:
    """The codes that a question takes, from its list or, for lists that start with @, from programme and world.

    `in_words`: the language in which a reason lists what is allowed; "" lists the codes, for sheets that hold codes.
    """

    def __init__(self, programme: Programme, in_words: str = ""):
        self.programme, self.in_words = programme, in_words
        self.languages = ["en", *programme.languages]
        self._found: dict[tuple, dict[str, str]] = {}

    @cached_property
    def places(self) -> list[Place]:
        return list(self.programme.places.all())

    def of(self, question: dict, questionnaire: Questionnaire | None) -> dict[str, str]:
        """What may be written (codes and words, small letters) -> code. Empty: any code is taken."""
        name = question.get("list", "")
        key = (name, bool(question.get("not_said")), questionnaire and questionnaire.pk)
        if key not in self._found:
            listed = questionnaire.lists if questionnaire else {}
            words = dict(self._runtime(name) if name.startswith("@") else _labelled(listed.get(name, [])))
            if question.get("not_said"):
                words |= _labelled(listed.get("not_said", [])) | {"not_said": "not_said"}
            self._found[key] = words
        return self._found[key]

    def shown(self, question: dict, questionnaire: Questionnaire | None) -> list[str] | None:
        """The choices in the words that the form has; None where codes are what the sheet holds. Places are always
        written as the programme writes them."""
        name = question.get("list", "")
        if name == "@place":
            return [place.name for place in self.places]
        if not self.in_words or name.startswith("@") or questionnaire is None:
            return None
        only = question.get("only")
        rows = [row for row in questionnaire.lists.get(name, []) if not only or row["code"] in only]
        return [in_language(row["label"], self.in_words) for row in rows]

    def _runtime(self, name: str) -> dict[str, str]:
        if name == "@place":
            return {word.casefold(): place.code for place in self.places for word in (place.name, place.code)}
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


def code_of(text: str, choices: dict[str, str], shown: list[str] | None = None) -> str:
    """The code that `text` means: the code itself in any spelling, or its words. Raises CellError.

    `shown`: what a reason lists as allowed, where it is not the codes.
    """
    code = known_code(text, choices)
    if code is None:
        wrong = {"text": text.strip()[:40], "expected": _expected(choices, shown)}
        raise CellError(_("“%(text)s” is not known. %(expected)s") % wrong)
    return code


def known_code(text: str, choices: dict[str, str]) -> str | None:
    """The code that `text` means, None where it means none."""
    word = " ".join(text.casefold().split())
    if word in choices:
        return choices[word]
    for spelling in (re.sub(r"[\s\-–]+", "_", word), word.rstrip("."), re.sub(r"\s*\([^()]*\)$", "", word)):
        if spelling in choices:
            return choices[spelling]
    return word if not choices and re.fullmatch(r"[\w-]{1,40}", word) else None


def _expected(choices: dict[str, str], shown: list[str] | None) -> str:
    codes = list(dict.fromkeys(choices.values()))
    if not codes:
        return _("Write letters, digits and hyphens.")
    if len(codes) > MOST_CODES_SHOWN:
        return _("Write the ISO code or the name, for example: %s.") % ", ".join(codes[:5])
    if shown:
        return _("Allowed: %s.") % " · ".join(shown)
    return _("Allowed: %s.") % ", ".join(codes)


def listed(text: str) -> list[str]:
    """The values of a cell that holds several: separated by semicolons or line breaks."""
    return list(dict.fromkeys(part.strip() for part in re.split(r"[;\n]", text) if part.strip()))


def codes_of(text: str, choices: dict[str, str], shown: list[str] | None = None) -> list[str]:
    """The codes of a cell that holds several, also where they are joined by commas and hold commas themselves."""
    found: list[str] = []
    for part in listed(text):
        found += [code_of(part, choices)] if known_code(part, choices) else _between_commas(part, choices, shown)
    return list(dict.fromkeys(found))


def _between_commas(text: str, choices: dict[str, str], shown: list[str] | None) -> list[str]:
    pieces, found = [piece.strip() for piece in text.split(",")], []
    while pieces:
        for end in range(len(pieces), 0, -1):  # the longest first: a label may hold a comma
            code = known_code(", ".join(pieces[:end]), choices)
            if code is not None:
                found.append(code)
                break
        else:
            if pieces[0]:
                code_of(pieces[0], choices, shown)  # says what is wrong with it
            end = 1
        pieces = pieces[end:]
    return found


def answer_of(
    question: dict, text: str, choices: dict[str, str], on: date, *, order: str = "", shown: list[str] | None = None
):
    """The answer that a cell gives to a question of a questionnaire. Raises CellError.

    `order`: whether days like 12/04/2001 begin with the day or the month, as far as the column tells.
    """
    kinds: dict[str, Callable] = {
        "text": lambda: _text(question, text),
        "integer": lambda: _number(question, text, on),
        "range": lambda: _number(question, _on_scale(question, text), on),
        "select_one": lambda: code_of(text, choices, shown),
        "select_multiple": lambda: _several(question, text, choices, shown),
        "acknowledge": lambda: says_yes(question, text),
        "date": lambda: _day(question, text, on, order),
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


def _on_scale(question: dict, text: str) -> str:
    """The number of a point on a scale that was written as `4`, `4 - A lot` or with the words of one end."""
    if match := re.match(r"(\d{1,2})\s*[-–:.)=(]", text):
        return match[1]
    ends = (("low", question.get("least")), ("high", question.get("most")))
    return next((str(n) for name, n in ends if text.casefold() in _labels(question.get(name))), text)


def _labels(texts: dict | str | None) -> set[str]:
    every = texts.values() if isinstance(texts, dict) else filter(None, [texts])
    return {" ".join(text.casefold().split()).rstrip(".") for text in every}


def _several(question: dict, text: str, choices: dict[str, str], shown: list[str] | None) -> list[str]:
    codes = codes_of(text, choices, shown)
    if question.get("max") and len(codes) > question["max"]:
        raise CellError(_("%(count)d are chosen, %(most)d at most.") % {"count": len(codes), "most": question["max"]})
    return codes


def says_yes(question: dict, text: str) -> bool:
    """Whether a cell says yes; the words beside a tick box, which a form on the web hands on, say it too."""
    said = " ".join(text.casefold().split()).rstrip(".!")
    if said in YES or said in _labels(question.get("label")):
        return True
    if said in NO:
        return False
    first = re.split(r"[\s,.:;!]", said, maxsplit=1)[0]
    if first not in {"yes", "ja", "no", "nej"}:
        raise CellError(_("Write yes or no."))
    return first in {"yes", "ja"}


def _day(question: dict, text: str, on: date, order: str) -> str:
    try:
        day = day_of(text, order, ("en", "sv"))
    except NoDay as error:
        raise CellError(str(error)) from error
    if day > on and question["name"] != "permit_until":  # the only day of the questionnaires that lies ahead
        raise CellError(_("%s lies in the future.") % day.isoformat())
    return day.isoformat()


def _point(text: str) -> dict[str, float]:
    """Degrees north and east, kept to about a kilometre."""
    found = re.fullmatch(r"(-?\d{1,2}(?:\.\d+)?)[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)", text)
    if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        raise CellError(_("“%s” is not a point. Write degrees north and east, like 55.60, 13.00.") % text[:40])
    return {"lat": round(float(found[1]), 2), "lon": round(float(found[2]), 2)}
