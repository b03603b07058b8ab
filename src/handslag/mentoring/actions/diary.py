"""Writing the diary (annex 9)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.journal.actions import record
from handslag.pairs.models import Pair
from handslag.people.models import Person

from ..choices import diary_choices
from ..models import DiaryEntry, FormalStep, Goal, GoalTouched
from ..removed import was_taken_back
from .errors import (
    DayWritten,
    NotOfThisPair,
    TakenBack,
    TooLate,
    UnknownCode,
    check_code,
    check_happened,
    check_running,
    locked,
)
from .planning import note_step

MET = DiaryEntry.What.MET
UNSAFE = "unsafe"
MOST_MINUTES = 600
CORRECTED_WITHIN = timedelta(days=7)


@transaction.atomic
def write_diary(
    *, pair: Pair, what: str, on_date: date, by: Person | None, at: datetime, entry_id: UUID | None = None,
    form: str = "in_person", activity: str = "", minutes: int | None = 60, mood: int | None = None,
    load: int | None = None, themes: Sequence[str] = (), flags: Sequence[str] = (), rights_talk: bool = False,
    goals: Iterable[Goal] = (), formal_step: str = "", sentence: str = "", again: bool = False,
) -> DiaryEntry:  # fmt: skip
    """Write one entry of the pair's mentor; `minutes` of live talk, `mood` and `load` from 1 to 5 (5 is best).

    `entry_id` is the id that the device gave the entry: sent twice, the first one stands, and what was removed stays
    so. A second entry about one day is refused with `DayWritten`, unless the mentor says `again`: most are slips,
    and each would count. What only a meeting can have (form, themes, goals, a formal step ...) is left out where
    the two did not meet. A formal step counts as seen by the mentor.
    """
    pair = locked(pair)
    if by is not None and by.pk != pair.mentor.person_id:
        raise NotOfThisPair(_("Only the mentor of the pair writes its diary."))
    standing = _standing(pair, entry_id)
    if standing is not None:
        return standing
    if entry_id is not None and was_taken_back(pair, entry_id):
        raise TakenBack(_("You have removed this entry. Open the diary to write a new one."))
    entry = DiaryEntry(organisation_id=pair.organisation_id, pair=pair, written_by=pair.mentor, written_at=at)
    if entry_id is not None:
        entry.pk = entry_id
    _fill(
        entry, pair, at, what=what, on_date=on_date, form=form, activity=activity, minutes=minutes, mood=mood,
        load=load, themes=themes, flags=flags, rights_talk=rights_talk, sentence=sentence, again=again,
    )  # fmt: skip
    entry.save(force_insert=True)
    record("diary.write", "mentoring.diaryentry", entry.pk, by=by, organisation=pair.organisation_id, at=at)
    _link(entry, pair, goals, formal_step, by=by, at=at)
    return entry


@transaction.atomic
def correct_diary(
    *, entry: DiaryEntry, by: Person, at: datetime, what: str, on_date: date, form: str = "in_person",
    activity: str = "", minutes: int | None = 60, mood: int | None = None, load: int | None = None,
    themes: Sequence[str] = (), flags: Sequence[str] = (), rights_talk: bool = False, goals: Iterable[Goal] = (),
    formal_step: str = "", sentence: str = "", again: bool = False,
) -> DiaryEntry:  # fmt: skip
    """Write an entry anew, by the mentor who wrote it and within seven days; the values are those of `write_diary`.

    Seven days and not "until the supervision": a mentor can know and count them, they end before most agendas are made
    from the entry, and this room knows nothing of the one above. Readers see that and when an entry was corrected, and
    the journal tells which parts; what stood there before is gone, because a slip about a mentee is no record to keep.
    """
    pair = locked(entry.pair)
    entry.refresh_from_db(from_queryset=DiaryEntry.objects.of(pair.organisation_id))
    entry.pair = pair
    if by.pk != pair.mentor.person_id or entry.written_by_id != pair.mentor_id:
        raise NotOfThisPair(_("Only the mentor of the pair writes its diary."))
    if at - entry.written_at > CORRECTED_WITHIN:
        raise TooLate(
            _("An entry can be corrected for %(n)s days. Write a new entry about what has changed.")
            % {"n": CORRECTED_WITHIN.days}
        )
    check_running(pair)
    before = _content(entry)
    _fill(
        entry, pair, at, what=what, on_date=on_date, form=form, activity=activity, minutes=minutes, mood=mood,
        load=load, themes=themes, flags=flags, rights_talk=rights_talk, sentence=sentence, again=again,
    )  # fmt: skip
    entry.goals_touched.all().delete()
    entry.formal_steps.exclude(code=formal_step if what == MET else "", done_on=on_date).delete()
    _link(entry, pair, goals, formal_step, by=by, at=at)
    changed = sorted(name for name, value in _content(entry).items() if before[name] != value)
    if changed:
        entry.corrected_at = at
        entry.save()
        record(
            "diary.correct", "mentoring.diaryentry", entry.pk, by=by, organisation=pair.organisation_id, at=at,
            detail={"fields": changed},
        )  # fmt: skip
    return entry


def _content(entry: DiaryEntry) -> dict:
    """Everything that the mentor has said in an entry."""
    names = (
        "what", "on_date", "form", "activity", "minutes", "mood", "load", "themes", "flags", "rights_talk", "sentence",
    )  # fmt: skip
    return {
        **{name: getattr(entry, name) for name in names},
        "goals": sorted(str(row.goal_id) for row in entry.goals_touched.all()),
        "formal_step": sorted(row.code for row in entry.formal_steps.all()),
    }


def _fill(
    entry: DiaryEntry, pair: Pair, at: datetime, *, what: str, on_date: date, form: str, activity: str,
    minutes: int | None, mood: int | None, load: int | None, themes: Sequence[str], flags: Sequence[str],
    rights_talk: bool, sentence: str, again: bool,
) -> None:  # fmt: skip
    """Check what the mentor says and put it into the entry; without a meeting, nothing that only a meeting can have."""
    check_running(pair)
    check_happened(pair, on_date, at)
    if not again and on_date != entry.on_date:  # a correction that leaves the day alone is about its own
        _check_day(entry, on_date)
    _check(pair, what=what, mood=mood, load=load, flags=flags)
    entry.what, entry.on_date, entry.load = what, on_date, load
    entry.flags, entry.sentence = list(flags), sentence.strip()
    if what == MET:
        _check_meeting(pair, form=form, activity=activity, themes=themes, minutes=minutes)
        entry.form, entry.activity, entry.minutes, entry.mood = form, activity, minutes, mood
        entry.themes, entry.rights_talk = list(themes), rights_talk
    else:
        entry.form, entry.activity, entry.minutes, entry.mood = "", "", None, None
        entry.themes, entry.rights_talk = [], False


def _link(
    entry: DiaryEntry, pair: Pair, goals: Iterable[Goal], formal_step: str, *, by: Person | None, at: datetime
) -> None:
    """The goals that a meeting was about, and the formal step that was taken."""
    if entry.what != MET:
        return
    _touch(entry, goals)
    if formal_step:
        seen = FormalStep.Evidence.SEEN_BY_MENTOR
        note_step(pair, formal_step, entry.on_date, seen, by=by or pair.mentor.person, at=at, entry=entry)


def _standing(pair: Pair, entry_id: UUID | None) -> DiaryEntry | None:
    """The entry that came with this id before; an id that another pair's entry has is refused."""
    if entry_id is None:
        return None
    found = DiaryEntry.objects.everywhere("an id belongs to one entry in the whole database").filter(pk=entry_id)
    entry = found.first()
    if entry is not None and entry.pair_id != pair.pk:
        raise NotOfThisPair(_("This entry cannot be saved. Open the diary anew and write it again."))
    return entry


