"""The forms of an import through the browser."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .headings import BY_HAND, GUESS, TWICE, Column
from .rows import Layout
from .sheets import Table, Unreadable, open_tables
from .words import LEAVE_OUT

BOTH = "both"
TOO_LARGE = _("The file is too large: %d megabytes at most.")


def most_megabytes() -> int:
    return settings.FILE_UPLOAD_MAX_MEMORY_SIZE // 1_000_000


class UploadForm(forms.Form):
    """A file and whose applications it holds. After cleaning `tables` are the sheets in it."""

    file = forms.FileField(
        label=_("The file"),
        allow_empty_file=True,
        help_text=_("A sheet in XLSX or CSV, as Google Forms, Excel and LibreOffice save it."),
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv"}),
    )
    role = forms.ChoiceField(
        label=_("Who are the people in it?"),
        choices=[
            ("mentor", _("People who want to be mentors")),
            ("mentee", _("People who want a mentor")),
            (BOTH, _("Both: a column “role” or the names of the sheets say who is who")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who the people are.")},
    )

    def __init__(self, *args, too_large: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.tables: list[Table] = []
        if too_large:  # the server did not take the file at all
            self.fields["file"].error_messages["required"] = TOO_LARGE % most_megabytes()

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.tables = open_tables(file.read())
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def clean_role(self) -> str:
        role = self.cleaned_data["role"]
        return "" if role == BOTH else role


class SheetForm(forms.Form):
    """Which of the sheets of a workbook is meant."""

    sheet = forms.ChoiceField(
        label=_("Which sheet do you mean?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose a sheet.")},
    )  # fmt: skip

    def __init__(self, *args, sheets: Iterable[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = list(sheets)  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """What each column is. Only columns that were not surely recognised are asked, or `every` one.

    `questions`: groups of (target, label). `shared`: what is missing in the file and may be said for all rows at once,
    as form fields by target. `meaning`: says in words what a target is.
    """

    leave_rest = forms.BooleanField(label=_("Leave out every column for which I have chosen nothing"), required=False)

    def __init__(
        self, *args: Any, layouts: Mapping[int, Layout], questions: list, shared: Mapping[str, forms.Field],
        meaning: Callable[[str], str], every: bool, **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.layouts, self.asked, self.meaning = layouts, dict[str, tuple[int, Column]](), meaning
        choices = [("", _("Choose what this is")), (LEAVE_OUT, _("Leave this column out")), *questions]
        for number, layout in layouts.items():
            for column in layout.columns:
                if column.heading and (every or is_open(column)):
                    self._ask(f"c{number}_{column.at}", number, column, choices)
        for target, field in shared.items():
            self.fields[f"all_{target}"] = field

    def _ask(self, name: str, number: int, column: Column, choices: list) -> None:
        known = {target for _group, entries in choices[2:] for target, _label in entries}
        extra = [] if column.target in (*known, "", LEAVE_OUT) else [(column.target, self.meaning(column.target))]
        self.fields[name] = forms.ChoiceField(
            label=column.heading[:80], choices=[*choices, *extra], initial=column.target, required=False
        )
        self.asked[name] = (number, column)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        rest = [name for name in self.asked if not data.get(name) and name not in self.errors]
        if data.get("leave_rest"):
            data |= dict.fromkeys(rest, LEAVE_OUT)
        elif rest:
            self._ask_again(rest)
        self._refuse_twice(data)
        return data

    def _ask_again(self, rest: list[str]) -> None:
        """Say what one tick can do before the list of all that lacks an answer."""
        if len(rest) > 1:
            words = ngettext(
                "For %(n)s column nothing is chosen. Tick this to leave it out.",
                "For %(n)s columns nothing is chosen. Tick this to leave them all out.",
                len(rest),
            )
            self.add_error("leave_rest", words % {"n": len(rest)})
        for name in rest:
            self.add_error(name, _("Choose what this column is, or leave it out."))

    def _refuse_twice(self, data: dict) -> None:
        for number, layout in self.layouts.items():
            taken: dict[tuple[str, str], Column] = {}
            for column in self._told(number, layout, data):
                place = (column.target, column.row)
                if column.is_taken and place in taken:
                    text = _("“%s” is said to be the same. Leave one of the two out.") % taken[place].heading[:60]
                    name = f"c{number}_{column.at}"
                    self.add_error(name if name in self.fields else None, text)
                taken.setdefault(place, column)

    def _told(self, number: int, layout: Layout, data: Mapping) -> list[Column]:
        """The columns of a sheet as they are after this form."""
        found = []
        for column in layout.columns:
            name = f"c{number}_{column.at}"
            target = data.get(name) if name in self.asked else column.target
            how = BY_HAND if target != column.target or column.how in (GUESS, TWICE) else column.how
            found.append(Column(column.at, column.heading, target or "", column.row, how))
        return found

    def told(self) -> dict[int, Layout]:
        """The layouts with what was chosen."""
        given = self.cleaned_data
        for_all = {
            name.removeprefix("all_"): value for name, value in given.items() if name.startswith("all_") and value
        }
        return {
            number: Layout(layout.head, self._told(number, layout, given), for_all)
            for number, layout in self.layouts.items()
        }

    def by_hand(self) -> dict[str, str]:
        """What is worth remembering: heading -> target of each column that was told otherwise than recognised."""
        told = ((column, self.cleaned_data.get(name)) for name, (_number, column) in self.asked.items())
        return {
            column.heading: target
            for column, target in told
            if target and (target != column.target or column.how == GUESS)
        }


def is_open(column: Column) -> bool:
    """Whether somebody has to say what the column is."""
    return bool(column.heading) and (not column.target or column.how == GUESS)
