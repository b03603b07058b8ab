"""A second, smaller organisation beside the first. Neither may ever see the other."""

from datetime import timedelta

from handslag.organisations.actions import found
from handslag.people.actions import open_account, register_person
from handslag.recruitment.actions import apply

from ..actions import SetUp, set_up
from ..blueprint import Blueprint
from .team import DOMAIN

APPLICANTS = [
    ("Rahel", "0701740691", ["ti", "en"], "a2"),
    ("Mustafa", "0701740692", ["fa", "sv"], "b1"),
    ("Iryna", "0701740693", ["uk", "en"], "a1"),
    ("Hodan", "0701740694", ["so"], "none"),
    ("Yara", "0701740695", ["ar", "en"], "a1"),
    ("Selam", "0701740696", ["ti", "ar"], "a2"),
]


def neighbour(calendar) -> str:
    """Found it, set up its programme, let six people apply."""
    start = calendar.today - timedelta(days=14)
    at = calendar.at(start, hour=8)
    organisation = found(name="Bryggan Uppsala", country="SE", host_language="sv", at=at)
    person = register_person(
        organisation=organisation, given_name="Maria", family_name="Sjögren", phone="040-6280420",
        email=f"neighbour@{DOMAIN}", language="sv", by=None, at=at,
    )  # fmt: skip
    open_account(person=person, email=f"neighbour@{DOMAIN}", by=None, at=at)
    choices = SetUp(
        title="AMIR Uppsala", slug="amir-uppsala", starts_on=start, languages=["sv", "en"],
        places=["Uppsala", "Knivsta"], contact_name="Maria Sjögren", contact_phone="040-628 04 20",
        contact_hours="9–15", time_zone=str(calendar.zone),
    )  # fmt: skip
    programme = set_up(organisation=organisation, blueprint=Blueprint.named("amir"), choices=choices, by=person, at=at)
    call = programme.calls.select_related("questionnaire").get(role="mentee")
    for day, (name, phone, languages, level) in enumerate(APPLICANTS):
        answers = {
            "first_name": name, "phone": phone, "languages": languages, "host_level": level, "place": "uppsala",
            "help_wanted": ["employment", "language"], "times": ["weekday_evening", "weekend_day"],
            "want_gender": "any", "permit": "yes", "age_band": "18_30", "time_here": "6_12m", "consent": True,
        }  # fmt: skip
        apply(
            programme=programme, role="mentee", questionnaire=call.questionnaire, answers=answers, language="en",
            channel="friend", by=None, at=calendar.at(start + timedelta(days=1 + day), hour=12), call=call,
        )  # fmt: skip
    return f"{organisation.name}: {len(APPLICANTS)} applications"
