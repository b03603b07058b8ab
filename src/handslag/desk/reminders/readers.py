"""Who holds which role in a programme now, with the accounts that say in which language to write."""

from collections import defaultdict

from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme


class Readers:
    """The people of a programme by role; asked for once, in one query, when the first is wanted."""

    def __init__(self, programme: Programme):
        self.programme = programme
        self._by_role: dict[str, list[Membership]] | None = None

    def members(self, role: str) -> list[Membership]:
        """The memberships with `role` that have not ended."""
        if self._by_role is None:
            self._by_role = defaultdict(list)
            rows = Membership.objects.of(self.programme.organisation_id).filter(programme=self.programme, ended_at=None)
            rows = rows.filter(person__erased_at=None).select_related("person__account")
            for membership in rows.order_by("joined_at"):
                self._by_role[membership.role].append(membership)
        return self._by_role[role]

    def persons(self, role: str) -> list[Person]:
        return [membership.person for membership in self.members(role)]
