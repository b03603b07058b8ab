"""Reads for the pages of a pair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from handslag.content.models import Document
from handslag.content.queries import every_language
from handslag.core.counts import count_of
from handslag.core.encryption import opened, text_of, unseal
from handslag.core.once import once
from handslag.pairs.models import Answer, Pair
from handslag.people.models import Account
from handslag.programmes.access import grants
from handslag.programmes.days import day_of, zone
from handslag.programmes.models import Membership, Programme

from .access import is_mentee, ours
from .choices import coded, diary_choices
from .counting import meeting_rule
from .days import planned_end
from .kept_pauses import pauses_of_pair
from .models import Agreement, DiaryEntry, FormalStep, Goal, GoalTouched, PairMeeting, Plan, Signature
from .realism import Doubt, doubts

# A pair plans when it meets, not for how long; an hour keeps the time free in most calendars.
MINUTES = 60


def most_goals(programme: Programme) -> int:
    """How many goals may be open at once (annex 8: three)."""
    return int(programme.rules.get("open_goals_most", 3))


def pairs_for(user: Account) -> QuerySet[Pair]:
    """The pairs that `user` may see, with what every page of a pair shows: names, programme, organisation, plan."""
    return Pair.objects.visible_to(user).select_related(
        "programme__organisation", "mentor__person", "mentee__person", "plan__approved_by"
    )


@dataclass
class EntryLine:
    """One diary entry as the list shows it: codes in words, the sentence opened."""

    entry: DiaryEntry
    what: str
    activity: str
    themes: list[str]
    flags: list[str]
    mood: str
    form: str
    sentence: str
    is_meeting: bool
    steps: list[str]


def diary_of(user: Account, pair: Pair) -> QuerySet[DiaryEntry]:
    """The entries of `pair` that `user` may read, newest first."""
    steps = Prefetch("formal_steps", FormalStep.objects.of(pair.organisation_id))
    return DiaryEntry.objects.visible_to(user).filter(pair=pair).prefetch_related(steps)


def entry_lines(programme: Programme, entries: Iterable[DiaryEntry]) -> list[EntryLine]:
    """The entries of one page in words; their keys are loaded together."""
    names = ("what", "activity", "themes", "flags", "mood", "form", "formal_step")
    counts = meeting_rule(programme)
    words = {name: {c.code: c.label for c in diary_choices(programme, name)} for name in names}

    def say(name: str, code: object) -> str:
        return words[name].get(str(code), str(code)) if code else ""

    return [
        EntryLine(
            entry=entry,
            what=words["what"].get(entry.what, entry.get_what_display()),
            activity=say("activity", entry.activity),
            themes=[say("themes", code) for code in entry.themes],
            flags=[say("flags", code) for code in entry.flags],
            mood=say("mood", entry.mood),
            form=say("form", entry.form),
            sentence=text_of(entry, "sentence"),
            is_meeting=counts(entry.what, entry.form, entry.minutes),
            steps=[say("formal_step", step.code) for step in entry.formal_steps.all()],
        )
        for entry in unseal(entries)
    ]


@dataclass
class GoalLine:
    """One goal as the plan shows it, with the doubts about it, if any."""

    goal: Goal
    area: str
    text: str
    first_step: str
    touched: int
    doubts: list[Doubt]

    @property
    def is_live(self) -> bool:
        return self.goal.status in Goal.LIVE

    @property
    def kind(self) -> str:
        """The kind of `ui/status.html` that goes with the status."""
        return {"reached": "ok", "partly": "ok", "moving": "now", "open": "info"}.get(self.goal.status, "")


def plan_of(pair: Pair) -> Plan | None:
    """The plan of a pair that was fetched with `pairs_for`; None before the first meeting."""
    return getattr(pair, "plan", None)


def goal_lines(pair: Pair, at: datetime) -> list[GoalLine]:
    """The goals of `pair`, the live ones first."""
    rows = Goal.objects.of(pair.organisation_id).filter(plan__pair=pair)
    goals = unseal(rows.annotate(touched=Count("touches")).order_by("made_at"))
    areas = {row.code: row.label for row in coded(pair.programme, "area")}
    today, ends_on = day_of(pair.programme, at), planned_end(pair)
    lines = [_goal_line(goal, areas, pair.programme, today, ends_on) for goal in goals]
    return sorted(lines, key=lambda line: not line.is_live)


def _goal_line(goal: Goal, areas: dict, programme: Programme, today: date, ends_on: date) -> GoalLine:
    text, first_step = text_of(goal, "text"), text_of(goal, "first_step")
    found = doubts(
        text=text, due_on=goal.due_on, has_first_step=bool(opened(goal, "first_step")),
        made_on=day_of(programme, goal.made_at),
        today=today, ends_on=ends_on, rules=programme.rules,
    )  # fmt: skip
    live = goal.status in Goal.LIVE
    touched = getattr(goal, "touched", 0)
    return GoalLine(goal, areas.get(goal.area, goal.area), text, first_step, touched, found if live else [])


def live_goals(pair: Pair, entry: DiaryEntry | None = None) -> list[Goal]:
    """The goals that a diary entry can be about, their texts ready to be read; with those that `entry` was about
    (`touched_by_entry`)."""
    rows, live = Goal.objects.of(pair.organisation_id).filter(plan__pair=pair), Q(status__in=Goal.LIVE)
    if entry is None:
        return unseal(rows.filter(live))
    touched = GoalTouched.objects.of(pair.organisation_id).filter(goal=OuterRef("pk"), entry=entry)
    return unseal(rows.annotate(touched_by_entry=Exists(touched)).filter(live | Q(touched_by_entry=True)))


def steps_of(user: Account, pair: Pair) -> QuerySet[FormalStep]:
    return FormalStep.objects.visible_to(user).filter(pair=pair).order_by("-done_on")


def planned_meetings(user: Account, pairs: Iterable[Pair], at: datetime) -> QuerySet[PairMeeting]:
    """The meetings of `pairs` that are still to come, the next one first; `is_of_group`: whether another pair of the
    group has it, too."""
    rows: QuerySet[PairMeeting] = PairMeeting.objects.visible_to(user).filter(
        pair__in=pairs, cancelled_at=None, starts_at__gte=at
    )
    others = PairMeeting.objects.everywhere("of the group of the pair").filter(
        ~Q(pair=OuterRef("pair")), pair__group=OuterRef("pair__group"), pair__ended_on=None, cancelled_at=None,
        starts_at=OuterRef("starts_at"), place=OuterRef("place"),
    )  # fmt: skip
    return rows.annotate(is_of_group=Exists(others)).order_by("starts_at", "pair_id")


def planned_by_group(pairs: Sequence[Pair], at: datetime) -> list[PairMeeting]:
    """What the mentors of `pairs`, which are in one group, have planned with the others in it as its meetings to come;
    each once, the next one first. One query.

    A meeting of the group is what two pairs of it have, or had until one of them ended.
    """
    rows = PairMeeting.objects.of(pairs[0].organisation_id)
    others = rows.filter(
        ~Q(pair=OuterRef("pair")), Q(cancelled_at=None) | Q(pair__ended_on__isnull=False),
        pair__group=pairs[0].group_id, starts_at=OuterRef("starts_at"), place=OuterRef("place"),
    )  # fmt: skip
    found = rows.filter(
        Exists(others), pair__group=pairs[0].group_id, pair__mentor__in={pair.mentor_id for pair in pairs},
        pair__ended_on=None, cancelled_at=None, starts_at__gt=at,
    ).exclude(pair__in=pairs)  # fmt: skip
    return list({(row.starts_at, row.place): row for row in found.order_by("starts_at", "place")}.values())


def heard_in_group(pair: Pair) -> set[tuple[datetime, str]]:
    """When and where the mentee of `pair` meets in the other pairs of the group that run. One query."""
    rows = PairMeeting.objects.of(pair.organisation_id).filter(
        pair__group=pair.group_id, pair__mentee=pair.mentee_id, pair__ended_on=None, cancelled_at=None
    )
    return set(rows.exclude(pair=pair).values_list("starts_at", "place"))


def told_off(user: Account, pair: Pair, at: datetime) -> QuerySet[Any]:
    """The cancelled meetings of an ended `pair` that would be ahead; for its mentee without those to which she or he
    comes in another pair of the group. `others_meet`: whether the group meets then all the same."""
    rows: QuerySet[PairMeeting] = PairMeeting.objects.visible_to(user).filter(
        pair=pair, cancelled_at__isnull=False, starts_at__gte=at
    )
    found = with_others(rows).order_by("starts_at")
    return found.filter(mentee_comes=False) if is_mentee(user, pair) else found


def with_others(meetings: QuerySet[PairMeeting]) -> QuerySet[Any]:
    """`meetings` of an ended pair, each with `others_meet`: whether its group meets then all the same, and
    `mentee_comes`: whether the mentee does so in another pair."""
    others = PairMeeting.objects.everywhere("of the group of the pair").filter(
        pair__group=OuterRef("pair__group"), pair__ended_on=None, cancelled_at=None,
        starts_at=OuterRef("starts_at"), place=OuterRef("place"),
    )  # fmt: skip
    same = others.filter(pair__mentee=OuterRef("pair__mentee"))
    return meetings.annotate(others_meet=Exists(others), mentee_comes=Exists(same))


def held_with_another(meeting: PairMeeting) -> PairMeeting | None:
    """The same meeting as `meeting` of an ended pair, in another pair of the group with which its mentee comes; None
    where there is none."""
    pair = meeting.pair
    if pair.group_id is None:
        return None
    rows = PairMeeting.objects.of(meeting.organisation_id).filter(
        pair__group=pair.group_id, pair__mentee=pair.mentee_id, pair__ended_on=None, cancelled_at=None,
        starts_at=meeting.starts_at, place=meeting.place,
    )  # fmt: skip
    return rows.order_by("pair_id").first()


def near(meetings: Sequence[PairMeeting]) -> dict[UUID, PairMeeting]:
    """For the pairs of `meetings`, of which there is one each: another planned meeting of the pair that overlaps, if
    each takes the time of a calendar entry; the first one. One query."""
    span, close = timedelta(minutes=MINUTES), Q(pk__in=())
    for meeting in meetings:
        around = Q(starts_at__gt=meeting.starts_at - span, starts_at__lt=meeting.starts_at + span)
        close |= around & Q(pair=meeting.pair_id) & ~Q(pk=meeting.pk)
    rows = PairMeeting.objects.of(meetings[0].organisation_id).filter(close, cancelled_at=None)
    return {row.pair_id: row for row in rows.order_by("-starts_at")}


def rows_of(meeting: PairMeeting) -> list[PairMeeting]:
    """`meeting` as it stands now; where its pair is in a group, with the same meeting of the other pairs there. What
    pairs of a group have at one time and place is one meeting."""
    now = PairMeeting.objects.of(meeting.organisation_id).select_related("pair__group").get(pk=meeting.pk)
    if now.pair.group_id is None:
        return [now]
    same = Q(
        pair__group=now.pair.group_id, pair__ended_on=None, starts_at=now.starts_at, place=now.place,
        cancelled_at=now.cancelled_at,
    )  # fmt: skip
    rows = PairMeeting.objects.of(meeting.organisation_id).filter(Q(pk=now.pk) | same).select_related("pair__group")
    return sorted(rows, key=lambda row: str(row.pair_id))


def cancelled_by_the_end(pairs: Sequence[Pair], at: datetime) -> list[PairMeeting]:
    """The meetings that were to come when these `pairs` ended at the instant `at`, each with its pair. One query."""
    ended = {pair.pk: pair for pair in pairs}
    rows = PairMeeting.objects.of(pairs[0].organisation_id)
    meetings = list(rows.filter(pair__in=ended, cancelled_at=at, starts_at__gt=at))
    for meeting in meetings:
        meeting.pair = ended[meeting.pair_id]
    return meetings


def still_planned(pairs: Sequence[Pair], at: datetime) -> list[PairMeeting]:
    """The meetings to come of those pairs that still run in the groups of ended `pairs`, each with its pair. One
    query."""
    rows = PairMeeting.objects.of(pairs[0].organisation_id).filter(
        pair__group__in={pair.group_id for pair in pairs} - {None}, pair__ended_on=None, cancelled_at=None,
        starts_at__gt=at,
    )  # fmt: skip
    return list(rows.select_related("pair"))


def agreement_of(pair: Pair) -> Agreement | None:
    """The agreement of `pair` with its text and signatures; None before the first meeting."""
    rows = Agreement.objects.of(pair.organisation_id).filter(pair=pair).select_related("document", "held_by")
    return rows.prefetch_related(Prefetch("signatures", Signature.objects.of(pair.organisation_id))).first()


def missing_signatures(pair: Pair, agreement: Agreement) -> list[Membership]:
    """Who of the two has not signed yet."""
    signed = {signature.membership_id for signature in agreement.signatures.all()}
    return [membership for membership in (pair.mentor, pair.mentee) if membership.pk not in signed]


def signature_lines(pair: Pair, agreement: Agreement) -> list[dict]:
    """Mentor and mentee, each with the signature or None."""
    signed = {signature.membership_id: signature for signature in agreement.signatures.all()}
    return [{"person": m.person, "signature": signed.get(m.pk)} for m in (pair.mentor, pair.mentee)]


def codes_of_conduct(programme: Programme) -> list[Document]:
    """The newest code of conduct of `programme` in each language that there is, the host language first."""
    return every_language(programme.organisation, "code_of_conduct", programme.pk)


def my_pairs(user: Account, programme: Programme) -> QuerySet[Pair]:
    """The running or waiting pairs of `user` in `programme`."""
    return Pair.objects.of(programme.organisation_id).filter(ours(user) & Q(programme=programme, ended_on=None))


def own_pairs(user: Account, programme: Programme, at: datetime) -> list[Pair]:
    """The running or waiting pairs of `user` with what a home says of them: `agreement_id_`, `is_signed` and
    `has_answered` (by the user), `has_goals`, `last_entry_on`, `unwritten` (days on which they planned to meet and
    after which nothing was written), `unwritten_at` (the first such meeting), `next_meeting_at`, `next_place`,
    `final_done_at`, `agreed_pauses`. The older first, those of one round by the mentee's name. One query a request."""
    return once(user, ("own_pairs", programme.pk, at), lambda: sorted(_with_state(user, programme, at), key=_in_order))


