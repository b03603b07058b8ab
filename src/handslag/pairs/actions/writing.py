"""The proposals of a round, written as they follow from what is best and from what was decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from handslag.matching.unmatched import NO_FREE_MENTOR_FITS, Unmatched

from ..decided import Held, PairOfIds, State
from ..models import MatchingRound, Proposal
from ..people import People
from ..score_table import Chosen, Scores
from ..why import Why
from .rounds import Status

Decided = tuple[str, UUID | None, datetime | None]  # status, by whom, when


class Row(NamedTuple):
    """A proposal as it is, without its reasons, which are long."""

    pk: UUID
    status: str
    score: int | None
    decided_by: UUID | None
    decided_at: datetime | None


def rows_of(matching_round: MatchingRound) -> dict[PairOfIds, Row]:
    """The proposals of the round, by their two."""
    rows = matching_round.proposals.values_list("mentee_id", "mentor_id", *Row._fields)
    return {(str(mentee), str(mentor)): Row(*rest) for mentee, mentor, *rest in rows}


def chosen_in(rows: Mapping[PairOfIds, Row]) -> Chosen:
    """Who is proposed to whom now."""
    return {mentee: mentor for (mentee, mentor), row in rows.items() if row.status != Status.REFUSED}


def write(
    matching_round: MatchingRound, rows: Mapping[PairOfIds, Row], chosen: Chosen, state: State,
    why: Mapping[PairOfIds, Why],
) -> None:  # fmt: skip
    """Make the proposals of the round these: `chosen`, and those that `state` refuses. `why`: for those that are new,
    and for others where the reasons are new; these are written anew, which is much quicker than changing them."""
    pinned = {(held.mentee, held.mentor): held for held in state.pinned.values()}
    wanted = {pair: pinned.get(pair) for pair in chosen.items()} | state.refused
    new: list[Proposal] = []
    decided: dict[Decided, list[UUID]] = defaultdict(list)
    for pair, held in wanted.items():
        row, now = rows.get(pair), _decided(held)
        if row is None or pair in why:
            new.append(_proposal(matching_round, pair, row, now, why.get(pair, {})))
        elif (row.status, row.decided_by) != now[:2]:
            decided[now].append(row.pk)
    gone = [row.pk for pair, row in rows.items() if pair not in wanted or pair in why]
    all_of_it = Proposal.objects.of(matching_round.organisation_id)
    all_of_it.filter(pk__in=gone).delete()
    all_of_it.bulk_create(new)
    for (status, by, at), keys in decided.items():
        all_of_it.filter(pk__in=keys).update(status=status, decided_by=by, decided_at=at)


def _decided(held: Held | None) -> Decided:
    if held is None:
        return Status.SUGGESTED, None, None
    return held.what, UUID(held.by) if held.by else None, held.decided_at


def _proposal(matching_round: MatchingRound, pair: PairOfIds, row: Row | None, now: Decided, why: Why) -> Proposal:
    status, by, at = now
    known = {"pk": row.pk} if row else {}
    return Proposal(
        organisation_id=matching_round.organisation_id, round=matching_round, mentee_id=pair[0], mentor_id=pair[1],
        status=status, decided_by_id=by, decided_at=at, **known, **why,
    )  # fmt: skip


def tell_unmatched(matching_round: MatchingRound, scores: Scores, state: State, chosen: Chosen) -> None:
    """Say that those have nobody who had somebody when pairs were suggested; anew after each decision. Whom the team
    has said no to stands in its decisions."""
    suggested = [person for person in matching_round.unmatched if not person.get("since")]
    told = {person["membership"] for person in suggested} | state.open.keys() | chosen.keys()
    why = {"reasons": [NO_FREE_MENTOR_FITS], "relaxations": [], "languages": [], "since": True}
    since = [{"membership": mentee, **why} for mentee in scores.mentees if mentee not in told]
    if matching_round.unmatched != [*suggested, *since]:
        matching_round.unmatched = [*suggested, *since]
        matching_round.save(update_fields=["unmatched"])


def unmatched_of(people_left: Iterable[Unmatched], people: People) -> list[dict[str, object]]:
    """What is kept about those whom a suggestion leaves without a mentor: reasons, what would help, languages."""
    return [_unmatched(person, people) for person in people_left]


def _unmatched(person: Unmatched, people: People) -> dict[str, object]:
    """A mentor whom only unclear answers hold back is not told of as untrained."""
    unclear = person.mentee in people.unclear
    hidden = people.unclear.keys() & people.mentors.keys()
    reasons = [code for code in person.reasons if not (hidden and code == "no_mentor_ready")] or [NO_FREE_MENTOR_FITS]
    helps = [asdict(r) for r in person.relaxations if "ready" not in (r.rule, *r.also) or r.mentor not in hidden]
    return {
        "membership": person.mentee,
        "reasons": [people.unclear[person.mentee]] if unclear else reasons,
        "relaxations": [] if unclear else helps,
        "languages": [code for code, level in people.mentees[person.mentee].languages.items() if level != "none"],
    }
