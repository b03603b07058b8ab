"""A small cast of people for the tests: two organisations that must never see each other.

`Cast.make()` gives them through the product's own actions where these exist, at the fixed instant NOW.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from handslag.organisations.models import Organisation
from handslag.people.actions import open_account, register_person
from handslag.people.models import Account, Person
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def organisation(name: str = "Solidaritet Malmö", country: str = "SE") -> Organisation:
    return Organisation.objects.create(name=name, country=country, host_language="sv", created_at=NOW)


def programme(org: Organisation, slug: str = "malmo-2026", starts_on: date = date(2026, 1, 5)) -> Programme:
    return Programme.objects.create(
        organisation=org, title=f"AMIR {slug}", slug=slug, template_key="amir", template_version="1",
        starts_on=starts_on, languages=["en", "sv"], created_at=NOW, contact_name="Sara Lind",
        contact_phone="040 123 45 67", contact_hours="Mon to Fri 9 to 16",
    )  # fmt: skip


def person(org: Organisation, name: str, *, email: str = "", **fields) -> Person:
    given, _, family = name.partition(" ")
    made = register_person(
        organisation=org, given_name=given, family_name=family, by=None, at=NOW, email=email, **fields
    )
    if email:
        open_account(person=made, email=email, by=None, at=NOW)
    return made


def member(prog: Programme, who: Person, role: str, *, whole_organisation: bool = False) -> Membership:
    return Membership.objects.create(
        organisation=who.organisation, programme=None if whole_organisation else prog, person=who, role=role,
        joined_at=NOW,
    )  # fmt: skip


@dataclass
class Cast:
    """One programme with one person in each role, and a coordinator of another organisation."""

    organisation: Organisation
    programme: Programme
    people: dict[str, Membership]
    other_organisation: Organisation
    other_programme: Programme
    outsider: Membership

    @classmethod
    def make(cls) -> "Cast":
        org = organisation()
        prog = programme(org)
        people = {
            role.value: member(
                prog,
                person(org, f"{role.label} One", email=f"{role.value}@one.example", phone=f"+46 70 000 00 0{n}"),
                role,
                whole_organisation=role is Role.ADMINISTRATOR,
            )
            for n, role in enumerate(Role)
        }
        people["second_mentor"] = member(prog, person(org, "Second Mentor", email="mentor2@one.example"), Role.MENTOR)
        people["second_mentee"] = member(prog, person(org, "Second Mentee", email="mentee2@one.example"), Role.MENTEE)
        people["second_coordinator"] = member(
            prog, person(org, "Second Coordinator", email="coordinator2@one.example"), Role.COORDINATOR
        )
        other = organisation("Brygga Uppsala")
        other_prog = programme(other, "uppsala-2026")
        outsider = member(other_prog, person(other, "Out Sider", email="outsider@two.example"), Role.COORDINATOR)
        return cls(org, prog, people, other, other_prog, outsider)

    def __getattr__(self, role: str) -> Membership:
        try:
            return self.__dict__["people"][role]
        except KeyError:
            raise AttributeError(role) from None

    def account(self, role: str) -> Account:
        """The account of a role, read anew: like a new request, without remembered rights."""
        membership = self.outsider if role == "outsider" else self.people[role]
        return Account.objects.get(pk=membership.person.account_id)
