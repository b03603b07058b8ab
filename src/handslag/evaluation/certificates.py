"""Certificates: who can get one, what it says, its code."""

import re
import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Subquery

from handslag.core.encryption import KeyLost
from handslag.gatherings.models import Attendance
from handslag.pairs.models import Pair
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Phase, Programme
from handslag.programmes.roles import Role
from handslag.training.queries import units_done, units_required

from .models import Certificate

Kind = Certificate.Kind
# No vowels but A and E, and nothing that looks like something else: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
SIGNS = "34679ACDEFGHJKMNPQRTWXY"


@dataclass(frozen=True)
class Candidate:
    """Somebody who has earned a certificate that is not issued. `since` and `until`: the mentoring, else None."""

    membership: Membership
    kind: str
    since: date | None = None
    until: date | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.membership.pk}:{self.kind}"

    @property
    def kind_word(self) -> str:
        return str(Kind(self.kind).label)


def new_code() -> str:
    """A code that cannot be guessed (23 signs, 12 places: 54 bits) and can be read aloud."""
    return "-".join("".join(secrets.choice(SIGNS) for _place in range(4)) for _group in range(3))


def code_in(typed: str) -> str:
    """The code that somebody may have meant: small letters, blanks and missing hyphens are put right; "" for none."""
    signs = re.sub(r"[\s\-–.]", "", typed).upper()
    if len(signs) != 12 or set(signs) - set(SIGNS):
        return ""
    return "-".join(signs[at : at + 4] for at in (0, 4, 8))


def candidates(programme: Programme, on: date, issued: Iterable[Certificate] | None = None) -> list[Candidate]:
    """Who can get which certificate on the day `on`, by name. Five queries, whatever the number of people; four where
    the certificates of the programme are known (`issued`).

    Training: all units that the programme asks for are done. Mentor and mentee: a pair came to its planned end; from
    the first day of the closing phase on, every pair that had begun counts (not one entered by mistake).
    """
    members = Membership.objects.of(programme.organisation_id).filter(
        programme=programme, role__in=(Role.MENTOR, Role.MENTEE), person__erased_at=None
    )
    rows = programme.certificates.all() if issued is None else issued
    held = {(certificate.membership_id, certificate.kind) for certificate in rows if certificate.is_valid}
    done, required = units_done(programme, on), units_required(programme)
    times = _mentoring_times(programme, on)
    found = []
    for member in members.select_related("person").order_by("person__given_name", "person__family_name", "pk"):
        if member.role == Role.MENTOR and len(done.get(member.pk, ())) >= required:
            found.append(Candidate(member, Kind.TRAINING))
        if member.pk in times:
            found.append(Candidate(member, member.role, *times[member.pk]))
    return [one for one in found if (one.membership.pk, one.kind) not in held]


def is_closing(programme: Programme, on: date) -> bool:
    """Whether the closing phase has begun."""
    return any(phase.key == "closing" and phase.starts_on <= on for phase in programme.phases.all())


def closes_from() -> Subquery:
    """The first day of the closing phase of each programme of a query; of one programme `is_closing` asks."""
    rows = Phase.objects.everywhere("joined to the programme outside").filter(programme=OuterRef("pk"), key="closing")
    return Subquery(rows.values("starts_on")[:1])


def _mentoring_times(programme: Programme, on: date) -> dict[UUID, tuple[date, date]]:
    """First and last day of the mentoring of each member for whom it counts."""
    pairs = Pair.objects.of(programme.organisation_id).filter(programme=programme, started_on__lte=on)
    pairs = pairs.exclude(end_reason=Pair.EndReason.ERROR)
    if not is_closing(programme, on):
        pairs = pairs.filter(end_reason=Pair.EndReason.COMPLETED, ended_on__lte=on)
    times: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for mentor, mentee, since, until in pairs.values_list("mentor_id", "mentee_id", "started_on", "ended_on"):
        for member in (mentor, mentee):
            times[member].append((since, min(until or on, on)))
    return {member: (min(s for s, _u in spans), max(u for _s, u in spans)) for member, spans in times.items()}


def facts_of(programme: Programme, chosen: Iterable[Candidate]) -> dict[str, dict]:
    """What the certificate of each candidate says for ever, by the candidate's key. Two queries at most."""
    chosen = list(chosen)
    host = programme.organisation.host_language
    trained = [one.membership.pk for one in chosen if one.kind in (Kind.TRAINING, Kind.MENTOR)]
    units = _units_of(programme, trained) if trained else {}
    found = {}
    for one in chosen:
        person = one.membership.person
        done = units.get(one.membership.pk, [])
        days = [unit["on"] for unit in done]
        found[one.key] = {
            "name": str(person), "kind": str(one.kind), "programme": programme.title,
            "organisation": programme.organisation.name,
            "languages": _two_languages(host, person.language),
            "since": one.since or min(days), "until": one.until or max(days),
            "units": [unit["title"] for unit in done], "minutes": sum(unit["minutes"] for unit in done),
        }  # fmt: skip
    return found


def _two_languages(host: str, own: str) -> list[str]:
    """That of the place and the person's own; where these are one, English, which more people can read elsewhere."""
    second = own if own and own != host else "en"
    return list(dict.fromkeys([host, second]))


def _units_of(programme: Programme, members: list[UUID]) -> dict[UUID, list[dict]]:
    """The units that each member has done, in order, with title (by language), minutes and the day."""
    rows = Attendance.objects.of(programme.organisation_id).filter(
        gathering__programme=programme, status__in=Attendance.COUNTS, membership__in=members,
        gathering__training_session__isnull=False,
    )  # fmt: skip
    unit = "gathering__training_session__unit__"
    units: dict[UUID, dict[int, dict]] = defaultdict(dict)
    for member, number, title, minutes, starts_at in rows.order_by("gathering__starts_at").values_list(
        "membership_id", f"{unit}number", f"{unit}title", f"{unit}minutes", "gathering__starts_at"
    ):
        on = day_of(programme, starts_at)
        units[member].setdefault(number, {"title": title, "minutes": minutes, "on": on})
    return {member: [done[number] for number in sorted(done)] for member, done in units.items()}


def by_code(code: str) -> tuple[Certificate, dict] | None:
    """The certificate with this code and what it says; None where there is none or the person is erased."""
    rows = Certificate.objects.everywhere("whoever holds a certificate may have it checked by its code")
    certificate = rows.filter(code=code).first() if code else None
    if certificate is None:
        return None
    try:
        return certificate, certificate.facts
    except KeyLost:
        return None