def _check_day(entry: DiaryEntry, on_date: date) -> None:
    """Refuse a day about which the same mentor has written in this diary; the pair is locked by now."""
    rows = DiaryEntry.objects.of(entry.organisation_id).filter(pair=entry.pair_id, written_by=entry.written_by_id)
    other = rows.filter(on_date=on_date).exclude(pk=entry.pk).first()
    if other is not None:
        raise DayWritten(_("You have already written about this day."), other)


def _check(pair: Pair, *, what: str, mood: int | None, load: int | None, flags: Sequence[str]) -> None:
    if what not in DiaryEntry.What.values:
        raise UnknownCode(_("Say first whether you met."))
    if any(score is not None and score not in range(1, 6) for score in (mood, load)):
        raise UnknownCode(_("Choose one of the five faces."))
    # A safety concern is sealed to named people; a trace of it here would tell everybody who reads diaries.
    if UNSAFE in flags:
        raise UnknownCode(_("If someone is not safe, do not write it here. Call us, or 112 in danger."))
    for flag in flags:
        check_code(flag, diary_choices(pair.programme, "flags"))


def _check_meeting(pair: Pair, *, form: str, activity: str, themes: Sequence[str], minutes: int | None) -> None:
    check_code(form, diary_choices(pair.programme, "form"))
    if activity:
        check_code(activity, diary_choices(pair.programme, "activity"))
    for theme in themes:
        check_code(theme, diary_choices(pair.programme, "themes"))
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise UnknownCode(_("The minutes are a number from 0 to %(most)s.") % {"most": MOST_MINUTES})


def _touch(entry: DiaryEntry, goals: Iterable[Goal]) -> None:
    wanted = {goal.pk for goal in goals}
    rows = list(Goal.objects.of(entry.organisation_id).filter(plan__pair=entry.pair_id, pk__in=wanted))
    if len(rows) != len(wanted):
        raise NotOfThisPair(_("This goal belongs to another pair."))
    GoalTouched.objects.bulk_create(
        GoalTouched(organisation_id=entry.organisation_id, entry=entry, goal=goal) for goal in rows
    )
