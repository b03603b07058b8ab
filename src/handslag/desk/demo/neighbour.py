"""A second, smaller organisation beside the first, where people still wait for answers. Neither may see the other."""

from datetime import timedelta

from handslag.organisations.actions import found
from handslag.people.actions import change_preferences, open_account, register_person
from handslag.people.models import Person
from handslag.programmes.actions import give_role
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role
from handslag.recruitment.actions import apply, book_interview, invite, propose
from handslag.recruitment.models import Application

from ..actions import SetUp, set_up
from ..blueprint import Blueprint
from .team import DOMAIN

MENTEES = [
    ("Rahel", "0701740691", ["ti", "en"], "a2"),
    ("Mustafa", "0701740692", ["fa", "sv"], "b1"),
    ("Iryna", "0701740693", ["uk", "en"], "a1"),
    ("Hodan", "0701740694", ["so"], "none"),
    ("Yara", "0701740695", ["ar", "en"], "a1"),
    ("Selam", "0701740696", ["ti", "ar"], "a2"),
]
MENTORS = [
    ("Samira Noori", "0701740697", "AF", ["fa", "sv"], "Somebody showed me the way to the library. I want to be that."),
    ("Dawit Tesfaye", "0701740698", "ER", ["ti", "sv"], "I know how long the first year is."),
]


def neighbour(calendar) -> str:
    """Found it, set up its programme, let eight people apply; two proposals wait. Both coordinators have a door."""
    start = calendar.today - timedelta(days=14)
    at = calendar.at(start, hour=8)
    organisation = found(name="Bryggan Uppsala", country="SE", host_language="sv", at=at)
    maria = _hire(organisation, "Maria", "Sjögren", "040-6280420", "neighbour", at)
    johan = _hire(organisation, "Johan", "Ek", "040-6280421", "neighbour2", at)
    choices = SetUp(
        title="AMIR Uppsala", slug="amir-uppsala", starts_on=start, languages=["sv", "en"],
        places=["Uppsala", "Knivsta"], contact_name="Maria Sjögren", contact_phone="040-628 04 20",
        contact_hours="9–15", time_zone=str(calendar.zone),
    )  # fmt: skip
    programme = set_up(organisation=organisation, blueprint=Blueprint.named("amir"), choices=choices, by=maria, at=at)
    give_role(programme=programme, person=johan, role=Role.COORDINATOR, by=maria, at=at)
    applications = _receive(programme, calendar, start)
    _begin(applications, maria, johan, calendar, start)
    return f"{organisation.name}: {len(applications)} applications"


def _hire(organisation, given: str, family: str, phone: str, key: str, at) -> Person:
    email = f"{key}@{DOMAIN}"
    person = register_person(
        organisation=organisation, given_name=given, family_name=family, phone=phone, email=email, language="sv",
        by=None, at=at,
    )  # fmt: skip
    account = open_account(person=person, email=email, by=None, at=at)
    change_preferences(account=account, language="")  # the visitor's own
    return person


def _receive(programme: Programme, calendar, start) -> list[Application]:
    """One application a day, the mentees first."""
    calls = {call.role: call for call in programme.calls.select_related("questionnaire")}
    given = [("mentee", _mentee(*one)) for one in MENTEES] + [("mentor", _mentor(*one)) for one in MENTORS]
    return [
        apply(
            programme=programme, role=role, questionnaire=calls[role].questionnaire, answers=answers, language="en",
            channel="friend", by=None, at=calendar.at(start + timedelta(days=1 + day), hour=12), call=calls[role],
        )
        for day, (role, answers) in enumerate(given)
    ]  # fmt: skip


def _mentee(name: str, phone: str, languages: list[str], level: str) -> dict:
    return {
        "first_name": name, "phone": phone, "languages": languages, "host_level": level, "place": "uppsala",
        "help_wanted": ["employment", "language"], "times": ["weekday_eve", "weekend_day"],
        "want_gender": "any", "permit": "yes", "age_band": "18_30", "time_here": "6_12m", "consent": True,
    }  # fmt: skip


def _mentor(name: str, phone: str, country: str, languages: list[str], motivation: str) -> dict:
    return {
        "full_name": name, "phone": phone, "email": f"{name.lower().replace(' ', '.')}@{DOMAIN}", "birth_year": 1988,
        "citizenship": [country, "SE"], "background": [country], "arrival_year": 2012, "languages": languages,
        **{f"level_{code}": "c1" if code == "sv" else "native" for code in languages}, "integration": ["work"],
        "motivation": motivation, "slots": ["mon_eve", "sat_am"], "hours_month": "4_8", "commit_year": "yes",
        "format": "both", "place": "uppsala", "self_1": 4, "heard_from": "friend", "consent": True,
    }  # fmt: skip


def _begin(applications: list[Application], maria: Person, johan: Person, calendar, start) -> None:
    """One is invited, with one a time is booked, for two a colleague proposes the waiting list. The others wait."""
    rahel, mustafa, iryna, hodan = applications[:4]
    at = calendar.at(start + timedelta(days=10), hour=10)
    invite(application=rahel, by=maria, at=at)
    soon = calendar.at(calendar.today + timedelta(days=2), hour=15)
    book_interview(application=mustafa, starts_at=soon, place="Stadsbiblioteket", by=maria, at=at)
    for application in (iryna, hodan):
        propose(application=application, outcome="wait", reason_code="places_full", reasons="", by=johan, at=at)
