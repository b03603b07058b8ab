"""Reads a sheet of applications against the questionnaires of a programme. It writes nothing.

Columns are the names of the questions (annexes 3, 4a and 4b) or their wordings; what is wrong is said per row and
column in plain words.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handslag.programmes.models import Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.keys import KEYS
from handslag.questionnaires.models import Questionnaire

from .cells import Choices
from .columns import Form
from .headings import NAME, Headings
from .lines import Lines
from .rows import Layout, Row
from .sheets import Problem, Table, Unreadable, content_of, open_tables, place_in_words

ROLES = {
    **dict.fromkeys(("mentors", "mentor", "mentorer"), Role.MENTOR),
    **dict.fromkeys(("mentees", "mentee", "adept", "adepter"), Role.MENTEE),
}
BOTH = ""  # instead of a role: a column or the names of the sheets say who is who


def questionnaires(programme: Programme) -> dict[str, list[Questionnaire]]:
    """By role: the newest version of each questionnaire that a sheet can answer."""
    rows = Questionnaire.objects.of(programme.organisation_id).filter(programme=programme).order_by("version")
    newest = {row.key: row for row in rows}
    for row in newest.values():
        row.programme = programme  # known: not to be asked for again
    return {role: [newest[key] for key in keys if key in newest] for role, keys in KEYS.items()}


class Reader:
    """Reads the sheets of one file. `role`: whose applications they are, or BOTH. `on`: today.

    `remembered`: by heading, what a column was taken for before.
    """

    def __init__(self, programme: Programme, on: date, role: str = BOTH, remembered: Mapping[str, str] | None = None):
        self.programme, self.role = programme, role
        self.choices = Choices(programme)
        rows = questionnaires(programme)
        self.forms = {each: Form(each, rows[each], self.choices, on) for each in KEYS if not role or each == role}
        self.headings = Headings(list(self.forms.values()), self.choices, remembered)

    def layout(self, table: Table) -> Layout:
        """How the sheet is read as far as its headings tell."""
        head = self.headings.head(table)
        width = max(len(cells) for _number, cells in table.lines)
        cells = table.lines[head][1]
        return Layout(head, self.headings.columns([*cells, *[""] * (width - len(cells))]))

    def rows(self, table: Table, layout: Layout) -> tuple[list[Row], list[Problem]]:
        """The applicants of a sheet, and every problem of it but those between rows."""
        by_name = [column.how == NAME for column in layout.columns if column.is_taken]
        # Reasons speak in the words of the form to those who have the words, in codes to those who have codes.
        self.choices.in_words = "" if 2 * sum(by_name) > len(by_name) else get_language() or "en"
        for form in self.forms.values():
            form.forget()
        return Lines(self, table, layout).read()

    def role_of(self, cell: str, table: Table) -> Role | None:
        said = ROLES.get((cell or table.name).strip().casefold())
        return said if said in self.forms else Role(self.role) if self.role and not cell else None


def read(
    path: Path | str, programme: Programme, on: date, mapped: Mapping[str, str] | None = None, role: str = BOTH
) -> tuple[list[Row], list[Problem]]:
    """The applicants in a CSV or XLSX file, and every problem of it. `on`: today; no birth or arrival lies after it.

    `mapped`: what columns are, by heading, where they do not say it themselves.
    `role`: whose they all are, where the file does not say it. Hidden sheets are passed over.

    The rows are fit for importing only where there is no problem. Nothing is written.
    """
    try:
        found = open_tables(content_of(Path(path)))
    except Unreadable as error:
        return [], [Problem(0, "", str(error))]
    reader = Reader(programme, on, role, mapped)
    rows: list[Row] = []
    problems: list[Problem] = []
    for table in [table for table in found if not table.hidden] or found:
        fit, wrong = reader.rows(table, reader.layout(table))
        rows += fit
        problems += wrong
    return rows, in_order([*problems, *twice(rows)])


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, sheet by sheet and from the top."""
    return sorted(set(problems), key=lambda p: (p.sheet, p.row, p.column, p.reason))


def twice(rows: Sequence[Row]) -> Iterable[Problem]:
    """Rows that are the same person as one before."""
    first: dict[str, Row] = {}
    for row in rows:
        before = first.setdefault(row.identity, row)
        if before is not row and row.person.get("full_name"):
            where = place_in_words(before.sheet, str(before.number))
            yield Problem(row.number, "", _("This is the same person as in %s.") % where, row.sheet)
