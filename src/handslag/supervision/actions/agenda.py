"""Before and after a meeting: asking for diaries, questions of mentors, and what was decided."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.organisations.models import OrganisationRow
from handslag.outbox.actions import queue
from handslag.people.models import Person
from handslag.programmes.models import Membership

from ..models import FollowUp, Nudge, Question, SupervisionMeeting
from ..notices import diary_asked
from .meetings import AlreadyHeld, NotInGroup


class NothingSaid(Refused):
    """A decision or a question has words."""


class AlreadyDone(Refused):
    """Somebody has said before that it is done."""


class NotDone(Refused):
    """Nobody has said that it is done, or somebody has taken that back."""


@transaction.atomic
def nudge(
    *, meeting: SupervisionMeeting, mentors: Iterable[Membership], by: Person | None, at: datetime
) -> list[Nudge]:  # fmt: skip
    """Ask mentors of the group for their diary, each once for a meeting; gives those asked now."""
    SupervisionMeeting.objects.of(meeting.organisation_id).select_for_update().get(pk=meeting.pk)  # once, also at once
    _require_open(meeting)
    mentors = list(mentors)
    _require_members(meeting, mentors)
    before = set(meeting.nudges.values_list("mentor_id", flat=True))
    made = [
        Nudge(organisation_id=meeting.organisation_id, meeting=meeting, mentor=mentor, sent_by=by, sent_at=at)
        for mentor in mentors
        if mentor.pk not in before
    ]
    Nudge.objects.bulk_create(made)
    if made:
        _record("supervision.nudge", meeting, by=by, at=at, detail={"mentors": [str(row.mentor_id) for row in made]})
        letters = diary_asked(meeting, [row.mentor for row in made])
        queue(programme=meeting.group.programme, letters=letters, by=by, at=at)
    return made


@transaction.atomic
def ask(*, meeting: SupervisionMeeting, mentor: Membership, text: str, by: Person | None, at: datetime) -> Question:
    """Put what a mentor wants to talk about on the agenda."""
    _require_open(meeting)
    _require_members(meeting, [mentor])
    if not text.strip():
        raise NothingSaid(_("Write what you want to talk about."))
    question = Question.objects.create(
        organisation_id=meeting.organisation_id, meeting=meeting, mentor=mentor, text=text.strip(), asked_at=at
    )
    _record("supervision.ask", question, by=by, at=at)
    return question


@transaction.atomic
def decide(
    *, meeting: SupervisionMeeting, text: str, who: Membership, due_on: date, by: Person | None, at: datetime
) -> FollowUp:  # fmt: skip
    """Write down a decision: what, who, by when. `who`: a mentor of the group or its supervisor."""
    if not text.strip():
        raise NothingSaid(_("Write what was decided."))
    if who.pk != meeting.group.supervisor_id:
        _require_members(meeting, [who])
    row = FollowUp.objects.create(
        organisation_id=meeting.organisation_id, group=meeting.group, meeting=meeting, text=text.strip(), who=who,
        due_on=due_on, decided_by=by, decided_at=at,
    )  # fmt: skip
    _record("supervision.decide", row, by=by, at=at)
    return row


@transaction.atomic
def complete(*, follow_up: FollowUp, by: Person | None, at: datetime) -> None:
    """Say that what was decided is done; it leaves the agenda."""
    rows = FollowUp.objects.of(follow_up.organisation_id).select_for_update()
    follow_up.refresh_from_db(fields=["done_at"], from_queryset=rows)
    if follow_up.done_at is not None:
        raise AlreadyDone(_("This is marked as done already."))
    follow_up.done_at, follow_up.done_by = at, by
    follow_up.save(update_fields=["done_at", "done_by"])
    _record("supervision.complete", follow_up, by=by, at=at)


@transaction.atomic
def reopen(*, follow_up: FollowUp, by: Person | None, at: datetime) -> None:
    """Say that what was marked as done is not done yet; it is on the agenda again."""
    rows = FollowUp.objects.of(follow_up.organisation_id).select_for_update()
    follow_up.refresh_from_db(fields=["done_at", "done_by"], from_queryset=rows)
    if follow_up.done_at is None:
        raise NotDone(_("This is not marked as done."))
    follow_up.done_at = follow_up.done_by = None
    follow_up.save(update_fields=["done_at", "done_by"])
    _record("supervision.reopen", follow_up, by=by, at=at)


def _require_open(meeting: SupervisionMeeting) -> None:
    if meeting.gathering.is_held:
        raise AlreadyHeld(_("This meeting was held. Use the next one."))


def _require_members(meeting: SupervisionMeeting, mentors: list[Membership]) -> None:
    here = set(meeting.group.group_places.filter(left_on=None).values_list("mentor_id", flat=True))
    if {mentor.pk for mentor in mentors} - here:
        raise NotInGroup(_("Somebody on this list is not in the group. Open the page again."))


def _record(action: str, row: OrganisationRow, *, by: Person | None, at: datetime, detail: dict | None = None) -> None:
    record(action, row._meta.label_lower, row.pk, by=by, organisation=row.organisation_id, at=at, detail=detail)
