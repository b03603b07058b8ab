"""What is wrong with one answer, in plain words for the person who gave it."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .reading import Context, Question

# Longest texts by look; a name fits the name of a person.
LONGEST = {"name": 80, "phone": 40, "email": 200, "long": 3000}
LONGEST_OTHER = 200
EMPTY: tuple = (None, "", [], (), False)


def problem(question: Question, value, context: Context) -> str:
    """A sentence about what is wrong with `value`, or nothing."""
    if value in EMPTY:
        return _missing(question) if question.required else ""
    return _CHECKS[question.type](question, value, context)


def _missing(question: Question) -> str:
    return {
        "select_one": _("Choose an answer."),
        "range": _("Choose an answer."),
        "select_multiple": _("Choose at least one answer."),
        "acknowledge": _("Tick the box if you agree. Without your yes we cannot go on."),
        "integer": _("Write a number."),
        "date": _("Write a date."),
    }.get(question.type) or _("Write an answer.")


def _text(question: Question, value, context: Context) -> str:
    text, longest = str(value), LONGEST.get(question.look, LONGEST_OTHER)
    if len(text) > longest:
        return ngettext("Use at most %d character.", "Use at most %d characters.", longest) % longest
    if question.look == "phone":
        return _phone(text)
    if question.look == "email":
        return _email(text)
    return ""


def _phone(text: str) -> str:
    digits = len(re.sub(r"\D", "", text))
    if not re.fullmatch(r"[\d\s+()./–-]+", text):
        return _("Use only digits, for example 070 123 45 67.")
    return "" if 7 <= digits <= 15 else _("Check the number. It has too few or too many digits.")


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return _("Check the address. It looks like name@example.org.")
    return ""


def _integer(question: Question, value, context: Context) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return _("Write a number with digits only.")
    least, most = question.least, question.most
    if (least is not None and value < least) or (most is not None and value > most):
        return _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most}
    return ""


def _date(question: Question, value, context: Context) -> str:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return _("Check the date.")
    return _("This day is still to come.") if question.written.get("most") == "today" and day > context.on else ""


def _one(question: Question, value, context: Context) -> str:
    return "" if question.choice(str(value)) else _("Choose one of the answers.")


def _several(question: Question, value, context: Context) -> str:
    if not isinstance(value, list | tuple) or any(not question.choice(str(code)) for code in value):
        return _("Choose one of the answers.")
    most = question.most_choices
    if most and len(value) > most:
        return ngettext("Choose at most %d answer.", "Choose at most %d answers.", most) % most
    return ""


def _acknowledge(question: Question, value, context: Context) -> str:
    return "" if value is True else _missing(question)


_CHECKS = {
    "text": _text,
    "integer": _integer,
    "range": _integer,
    "date": _date,
    "select_one": _one,
    "select_multiple": _several,
    "acknowledge": _acknowledge,
}
