"""Asking who is due for a survey: the pairs say who, the room of surveys asks."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.closed import is_closed
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme
from handslag.surveys.actions import Asked, invite, open_wave
from handslag.surveys.models import Invitation
from handslag.surveys.queries import newest, survey_rows

from .due import Due, Life, due


@transaction.atomic
def ask_who_is_due(*, programme: Programme, by: Person | None, at: datetime) -> int:
    """Invite everybody who is due for a survey of the programme and was not asked. Gives how many were asked now.

    As many queries for a thousand pairs as for one; may run at any time, and twice at once. Nobody is asked any more
    in a closed programme, nor in a wave that was closed by hand.
    """
    if is_closed(programme):
        return 0
    on = day_of(programme, at)
    surveys = {row["questionnaire"]: row for row in survey_rows(programme)}
    lives = _lives(programme, on)
    wanted = {one for survey in surveys.values() for one in due(survey, programme.rules, lives, on)}
    new = wanted - _asked(programme)
    members = _members(programme, new)
    by_wave: dict[tuple[str, str], list[Due]] = defaultdict(list)
    for one in sorted(new, key=lambda one: (one.questionnaire, one.occasion, str(one.membership))):
        by_wave[one.questionnaire, one.occasion].append(one)
    forms = newest(programme, {key for key, _occasion in by_wave})
    number = 0
    for (key, occasion), rows in by_wave.items():
        asked = _people(rows, members)
        if key not in forms or not asked:
            continue
        wave = open_wave(questionnaire=forms[key], occasion=occasion, by=by, at=at)
        if wave.closed_at is None:
            closes_on = on + timedelta(days=int(surveys[key].get("open_days", 30)))
            number += invite(wave=wave, people=asked, closes_on=closes_on, by=by, at=at)
    return number


def _lives(programme: Programme, on: date) -> list[Life]:
    rows = Pair.objects.of(programme.organisation_id).filter(programme=programme, started_on__lte=on)
    rows = rows.exclude(end_reason=Pair.EndReason.ERROR)
    return [
        Life(mentor, mentee, started_on, ended_on if ended_on and ended_on <= on else None)
        for mentor, mentee, started_on, ended_on in rows.values_list("mentor_id", "mentee_id", "started_on", "ended_on")
    ]


def _asked(programme: Programme) -> set[Due]:
    rows = Invitation.objects.of(programme.organisation_id).filter(wave__programme=programme)
    found = rows.values_list("wave__questionnaire__key", "wave__key", "membership_id", "about_id")
    return {Due(key, wave.removeprefix(f"{key}-"), membership, about) for key, wave, membership, about in found}


def _members(programme: Programme, wanted: Iterable[Due]) -> dict:
    ids = {pk for one in wanted for pk in (one.membership, one.about) if pk}
    if not ids:
        return {}
    rows = Membership.objects.of(programme.organisation_id).filter(programme=programme, person__erased_at=None)
    return {row.pk: row for row in rows.select_related("person") if row.pk in ids}


def _people(rows: list[Due], members: dict) -> list[Asked]:
    known = [one for one in rows if one.membership in members and (one.about is None or one.about in members)]
    return [Asked(members[one.membership], members[one.about] if one.about else None) for one in known]
