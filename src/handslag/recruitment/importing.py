"""Reads a sheet of applications against the questionnaires of a programme. It writes nothing.

Columns are the names of the questions (annexes 3, 4a and 4b); what is wrong is said per row and column in plain words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from handslag.people.actions import normal_phone
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.models import Questionnaire

from .cells import Choices
from .columns import ALSO, Answers, Form
from .sheets import Problem, Sheet, Unreadable, open_sheets

# The questionnaire that somebody applies with comes first; the other one is filled in at the interview.
KEYS = {Role.MENTOR: ("mentor_application",), Role.MENTEE: ("mentee_application", "mentee_interview")}
ROLES = {"mentors": Role.MENTOR, "mentor": Role.MENTOR, "mentees": Role.MENTEE, "mentee": Role.MENTEE}


@dataclass(frozen=True)
class Row:
    """One applicant of a sheet.

    `person`: full_name, phone, email, sex and birth_year as far as they were given, from whatever column.
    `answers`: one dict for each questionnaire of the role, in the order of KEYS.
    """

    sheet: str
    number: int
    role: str
    language: str
    channel: str
    person: dict
    answers: Answers

    @property
    def identity(self) -> str:
        """What makes two rows one person: role, number (or e-mail) and name, however they are spelt.

        The last eight digits of a number are the same with and without the country's prefix.
        """
        reached_at = normal_phone(self.person.get("phone", ""))[-8:] or self.person.get("email", "").lower()
        return "|".join((self.role, reached_at, " ".join(self.person.get("full_name", "").casefold().split())))


def questionnaires(programme: Programme) -> dict[str, list[Questionnaire]]:
    """By role: the newest version of each questionnaire that a sheet can answer."""
    rows = Questionnaire.objects.of(programme.organisation_id).filter(programme=programme).order_by("version")
    newest = {row.key: row for row in rows}
    return {role: [newest[key] for key in keys if key in newest] for role, keys in KEYS.items()}


def read(path: Path | str, programme: Programme, on: date) -> tuple[list[Row], list[Problem]]:
    """The applicants in a CSV or XLSX file, and every problem of it. `on`: today; no birth or arrival lies after it.

    The rows are fit for importing only where there is no problem. Nothing is written.
    """
    try:
        sheets, problems = open_sheets(Path(path))
    except Unreadable as error:
        return [], [Problem(0, "", str(error))]
    choices = Choices(programme)
    forms = {role: Form(role, rows, choices, on) for role, rows in questionnaires(programme).items()}
    rows: list[Row] = []
    for sheet in sheets:
        problems += _read_sheet(sheet, forms, programme, rows)
    problems += _twice(rows)
    return rows, sorted(set(problems), key=lambda p: (p.sheet, p.row, p.column, p.reason))


def _read_sheet(sheet: Sheet, forms: dict[str, Form], programme: Programme, rows: list[Row]) -> Iterator[Problem]:
    met: dict[str, Form] = {}
    for number, cells in sheet.rows:
        role = ROLES.get((cells.get("role") or sheet.name).strip().casefold())
        if role is None:
            expected = _("Write mentor or mentee here, or call the sheet “mentors” or “mentees”.")
            yield Problem(number if "role" in sheet.columns else 0, "role", expected, sheet.name)
            continue
        met[role] = form = forms[role]
        answers, wrong = form.answers(cells, sheet.columns)
        wrong += _of_others(cells, form, forms.values())
        yield from (Problem(number, column, reason, sheet.name) for column, reason in wrong)
        beside = answers.pop(None)
        language = beside.get("language") or programme.languages[0]
        channel = beside.get("channel") or ""
        person = _person(cells, beside, answers)
        rows.append(Row(sheet.name, number, role, language, channel, person, answers))
    yield from _columns(sheet, forms, list(met.values()))


def _of_others(cells: dict[str, str], form: Form, forms: Iterable[Form]) -> Iterator[tuple[str, str]]:
    """Cells that only the other role is asked for: kept out silently they would be lost."""
    for column, text in cells.items():
        if text and not form.knows(column) and any(other.knows(column) for other in forms):
            yield column, _("This is not asked of a %s. Leave it empty.") % form.role.label.lower()


def _columns(sheet: Sheet, forms: dict[str, Form], met: list[Form]) -> Iterator[Problem]:
    """Columns that no form knows, unless they are empty, and columns that a form needs and does not find."""
    for column in dict.fromkeys(filter(None, sheet.columns)):
        known = any(form.knows(column) for form in forms.values())
        if not known and any(cells.get(column) for _number, cells in sheet.rows):
            yield Problem(0, column, _("No question has this name. Rename the column or remove it."), sheet.name)
    for column in dict.fromkeys(name for form in met for name in form.needed):
        if not {column, ALSO.get(column)} & set(sheet.columns):
            yield Problem(0, column, _("This column is missing."), sheet.name)


def _twice(rows: list[Row]) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in rows:
        before = first.setdefault(row.identity, row)
        if before is not row and row.person.get("full_name"):
            where = _("row %d") % before.number
            if before.sheet:
                where = _("sheet “%s”") % before.sheet + ", " + where
            yield Problem(row.number, "", _("This is the same person as in %s.") % where, row.sheet)


def _person(cells: dict[str, str], beside: dict, answers: Answers) -> dict:
    said = {name: value for given in answers.values() for name, value in given.items()}
    person = {name: said[name] for name in ("phone", "sex", "birth_year") if said.get(name)}
    if said.get("birth_date"):
        person["birth_year"] = int(said["birth_date"][:4])
    return person | {
        "full_name": " ".join((cells.get("full_name") or cells.get("first_name") or "").split()),
        "email": beside.get("email") or said.get("email", ""),
    }
