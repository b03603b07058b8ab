"""What is written to the two of a pair about their meetings and their plan. Who acts is not told of the own act."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.outbox.actions import queue
from handslag.outbox.letters import Letter, after_quiet_hours, day_and_time, written_for
from handslag.outbox.models import Message
from handslag.pairs.models import Pair
from handslag.people.models import Person

from .models import PairMeeting, Plan


def meeting_booked(meeting: PairMeeting, *, by: Person | None, at: datetime) -> None:
    """Tell of a meeting that somebody has planned."""

    def compose(reader: Person, other: Person) -> Letter:
        letter = _of_meeting(
            meeting, reader, _("You have a new meeting"), _("You meet %(name)s: %(when)s."), other, "booked"
        )
        return replace(letter, at_any_hour=_would_come_late(meeting, meeting.starts_at, at))

    _tell_pair(meeting.pair, compose, by=by, at=at)


def meeting_moved(meeting: PairMeeting, before: datetime, *, by: Person | None, at: datetime) -> None:
    """Tell of a new time or place; `before` is when it was to begin until now."""

    def compose(reader: Person, other: Person) -> Letter:
        if meeting.starts_at == before:
            title, text = _("A meeting has a new place"), _("You meet %(name)s at another place: %(when)s.")
        else:
            title = _("A meeting is moved")
            text = _("You meet %(name)s at a new time: %(when)s. The old time was %(before)s.")
        act = f"moved:{meeting.revision}"  # moved back and forth, each move is told
        letter = _of_meeting(meeting, reader, title, text, other, act, before=day_and_time(before))
        # Who knows the old time only must hear of it until then, though the new one may have begun.
        return replace(
            letter, expires_at=max(before, meeting.starts_at),
            at_any_hour=_would_come_late(meeting, min(before, meeting.starts_at), at),
        )  # fmt: skip

    _tell_pair(meeting.pair, compose, by=by, at=at)


def meeting_cancelled(meeting: PairMeeting, *, by: Person | None, at: datetime) -> None:
    """Tell that a planned meeting is not held. Of one that is over nobody is told."""
    if meeting.starts_at <= at:
        return

    def compose(reader: Person, other: Person) -> Letter:
        text = _("The meeting with %(name)s is cancelled: %(when)s. You can find a new time together.")
        letter = _of_meeting(meeting, reader, _("A meeting is cancelled"), text, other, "cancelled")
        return replace(letter, at_any_hour=_would_come_late(meeting, meeting.starts_at, at))

    _tell_pair(meeting.pair, compose, by=by, at=at)


def _would_come_late(meeting: PairMeeting, needed_by: datetime, at: datetime) -> bool:
    """Whether the quiet hours end only when somebody has set out in vain."""
    return after_quiet_hours(meeting.pair.programme, at) >= needed_by


def meeting_reminder(meeting: PairMeeting, reader: Person, other: Person) -> Letter:
    """Remind one of the two of a meeting; to be called inside `written_for`."""
    text = _("Do not forget: you meet %(name)s %(when)s.")
    return _of_meeting(meeting, reader, _("You meet soon"), text, other, "reminder")


def _of_meeting(
    meeting: PairMeeting, reader: Person, title: str, text: str, other: Person, act: str, **said: str
) -> Letter:  # fmt: skip
    body = text % {"name": other.given_name, "when": day_and_time(meeting.starts_at), **said}
    if meeting.place:
        body = "\n".join([body, _("Place: %(where)s") % {"where": meeting.place}])
    return Letter(
        reader, Message.Kind.MEETING, title, body, url=reverse("mentoring:meetings", args=[meeting.pair_id]),
        expires_at=meeting.starts_at, once_key=f"meeting:{act}:{meeting.pk}:{meeting.starts_at:%Y%m%d%H%M}:{reader.pk}",
    )  # fmt: skip


def plan_approved(plan: Plan, *, by: Person | None, at: datetime) -> None:
    """Tell both that the team has approved their plan."""
    pair = plan.pair

    def compose(reader: Person, other: Person) -> Letter:
        return Letter(
            reader, Message.Kind.PLAN, _("Your plan is approved"),
            _("The team has read your plan and says yes. Now you can begin with the first step."),
            url=reverse("mentoring:plan", args=[pair.pk]), once_key=f"plan:{plan.pk}:{reader.pk}",
        )  # fmt: skip

    _tell_pair(pair, compose, by=by, at=at)


def _tell_pair(pair: Pair, compose: Callable[[Person, Person], Letter], *, by: Person | None, at: datetime) -> None:
    both = pair.mentor.person, pair.mentee.person
    letters = []
    for reader, other in (both, both[::-1]):
        if by is None or by.pk != reader.pk:
            with written_for(reader, pair.programme):
                letters.append(compose(reader, other))
    queue(programme=pair.programme, letters=letters, by=by, at=at)
