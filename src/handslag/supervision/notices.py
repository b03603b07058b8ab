"""What supervision writes to people; sending is the outbox's."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.core.dates import short_day
from handslag.outbox.actions import queue
from handslag.outbox.letters import Letter, written_for
from handslag.outbox.models import Message
from handslag.programmes.models import Membership

from .models import Concern, SupervisionMeeting


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
