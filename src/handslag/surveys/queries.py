"""Reads for the pages of surveys."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, When

from handslag.core.encryption import opened, unseal
from handslag.people.models import Account
from handslag.programmes.access import grants
from handslag.programmes.days import day_of, zone
from handslag.programmes.models import Programme
from handslag.questionnaires.models import Questionnaire, Response
from handslag.questionnaires.reading import Context, in_language
from handslag.questionnaires.schema import Section, sections

from .models import Invitation, Sheet, Wave
from .results import Change, Total, changes, totals, whole_batches

MEASURES = "measures"


def survey_rows(programme: Programme) -> list[dict]:
    """The programme's surveys as its template wrote them: questionnaire, kind, to, first, every and so on."""
    return list(programme.rules.get("surveys", ()))


def newest(programme: Programme, keys: Iterable[str]) -> dict[str, Questionnaire]:
    """The newest version of each questionnaire, by key."""
    rows = Questionnaire.objects.of(programme.organisation_id).filter(programme=programme, key__in=list(keys))
    return {row.key: row for row in rows.order_by("version")}


def waves_of(user: Account, programme: Programme, until: date | None = None) -> QuerySet:
    """The waves of a programme with how many were asked and have answered; the newest first.

    `until`: as it was at the end of that day, for readers outside. Totals of two days that follow each other would
    show what one person answered.
    """
    asked, answered, sheets = Q(), Q(invitations__answered_at__isnull=False), Q()
    if until is not None:
        over = day_after(programme, until)
        asked, sheets = Q(invitations__invited_at__lt=over), Q(sheets__answered_on__lte=until)
        answered = Q(invitations__answered_at__lt=over)
    rows = Wave.objects.visible_to(user).filter(programme=programme).select_related("questionnaire", "programme")
    return rows.annotate(
        asked=Count("invitations", filter=asked, distinct=True),
        answered=Count("invitations", filter=answered, distinct=True),
        sheets_in=Count("sheets", filter=sheets, distinct=True),
    ).order_by("-opened_at", "key")


def title_of(wave: Wave, language: str) -> str:
    return in_language(wave.questionnaire.title, language)


def day_after(programme: Programme, day: date) -> datetime:
    """The instant at which `day` is over where the programme runs."""
    return datetime.combine(day + timedelta(days=1), time(), zone(programme))


def coded_of(wave: Wave, until: date | None = None, *, batch: int = 0) -> list[dict]:
    """The coded answers of a wave; `until`: those given by the end of that day; `batch`: in whole batches of so many
    (`whole_batches`). Nobody can see who gave an anonymous one, so those come at once."""
    if wave.is_anonymous:
        sheets = Sheet.objects.of(wave.organisation_id).filter(wave=wave, answered_on__lte=until or date.max)
        return list(sheets.order_by("id").values_list("coded", flat=True))
    rows = Invitation.objects.of(wave.organisation_id).filter(wave=wave, response__isnull=False)
    if until is not None:
        rows = rows.filter(answered_at__lt=day_after(wave.programme, until))
    return whole_batches(list(rows.order_by("answered_at", "id").values_list("response__coded", flat=True)), batch)


def totals_of(wave: Wave, *, on: date, language: str, hide_below: int, until: date | None = None) -> list[Total]:
    """Each question with its totals, for who does not see groups smaller than `hide_below`."""
    coded = coded_of(wave, until, batch=hide_below)
    return totals(wave.questionnaire, coded, on=on, language=language, hide_below=hide_below)


def words_of(wave: Wave) -> list[str]:
    """The free texts of an anonymous wave, mixed, so that two texts of one sheet do not stand together."""
    sheets = unseal(Sheet.objects.of(wave.organisation_id).filter(wave=wave))
    texts = (str(text) for sheet in sheets for text in _open(sheet).values())
    return sorted(text for text in texts if text)


def _open(row: Response | Sheet) -> dict[str, Any]:
    """The sealed answers; none where the person was erased."""
    return opened(row, "sealed", {}) or {}


