"""What supervision writes to people; sending is the outbox's."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.core.dates import short_day
from handslag.gatherings.notices import tell_of_change
from handslag.outbox.actions import queue
from handslag.outbox.letters import Letter, day_and_time, written_for
from handslag.outbox.models import Message
from handslag.people.models import Person
from handslag.programmes.models import Membership

from .models import Concern, PairPause, PauseRequest, SupervisionMeeting


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
        return Letter(reader, Message.Kind.SUPERVISION, _("Supervision is moved"), "\n".join(lines), url=url,
                      once_key=f"moved:{meeting.pk}:{at.isoformat()}:{reader.pk}", expires_at=until)  # fmt: skip

    _tell_group(meeting, compose, min(before, gathering.starts_at), by=by, at=at)


def meeting_cancelled(meeting: SupervisionMeeting, reason: str, *, by: Person | None, at: datetime) -> int:
    """Tell the group that a meeting is not held, and why; nobody of one whose time is past. Gives how many are told."""
    starts_at = meeting.gathering.starts_at

    def compose(reader: Person) -> Letter | None:
        if starts_at <= at:
            return None
        said = _("There is no supervision on %(when)s.") % {"when": day_and_time(starts_at)}
        url = reverse("supervision:meeting", args=[meeting.pk])
        return Letter(reader, Message.Kind.SUPERVISION, _("Supervision is cancelled"), f"{said}\n{reason}", url=url,
                      once_key=f"cancelled:{meeting.pk}:{reader.pk}", expires_at=starts_at)  # fmt: skip

    return _tell_group(meeting, compose, starts_at, by=by, at=at)


def _tell_group(
    meeting: SupervisionMeeting, compose: Callable[[Person], Letter | None], needed_by: datetime, *,
    by: Person | None, at: datetime,
) -> int:  # fmt: skip
    """One letter for each mentor of the group and its supervisor, as `tell_of_change` does; gives how many are new."""
    places = meeting.group.group_places.filter(left_on=None, mentor__ended_at=None)
    members = [place.mentor for place in places.select_related("mentor__person__account")]
    if meeting.group.supervisor.ended_at is None:
        members.append(meeting.group.supervisor)
    return tell_of_change(
        meeting.group.programme, [member.person for member in members], compose,
        page=reverse("supervision:meeting", args=[meeting.pk]), needed_by=needed_by, by=by, at=at,
    )  # fmt: skip


def pause_asked(request: PauseRequest, readers: Iterable[Membership], *, by: Person | None, at: datetime) -> None:
    """Tell whoever answers for the pair that one of the two asks for a pause."""
    programme, letters = request.pair.programme, []
    for reader in {member.person_id: member.person for member in readers}.values():
        with written_for(reader, programme):
            said = {"name": request.asked_by.person, **_days(request)}
            letters.append(
                Letter(
                    reader, Message.Kind.SUPERVISION, _("A pair asks for a pause"),
                    _("%(name)s asks for a pause from %(first)s to %(last)s. Say yes or no.") % said,
                    url=reverse("supervision:pair", args=[request.pair_id]),
                    once_key=f"pause-asked:{request.pk}:{reader.pk}",
                )
            )  # fmt: skip
    queue(programme=programme, letters=letters, by=by, at=at)


def pause_agreed(request: PauseRequest, pause: PairPause, *, by: Person | None, at: datetime) -> None:
    """Tell both of the pair from when to when they do not meet; who asked is led to the answer."""
    pair, letters = request.pair, []
    for member, other in ((pair.mentor, pair.mentee), (pair.mentee, pair.mentor)):
        with written_for(member.person, pair.programme):
            said = {"name": other.person.given_name, **_days(pause)}
            asked = member.pk == request.asked_by_id
            letters.append(
                Letter(
                    member.person, Message.Kind.MEETING, _("You have a pause"),
                    _("You and %(name)s have a pause from %(first)s to %(last)s. You do not have to meet then.") % said,
                    url=reverse("supervision:ask_pause" if asked else "pairs:pair", args=[pair.pk]),
                    once_key=f"pause-agreed:{request.pk}:{member.person_id}",
                )
            )  # fmt: skip
    queue(programme=pair.programme, letters=letters, by=by, at=at)


def pause_refused(request: PauseRequest, *, by: Person | None, at: datetime) -> None:
    """Tell who asked that there is no pause, and why."""
    reader, programme = request.asked_by.person, request.pair.programme
    with written_for(reader, programme):
        said = _("You asked for a pause from %(first)s to %(last)s. We say no this time.") % _days(request)
        letter = Letter(
            reader, Message.Kind.MEETING, _("Answer about your pause"), f"{said}\n{request.word}",
            url=reverse("supervision:ask_pause", args=[request.pair_id]), once_key=f"pause-refused:{request.pk}",
        )  # fmt: skip
    queue(programme=programme, letters=[letter], by=by, at=at)


def _days(row: PauseRequest | PairPause) -> dict[str, str]:
    return {"first": short_day(row.from_on), "last": short_day(row.until_on)}


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
