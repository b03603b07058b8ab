"""What the letters about an end say besides: which meetings are not held, and whether we look for somebody new."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.outbox.letters import Letter, after_quiet_hours, day_and_time, written_for
from handslag.outbox.models import Message
from handslag.people.models import Person
from handslag.programmes.closed import is_closed
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role

from .models import Pair
from .readiness import Pool, pool_of


class NotExpected(NamedTuple):
    """A meeting to which somebody need not come: the id of the membership; when it was to begin, as she or he knows it;
    and whether the others of the group meet then all the same."""

    member: UUID
    starts_at: datetime
    others_meet: bool


Off = Set[NotExpected]
Tell = Callable[[Sequence[Pair], Person | None, datetime], Off]
_tells: list[Tell] = []
# After these we promise nobody: the time was over as planned, or there was no pair.
NOBODY_NEW = (Pair.EndReason.COMPLETED, Pair.EndReason.ERROR)
NOBODY = Pool((), ())


def tells_meetings_off(tell: Tell) -> Tell:
    """Register `tell(pairs, by, at)`: it takes back the letters that wait about the meetings that the end of these
    `pairs`, written at the instant `at`, has cancelled, and gives those of which somebody has heard. The rooms above
    plan the meetings."""
    _tells.append(tell)
    return tell


def meetings_off(pairs: Sequence[Pair], *, by: Person | None, at: datetime) -> Off:
    """What `pairs` that have just ended take from each of their people. To be asked once: letters that wait are gone
    then, and tell no more who has not heard of a meeting."""
    return {one for tell in _tells for one in tell(pairs, by, at)}


def with_meetings_off(letter: Letter, member: Membership, off: Off, programme: Programme, at: datetime) -> Letter:
    """`letter` to `member`, with a line for each meeting that she or he was to come to; in time for the first of them.
    To be called inside `written_for`."""
    own = sorted(one for one in off if one.member == member.pk)
    if not own:
        return letter
    lines = [_not_expected(one) for one in own]
    late = own[0].starts_at <= after_quiet_hours(programme, at)
    return replace(letter, body="\n".join([letter.body, *lines]), at_any_hour=letter.at_any_hour or late)


def _not_expected(one: NotExpected) -> str:
    if one.others_meet:
        text = _("The group meets on %(when)s without you. You do not need to come.")
    else:
        text = _("Your meeting on %(when)s does not take place.")
    return text % {"when": day_and_time(one.starts_at)}


def not_held(pairs: Sequence[Pair], off: Off, at: datetime) -> Iterator[Letter]:
    """For those of ended `pairs` who get no other letter about the end: to which meetings they need not come."""
    programme, expected = pairs[0].programme, {one.member for one in off}
    members = {member.pk: member for pair in pairs for member in (pair.mentor, pair.mentee)}
    for member in members.values():
        if member.pk in expected:
            with written_for(member.person, programme):
                others_meet = all(one.others_meet for one in off if one.member == member.pk)
                title = _("You do not need to come") if others_meet else _("A meeting is cancelled")
                letter = Letter(
                    member.person, Message.Kind.MEETING, title,
                    _("Do you have questions? Call us."), url=reverse("desk:home"),
                    once_key=f"not_held:{pairs[0].pk}:{member.person_id}",
                )  # fmt: skip
                yield with_meetings_off(letter, member, off, programme, at)


def looked_for(programme: Programme, members: Iterable[Membership], reason: str, at: datetime) -> Pool:
    """Those of `members` who could be matched after an end for `reason`, while the mentoring lasts. Three queries, and
    that of whether the programme is closed."""
    on = day_of(programme, at)
    if reason in NOBODY_NEW or _is_over(programme, on) or is_closed(programme):
        return NOBODY
    return pool_of(programme, on, members=[member.pk for member in members])


def looked_for_after(pair: Pair, at: datetime) -> Pool:
    """As `looked_for` gives it, for the two of an ended `pair`. Where one of them has moved away and nothing tells who,
    neither is promised anybody."""
    pool = looked_for(pair.programme, [pair.mentor, pair.mentee], pair.end_reason, at)
    pauses = any(one.pauses for one in (*pool.mentors, *pool.mentees))
    return NOBODY if pair.end_reason == Pair.EndReason.MOVED and not pauses else pool


def _is_over(programme: Programme, on: date) -> bool:
    """Whether the last day of the mentoring is past: whoever is free then is not matched any more."""
    return any(phase.key == "mentoring" and phase.ends_on < on for phase in programme.phases.all())


def with_what_comes(letter: Letter, member: Membership, pool: Pool) -> Letter:
    """`letter` to `member`, with a line on whether we look for somebody new, as far as `pool` tells it. To be called
    inside `written_for`."""
    line = what_comes(member, pool)
    return replace(letter, body="\n".join([letter.body, line])) if line else letter


def what_comes(member: Membership, pool: Pool) -> str:
    """Whether we look for somebody new for `member`, as far as `pool` tells it; else nothing."""
    found, is_mentor = pool.find(member.pk), member.role == Role.MENTOR
    if found is None or found.lacks:
        return ""
    if found.pauses and is_mentor:
        return _("Do you want a new mentee later? Tell us, or call us.")
    if found.pauses:
        return _("Do you want a new mentor later? Tell us, or call us.")
    return _("We look for a new mentee for you.") if is_mentor else _("We look for a new mentor for you.")