def measured(
    programme: Programme, *, on: date, language: str, hide_below: int, cells_below: int = 0, until: date | None = None
) -> list[Change]:
    """The measures before and after, of persons who answered more than once; `until`: by the end of that day."""
    questionnaire = newest(programme, [MEASURES]).get(MEASURES)
    if questionnaire is None:
        return []
    rows = Response.objects.of(programme.organisation_id).filter(programme=programme, questionnaire__key=MEASURES)
    if until is not None:
        rows = rows.filter(answered_at__lt=day_after(programme, until))
    answers = rows.order_by("answered_at", "id").values_list("person_id", "coded")
    return changes(questionnaire, answers, on=on, language=language, hide_below=hide_below, cells_below=cells_below)


@dataclass(frozen=True)
class Single:
    """One answer with the name of who gave it, for the evaluation staff."""

    invitation: Invitation
    sections: list[Section]


def singles(user: Account, wave: Wave) -> QuerySet[Invitation]:
    """The invitations of a wave that `user` may read: those who asked for a call first, then the last answered."""
    rows = Invitation.objects.visible_to(user).filter(wave=wave)
    rows = rows.select_related("membership__person", "about__person", "response")
    wish = Case(When(response__coded__call="yes", then=0), default=1)
    return rows.order_by(wish, F("answered_at").desc(nulls_last=True), "id")


def in_words(invitations: Iterable[Invitation], questionnaire: Questionnaire, on: date, language: str) -> list[Single]:
    """Each invitation with its answers in words; the keys are loaded together."""
    rows = list(invitations)
    unseal([row.response for row in rows if row.response])
    context = Context(on=on, language=language)
    return [Single(row, _sections(row.response, questionnaire, context)) for row in rows]


def _sections(response: Response | None, questionnaire: Questionnaire, context: Context) -> list[Section]:
    if response is None:
        return []
    found = sections(questionnaire, {**response.coded, **_open(response)}, context)
    return [
        Section(section.title, tuple(row for row in section.rows if row.text)) for section in found
        if any(row.text for row in section.rows)
    ]  # fmt: skip


def takes_answers(at: datetime) -> Q:
    """Invitations that may still be answered; a day more than that, for the last day is over later in some zones."""
    return Q(wave__closed_at=None, closes_on__gte=at.date() - timedelta(days=1))


def asked_of(user: Account, at: datetime, **only: Any) -> list[Invitation]:
    """What the account itself is asked in surveys that take an answer today, in every programme; one query.

    What is not answered yet comes first, of that what is asked at the end, then the nearest last day.
    """
    programmes = {m.pk: m.programme for m in grants(user).memberships if m.programme is not None}
    rows = Invitation.objects.visible_to(user).filter(takes_answers(at), membership_id__in=set(programmes), **only)
    found = []
    for row in rows.select_related("wave__questionnaire", "about__person").defer("wave__questionnaire__screens"):
        row.wave.programme = programmes[row.membership_id]  # known already, and its rules are long
        if row.is_open(day_of(row.wave.programme, at)):
            found.append(row)
    return sorted(found, key=lambda row: (row.answered_at is not None, not is_final(row), row.closes_on, row.pk))


def is_final(invitation: Invitation) -> bool:
    """Whether it is asked when somebody ends: the answer cannot be had later, and the pulse can."""
    rows = survey_rows(invitation.wave.programme)
    key = invitation.wave.questionnaire.key
    return any(row["questionnaire"] == key and row.get("at_exit") for row in rows)


def last_answers(programme: Programme, key: str, since: datetime) -> list[tuple[UUID, UUID | None, dict, datetime]]:
    """(membership, the other of the pair, coded, answered at) of the answers to the questionnaire `key` since then,
    the last one first: what the signals about pulses are made from."""
    rows = Invitation.objects.of(programme.organisation_id).filter(
        wave__programme=programme, wave__questionnaire__key=key, answered_at__gte=since
    )
    return list(
        rows.order_by("-answered_at").values_list("membership_id", "about_id", "response__coded", "answered_at")
    )
