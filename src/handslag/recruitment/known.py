"""Which rows of a sheet are there already: imported before, or applied on the website."""

from collections.abc import Iterable, Iterator

from handslag.core.encryption.keys import blind_index
from handslag.people.actions import normal_phone
from handslag.programmes.models import Programme

from .rows import Row

# A number is written with or without the country: 070 174 06 05 and +46 70 174 06 05 are one.
CALLING_CODES = {
    "AT": "43", "BE": "32", "BG": "359", "CH": "41", "CY": "357", "CZ": "420", "DE": "49", "DK": "45", "EE": "372",
    "ES": "34", "FI": "358", "FR": "33", "GB": "44", "GR": "30", "HR": "385", "HU": "36", "IE": "353", "IS": "354",
    "LT": "370", "LU": "352", "LV": "371", "MT": "356", "NL": "31", "NO": "47", "PL": "48", "PT": "351", "RO": "40",
    "SE": "46", "SI": "386", "SK": "421",
}  # fmt: skip


class Known:
    """The applications of a programme as far as a sheet can be compared with them; one query."""

    def __init__(self, programme: Programme):
        self.programme = programme
        self.code = CALLING_CODES.get(programme.organisation.country, "")
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
        organisation = self.programme.organisation_id
        if phone := row.person.get("phone"):
            yield from (blind_index(organisation, "phone", digits) for digits in self._spellings(normal_phone(phone)))
        if email := row.person.get("email"):
            yield blind_index(organisation, "email", email.strip().lower())

    def _spellings(self, digits: str) -> Iterable[str]:
        if self.code and digits.startswith("0"):
            return digits, self.code + digits[1:]
        if self.code and digits.startswith(self.code):
            return digits, "0" + digits.removeprefix(self.code)
        return (digits,)


def _first(name: str) -> str:
    return (name.split() or [""])[0].casefold()
