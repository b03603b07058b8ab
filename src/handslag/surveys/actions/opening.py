"""Opening a wave, inviting to it, nudging who is missing, and closing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership
from handslag.questionnaires.models import Questionnaire

from .. import notices
from ..models import Invitation, Wave
from .errors import NotAMember, SurveyClosed, WrongKind


@dataclass(frozen=True)
class Asked:
    """Who is asked, and about whom where the questions are about a pair."""

    membership: Membership
    about: Membership | None = None


@transaction.atomic
def open_wave(
    *, questionnaire: Questionnaire, occasion: str, by: Person | None, at: datetime, kind: str = Wave.Kind.CONFIDENTIAL,
    closes_on: date | None = None,
) -> Wave:  # fmt: skip
    """The wave of `questionnaire` for one occasion; opening it a second time gives the one that is there."""
    wave, made = Wave.objects.of(questionnaire.organisation_id).get_or_create(
        programme_id=questionnaire.programme_id, key=f"{questionnaire.key}-{occasion}",
        defaults={
            "organisation_id": questionnaire.organisation_id, "questionnaire": questionnaire, "kind": Wave.Kind(kind),
            "opened_at": at, "closes_on": closes_on,
        },
    )  # fmt: skip
    if made:
        _record("survey.open", wave, by=by, at=at)
    return wave


@transaction.atomic
def invite(*, wave: Wave, people: Iterable[Asked], closes_on: date, by: Person | None, at: datetime) -> int:
    """Ask `people`; who is asked already is not asked again. Gives how many are new. Two ticks at once do no harm."""
    if wave.is_anonymous:
        raise WrongKind(_("An anonymous survey asks nobody by name. Share its address instead."))
    if wave.closed_at is not None:
        raise SurveyClosed(_("This survey is closed."))
    asked = {(one.membership.pk, one.about.pk if one.about else None): one for one in people}
    strangers = [m for one in asked.values() for m in (one.membership, one.about) if m and not _belongs(m, wave)]
    if strangers:
        raise NotAMember(_("%(person)s is not in this programme.") % {"person": strangers[0].person})
    there = set(wave.invitations.values_list("membership_id", "about_id"))
    rows = [
        Invitation(
            organisation_id=wave.organisation_id, wave=wave, membership=one.membership, about=one.about, invited_at=at,
            closes_on=closes_on,
        )
        for key, one in asked.items()
        if key not in there
    ]  # fmt: skip
    if rows:
        Invitation.objects.bulk_create(rows, ignore_conflicts=True)
        notices.invited(wave, wave.invitations.filter(pk__in=[row.pk for row in rows]), by=by, at=at)
        _record("survey.invite", wave, by=by, at=at, detail={"invitations": [str(row.pk) for row in rows]})
    return len(rows)


def _belongs(membership: Membership, wave: Wave) -> bool:
    same = membership.programme_id == wave.programme_id
    return same or (membership.programme_id is None and membership.organisation_id == wave.organisation_id)


@transaction.atomic
def open_by_hand(
    *, questionnaire: Questionnaire, kind: str, people: Iterable[Asked], closes_on: date, by: Person | None,
    at: datetime,
) -> Wave:  # fmt: skip
    """Open the wave of today and ask `people`, both or neither. An anonymous one asks nobody by name."""
    wave = open_wave(
        questionnaire=questionnaire, occasion=day_of(questionnaire.programme, at).isoformat(), kind=kind,
        closes_on=closes_on, by=by, at=at,
    )  # fmt: skip
    if not wave.is_anonymous:
        invite(wave=wave, people=people, closes_on=closes_on, by=by, at=at)
    return wave


@transaction.atomic
def nudge(*, wave: Wave, by: Person | None, at: datetime, today: date) -> int:
    """Remind those who were asked and have not answered, while they still can. Gives how many."""
    if not wave.is_open(today):
        raise SurveyClosed(_("This survey is closed."))
    missing = wave.invitations.filter(answered_at=None, closes_on__gte=today)
    number = missing.count()
    if number:
        notices.nudged(wave, missing, by=by, at=at)
        missing.update(nudged_at=at)
        _record("survey.nudge", wave, by=by, at=at)
    return number


@transaction.atomic
def withdraw(*, one: Membership, other: Membership, by: Person | None, at: datetime) -> int:
    """Ask the two no more about each other: what was not answered goes, with its draft and what was written about it.
    Gives how many."""
    both = {one.pk, other.pk}
    rows = Invitation.objects.of(one.organisation_id).filter(
        membership__in=both, about__in=both, answered_at=None, wave__closed_at=None
    )
    found = list(rows.select_related("wave__programme"))
    for row in found:
        notices.asked_no_more(row.wave, [row], at=at)
        _record("survey.withdraw", row.wave, by=by, at=at, detail={"invitations": [str(row.pk)]})
        row.delete()
    return len(found)


@transaction.atomic
def close(*, wave: Wave, by: Person | None, at: datetime) -> None:
    """Take no more answers; drafts that were not sent are thrown away."""
    rows = Wave.objects.of(wave.organisation_id).select_for_update()
    wave.refresh_from_db(fields=["closed_at"], from_queryset=rows)
    if wave.closed_at is not None:
        raise SurveyClosed(_("This survey is closed."))
    wave.closed_at = at
    wave.save(update_fields=["closed_at"])
    wave.invitations.update(draft={}, of_sent=False)
    notices.closed(wave, at=at)
    _record("survey.close", wave, by=by, at=at)


def _record(action: str, wave: Wave, *, by: Person | None, at: datetime, detail: dict | None = None) -> None:
    record(action, "surveys.wave", wave.pk, by=by, organisation=wave.organisation_id, at=at, detail=detail)
