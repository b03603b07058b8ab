"""Reminders before supervision: the notice, the diary that is due, and the one that is missing."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db.models import Prefetch, Q
from django.urls import reverse

from handslag.mentoring.models import DiaryEntry
from handslag.mentoring.pauses import Pauses
from handslag.outbox.letters import day_and_time
from handslag.pairs.models import Pair
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.supervision.actions import nudge
from handslag.supervision.models import GroupPlace, PairPause, SupervisionMeeting
from handslag.supervision.periods import diary_month
from handslag.supervision.signals.diary import is_asked

from .rows import Occasion, Row

DIARY, NUDGE = "diary_due", "diary_nudge"
_LOOK_AHEAD = timedelta(days=31)


class Written(NamedTuple):
    """A running pair with its first day, the days of its latest diary entries and those on which it does not meet."""

    pair: UUID
    began: date
    days: set[date]
    pauses: Pauses


class Supervision:
    """The meetings ahead of one programme with their groups: two queries, three more where diaries are asked for."""

    def __init__(self, programme: Programme, rows: list[Row], today: date, at: datetime):
        self.programme, self.rows, self.today = programme, rows, today
        self.meetings = self._ahead(at) if rows else []
        self._diaries: dict[UUID, list[Written]] | None = None

    def _ahead(self, at: datetime) -> list[SupervisionMeeting]:
        here = GroupPlace.objects.of(self.programme.organisation_id).filter(left_on=None, mentor__ended_at=None)
        here = here.select_related("mentor__person__account")
        rows = SupervisionMeeting.objects.of(self.programme.organisation_id).filter(
            group__programme=self.programme, gathering__held_at=None, gathering__starts_at__gt=at,
            gathering__starts_at__lt=at + _LOOK_AHEAD,
        )  # fmt: skip
        rows = rows.select_related("gathering", "group__supervisor__person__account")
        return list(rows.prefetch_related(Prefetch("group__group_places", queryset=here, to_attr="places_now")))

    def _due(self, key: str | None = None) -> Iterator[tuple[Row, SupervisionMeeting]]:
        for row in self.rows:
            for meeting in self.meetings if key in (None, row.key) else ():
                if day_of(self.programme, meeting.gathering.starts_at) in row.anchors(self.today):
                    yield row, meeting

    def occasions(self) -> Iterator[Occasion]:
        """What is due today, without the nudge: that one is the room's own act, see `nudge_missing`."""
        for row, meeting in self._due():
            if row.key == NUDGE:
                continue
            for reader, url in self._readers(row, meeting):
                starts_at = meeting.gathering.starts_at
                yield Occasion(
                    row, reader.person, f"{meeting.pk.hex}:{starts_at:%Y%m%d}", url,
                    more=(partial(_when, meeting),), expires_at=starts_at,
                )  # fmt: skip

    def _readers(self, row: Row, meeting: SupervisionMeeting) -> Iterator[tuple[Membership, str]]:
        page = reverse("supervision:meeting", args=[meeting.pk])
        if Role.SUPERVISOR in row.to and meeting.group.supervisor.ended_at is None:
            yield meeting.group.supervisor, page
        for place in meeting.group.places_now if Role.MENTOR in row.to else ():  # type: ignore[attr-defined]
            if row.key != DIARY:
                yield place.mentor, page
            elif pair := self.missing(meeting, place.mentor_id):
                yield place.mentor, reverse("mentoring:new_entry", args=[pair])

    def missing(self, meeting: SupervisionMeeting, mentor: UUID) -> UUID | None:
        """The pair for which `mentor` owes a diary of the month that ends when it is due; None where there is none."""
        first, _last = diary_month(meeting.diary_due_on)
        pairs = self._diaries_by_mentor().get(mentor, [])
        if any(first <= day for one in pairs for day in one.days):
            return None
        owed = (one.pair for one in pairs if is_asked(one.began, one.pauses, meeting.diary_due_on))
        return next(owed, None)

    def _diaries_by_mentor(self) -> dict[UUID, list[Written]]:
        """By mentor, the pair that began first in front."""
        if self._diaries is None:
            organisation, since = self.programme.organisation_id, self.today - timedelta(days=70)
            here = Q(pair__programme=self.programme, pair__ended_on=None)
            entries = DiaryEntry.objects.of(organisation).filter(here, on_date__gte=since)
            days: dict[UUID, set[date]] = {}
            for pair, day in entries.values_list("pair_id", "on_date"):
                days.setdefault(pair, set()).add(day)
            agreed = PairPause.objects.of(organisation).filter(here, until_on__gte=since)
            pauses: dict[UUID, Pauses] = {}
            for pair, first, last in agreed.values_list("pair_id", "from_on", "until_on"):
                pauses[pair] = (*pauses.get(pair, ()), (first, last))
            running = Pair.objects.of(organisation).filter(
                Q(started_on__isnull=False), programme=self.programme, ended_on=None
            )
            self._diaries = {}
            for pair, mentor, began in running.order_by("started_on").values_list("pk", "mentor_id", "started_on"):
                written = Written(pair, began, days.get(pair, set()), pauses.get(pair, ()))
                self._diaries.setdefault(mentor, []).append(written)
        return self._diaries

    def nudge_missing(self, at: datetime) -> int:
        """Ask for the diaries that are missing, as the supervisor can by hand; each mentor once. Gives how many."""
        asked = 0
        for _row, meeting in self._due(NUDGE):
            places = meeting.group.places_now  # type: ignore[attr-defined]
            mentors = [place.mentor for place in places if self.missing(meeting, place.mentor_id)]
            if mentors:
                meeting.group.programme = self.programme
                asked += len(nudge(meeting=meeting, mentors=mentors, by=None, at=at))
        return asked


def _when(meeting: SupervisionMeeting) -> str:
    where = meeting.gathering.place
    return ", ".join(filter(None, [day_and_time(meeting.gathering.starts_at), where]))
