"""What the pages of pairs show. What the board shows is in `board`."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet

from handslag.people.models import Account
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.keys import KEYS
from handslag.questionnaires.models import Response

from .models import MatchingRound, Pair, Pause, Proposal

PAGE = 25
APPROVED = (Proposal.Status.ACCEPTED, Proposal.Status.LOCKED)


def pairs_of(user: Account, programme: Programme, state: str = "") -> QuerySet[Pair]:
    """The pairs of a programme: those that wait for an answer or their first meeting first, ended ones last. Of those
    that are asked alone, the one whose time is over first."""
    rows = Pair.objects.visible_to(user).filter(programme=programme)
    if state in STATES:
        rows = rows.filter(**STATES[state])
    soonest = ["answer_by"] if state == "asked" else []
    return rows.order_by(
        *soonest,
        F("ended_on").desc(nulls_first=True),
        F("started_on").asc(nulls_first=True),
        "mentee__person__given_name",
        "pk",
    )


def published_rounds(user: Account, programme: Programme) -> list[dict[str, Any]]:
    """`pk`, `number`, `published_at` and the `total` of pairs of the published rounds, the newest first; for those who
    match. One query."""
    rows = MatchingRound.objects.visible_to(user).filter(programme=programme, published_at__isnull=False)
    rows = rows.order_by("-number").annotate(total=Count("pairs"))
    return list(rows.values("pk", "number", "published_at", "total"))


def page_on_board(matching_round: MatchingRound, mentee: UUID) -> int:
    """The page of the board with the pair that is proposed for this mentee; 0 where there is none. One query."""
    rows = matching_round.proposals.exclude(status=Proposal.Status.REFUSED)
    sides = (f"{side}__person__{name}_name" for side in ("mentee", "mentor") for name in ("given", "family"))
    found = [
        (f"{given} {family}".strip().casefold(), f"{mentors} {own}".strip(), pk, key)
        for key, pk, given, family, mentors, own in rows.values_list("mentee_id", "pk", *sides)
    ]
    place = next((place for place, row in enumerate(sorted(found)) if row[-1] == mentee), None)
    return 0 if place is None else place // PAGE + 1


STATES: dict[str, dict[str, object]] = {
    "asked": {"agreed_at": None, "started_on": None, "ended_on": None},
    "waiting": {"agreed_at__isnull": False, "started_on": None, "ended_on": None},
    "running": {"started_on__isnull": False, "ended_on": None},
    "ended": {"ended_on__isnull": False},
}


def state_of(pair: Pair) -> str:
    """Code of the state: `asked` whether they want to meet, `waiting` for the first meeting, `running`, `ended`."""
    return state_by(pair.agreed_at, pair.started_on, pair.ended_on)


def has_road(pair: Pair) -> bool:
    """Whether there can be a plan, a diary or meetings: both want to meet, or have met."""
    return pair.started_on is not None or (pair.agreed_at is not None and pair.ended_on is None)


def state_by(agreed_at: datetime | None, started_on: date | None, ended_on: date | None) -> str:
    """The same by what is kept of a pair."""
    if ended_on is not None:
        return "ended"
    if started_on is not None:
        return "running"
    return "waiting" if agreed_at is not None else "asked"


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


def languages_in_common(pair: Pair) -> list[str]:
    """The languages that both speak, as the engine found them; none where it did not look. No query."""
    facts = [fact for row in pair.reasons for fact in row["facts"] if fact["what"] == "language"]
    return [code for fact in facts for code in fact["codes"]]


def left_of(pair: Pair) -> list[Membership]:
    """Whichever of the two has left, as the end of another pair tells it. One query."""
    lasting = Pause.objects.of(pair.organisation_id).filter(ended_at=None, has_left=True)
    members = [member.membership_id for member in lasting.filter(membership__in=[pair.mentor_id, pair.mentee_id])]
    return [member for member in (pair.mentee, pair.mentor) if member.pk in members]
