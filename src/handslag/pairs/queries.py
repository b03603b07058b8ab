"""What the pages of pairs show. What the board shows is in `board`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.urls import reverse

from handslag.core.addresses import addresses
from handslag.people.models import Account
from handslag.programmes.access import may
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.keys import KEYS
from handslag.questionnaires.models import Response

from . import wording
from .models import Answer, Pair, Proposal

PAGE = 25
APPROVED = (Proposal.Status.ACCEPTED, Proposal.Status.LOCKED)


def pairs_of(user: Account, programme: Programme, state: str = "") -> QuerySet[Pair]:
    """The pairs of a programme: those that wait for an answer or their first meeting first, ended ones last."""
    rows = Pair.objects.visible_to(user).filter(programme=programme)
    if state in STATES:
        rows = rows.filter(**STATES[state])
    return rows.order_by(
        F("ended_on").desc(nulls_first=True), F("started_on").asc(nulls_first=True), "mentee__person__given_name", "pk"
    )


STATES: dict[str, dict[str, object]] = {
    "asked": {"agreed_at": None, "started_on": None, "ended_on": None},
    "waiting": {"agreed_at__isnull": False, "started_on": None, "ended_on": None},
    "running": {"started_on__isnull": False, "ended_on": None},
    "ended": {"ended_on__isnull": False},
}


def state_of(pair: Pair) -> str:
    """Code of the state: `asked` whether they want to meet, `waiting` for the first meeting, `running`, `ended`."""
    return _state(pair.agreed_at, pair.started_on, pair.ended_on)


def _state(agreed_at: datetime | None, started_on: date | None, ended_on: date | None) -> str:
    if ended_on is not None:
        return "ended"
    if started_on is not None:
        return "running"
    return "waiting" if agreed_at is not None else "asked"


@dataclass(frozen=True)
class PairLine:
    """One row of the list of pairs, in words. `kind`: the sign beside the word of the state (ui/status.html)."""

    url: str
    mentor: str
    mentee: str
    matched_at: datetime
    started_on: date | None
    kind: str
    state: str


def pair_lines(user: Account, programme: Programme, state: str, number: str | None) -> tuple[Page, list[PairLine]]:
    """A page of the pairs of `programme` and its rows. Plain values: a pair brings four rows of the database."""
    names = [f"{role}__person__{name}" for role in ("mentor", "mentee") for name in ("given_name", "family_name")]
    rows = pairs_of(user, programme, state)
    page = Paginator(rows.values("pk"), PAGE).get_page(number)
    # Not read yet: the mentors' names are joined to these rows alone. The order needs the names of all mentees.
    chosen: Any = page.object_list
    shown = rows.filter(pk__in=chosen).values_list("pk", "matched_at", "agreed_at", "started_on", "ended_on", *names)
    page_of, words = addresses("pairs:pair"), wording.states()
    lines = []
    for pk, matched_at, agreed_at, started_on, ended_on, *said in shown:
        mentor, mentee = (" ".join(filter(None, name)) for name in (said[:2], said[2:]))
        kind, word = words[_state(agreed_at, started_on, ended_on)]
        lines.append(PairLine(page_of(pk), mentor, mentee, matched_at, started_on, kind, word))
    return page, lines


@dataclass(frozen=True)
class AnswerLine:
    """What one of the two said, in words; empty while she is silent. `url`: where a colleague writes it down."""

    name: str
    said: str
    on: datetime | None
    by_phone: bool
    url: str


def answer_lines(user: Account, pair: Pair) -> list[AnswerLine]:
    """What the two said when they were asked, the mentee first; nothing where `user` may not see it."""
    given = {row.membership_id: row for row in Answer.objects.visible_to(user).filter(pair=pair)}
    if not given and not (state_of(pair) == "asked" and may(user, "pair.match", pair)):
        return []
    lines = []
    for member in (pair.mentee, pair.mentor):
        row = given.get(member.pk)
        words = [row.get_said_display(), row.get_reason_display()] if row else []
        lines.append(
            AnswerLine(
                str(member.person), ". ".join(filter(None, map(str, words))), row.answered_at if row else None,
                row is not None and row.entered_by_id is not None,
                reverse("pairs:answer_by_phone", args=[pair.pk, member.pk]),
            )
        )  # fmt: skip
    return lines


def languages_of(membership: Membership) -> list[str]:
    """The languages that a member named in the application: what the other one of a pair may know."""
    keys = KEYS[Role(membership.role)]
    rows = Response.objects.of(membership.organisation_id).filter(
        programme=membership.programme_id, person=membership.person_id, questionnaire__key__in=keys
    )
    for coded in rows.order_by("answered_at").values_list("coded", flat=True):
        if languages := coded.get("languages"):
            return list(languages)
    return []
