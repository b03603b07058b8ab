"""Says in words what was typed into a form, when only the names of its fields and their values are left."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django import forms
from django.apps import apps
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .kept_forms import Fields
from .models import Account

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
# What pages put into a form and the writer does not see.
_OF_THE_PAGE = {"key", "next", "action", "call", "role", "credential"}


@dataclass
class Line:
    """One question and what was answered."""

    label: str
    values: list[str]

    @property
    def answer(self) -> str:
        return "\n".join(self.values)


Explain = Callable[[Account, set[str], set[str]], dict[str, str]]
_EXPLAIN: list[Explain] = []


def explains(source: Explain) -> Explain:
    """Mark what tells an account the words for values, and the names for ids, that a form has sent."""
    _EXPLAIN.append(source)
    return source


def worded_by(told):
    """Mark a view whose form is made from data: `told(request, **kwargs)`, with what stands in the address, gives the
    lines to show of what was sent, and the context of the view's pages."""

    def mark(view):
        view.told = told
        return view

    return mark


def lines(fields: Fields, account: Account | None = None) -> list[Line]:
    """What was typed, question by question; empty answers, and what the page and not the writer put in, are left out.

    The labels are those of the form that knows most of the names. Where no form does (a questionnaire's fields are
    made from its text), a field is called by its name. What `account` may see helps to say what codes mean.
    """
    known = _fields_of_the_form({_plain(name) for name, _value in fields})
    words = _Words(fields, account)
    found: dict[str, Line] = {}
    for name, value in fields:
        field = known.get(_plain(name))
        answer = "" if _is_technical(name, field) else words.of(value, field)
        if answer:
            found.setdefault(name, Line(words.label(name, field), [])).values.append(answer)
    return list(found.values())


def _is_technical(name: str, field: forms.Field | None) -> bool:
    if field:
        return bool(field.widget.is_hidden)
    return _plain(name) in _OF_THE_PAGE or name.endswith("_FORMS")


class _Words:
    """Says what was sent in words: those of the form, of what the account may see, of the models, else readably."""

    def __init__(self, fields: Fields, account: Account | None):
        ids = {found[0] for pair in fields for text in pair if (found := _ID.search(text))}
        values = {value for _name, value in fields}
        self.told: dict[str, str] = {}
        # Codes of the team's own lists are no words for somebody who applies: "language" is also a reason for a no.
        self.of_models: Mapping[str, object] = {}
        if account and account.is_authenticated:
            self.of_models = _model_words()
            for source in _EXPLAIN:
                self.told |= source(account, values, ids)

    def label(self, name: str, field: forms.Field | None) -> str:
        if field and field.label:
            return str(field.label)
        if about := _ID.search(name):
            return self.told.get(about[0]) or _("Somebody on the list")
        return _readable(_plain(name))

    def of(self, value: str, field: forms.Field | None) -> str:
        value = value.strip()
        if _ID.fullmatch(value):
            return self.told.get(value) or (_("Chosen from a list") if field else "")
        if value == "on" and (field is None or isinstance(field, forms.BooleanField)):
            return _("Yes")
        if isinstance(field, forms.DateField):
            return _as_day(value)
        if field and not isinstance(field, forms.ChoiceField):
            return value
        own = {}
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            own = _flat(field.choices)
        return own.get(value) or self.told.get(value) or str(self.of_models.get(value, "")) or _readable(value)


def _as_day(value: str) -> str:
    """A day as pages write it; what is none stays as it was typed."""
    try:
        return date_format(date.fromisoformat(value), "j F Y")
    except ValueError:
        return value


def _readable(value: str) -> str:
    """A code as words: `in_person` is `In person`. What is no code stays as it was typed."""
    return value.replace("_", " ").capitalize() if _CODE.fullmatch(value) else value


@cache
def _model_words() -> dict[str, object]:
    """The words of the choices of all our models; a code that says different things stays out."""
    found: dict[str, set] = defaultdict(set)
    for model in apps.get_models():
        if model.__module__.startswith("handslag."):
            for field in model._meta.fields:
                for value, label in getattr(field, "flatchoices", ()):
                    found[str(value)].add(label)
    return {value: words.pop() for value, words in found.items() if len(words) == 1 and not value.isdecimal()}


def _plain(name: str) -> str:
    """The name of a field without the prefix of its form: `goal-0-text` is `text`."""
    return _ID.sub("", name).strip("-_").rpartition("-")[2]


def _fields_of_the_form(names: set[str]) -> dict[str, forms.Field]:
    def fits(form: type[forms.Form]) -> tuple[int, int]:
        return len(names & form.base_fields.keys()), -len(form.base_fields)

    best = max(_all_forms(forms.Form), key=fits, default=None)
    return dict(best.base_fields) if best and fits(best)[0] else {}


def _all_forms(parent: type[forms.Form]) -> Iterator[type[forms.Form]]:
    for form in parent.__subclasses__():
        if form.__module__.startswith("handslag.") and getattr(form, "base_fields", None):
            yield form
        yield from _all_forms(form)


def _flat(choices) -> dict[str, str]:
    flat: dict[str, str] = {}
    for value, label in choices:
        flat |= _flat(label) if isinstance(label, list | tuple) else {str(value): str(label)}
    return flat
