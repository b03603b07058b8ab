"""Chapter five: short surveys since the first meetings, answered by most; one mentee is not happy."""

from datetime import timedelta

from handslag.evaluation.survey_actions import ask_who_is_due
from handslag.surveys.actions import answer, open_wave
from handslag.surveys.actions import drop_sheet as drop
from handslag.surveys.models import Invitation
from handslag.surveys.queries import newest

from .mentoring import UNHAPPY
from .team import PAIR_BY_NAME

ASKED_AFTER = (16, 40, 70, 99)  # days into the mentoring phase on which the tick is told to have run
SKILLS = ("listening", "limits", "intercultural", "services", "goals")
MEASURES = ("life", "belonging", "trust_self", "know_how")
THOUGHTS = ["More evenings with all pairs.", "Meet outdoors when it is warm.", "Help with the housing queue."]


def ask_around(programme, team, calendar, dice) -> str:
    """Ask as the schedule does, let eight of ten answer, share one survey without names."""
    pairs = list(programme.pairs.order_by("matched_at", *PAIR_BY_NAME))
    unhappy = pairs[UNHAPPY].mentee_id
    answered = 0
    for days in ASKED_AFTER:
        day = min(calendar.mentoring + timedelta(days=days), calendar.today - timedelta(days=1))
        ask_who_is_due(programme=programme, by=None, at=calendar.at(day, hour=7))
        answered += _answer_open(programme, day, unhappy, calendar, dice)
    _without_names(programme, team, calendar, dice)
    return f"{answered} answers to surveys"


def _answer_open(programme, day, unhappy, calendar, dice) -> int:
    rows = Invitation.objects.of(programme.organisation_id).filter(
        wave__programme=programme, answered_at=None, closes_on__gt=day
    )
    rows = rows.select_related("wave__questionnaire", "wave__programme", "membership__person").order_by("pk")
    number = 0
    for row in sorted(rows, key=lambda row: (row.wave.key, str(row.membership.person))):
        if dice.random() < 0.18 and row.membership_id != unhappy:
            continue
        said = _said(row, row.membership_id == unhappy and day > calendar.today - timedelta(days=45), dice)
        person = row.membership.person
        at = min(calendar.at(day + timedelta(days=1), hour=18), calendar.at(calendar.today, hour=7))
        answer(invitation=row, answers=said, language=person.language or "en", by=person, at=at)
        number += 1
    return number


def _said(row, is_unhappy: bool, dice) -> dict:
    key = row.wave.questionnaire.key
    if key == "pulse":
        if is_unhappy:
            return {"going": 2, "fit": 2, "call": "yes"}
        return {"going": dice.choice([4, 4, 5, 5]), "fit": dice.choice([4, 5, 5]), "call": "no"}
    if key == "skills_pulse":
        return {f"used_{skill}": dice.choice(["often", "once", "once", "never"]) for skill in SKILLS}
    if key == "measures":
        return {name: dice.randint(3, 7) for name in MEASURES} | {"lonely": dice.randint(3, 8)}
    return {"sat": dice.choice([4, 5]), "helpful": dice.choice([3, 4, 5]), "contact": "yes"}


def _without_names(programme, team, calendar, dice) -> None:
    day = calendar.today - timedelta(days=6)
    form = newest(programme, ["free_word"])["free_word"]
    wave = open_wave(
        questionnaire=form, occasion=day.isoformat(), kind="anonymous", closes_on=calendar.today + timedelta(days=8),
        by=team["coordinator"], at=calendar.at(day),
    )  # fmt: skip
    for number in range(12):
        said = {"respected": dice.choice([3, 4, 5]), "safe": dice.choice([3, 4, 5, 5])}
        if number % 4 == 0:
            said["change"] = THOUGHTS[number // 4]
        drop(wave=wave, answers=said, at=calendar.at(day + timedelta(days=1 + number % 4)))
