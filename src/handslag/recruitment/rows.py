"""One applicant of a sheet, and how the sheet is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from handslag.people.phones import normal_phone

from .columns import Answers
from .headings import Column


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


@dataclass
class Layout:
    """How one sheet is read: which line holds the headings, what each column is, and answers that all rows share."""

    head: int
    columns: list[Column]
    for_all: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict:
        columns = [[column.heading, column.target, column.row, column.how] for column in self.columns]
        return {"head": self.head, "columns": columns, "for_all": dict(self.for_all)}

    @classmethod
    def from_json(cls, kept: dict) -> "Layout":
        columns = [Column(at, *words) for at, words in enumerate(kept["columns"])]
        return cls(kept["head"], columns, kept["for_all"])


def person_of(cells: Mapping[str, str], beside: dict, answers: Mapping[UUID | None, dict]) -> dict:
    """Name and contact of the applicant, from whatever column they stand in."""
    said = {name: value for given in answers.values() for name, value in given.items()}
    person = {name: said[name] for name in ("phone", "sex", "birth_year") if said.get(name)}
    if said.get("birth_date"):
        person["birth_year"] = int(said["birth_date"][:4])
    return person | {
        "full_name": " ".join((cells.get("full_name") or cells.get("first_name") or "").split()),
        "email": beside.get("email") or said.get("email", ""),
    }
