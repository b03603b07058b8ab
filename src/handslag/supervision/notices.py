"""What supervision writes to people; sending is the outbox's."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.dates import short_day
from handslag.gatherings.notices import needed_by, tell_of_change
from handslag.outbox.actions import queue, withdraw
from handslag.outbox.letters import Letter, day_and_time, written_for
from handslag.outbox.models import Message
from handslag.people.models import Person
from handslag.programmes.models import Membership

from .models import CancelledMeeting, Concern, Group, SupervisionMeeting


def diary_asked(meeting: SupervisionMeeting, mentors: Iterable) -> list[Letter]:
    """One letter for each mentor whose diary is missing before a meeting."""
    programme = meeting.group.programme
    letters = []
    for mentor in mentors:
        with written_for(mentor.person, programme):
            day = short_day(meeting.gathering.starts_at)
            said = {"day": day, "name": meeting.group.supervisor.person}
            letters.append(
                Letter(
                    mentor.person, Message.Kind.SUPERVISION, _("Your diary is missing"),
                    _("Supervision is on %(day)s. %(name)s would like to read your diary before. It takes five taps. "
                      "You can also call and tell us.") % said,
                    url=reverse("supervision:meeting", args=[meeting.pk]), once_key=f"nudge-{meeting.pk}-{mentor.pk}",
                )
            )  # fmt: skip
    return letters


def new_day(meeting: SupervisionMeeting, before: CancelledMeeting, *, by: Person | None, at: datetime) -> None:
    """Tell the group, whose last meeting was the cancelled one `before`, when it meets. What was written about that one
    is over: who has not heard of it reads here that the old time does not hold."""
    gathering, kind = meeting.gathering, Message.Kind.SUPERVISION_DAY
    until = max(before.starts_at, gathering.starts_at)
    readers = _people_of(meeting.group)
    withdraw(programme=meeting.group.programme, readers=readers, kind=kind, about=before.pk, by=by, at=at)

    def compose(reader: Person) -> Letter:
        said = {"when": day_and_time(gathering.starts_at), "before": day_and_time(before.starts_at)}
        lines = [_("Supervision is on %(when)s.") % said]
        if before.starts_at > at:
            lines.append(_("The old time was %(before)s.") % said)
        if gathering.place:
            lines.append(_("Place: %(where)s") % {"where": gathering.place})
        url = reverse("supervision:meeting", args=[meeting.pk])
        title = _("Supervision has a new day: %(day)s") % {"day": short_day(timezone.localtime(gathering.starts_at))}
        return Letter(reader, kind, title, "\n".join(lines), url=url,
                      once_key=f"new-day:{meeting.pk}:{reader.pk}", expires_at=until)  # fmt: skip

    _tell_group(meeting, compose, needed_by(before.starts_at, gathering.starts_at, at), by=by, at=at)


def meeting_moved(meeting: SupervisionMeeting, before: datetime, *, by: Person | None, at: datetime) -> None:
    """Tell the group of a meeting's new time or place; `before` is when it was to be."""
    gathering = meeting.gathering
    until = max(before, gathering.starts_at)

    def compose(reader: Person) -> Letter:
        said = {"when": day_and_time(gathering.starts_at), "before": day_and_time(before)}
        lines = [_("Supervision is now on %(when)s.") % said]
        if before != gathering.starts_at:
            lines.append(_("The old time was %(before)s.") % said)
        if gathering.place:
            lines.append(_("Place: %(where)s") % {"where": gathering.place})
        url = reverse("supervision:meeting", args=[meeting.pk])
        title = _("Supervision on %(day)s is moved") % {"day": short_day(timezone.localtime(before))}
        return Letter(reader, Message.Kind.SUPERVISION_DAY, title, "\n".join(lines), url=url,
                      once_key=f"moved:{meeting.pk}:{at.isoformat()}:{reader.pk}", expires_at=until)  # fmt: skip

    _tell_group(meeting, compose, needed_by(before, gathering.starts_at, at), by=by, at=at)


def meeting_cancelled(meeting: SupervisionMeeting, reason: str, *, by: Person | None, at: datetime) -> int:
    """Tell the group that a meeting is not held, and why; nobody of one whose time is past. Gives how many are told."""
    starts_at = meeting.gathering.starts_at

    def compose(reader: Person) -> Letter | None:
        if starts_at <= at:
            return None
        lines = [_("There is no supervision on %(when)s.") % {"when": day_and_time(starts_at)}]
        lines.append(_("Why: %(reason)s") % {"reason": reason})
        url = reverse("supervision:meeting", args=[meeting.pk])
        title = _("Supervision on %(day)s is cancelled") % {"day": short_day(timezone.localtime(starts_at))}
        return Letter(reader, Message.Kind.SUPERVISION_DAY, title, "\n".join(lines), url=url,
                      once_key=f"cancelled:{meeting.pk}:{reader.pk}", expires_at=starts_at)  # fmt: skip

    return _tell_group(meeting, compose, starts_at, by=by, at=at)


def _tell_group(
    meeting: SupervisionMeeting, compose: Callable[[Person], Letter | None], by_then: datetime, *,
    by: Person | None, at: datetime,
) -> int:  # fmt: skip
    """One letter for each of the group, as `tell_of_change` does; gives how many are new."""
    return tell_of_change(
        meeting.group.programme, _people_of(meeting.group), compose,
        page=reverse("supervision:meeting", args=[meeting.pk]), needed_by=by_then, by=by, at=at,
    )  # fmt: skip


def _people_of(group: Group) -> list[Person]:
    """The mentors of the group, and its supervisor."""
    places = group.group_places.filter(left_on=None, mentor__ended_at=None)
    members = [place.mentor for place in places.select_related("mentor__person__account")]
    if group.supervisor.ended_at is None:
        members.append(group.supervisor)
    return [member.person for member in members]


def concern_reported(concern: Concern, leads: Iterable[Membership], *, at: datetime) -> None:
    """Tell those who read concerns that one waits: never from whom, what about, nor that it is a concern."""
    letters = []
    for lead in leads:
        with written_for(lead.person, concern.programme):
            letters.append(
                Letter(
                    lead.person, Message.Kind.SUPERVISION, _("Something waits for you"),
                    _("Sign in and read it today. It has to be answered within one working day."),
                    url=reverse("supervision:concern", args=[concern.pk]),
                    once_key=f"concern:{concern.pk}:{lead.person_id}", at_any_hour=True,
                )
            )  # fmt: skip
    queue(programme=concern.programme, letters=letters, by=None, at=at)
