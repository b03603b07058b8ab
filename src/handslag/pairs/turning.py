"""Private words that wait to be turned into rules, and what named colleagues see of them.

Nobody else learns more than that some wait: not whose, not how many would be kept apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from handslag.core.encryption.keys import KeyLost
from handslag.journal.models import Entry
from handslag.people.models import Account
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.keys import KEYS
from handslag.questionnaires.models import Response

from .access import is_among, readers_of_exclusions
from .models import Exclusion
from .private import Reader, Told
from .readiness import names_here

SIDES = (Role.MENTOR, Role.MENTEE)
ROLE_OF = {key: str(role) for role, keys in KEYS.items() for key in keys}


@dataclass(frozen=True)
class Said:
    """A member and what was said in confidence."""

    member: Membership
    told: Told


def said_in(
    programme: Programme, members: Iterable[Membership] | None = None, responses: Iterable[Response] | None = None
) -> list[Said]:
    """Everybody (of `members`) who has said something, those whose words wait first.

    Four queries; two where members and the `responses` of the programme are at hand.
    """
    if members is None:
        rows = Membership.objects.of(programme.organisation_id).filter(programme=programme, ended_at=None)
        members = rows.filter(role__in=SIDES).select_related("person").order_by("person__given_name", "pk")
    members = list(members)
    responses = list(responses_of(programme, members) if responses is None else responses)
    secret = [row for row in responses if row.__dict__["secret"]]
    reader, answers = Reader(programme, members, beside=secret), _answers(secret)
    said = [Said(m, reader.told(m, *answers.get((m.person_id, m.role), ("", None)))) for m in members]
    said = [one for one in said if one.told.at or one.told.is_lost]
    return sorted(said, key=lambda one: not one.told.waits)


def texts_waiting(programme: Programme) -> int:
    """How many of those who could be matched now have said something that nobody has turned into rules."""
    here = names_here(programme)
    return sum(one.told.waits and str(one.member.pk) in here for one in said_in(programme))


def last_told_at(member: Membership) -> datetime | None:
    """When `member` has last told something on the own page; nothing of what. One query."""
    rows = Exclusion.objects.of(member.organisation_id).filter(membership=member)
    return rows.values_list("told_at", flat=True).first()


def said_nobody_at(member: Membership) -> datetime | None:
    """When `member`, who has told nothing on the own page, has said there that there is nobody. The journal alone knows
    it. One query."""
    rows = Entry.objects.of(member.organisation_id).filter(action="exclusion.tell", subject_id=str(member.pk))
    return rows.order_by("-id").values_list("at", flat=True).first()


def who_sorts_it_out(user: Account, programme: Programme) -> dict[str, Any]:
    """What a page that tells of waiting words (pairs/words_wait.html) shows: the names of the readers, and whether
    `user` is one of them. One query."""
    readers = readers_of_exclusions(programme)
    return {"readers": [str(reader.person) for reader in readers], "may_turn": is_among(user, readers)}


def responses_of(programme: Programme, members: Iterable[Membership] | None = None) -> Iterable[Any]:
    """The answers to the questionnaires of mentors and mentees (of these `members`), oldest first; none is opened.

    Each with the id of the `application` that it came with.
    """
    rows = Response.objects.of(programme.organisation_id).filter(programme=programme, questionnaire__key__in=ROLE_OF)
    if members is not None:
        rows = rows.filter(person__in={m.person_id for m in members})
    rows = rows.select_related("questionnaire").defer("sealed", "questionnaire__screens", "questionnaire__lists")
    return rows.annotate(application_id=F("application__id")).order_by("answered_at")


def _answers(responses: Iterable[Response]) -> dict[tuple[UUID, str], tuple[str, datetime | None]]:
    """What was answered to the question about it, by person and role; the newest counts."""
    found: dict[tuple[UUID, str], tuple[str, datetime | None]] = {}
    for row in responses:
        try:
            answer = row.secret.get("exclude")
        except KeyLost:
            continue
        if answer is not None:
            found[row.person_id, ROLE_OF[row.questionnaire.key]] = str(answer), row.answered_at
    return found
