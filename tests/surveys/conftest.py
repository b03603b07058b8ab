"""A programme with the surveys of the AMIR template, and short ways to open and answer them."""

import pytest
import time_machine

from handslag.questionnaires.actions import install
from handslag.questionnaires.models import Response
from handslag.surveys.actions import Asked, answer, invite, open_wave
from tests.blueprints.amir import content
from tests.cast import NOW, TODAY, member, person
from tests.supervision.rows import DAY, like_amir

SURVEYS = ("pulse", "skills_pulse", "mentor_final", "mentee_final", "measures", "free_word")


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def install_surveys(programme):
    """The template's surveys in `programme`; returns the questionnaires by key."""
    found = {}
    for key in SURVEYS:
        form = content(f"questionnaires/{key}")
        found[key] = install(
            programme=programme, key=key, version=1, title=form["title"], screens=form["screen"],
            lists=programme.lists, by=None, at=NOW,
        )  # fmt: skip
    return found


@pytest.fixture
def programme(cast):
    return like_amir(cast.programme)


@pytest.fixture
def forms(programme):
    return install_surveys(programme)


@pytest.fixture
def asked(cast, forms):
    """`asked("pulse", "mentor")`: the mentor's invitation, open for a month."""

    def make(key="pulse", *roles, about=None, occasion="30"):
        wave = open_wave(questionnaire=forms[key], occasion=occasion, by=None, at=NOW)
        people = [Asked(cast.people[role], about and cast.people[about]) for role in roles]
        invite(wave=wave, people=people, closes_on=TODAY + 30 * DAY, by=None, at=NOW)
        return [
            wave.invitations.get(membership=cast.people[role], about=about and cast.people[about]) for role in roles
        ]

    return make


def says(invitation, at=NOW, language="en", **answers):
    """The person of `invitation` answers."""
    person = invitation.membership.person
    return answer(invitation=invitation, answers=answers, language=language, by=person, at=at)


@pytest.fixture
def anonymous(forms):
    return open_wave(
        questionnaire=forms["free_word"], occasion="hand", kind="anonymous", closes_on=TODAY + DAY, by=None, at=NOW
    )


def answers(cast, key="pulse"):
    """The answers that were given to the questionnaire `key`."""
    return Response.objects.of(cast.organisation).filter(questionnaire__key=key)


def crowd(cast, forms, count: int, **said):
    """`count` new mentors who have answered the pulse."""
    wave = open_wave(questionnaire=forms["pulse"], occasion="30", by=None, at=NOW - 40 * DAY)
    start = wave.invitations.count()
    new = (person(cast.organisation, f"New {start + n}") for n in range(count))
    people = [Asked(member(cast.programme, one, "mentor")) for one in new]
    invite(wave=wave, people=people, closes_on=TODAY + 30 * DAY, by=None, at=NOW - 40 * DAY)
    for invitation in wave.invitations.filter(answered_at=None):
        says(invitation, at=NOW - 39 * DAY, **said)
    return wave
