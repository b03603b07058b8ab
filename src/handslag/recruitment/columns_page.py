"""What the page shows that asks what each column of a sheet is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handslag.programmes.roles import Role
from handslag.questionnaires.lists import COMMON_LANGUAGES, language_name
from handslag.questionnaires.reading import in_language

from .columns import ALSO, Form
from .headings import GUESS, REMEMBERED, Column
from .importing import Reader
from .lines import missing
from .rows import Layout
from .sheets import Table
from .upload_forms import ColumnsForm, is_open
from .words import LEAVE_OUT

SAMPLES = 3
SAMPLE_LENGTH = 60
MOST_WORDS = 90
HEARD = "heard_from"
NAMELESS = ""  # instead of whose a lacking question is: nothing says who is who
# Said once for all rows, these would be wrong for all but one.
OF_ONE_PERSON = ("full_name", "first_name", "phone", "email")


@dataclass(frozen=True)
class Line:
    """One column: its place, heading and first values, what it is, and the field that asks where it is not sure."""

    column: Column
    letters: str
    samples: list[str]
    meaning: str
    note: str
    field: forms.BoundField | None


def questions_of(reader: Reader) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of (column name, wording) to choose from."""
    language = get_language() or "en"
    names = [("full_name", _("The whole name")), ("first_name", _("First name")), ("last_name", _("Family name")),
             ("email", _("E-mail address")), ("language", _("Language to write to the person in"))]  # fmt: skip
    if not reader.role:
        names.insert(0, ("role", _("Mentor or mentee")))
    if HEARD not in reader.headings.questions:  # a sheet says it of everybody, the questionnaire asks some only
        names.append((HEARD, _("How the person heard of us")))
    seen = {name for name, _label in names}
    asked = [(row, _asked(form, row, seen, language)) for form in reader.forms.values() for row in form.rows]
    groups = [(_("The person"), names)]
    if reader.role:
        groups += [(in_language(row.title, language), [*entries.items()]) for row, entries in asked]
    else:
        mentors, mentees = (
            {name: words for row, entries in asked if row in form.rows for name, words in entries.items()}
            for form in (reader.forms[Role.MENTOR], reader.forms[Role.MENTEE])
        )
        groups += _by_whose(mentors, mentees)
    if any(form.level for form in reader.forms.values()):
        spoken = dict.fromkeys([*reader.programme.languages, *COMMON_LANGUAGES])
        levels = [(f"level_{code}", _("Level of %s") % language_name(code, language)) for code in spoken]
        groups.append((_("How well somebody speaks"), levels))
    return groups


def _asked(form: Form, row, seen: set[str], language: str) -> dict[str, str]:
    return {
        name: form.worded(name, language)[:MOST_WORDS]
        for name, (questionnaire, _question) in form.questions.items()
        if questionnaire is row and name not in seen
    }


