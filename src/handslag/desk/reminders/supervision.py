"""Reminders before supervision: the notice, the diary that is due, and the one that is missing."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db.models import Prefetch, Q
from django.urls import reverse

from handslag.mentoring.models import DiaryEntry
from handslag.outbox.letters import day_and_time
from handslag.pairs.models import Pair
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.supervision.actions import nudge
from handslag.supervision.models import GroupPlace, SupervisionMeeting
from handslag.supervision.periods import DAYS_OF_A_MONTH, days_within, diary_month

from .rows import Occasion, Row

DIARY, NUDGE = "diary_due", "diary_nudge"
_LOOK_AHEAD = timedelta(days=31)


class Supervision:
    """The meetings ahead of one programme with their groups: two queries, two more where diaries are asked for."""

    def __init__(self, programme: Programme, rows: list[Row], today: date, at: datetime):
        self.programme, self.rows, self.today = programme, rows, today
        self.meetings = self._ahead(at) if rows else []
        self._diaries: dict[UUID, list[tuple[UUID, date, set[date]]]] | None = None

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
        first, last = diary_month(meeting.diary_due_on)
        pairs = self._diaries_by_mentor().get(mentor, [])
        if any(first <= day for _pair, _began, days in pairs for day in days):
            return None
        owed = (pair for pair, began, _days in pairs if days_within([(began, None)], first, last) >= DAYS_OF_A_MONTH)
        return next(owed, None)

    def _diaries_by_mentor(self) -> dict[UUID, list[tuple[UUID, date, set[date]]]]:
        """By mentor: each running pair with its first day and the days of its latest entries."""
        if self._diaries is None:
            since = self.today - timedelta(days=70)
            entries = DiaryEntry.objects.of(self.programme.organisation_id).filter(
                pair__programme=self.programme, pair__ended_on=None, on_date__gte=since
            )
            days: dict[UUID, set[date]] = {}
            for pair, day in entries.values_list("pair_id", "on_date"):
                days.setdefault(pair, set()).add(day)
            running = Pair.objects.of(self.programme.organisation_id).filter(
                Q(started_on__isnull=False), programme=self.programme, ended_on=None
            )
            self._diaries = {}
            for pair, mentor, began in running.order_by("started_on").values_list("pk", "mentor_id", "started_on"):
                self._diaries.setdefault(mentor, []).append((pair, began, days.get(pair, set())))
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
