"""The agenda of a meeting, made from diaries and signals: what to take up first, and a praise for each mentor."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.dates import short_day
from handslag.core.encryption import text_of, unseal
from handslag.core.numbers import decimal_in_words
from handslag.programmes.days import day_of

from .day_rows import day_rows, sealed_row, words
from .models import FollowUp, GroupPlace, Nudge, Question, SupervisionMeeting
from .pair_facts import in_group, read_pairs
from .queries import signals_of
from .signals import PairFacts, Told
from .signals.diary import handed_in
from .signals.standing import PairSignals

MONTH = timedelta(days=30)
DONE_STAYS = timedelta(days=7)
GOOD = 4


@dataclass
class MentorLine:
    """A mentor on the agenda: one praise, whether the diary is there, and what she or he wants to talk about."""

    mentor_id: UUID
    name: str
    praise: str = ""
    diary_missing: bool = False
    nudged_on: date | None = None
    questions: list[str] = field(default_factory=list)


@dataclass
class FollowUpLine:
    """A decision that is not done yet, or was done in the last days."""

    pk: UUID
    text: str
    who: str
    due_on: date
    is_late: bool
    done_on: date | None = None


@dataclass
class PauseLine:
    """A pair with a pause that lasts or is ahead."""

    state: PairFacts
    from_on: date
    until_on: date


@dataclass
class Agenda:
    """Everything on the page of a meeting that is prepared."""

    flagged: list[PairSignals]
    pauses: list[PauseLine]
    mentors: list[MentorLine]
    decided: list[FollowUpLine]
    pair_ids: list[UUID]

    @property
    def follow_ups(self) -> list[FollowUpLine]:
        """What is not done yet."""
        return [line for line in self.decided if line.done_on is None]

    @property
    def done(self) -> list[FollowUpLine]:
        """What was done in the last days: one that was marked by mistake is not lost."""
        return [line for line in self.decided if line.done_on is not None]

    @property
    def missing(self) -> list[MentorLine]:
        return [line for line in self.mentors if line.diary_missing]

    @property
    def to_nudge(self) -> list[MentorLine]:
        return [line for line in self.missing if line.nudged_on is None]

    @property
    def asking(self) -> list[MentorLine]:
        return [line for line in self.mentors if line.questions]


def agenda_of(meeting: SupervisionMeeting, at: datetime) -> Agenda:
    """The agenda of `meeting` as things stand, in four queries for any number of mentors."""
    programme, today = meeting.group.programme, day_of(meeting.group.programme, at)
    read = read_pairs(programme, at, since=today - MONTH, **in_group(group=meeting.group))
    mentors, decided = _lines(meeting, at)
    by_mentor: dict[UUID, list[PairFacts]] = {}
    for one in read:
        by_mentor.setdefault(one.facts.mentor_id, []).append(one.facts)
    for line in mentors:
        pairs = by_mentor.get(line.mentor_id, [])
        line.praise = praise(pairs, today)
        said = [handed_in(pair, today) for pair in pairs]
        line.diary_missing = False in said and True not in said  # one diary a month and mentor, also with two pairs
    flagged = signals_of(read, programme, today, {Told.SUPERVISOR})
    pauses = [PauseLine(one.facts, *days) for one in read for days in one.facts.pauses if days[1] >= today]
    return Agenda(flagged, pauses, mentors, decided, [one.facts.pair_id for one in read])


def praise(pairs: Iterable[PairFacts], on: date) -> str:
    """One true thing to praise a mentor for, from the diaries of the last 30 days; the best first."""
    pairs = list(pairs)
    lines = sorted((line for pair in pairs for line in pair.lines if on - line.on <= MONTH), key=lambda line: line.on)
    celebrated = [line.on for line in lines if "praise" in line.flags]
    if celebrated:
        return _("Wrote on %(day)s that there was something to celebrate.") % {"day": short_day(celebrated[-1])}
    steps = sum(on - step <= MONTH for pair in pairs for step in pair.steps)
    if steps:
        said = ngettext(
            "The mentee took %(n)s big step last month.", "The mentee took %(n)s big steps last month.", steps
        )
        return said % {"n": steps}
    moods = [line.mood for line in lines if line.mood is not None][-3:]
    if moods and sum(moods) / len(moods) >= GOOD:
        return _("The last meetings felt good: %(n)s of 5.") % {"n": decimal_in_words(sum(moods) / len(moods))}
    met = sum(line.met for line in lines)
    if met:
        return ngettext("Met the mentee %(n)s time last month.", "Met the mentee %(n)s times last month.", met) % {
            "n": met
        }
    if lines:
        return _("Wrote the diary, also in weeks without a meeting.")
    if any(pair.started_on for pair in pairs):
        return _("Stays with it, also when it is slow.")
    return _("Is ready for a mentee.")


def _lines(meeting: SupervisionMeeting, at: datetime) -> tuple[list[MentorLine], list[FollowUpLine]]:
    programme, today = meeting.group.programme, day_of(meeting.group.programme, at)
    mentors: dict[UUID, MentorLine] = {}
    follow_ups: list[tuple[FollowUp, str]] = []
    asked: list[Question] = []
    nudged: dict[UUID, date] = {}
    for kind, ref, row, day, _until, _third, first_at, second_at, a, b, _c in _rows(meeting, at):
        if kind == "1 mentor":
            mentors[ref] = MentorLine(ref, a)
        elif kind == "2 question":
            asked.append(sealed_row(Question, row, meeting.organisation_id, "text", a, mentor_id=ref))
        elif kind == "3 nudge":
            nudged[ref] = day_of(programme, first_at)
        else:
            said = {"due_on": day, "done_at": second_at}
            follow_ups.append((sealed_row(FollowUp, row, meeting.organisation_id, "text", a, **said), b))
    unseal([*asked, *(row for row, _who in follow_ups)])
    for question in asked:
        if question.mentor_id in mentors:
            mentors[question.mentor_id].questions.append(text_of(question, "text"))
    for mentor_id, day in nudged.items():
        if mentor_id in mentors:
            mentors[mentor_id].nudged_on = day
    lines = [
        FollowUpLine(
            row.pk, text_of(row, "text"), who, row.due_on, row.due_on < today,
            day_of(programme, row.done_at) if row.done_at else None,
        )
        for row, who in follow_ups
    ]  # fmt: skip
    return list(mentors.values()), lines


def _rows(meeting: SupervisionMeeting, at: datetime) -> QuerySet:
    """Mentors by name, their questions, who was nudged, and decisions that are not done or were done in the last days,
    in one query."""
    organisation = meeting.organisation_id
    places = GroupPlace.objects.of(organisation).filter(group=meeting.group_id, left_on=None, mentor__ended_at=None)
    name = ("mentor__person__given_name", Value(" "), "mentor__person__family_name")
    who = ("who__person__given_name", Value(" "), "who__person__family_name")
    mentors = day_rows(places, "1 mentor", ref=F("mentor_id"), a=Concat(*name))
    asked = day_rows(Question.objects.of(organisation).filter(meeting=meeting), "2 question", ref=F("mentor_id"),
                     row=F("id"), first_at=F("asked_at"), a=words("text"))  # fmt: skip
    nudges = day_rows(Nudge.objects.of(organisation).filter(meeting=meeting), "3 nudge", ref=F("mentor_id"),
                      first_at=F("sent_at"))  # fmt: skip
    decided = FollowUp.objects.of(organisation).filter(
        Q(done_at=None) | Q(done_at__gt=at - DONE_STAYS), group=meeting.group_id
    )
    follow_ups = day_rows(decided, "4 follow-up", ref=F("who_id"), row=F("id"), day=F("due_on"),
                          second_at=F("done_at"), a=words("text"), b=Concat(*who))  # fmt: skip
    return mentors.union(asked, nudges, follow_ups, all=True).order_by("x_kind", "x_day", "x_first_at", "x_a")
