"""The beginning and the end of a pair."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from handslag.core.dates import short_day
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from .. import notices
from ..leaving import who_left
from ..models import Pair
from ..queries import STATES
from ..signals import pair_ended
from .errors import AlreadyEnded, AlreadyStarted, WrongDay
from .pausing import look_again, pause
from .rounds import journal


@transaction.atomic
def start(*, pair: Pair, on: date, by: Person | None, at: datetime) -> None:
    """The first meeting was held on the day `on`: whoever had not answered has agreed by coming.

    Raises AlreadyStarted, AlreadyEnded, WrongDay.
    """
    hold_running(pair)
    if pair.started_on is not None:
        raise AlreadyStarted(_("This pair has had its first meeting."))
    require_day(pair, on, at, earliest=day_of(pair.programme, pair.matched_at))
    agree(pair, by=by, at=at)
    notices.no_call_any_more(pair, by=by, at=at)
    pair.started_on = on
    pair.save(update_fields=["started_on"])
    journal("pair.start", pair, by=by, at=at)


@transaction.atomic
def end(
    *, pair: Pair, reason: str, on: date, by: Person | None, at: datetime, pausing: Iterable[Membership] = ()
) -> None:  # fmt: skip
    """End a pair on the day `on`; both can be matched anew, but for those in `pausing`, who want nobody for now, and
    for whoever has left, as the reason says: she or he is not asked any more about somebody else either.

    `reason`: one of Pair.EndReason. Raises AlreadyEnded, WrongDay.
    """
    hold_running(pair)
    require_day(pair, on, at, earliest=pair.started_on or day_of(pair.programme, pair.matched_at))
    close(pair, reason=Pair.EndReason(reason), on=on, by=by, at=at)
    left = who_left(pair)
    pausing = list(dict.fromkeys([*pausing, *left]))
    for member in pausing:
        pause(membership=member, by=by, at=at, has_left=member in left)
    take_back_questions(left, reason=pair.end_reason, by=by, at=at)
    if pair.started_on is None:
        notices.searching(pair, [one for one in (pair.mentor, pair.mentee) if one not in pausing], by=by, at=at)
    else:
        notices.ended(pair, by=by, at=at)


def take_back_questions(left: Iterable[Membership], *, reason: str, by: Person | None, at: datetime) -> None:
    """End, for `reason`, each pair in which one of `left`, who have left, is asked still: nobody reminds them of an
    answer, and no yes begins a pair with somebody who is gone. The other one is told as after a no."""
    for member in left:
        rows = Pair.objects.of(member.organisation_id).filter(Q(mentor=member) | Q(mentee=member), **STATES["asked"])
        rows = rows.select_related("programme", "mentor__person__account", "mentee__person__account")
        for asked in rows.select_for_update(of=("self",)).order_by("pk"):
            close(asked, reason=Pair.EndReason(reason), on=day_of(asked.programme, at), by=by, at=at)
            other = asked.mentor if asked.mentee_id == member.pk else asked.mentee
            notices.searching(asked, [other], by=by, at=at)


def agree(pair: Pair, *, by: Person | None, at: datetime) -> bool:
    """Write that both of a pair that is held want to meet: they said so, or have come; False where it was known.

    A mentee has whom she waited for, so her pause is over; a mentor may go on wanting nobody beside this one.
    """
    if pair.agreed_at is not None:
        return False
    pair.agreed_at = at
    pair.save(update_fields=["agreed_at"])
    look_again(membership=pair.mentee, by=by, at=at)
    return True


def close(pair: Pair, *, reason: Pair.EndReason, on: date, by: Person | None, at: datetime) -> None:
    """Write the end of a pair that is held, and tell the other rooms; the two are told by who calls it."""
    pair.ended_on, pair.end_reason = on, reason
    pair.save(update_fields=["ended_on", "end_reason"])
    journal("pair.end", pair, by=by, at=at, reason=reason)
    notices.no_question_any_more(pair, by=by, at=at)
    pair_ended.send(sender=Pair, pair=pair, by=by, at=at)


def hold_running(pair: Pair) -> None:
    """Hold the row, and see it as it is now. Raises AlreadyEnded."""
    rows = Pair.objects.of(pair.organisation_id).select_for_update()
    pair.refresh_from_db(fields=["agreed_at", "started_on", "ended_on"], from_queryset=rows)
    if pair.ended_on is not None:
        raise AlreadyEnded(_("This pair has already ended."))


def require_day(pair: Pair, on: date, at: datetime, *, earliest: date) -> None:
    if on > day_of(pair.programme, at):
        raise WrongDay(_("This day lies in the future. Choose today or an earlier day."))
    if on < earliest:
        raise WrongDay(
            _("This day is too early. The pair was not there before %(day)s.") % {"day": short_day(earliest)}
        )
