"""Who may do what: the one page of permissions. `docs/roles.md` is generated from it.

A permission is `thing.act`. A role is held per membership, so one person may be a mentee in one programme and a
trainer in another. What participants may do with their own pair follows from the relation and is stated in the
rooms' `access`; the permissions here are about other people's things.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The roles of the mission, and the administrator of an organisation."""

    MENTEE = "mentee", _("Mentee")
    MENTOR = "mentor", _("Mentor")
    COORDINATOR = "coordinator", _("Coordinator")
    SUPERVISOR = "supervisor", _("Supervisor")
    TRAINER = "trainer", _("Trainer")
    EXPERT = "expert", _("Expert-group member")
    PARTNER = "partner", _("Partner")
    ADMINISTRATOR = "administrator", _("Organisation administrator")


PERMISSIONS = {
    "programme.see": _("See the programme's dates and phases"),
    "programme.make": _("Make a programme from a template"),
    "programme.change": _("Change a programme: places, partners, rules"),
    "team.change": _("Give and take roles"),
    "person.read": _("See people's names, roles and languages"),
    "contact.read": _("See people's phone numbers"),
    "application.read": _("Read applications"),
    "application.decide": _("Interview, propose and confirm a selection"),
    "interview.read": _("Read interview notes, permit checks and sensitive answers"),
    "training.see": _("See training units, sessions and who has come"),
    "attendance.take": _("Take attendance"),
    "training.plan": _("Plan training sessions"),
    "pair.read": _("See pairs and how they are doing"),
    "pair.match": _("Suggest, change and publish pairs"),
    "exclusion.read": _("Read whom people may never be paired with, once named for it, and make rules of it"),
    "pair.end": _("End a pair"),
    "intake.hold": _("Hold the first meeting of a pair"),
    "plan.read": _("Read the plans of pairs"),
    "plan.approve": _("Approve the plans of pairs"),
    "diary.read": _("Read the diaries of mentors"),
    "supervision.see": _("See supervision groups and their meetings"),
    "supervision.hold": _("Hold supervision"),
    "signal.private": _("See who is unhappy in short surveys, and whose permit ends"),
    "concern.read": _("Read concerns about somebody's safety, once named for it"),
    "survey.open": _("Open surveys, remind and close them"),
    "survey.read": _("Read single answers to surveys"),
    "indicator.read": _("See the indicators"),
    "certificate.issue": _("Issue certificates and take them back"),
    "programme.close": _("Close a programme"),
    "message.see": _("See which messages went out, to whom, and send them again"),
    "journal.read": _("Read the journal of acts and reads"),
}

_PARTICIPANT = {"programme.see"}
_TEAM = {"programme.see", "person.read", "training.see", "indicator.read"}

ROLES: dict[str, set[str]] = {
    Role.MENTEE: _PARTICIPANT,
    Role.MENTOR: _PARTICIPANT | {"training.see"},
    Role.EXPERT: _PARTICIPANT,
    Role.PARTNER: {"programme.see", "indicator.read"},
    Role.TRAINER: _TEAM | {"attendance.take"},
    Role.SUPERVISOR: _TEAM
    | {
        "contact.read",
        "pair.read",
        "plan.read",
        "plan.approve",
        "diary.read",
        "supervision.see",
        "supervision.hold",
    },
    Role.COORDINATOR: _TEAM
    | {
        "programme.make",
        "programme.change",
        "contact.read",
        "application.read",
        "application.decide",
        "interview.read",
        "training.plan",
        "attendance.take",
        "pair.read",
        "pair.match",
        "exclusion.read",
        "pair.end",
        "intake.hold",
        "plan.read",
        "plan.approve",
        "diary.read",
        "supervision.see",
        "supervision.hold",
        "signal.private",
        "concern.read",
        "survey.open",
        "survey.read",
        "programme.close",
        "certificate.issue",
        "team.change",
        "message.see",
    },
    # Runs the organisation, not the programme: no applications, interviews or diaries.
    Role.ADMINISTRATOR: {
        "programme.see",
        "programme.make",
        "programme.change",
        "team.change",
        "person.read",
        "indicator.read",
        "journal.read",
    },
}

# Roles that see other people's things: they need a second factor and shorter sessions.
STAFF = {Role.COORDINATOR, Role.SUPERVISOR, Role.TRAINER, Role.ADMINISTRATOR}


def roles_with(permission: str) -> set[str]:
    """The roles that hold `permission`; an unknown permission is an error, never an empty answer."""
    if permission not in PERMISSIONS:
        raise KeyError(f"No such permission: {permission}")
    return {role for role, held in ROLES.items() if permission in held}
