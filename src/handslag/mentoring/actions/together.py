"""What happens to several pairs of a group at once, written in each pair's own diary."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.models import Membership

from .. import group_notices
from ..models import Agreement, DiaryEntry, Goal, PairMeeting
from .agreeing import hold_intake
from .diary import MET, write_diary
from .errors import DayWritten, TimeTaken, WrongDay, check_agreed, locked
from .meeting import add_meeting


class NobodyThere(Refused):
    """A meeting of a group has somebody in it."""


@transaction.atomic
def hold_group_intake(
    *, pairs: Sequence[Pair], signed_in_room: Sequence[tuple[Membership, str]] = (), by: Person, at: datetime, **said
) -> list[Agreement]:
    """Write down the first meeting that a group had with `by` of the team, once for each of these `pairs`.
    Whoever signed in the room has signed in each pair that is her or his.

    `said` is what `hold_intake` takes. All or nothing: raises NobodyThere, and what `hold_intake` raises.
    """
    if not pairs:
        raise NobodyThere(_("Choose who was there."))
    agreements = []
    for pair in _in_order(pairs):
        signed = [(member, name) for member, name in signed_in_room if member.pk in (pair.mentor_id, pair.mentee_id)]
        agreements.append(hold_intake(pair=pair, signed_in_room=signed, by=by, at=at, **said))
    return agreements


@transaction.atomic
def book_group_meeting(
    *, pairs: Sequence[Pair], starts_at: datetime, place: str, by: Person | None, at: datetime
) -> list[PairMeeting]:  # fmt: skip
    """Plan one meeting for all of `pairs`, which are in one group; everybody who does not have it yet gets one letter,
    whatever the number of the own pairs. All or nothing: raises what `book_meeting` raises,
    TimeTaken with the name of the mentee."""
    if starts_at <= at:
        raise WrongDay(_("This time has passed. Choose a time that is still to come."))
    added = []
    for pair in _in_order(pairs):
        held = locked(pair)
        check_agreed(held)
        try:
            added.append(add_meeting(held, starts_at, place, by=by, at=at))
        except TimeTaken as refusal:
            name = {"name": pair.mentee.person.given_name, "said": refusal}
            raise TimeTaken(_("With %(name)s: %(said)s") % name) from refusal
    group_notices.meeting_booked(added, by=by, at=at)
    return [meeting for meeting, _is_new in added]


def _in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """Held in the same order by all, so that two acts do not wait for each other."""
    return sorted(pairs, key=lambda pair: str(pair.pk))


@transaction.atomic
def write_group_diary(
    *, pairs: Sequence[Pair], on_date: date, by: Person | None, at: datetime, entry_id: UUID,
    themes: Sequence[str] = (), **said,
) -> list[DiaryEntry]:  # fmt: skip
    """Write what happened in a meeting of a group once for each of `pairs`: those of one mentor whose mentees came.

    `said` is what `write_diary` takes; each entry is about those live goals of its pair that fit the themes. Sent twice
    with the same `entry_id`, the entries of the first time stand. All or nothing: raises NobodyThere, and what
    `write_diary` raises, DayWritten with the name of the mentee.
    """
    if not pairs:
        raise NobodyThere(_("Choose who was there."))
    entries = []
    for pair in _in_order(pairs):
        live = Goal.objects.of(pair.organisation_id).filter(plan__pair=pair, status__in=Goal.LIVE, area__in=themes)
        try:
            entries.append(
                write_diary(
                    pair=pair, what=MET, on_date=on_date, by=by, at=at, entry_id=uuid5(entry_id, str(pair.pk)),
                    themes=themes, goals=list(live), **said,
                )
            )  # fmt: skip
        except DayWritten as refusal:
            name = {"name": pair.mentee.person.given_name}
            told = _("You have already written about this day with %(name)s.") % name
            raise DayWritten(told, refusal.entry) from refusal
    return entries