def _by_whose(mentors: Mapping[str, str], mentees: Mapping[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Questions by whose they are. One of both stands once, in the words for both where those are not the same."""
    both = {name: _for_both(words, mentees[name]) for name, words in mentors.items() if name in mentees}
    groups = [
        (_("For both"), both),
        (_("For mentors"), {name: words for name, words in mentors.items() if name not in both}),
        (_("For mentees"), {name: words for name, words in mentees.items() if name not in both}),
    ]
    return [(whose, [*entries.items()]) for whose, entries in groups if entries]


def _for_both(mentors: str, mentees: str) -> str:
    shorter, longer = sorted((mentors, mentees), key=len)
    return shorter if longer.startswith(shorter) else f"{mentors} / {mentees}"


def lacking(
    reader: Reader, layouts: Mapping[int, Layout], tables: Mapping[int, Table]
) -> list[tuple[str, list[str]]]:  # fmt: skip
    """What the forms of a file with both roles need and no column has, in the words of the questions: groups of (whose
    they are, questions). A question of both stands once."""
    language, nameless = get_language() or "en", False
    lost: dict[str, dict[str, str]] = {}
    for number, layout in layouts.items():
        met = _forms_met(reader, tables[number], layout)
        nameless = nameless or not met
        for form in met:
            wanted = missing(form, [column.target for column in layout.columns if column.is_taken])
            lost.setdefault(form.role, {}).update((name, form.worded(name, language)) for name in wanted)
    groups = _by_whose(lost.get(Role.MENTOR, {}), lost.get(Role.MENTEE, {}))
    found = [(whose, [*dict(entries).values()]) for whose, entries in groups]
    return [(NAMELESS, [_("Mentor or mentee")]), *found] if nameless else found


def _forms_met(reader: Reader, table: Table, layout: Layout) -> list[Form]:
    """The forms of those whose applications a sheet holds, as far as its name or its column of roles tells."""
    at = next((column.at for column in layout.columns if column.target == "role"), None)
    cells = (line[at] if at is not None and at < len(line) else "" for _n, line in table.lines[layout.head + 1 :])
    found = {reader.role_of(cell, table) for cell in set(cells)}
    return [form for form in reader.forms.values() if form.role in found]


def shared_of(
    reader: Reader, layouts: Mapping[int, Layout]
) -> tuple[dict[str, forms.Field], list[tuple[str, list[str]]]]:  # fmt: skip
    """What the form of one role needs and no column has: as fields that answer for all rows, and what cannot be so, as
    `lacking` gives it."""
    [form] = reader.forms.values()
    language = get_language() or "en"
    fields: dict[str, forms.Field] = {}
    lost: list[str] = []
    for layout in layouts.values():
        named = [column.target for column in layout.columns if column.is_taken]
        levels = any(name.startswith("level_") for name in named)
        wanted = missing(form, named)
        if form.level is None and not levels and "host_level" not in named:
            wanted.append("host_level")
        for name in wanted:
            questionnaire, question = form.questions[name]
            label = form.worded(name, language)
            if name in OF_ONE_PERSON or question["type"] in ("text", "date", "geopoint"):
                lost.append(label)
            else:
                fields.setdefault(name, _field(label, form, questionnaire, question, language))
    return fields, [("", list(dict.fromkeys(lost)))] if lost else []


def _field(label: str, form: Form, questionnaire, question: dict, language: str) -> forms.Field:
    if question["type"] == "acknowledge":
        text = _("Everybody in the file has said yes on paper or in another form: %s") % label
        return forms.TypedChoiceField(label=text, choices=[("", _("Choose")), ("yes", _("Yes, everybody"))],
                                      required=False)  # fmt: skip
    codes = list(dict.fromkeys(form.choices.of(question, questionnaire).values()))
    if not codes or len(codes) > 60:
        return forms.CharField(label=label, required=False, max_length=200)
    words = {row["code"]: in_language(row["label"], language)
             for row in questionnaire.lists.get(question.get("list", "").lstrip("@"), [])}  # fmt: skip
    if question.get("list") == "@place":
        words = {place.code: place.name for place in form.choices.places}
    choices = [("", _("Choose")), *((code, words.get(code, code)) for code in codes)]
    return forms.ChoiceField(label=label, choices=choices, required=False)


def lines_of(table: Table, number: int, layout: Layout, form: ColumnsForm, meaning: Callable[[str], str]) -> list[Line]:
    """The columns of one sheet that have a heading or a value. `meaning`: see `meanings`."""
    below = table.lines[layout.head + 1 :]
    return [
        Line(
            column,
            letters(column.at),
            _samples(column, below),
            meaning(column.target),
            _note(column),
            form[name] if (name := f"c{number}_{column.at}") in form.fields else None,
        )
        for column in layout.columns
        if column.heading
    ]


def _samples(column: Column, below: Iterable[tuple[int, list[str]]]) -> list[str]:
    found: list[str] = []
    for _number, cells in below:
        text = cells[column.at] if column.at < len(cells) else ""
        if text and not text.startswith("\0") and text[:SAMPLE_LENGTH] not in found:
            found.append(text[:SAMPLE_LENGTH])
        if len(found) == SAMPLES:
            break
    return found


def meanings(questions: list[tuple[str, list[tuple[str, str]]]]) -> Callable[[str], str]:
    """What says in words what a column is, by its target; `questions` as `questions_of` gives them."""
    labels = {target: label for _group, entries in questions for target, label in entries}
    labels |= {LEAVE_OUT: _("Left out"), "role": _("Mentor or mentee")}

    def meaning(target: str) -> str:
        if label := labels.get(target) or labels.get(ALSO.get(target, "")):
            return label
        if target.startswith("level_"):
            return _("Level of %s") % language_name(target.removeprefix("level_"), get_language() or "en")
        return target

    return meaning


def _note(column: Column) -> str:
    if column.how == REMEMBERED:
        return _("As you chose last time")
    return _("A guess. Please look at it.") if column.how == GUESS else ""


def letters(at: int) -> str:
    """What the spreadsheet calls a column: A, B, … Z, AA."""
    found = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        found = chr(65 + rest) + found
    return found


def open_count(layouts: Mapping[int, Layout]) -> int:
    """How many columns somebody has to say something about."""
    return sum(is_open(column) for layout in layouts.values() for column in layout.columns)
