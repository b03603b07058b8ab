"""Reminders of pairs: counted from the match, from the first meeting, and the day before each meeting."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from handslag.mentoring.models import PairMeeting, Plan
from handslag.mentoring.notices import meeting_reminder
from handslag.outbox.letters import Letter, written_for
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.days import day_of, zone
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role
from handslag.surveys.links import path_for
from handslag.surveys.models import Invitation

from .readers import Readers
from .rows import Occasion, Row, anchored

# The surveys, and the question whether to meet, themselves write to those whom they ask.
TOLD_ELSEWHERE = {"pulse_30", "skills_pulse", "final_survey", "match_answer"}
# Rows that ask again: only who was asked in one of these surveys and has not answered is reminded.
_FINAL = {"mentor_final", "mentee_final"}
SURVEYS = {"final_survey_again": _FINAL, "final_survey_last": _FINAL}
PLAN = {"plan", "review_180", "final_assessment"}
# Of a meeting of a pair both are reminded the day before: they were told when it was booked, often a week earlier.
MEETING_DAYS_BEFORE = 1


def occasions(programme: Programme, rows: list[Row], readers: Readers, today: date) -> Iterator[Occasion]:
    """What is due today for pairs that have not ended. At most two queries."""
    rows = [row for row in rows if row.key not in TOLD_ELSEWHERE]
    of_match, of_intake = anchored(rows, "match"), anchored(rows, "intake")
    if not (of_match or of_intake):
        return
    asked = _Asked(programme, today)
    staff: dict[tuple[Row, date], int] = {}
    for pair in _pairs(programme, of_match, of_intake, today):
        for row, due_on in _due(programme, pair, of_match, of_intake, today):
            if row.key == "plan" and pair.has_plan:
                continue
            for role in row.to:
                if role in (Role.MENTOR, Role.MENTEE):
                    yield from _for_one(pair, row, role, asked)
                else:
                    staff[row, due_on] = staff.get((row, due_on), 0) + 1
    yield from _for_staff(programme, staff, readers)


def _pairs(programme: Programme, of_match: list[Row], of_intake: list[Row], today: date) -> QuerySet:
    matched = [day for row in of_match for day in row.anchors(today)]
    started = {day for row in of_intake for day in row.anchors(today)}
    which = Q(started_on__in=started)
    if matched:
        first = datetime.combine(min(matched), time.min, zone(programme))
        last = datetime.combine(max(matched) + timedelta(days=1), time.min, zone(programme))
        which |= Q(started_on=None, agreed_at__isnull=False, matched_at__gte=first, matched_at__lt=last)
    approved = Plan.objects.of(programme.organisation_id).filter(pair=OuterRef("pk"), approved_at__isnull=False)
    rows = Pair.objects.of(programme.organisation_id).filter(which, programme=programme, ended_on=None)
    people = ("mentor__person__account", "mentee__person__account")
    return rows.select_related(*people).defer("reasons").annotate(has_plan=Exists(approved))


def _due(programme: Programme, pair: Pair, of_match: list[Row], of_intake: list[Row], today: date):
    if pair.started_on is None:
        day, rows = day_of(programme, pair.matched_at), of_match
    else:
        day, rows = pair.started_on, of_intake
    return [(row, row.due_on(day)) for row in rows if row.is_due(day, today)]


def _for_one(pair: Pair, row: Row, role: str, asked: "_Asked") -> Iterator[Occasion]:
    member = pair.mentor if role == Role.MENTOR else pair.mentee
    if row.key in SURVEYS:
        path = asked.path(member.pk, SURVEYS[row.key])
        if path:
            yield Occasion(row, member.person, f"{pair.pk.hex}:{pair.started_on}", path)
        return
    page = "mentoring:plan" if row.key in PLAN else "pairs:pair"
    yield Occasion(row, member.person, f"{pair.pk.hex}:{pair.started_on or 'match'}", reverse(page, args=[pair.pk]))


def _for_staff(programme: Programme, staff: dict, readers: Readers) -> Iterator[Occasion]:
    """One message for all pairs of the same day."""
    url = reverse("pairs:pairs", args=[programme.pk])
    for (row, due_on), count in staff.items():
        for role in set(row.to) - {Role.MENTOR, Role.MENTEE}:
            for reader in readers.persons(role):
                yield Occasion(row, reader, f"{programme.pk.hex}:{due_on}", url, count=count, pairs=True)


class _Asked:
    """Who is asked in which survey and has not answered; read once, when the first row wants to know."""

    def __init__(self, programme: Programme, today: date):
        self.programme, self.today = programme, today
        self._found: dict[tuple[UUID, str], Invitation] | None = None

    def path(self, membership: UUID, questionnaires: set[str]) -> str:
        """The page of the oldest open question to `membership`; empty where there is none."""
        if self._found is None:
            rows = Invitation.objects.of(self.programme.organisation_id).filter(
                wave__programme=self.programme, wave__closed_at=None, answered_at=None, closes_on__gte=self.today
            )
            rows = rows.select_related("wave__questionnaire").defer("draft").order_by("-invited_at")
            self._found = {(row.membership_id, row.wave.questionnaire.key): row for row in rows}
        found = (self._found.get((membership, key)) for key in sorted(questionnaires))
        return next((path_for(row) for row in found if row), "")


def meetings(programme: Programme, today: date, at: datetime) -> list[Letter]:
    """Letters about the meetings of tomorrow (and of later today, where yesterday's tick was missed). One query."""
    last = datetime.combine(today + timedelta(days=MEETING_DAYS_BEFORE + 1), time.min, zone(programme))
    rows = PairMeeting.objects.of(programme.organisation_id).filter(
        pair__programme=programme, pair__ended_on=None, cancelled_at=None, starts_at__gt=at, starts_at__lt=last
    )
    rows = rows.select_related("pair__mentor__person__account", "pair__mentee__person__account")
    return list(_of_meetings(programme, rows.order_by("starts_at", "pk")))


def _of_meetings(programme: Programme, meetings: Iterable[PairMeeting]) -> Iterator[Letter]:
    """A group meets once, though each pair of it has planned it: everybody is reminded once."""
    told: set[tuple[UUID, datetime, UUID]] = set()
    for meeting in meetings:
        for letter in _of_meeting(programme, meeting):
            group = meeting.pair.group_id
            if group is None or (group, meeting.starts_at, letter.person.pk) not in told:
                yield letter
            if group is not None:
                told.add((group, meeting.starts_at, letter.person.pk))


def _of_meeting(programme: Programme, meeting: PairMeeting) -> Iterator[Letter]:
    both: tuple[Person, Person] = meeting.pair.mentor.person, meeting.pair.mentee.person
    for reader, other in (both, both[::-1]):
        with written_for(reader, programme):
            yield meeting_reminder(meeting, reader, other)
