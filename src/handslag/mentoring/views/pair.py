"""What every page of a pair begins with: fetching is authorising, and times are those of the programme's place."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from handslag.journal.actions import record_reads
from handslag.pairs.access import my_membership
from handslag.pairs.models import Pair
from handslag.programmes.access import acting_person
from handslag.programmes.days import zone

from ..queries import pairs_for


def pair_of(request, pair_id, more: Callable[[QuerySet[Pair]], QuerySet[Pair]] = lambda rows: rows) -> Pair:
    """The pair, or 404 where the account may not see it; `more` has the same query bring what the page shows, too."""
    pair = get_object_or_404(more(pairs_for(request.user)), pk=pair_id)
    request.programme, request.pair = pair.programme, pair
    timezone.activate(zone(pair.programme))  # until the end of the request
    return pair


def names(request, pair: Pair) -> dict:
    """Context of every page of a pair. The two know each other by first name, the team by full names."""
    mine = my_membership(request.user, pair)
    if mine is None:
        title = f"{pair.mentor.person} + {pair.mentee.person}"
    else:
        title = (pair.mentee if mine.pk == pair.mentor_id else pair.mentor).person.given_name
    return {"pair": pair, "programme": pair.programme, "with_whom": title, "is_one_of_two": mine is not None}


def note_reads(
    request, pair: Pair, what: str, subject_type: str, ids: Iterable, at: datetime,
    also: Iterable[tuple[str, str, object]] = (),
) -> None:  # fmt: skip
    """Write into the journal who is about to be shown sealed texts of this pair; `also` as `record_reads` has it."""
    by = acting_person(request.user, pair)
    record_reads(what, subject_type, list(ids), by=by, organisation=pair.organisation_id, at=at, also=also)
