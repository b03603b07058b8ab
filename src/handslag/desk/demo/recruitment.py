"""Chapter one: sixty applications from a sheet, interviews, and selections that a second person confirms."""

from datetime import timedelta
from pathlib import Path

from handslag.people.actions import change_preferences, change_sign_in, open_account
from handslag.programmes.roles import Role
from handslag.recruitment.actions import (
    check_permit,
    confirm,
    confirm_address,
    import_applications,
    note_interview,
    propose,
)
from handslag.recruitment.importing import read
from handslag.recruitment.models import Application

from .team import BY_NAME, DOMAIN

SHEET = Path(__file__).resolve().parents[4] / "examples" / "applications.csv"

MENTOR_NOTES = [
    "Came alone, learned the language at evening school. Listens, does not push. Wants to give back.",
    "Works full time, free on weekends. Knows the housing queue well. Clear about own limits.",
    "Warm and patient. Gave a good example of saying no. Needs a reminder not to solve everything.",
    "Studied here, helps in an association. Speaks calmly. Ready for the whole year.",
]
REASONS = {
    "accept": "Meets the profile; own reasons said clearly in the interview.",
    "wait": "Does not meet every point of the profile yet; may come back later.",
    "decline": "Cannot be free for meetings this year. Welcome to apply again.",
}
MENTEE_NOTES = [
    "Wants work and somebody to practise the language with. Normal week: course in the morning, alone after.",
    "Looks for a home for the family. Knows few people here. Prefers meetings in the library.",
    "Wants to study on and have the old diploma accepted. Motivated, plans well.",
    "Wants to understand letters from authorities and to meet people. Phone is shared with a sister.",
]


# Who does not fit now: too young, no permit seen, no time, not settled. Everybody else meets the profile.
NOT_NOW = {
    "Diar Khalil", "Saba Girmay", "Jawad Nazari", "Tareq Maksoud", "Leyla Aydin", "Viktor Panchuk", "Idil Farah",
}  # fmt: skip


# Of every twelve, one whose address nobody has read out yet: it waits on the coordinator's page.
UNCONFIRMED = 11


def recruit(programme, team, calendar, dice) -> str:
    """Import in four weekly batches, interview everybody, decide; a few still wait and some are declined."""
    _import(programme, team, calendar)
    applications = list(programme.applications.select_related("person").order_by("received_at", *BY_NAME))
    for role, places in ((Role.MENTOR, 27), (Role.MENTEE, 26)):
        queue = [application for application in applications if application.role == role]
        queue.sort(key=lambda application: str(application.person) in NOT_NOW)
        _decide(queue, places, team, calendar, dice)
    accepted = [a for a in programme.applications.all() if a.state == Application.State.ACCEPTED]
    return f"{len(applications)} applications, {len(accepted)} people accepted"


def _import(programme, team, calendar) -> None:
    rows, problems = read(SHEET, programme, calendar.today)
    if problems:
        raise ValueError(f"{SHEET.name}: {problems[0]}")
    for week in range(4):
        at = calendar.at(calendar.recruitment + timedelta(days=3 + 7 * week), hour=9)
        import_applications(programme=programme, rows=rows[week::4], by=team["coordinator"], at=at)


def _decide(queue, places, team, calendar, dice) -> None:
    """The first `places` are accepted; of the rest one waits and the others are declined with a coded reason."""
    for number, application in enumerate(queue):
        day = application.received_at.astimezone(calendar.zone).date() + timedelta(days=dice.randint(4, 9))
        notes = MENTOR_NOTES if application.role == Role.MENTOR else MENTEE_NOTES
        note_interview(
            application=application, held_on=day, notes=notes[number % len(notes)], by=team["coordinator"],
            at=calendar.at(day, hour=15),
        )  # fmt: skip
        if application.person.email and number % 12 != UNCONFIRMED:
            confirm_address(application=application, by=team["coordinator"], at=calendar.at(day, hour=15))
        if application.role == Role.MENTEE and number < places:
            check_permit(
                application=application, seen_as="card", valid_until=calendar.today + timedelta(days=200 + 9 * number),
                by=team["coordinator"], at=calendar.at(day, hour=15),
            )  # fmt: skip
        outcome, reason = _outcome(number, places)
        selection = propose(
            application=application, outcome=outcome, reason_code=reason,
            reasons=REASONS[outcome], by=team["coordinator"],
            at=calendar.at(day, hour=16),
        )  # fmt: skip
        confirm(selection=selection, by=team["coordinator2"], at=calendar.at(day + timedelta(days=2), hour=9))


def _outcome(number: int, places: int) -> tuple[str, str]:
    """The first are accepted, then one has no time, one waits for a place; no reason speaks of the person."""
    if number < places:
        return "accept", ""
    return ("decline", "time") if number == places else ("wait", "places_full")


def open_door(person, role, at) -> None:
    """Let the demonstration's visitor sign in as this person."""
    email = f"{role}@{DOMAIN}"
    account = person.account or open_account(person=person, email=email, by=None, at=at)
    change_sign_in(account=account, email=email, at=at)
    change_preferences(account=account, language="")  # the visitor's own language, not the person's
