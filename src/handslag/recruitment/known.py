"""Which rows of a sheet are there already: imported before, or applied on the website."""

from collections.abc import Iterator

from handslag.core.encryption.keys import blind_index
from handslag.people.phones import phone_indexes
from handslag.programmes.models import Programme

from .rows import Row


class Known:
    """The applications of a programme as far as a sheet can be compared with them; one query."""

    def __init__(self, programme: Programme):
        self.programme = programme
        self.marks: set[str] = set()
        self.reached: set[tuple[str, str, str]] = set()
        fields = ("role", "fingerprint", "person__phone_index", "person__email_index", "person__given_name")
        for role, mark, phone, email, name in programme.applications.order_by().values_list(*fields):
            self.marks |= {mark} - {""}
            self.reached |= {(role, index, _first(name)) for index in (phone, email) if index}

    def mark(self, row: Row) -> str:
        """The keyed hash by which a row is known again."""
        return blind_index(self.programme.organisation_id, f"import {self.programme.pk}", row.identity)

    def has(self, row: Row, mark: str) -> bool:
        """Whether this person has an application for this role: the same row, or number or address and first name.

        Two of a family may share a number, so the name counts as well.
        """
        if mark in self.marks:
            return True
        name = _first(row.person.get("full_name", ""))
        return any((row.role, index, name) in self.reached for index in self._indexes(row))

    def _indexes(self, row: Row) -> Iterator[str]:
        organisation = self.programme.organisation
        if phone := row.person.get("phone"):
            yield from phone_indexes(organisation, phone)
        if email := row.person.get("email"):
            yield blind_index(organisation.pk, "email", email.strip().lower())


def _first(name: str) -> str:
    return (name.split() or [""])[0].casefold()
