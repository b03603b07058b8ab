"""Open calls with the template's own questionnaires, and a way to walk through their pages with the test client."""

from datetime import timedelta

from django.utils import timezone

from handslag.desk.blueprint import Blueprint
from handslag.programmes.actions import add_place
from handslag.programmes.models import Programme
from handslag.questionnaires.actions import install
from handslag.questionnaires.models import Questionnaire
from handslag.recruitment.actions import open_call
from handslag.recruitment.models import Call
from tests.cast import NOW

AMIR = Blueprint.named("amir")

# What an applicant sends on each page.
MENTEE = {
    "start": {},
    "contact": {"first_name": "Amina", "phone": "070-174 06 05"},
    "languages": {"languages": ["ar", "sv"], "host_level": "a2"},
    "place": {"place": "malmo"},
    "help": {"help_wanted": ["employment", "language", "housing"]},
    "times": {"times": ["weekday_eve"], "want_gender": "any"},
    "about": {"permit": "yes", "age_band": "18_30", "time_here": "6_12m"},
}
MENTOR = {
    "start": {},
    "contact": {"full_name": "Omar al Nasser", "phone": "+46 70 174 06 06", "email": "omar@example.org"},
    "about": {"birth_year": "1990", "sex": "male"},
    "roots": {"citizenship": ["SY", "SE"], "background": ["SY"], "background_other": "Aleppo", "arrival_year": "2015"},
    "languages": {"languages": ["ar", "sv", "kok"]},
    "languages-2": {"level_ar": "native", "level_sv": "b2", "level_kok": "a1"},
    "life": {"integration": ["work"], "education": "6", "occupation": "2", "trade": "nurse"},
    "know": {"know_health": "4", "kind_offer": ["advice"], "interests": ["food"]},
    "why": {"motivation": "I want to give something back.", "helped_before": "informal"},
    "time": {"slots": ["mon_eve", "sat_am"], "hours_month": "4_8", "commit_year": "yes"},
    "where": {"format": "both", "place": "malmo"},
    "wishes": {"places": "1", "want_gender": "male", "want_age": ["18_30"], "exclude": "My cousin"},
    "wishes-2": {"want_strict": "prefer"},
    "person": {"trait_1": "2", "self_1": "5"},
    "check": {"digital": ["mail"], "conduct": "on", "referees": "Eva 070-174 06 07"},
    "last": {"taking_part": "A lift", "heard_from": "friend"},
}


def installed(programme: Programme, key: str) -> Questionnaire:
    """One of the template's questionnaires in `programme`."""
    form = next(form for form in AMIR.questionnaires if form["key"] == key)
    return install(
        programme=programme, key=key, version=form["version"], title=form["title"], screens=form["screen"],
        lists=AMIR.lists, by=None, at=NOW,
    )  # fmt: skip


def open_for(programme: Programme, role: str, slug: str = "") -> Call:
    """A call for `role` that is open today, with two places to choose from."""
    today = timezone.localdate()
    if not programme.places.exists():
        for code, name in (("malmo", "Malmö"), ("lund", "Lund")):
            add_place(programme=programme, code=code, name=name, by=None, at=NOW)
    return open_call(
        programme=programme, role=role, questionnaire=installed(programme, f"{role}_application"),
        slug=slug or f"{programme.slug}-{role}", opens_on=today - timedelta(days=1),
        closes_on=today + timedelta(days=10), by=None, at=NOW,
    )  # fmt: skip


def walk(client, call: Call, given: dict, *, query: str = "") -> str:
    """Fill in all pages in order, each reached by where the one before leads; gives the address of the last."""
    address, seen = f"/apply/{call.slug}/{query}", []
    for key, answers in given.items():
        assert not seen or address.rstrip("/").endswith(f"/{key}"), f"{address} instead of {key}"
        assert client.get(address).status_code == 200
        response = client.post(address, answers)
        assert response.status_code == 302, response.content.decode()
        address = response.url
        seen.append(key)
    return address
