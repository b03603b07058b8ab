"""A programme with the surveys of the AMIR template, and short ways to open and answer them."""

import pytest
import time_machine

from handslag.questionnaires.actions import install
from handslag.surveys.actions import Asked, answer, invite, open_wave
from tests.blueprints.amir import content
from tests.cast import NOW, TODAY
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
