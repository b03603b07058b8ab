"""Applications as the team finds them, made by the product's own actions."""

from datetime import datetime, timedelta

from handslag.programmes.actions import add_place
from handslag.programmes.models import Programme
from handslag.recruitment.actions import apply, note_interview, propose
from handslag.recruitment.models import Application, Selection
from tests.cast import NOW, TODAY

from .calls import AMIR, installed

MENTOR = {
    "full_name": "Rana Khoury", "phone": "070-174 06 05", "email": "rana@example.org", "birth_year": 1989,
    "sex": "female", "citizenship": ["SY"], "background": ["SY"], "arrival_year": 2013, "languages": ["ar", "sv"],
    "level_ar": "native", "level_sv": "c1", "integration": ["work"], "motivation": "Somebody did it for me.",
    "slots": ["mon_eve"], "hours_month": "4_8", "commit_year": "yes", "format": "both", "place": "malmo",
    "exclude": "My cousin Karim", "self_1": 4, "heard_from": "friend", "consent": True,
}  # fmt: skip
MENTEE = {
    "first_name": "Amina", "phone": "070-174 06 06", "languages": ["ar"], "host_level": "a1", "place": "malmo",
    "help_wanted": ["language"], "times": ["weekday_day"], "permit": "unsure", "age_band": "18_30",
    "time_here": "6_12m", "consent": True,
}  # fmt: skip


def prepare(programme: Programme) -> Programme:
    """Give the programme the template's lists, rules, questionnaires and a place."""
    if not programme.questionnaires.exists():
        add_place(programme=programme, code="malmo", name="Malmö", by=None, at=NOW)
        for key in ("mentor_application", "mentee_application"):
            installed(programme, key)
        programme.lists, programme.rules = AMIR.lists, AMIR.programme["rules"]
        programme.save()
    return programme


def received(programme: Programme, role: str = "mentor", at: datetime = NOW, **answers) -> Application:
    """An application that has just come in."""
    form = prepare(programme).questionnaires.get(key=f"{role}_application")
    given = (MENTOR if role == "mentor" else MENTEE) | answers
    return apply(
        programme=programme, role=role, questionnaire=form, answers=given, language="en", channel="friend", by=None,
        at=at,
    )  # fmt: skip


def interviewed(cast, role: str = "mentor", **answers) -> Application:
    """An application whose interview the cast's coordinator has held."""
    application = received(cast.programme, role, **answers)
    note_interview(
        application=application, held_on=TODAY - timedelta(days=1), notes="Calm and clear.",
        by=cast.coordinator.person, at=NOW,
    )  # fmt: skip
    return application


def proposed(cast, role: str = "mentor", outcome: str = "accept", **answers) -> Selection:
    """A proposal by the cast's coordinator, who also held the interview."""
    return propose(
        application=interviewed(cast, role, **answers), outcome=outcome, by=cast.coordinator.person, at=NOW,
        reason_code="" if outcome == "accept" else "time", reasons="“I have the time and the will.”",
    )  # fmt: skip
