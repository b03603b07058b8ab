"""Many made-up applicants, written in bulk: for measuring only, so not through the actions."""

import random
import uuid
from datetime import timedelta

from handslag.people.models import Person
from handslag.questionnaires.models import Questionnaire, Response
from handslag.recruitment.models import Application

SYLLABLES = ["ka", "mi", "ro", "ta", "le", "su", "no", "vi", "ha", "de", "pe", "lo", "an", "er", "us"]
STATES = [state for state in Application.State.values if state not in {"proposed", "accepted"}]


def add_people(programme, total: int) -> None:
    """Add applicants to `programme` until the organisation has `total` persons."""
    dice = random.Random(7)
    missing = total - Person.objects.of(programme.organisation_id).count()
    forms = {form.key: form for form in Questionnaire.objects.of(programme.organisation_id)}
    began = programme.created_at
    while missing > 0:
        size = min(missing, 1000)
        missing -= size
        own = {"organisation_id": programme.organisation_id}
        persons = Person.objects.bulk_create(
            Person(given_name=_name(dice), family_name=_name(dice), created_at=began, language="en", **own)
            for _ in range(size)
        )
        roles = [dice.choice(["mentor", "mentee"]) for _ in persons]
        responses = Response.objects.bulk_create(
            Response(
                programme=programme, questionnaire=forms[f"{role}_application"], person=person, language="en",
                coded={"languages": ["ar", "en"], "permit": "yes", "age_band": "18_30"}, answered_at=began, **own,
            )
            for person, role in zip(persons, roles, strict=True)
        )  # fmt: skip
        Application.objects.bulk_create(
            Application(
                programme=programme, role=role, person=person, response=response, state=dice.choice(STATES),
                received_at=began + timedelta(minutes=dice.randint(0, 40_000)), fingerprint=uuid.uuid4().hex, **own,
            )
            for person, role, response in zip(persons, roles, responses, strict=True)
        )  # fmt: skip


def _name(dice) -> str:
    return "".join(dice.choice(SYLLABLES) for _ in range(3)).title()