def _in_order(pair: Pair) -> tuple[datetime, str]:
    return pair.matched_at, str(pair.mentee.person)


def _with_state(user: Account, programme: Programme, at: datetime) -> QuerySet[Pair]:
    mine = {m.pk for m in grants(user).memberships}
    why = "of the pairs joined here"
    meetings = PairMeeting.objects.everywhere(why).filter(pair=OuterRef("pk"), cancelled_at=None)
    coming = meetings.filter(starts_at__gte=at).order_by("starts_at")
    entries = DiaryEntry.objects.everywhere(why).filter(pair=OuterRef("pk")).order_by("-on_date")
    written = DiaryEntry.objects.everywhere(why).filter(pair=OuterRef("pair"), on_date__gte=OuterRef("day"))
    unwritten = meetings.annotate(day=TruncDate("starts_at", tzinfo=zone(programme))).filter(
        ~Exists(written), starts_at__lt=at, day__gte=OuterRef("started_on")
    )
    signed = Signature.objects.everywhere(why).filter(agreement__pair=OuterRef("pk"), membership_id__in=mine)
    goals = Goal.objects.everywhere(why).filter(plan__pair=OuterRef("pk"))
    answers = Answer.objects.everywhere(why).filter(pair=OuterRef("pk"), membership_id__in=mine)
    # The goals on a home are named from the programme's lists, which the programme of the account comes without.
    pairs = my_pairs(user, programme).select_related("programme", "mentor__person", "mentee__person", "group")
    return pairs.defer("programme__indicators", "programme__diary_form").annotate(
        agreement_id_=F("agreement__pk"),
        has_answered=Exists(answers),
        is_signed=Exists(signed),
        has_goals=Exists(goals),
        last_entry_on=Subquery(entries.values("on_date")[:1]),
        unwritten=count_of(unwritten, "day", distinct=True),
        unwritten_at=Subquery(unwritten.order_by("starts_at").values("starts_at")[:1]),
        next_meeting_at=Subquery(coming.values("starts_at")[:1]),
        next_place=Subquery(coming.values("place")[:1]),
        final_done_at=F("final_assessment__done_at"),
        agreed_pauses=pauses_of_pair(),
    )
