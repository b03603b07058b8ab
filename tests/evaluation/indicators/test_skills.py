"""Mentors who use the skills: who is in the population, what counts, who is not due yet. No database."""

import pytest

from handslag.evaluation.facts import Answer, Facts
from handslag.evaluation.indicators import skills

from .made import day, mentor, n_of_total, pair, units


def pulse(person="m", **used):
    return Answer(person, "skills_pulse", day(95), {f"used_{skill}": often for skill, often in used.items()})


def trained_pair(on, *answers):
    return Facts(
        day(on), roles=(mentor(),), pairs=(pair(),), attendances=units("m", range(1, 6)), answers=tuple(answers)
    )


def test_the_skills_pulse_is_due_120_days_after_the_intake_and_silence_is_no():
    assert n_of_total(skills.count(trained_pair(119))) == (0, 0, 1)
    assert n_of_total(skills.count(trained_pair(120))) == (0, 1, 0)


def test_an_untrained_mentor_is_not_asked_about_skills():
    facts = Facts(day(200), roles=(mentor(),), pairs=(pair(),), attendances=units("m", [1, 2]))
    assert n_of_total(skills.count(facts)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("used", "reached"),
    [
        ({"listening": "often", "intercultural": "once", "goals": "once"}, 1),
        ({"listening": "often", "limits": "often", "services": "often", "goals": "often"}, 0),  # nothing intercultural
        ({"listening": "often", "intercultural": "once", "goals": "never"}, 0),  # two used
        ({"intercultural": "once", "goals": "often", "limits": "once"}, 0),  # no communication
    ],
)
def test_three_skills_of_all_three_kinds_are_needed(used, reached):
    assert n_of_total(skills.count(trained_pair(120, pulse(**used)))) == (reached, 1, 0)
