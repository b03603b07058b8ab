"""Who runs the demonstration's programme, and under which e-mail addresses one signs in as whom."""

from dataclasses import dataclass

from handslag.people.actions import change_preferences, open_account, register_person
from handslag.people.models import Person
from handslag.programmes.roles import Role

DOMAIN = "demo.example"
# Ids are drawn anew each time: whoever counts people or pairs off goes by the names, so that the story stays the same.
BY_NAME = ("person__given_name", "person__family_name")
PAIR_BY_NAME = tuple(f"mentee__{name}" for name in BY_NAME)

# (key, name, phone, role); the key is the first part of the e-mail address.
TEAM = [
    ("administrator", "Karin Holm", "040-6280401", Role.ADMINISTRATOR),
    ("coordinator", "Sara Lindqvist", "040-6280402", Role.COORDINATOR),
    ("coordinator2", "Emre Aydin", "040-6280403", Role.COORDINATOR),
    ("supervisor", "Leyla Haddad", "040-6280404", Role.SUPERVISOR),
    ("supervisor2", "Per Nordin", "040-6280405", Role.SUPERVISOR),
    ("trainer", "Hana Mebrahtu", "040-6280406", Role.TRAINER),
    ("expert", "Oksana Bondar", "040-6280407", Role.EXPERT),
    ("partner", "Anders Wik", "040-6280408", Role.PARTNER),
]


@dataclass(frozen=True)
class Door:
    """One way into the demonstration: the account with this e-mail, shown under this role.

    `recruits`: into the second organisation, where people still wait for an answer to their application.
    `confirms`: as the colleague there, since nobody confirms the own proposals.
    """

    role: Role
    email: str
    recruits: bool = False
    confirms: bool = False

    @property
    def key(self) -> str:
        """What its button sends: the first part of the address."""
        return self.email.partition("@")[0]


DOORS = [
    *(
        Door(role, f"{role.value}@{DOMAIN}")
        for role in (
            Role.MENTEE, Role.MENTOR, Role.COORDINATOR, Role.SUPERVISOR, Role.TRAINER, Role.EXPERT, Role.PARTNER,
            Role.ADMINISTRATOR,
        )
    ),
    Door(Role.COORDINATOR, f"neighbour@{DOMAIN}", recruits=True),
    Door(Role.COORDINATOR, f"neighbour2@{DOMAIN}", confirms=True),
]  # fmt: skip


def hire(organisation, at) -> dict[str, Person]:
    """Register the team with accounts; returns the persons by key."""
    team = {}
    for key, name, phone, _role in TEAM:
        given, _, family = name.partition(" ")
        person = register_person(
            organisation=organisation, given_name=given, family_name=family, phone=phone,
            email=f"{key}@{DOMAIN}", language="en", by=None, at=at,
        )  # fmt: skip
        account = open_account(person=person, email=f"{key}@{DOMAIN}", by=None, at=at)
        change_preferences(account=account, language="")  # the visitor's own
        team[key] = person
    return team
