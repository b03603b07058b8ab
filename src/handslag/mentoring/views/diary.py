from datetime import date

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.core.marks import signed_in
from handslag.programmes.access import acting_person
from handslag.programmes.days import day_of
from handslag.programmes.roles import Role

from .. import actions
from ..access import is_mentor, may_read_diary, require, roles_held
from ..choices import worded
from ..counting import counts_as_meeting
from ..forms import DiaryForm
from ..models import DiaryEntry
from ..queries import diary_of, entry_lines, live_goals
from .pair import names, note_reads, pair_of
from .removal import say_it_is_removed

PER_PAGE = 25


@signed_in
def diary(request, pair_id):
    """The entries of a pair, newest first: for the mentor who wrote them and for staff who read diaries."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(may_read_diary(request.user, pair))
    page = Paginator(diary_of(request.user, pair), PER_PAGE).get_page(request.GET.get("page"))
    entries = list(page.object_list)
    _note_entries(request, pair, entries, at)
    context = {
        **names(request, pair),
        "page": page,
        "lines": entry_lines(pair.programme, entries),
        "may_write": is_mentor(request.user, pair) and pair.is_running,
        "may_correct_since": at - actions.CORRECTED_WITHIN,
        "correct_days": actions.CORRECTED_WITHIN.days,
    }
    return render(request, "mentoring/diary.html", context)


def _note_entries(request, pair, entries: list[DiaryEntry], at) -> None:
    """Write down each entry that is shown to somebody else; to its writer all of them are one reading of the diary."""
    mine = roles_held(request.user, Role.MENTOR)
    of_others = [entry.pk for entry in entries if entry.written_by_id not in mine]
    own = [("diary", "pairs.pair", pair.pk)] if len(of_others) < len(entries) else []
    note_reads(request, pair, "diary", "mentoring.diaryentry", of_others, at, also=own)


@signed_in
def new_entry(request, pair_id):
    """One diary entry in five taps."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(is_mentor(request.user, pair))
    today = day_of(pair.programme, at)
    goals = live_goals(pair)
    note_reads(request, pair, "plan", "mentoring.goal", [goal.pk for goal in goals], at)
    day = day_asked_for(request, today)
    form = DiaryForm(request.POST or None, pair=pair, goals=goals, today=today, initial={"on_date": day})
    if request.method == "POST" and form.is_valid() and _write(request, pair, form, at):
        if form.cleaned_data["unsafe"]:
            return redirect("supervision:new_concern", pair.programme_id)
        return redirect(settings.LOGIN_REDIRECT_URL)  # home, where the next thing to do stands
    hint = worded(pair.programme.diary_form.get("writing_hint", {}))
    context = {**names(request, pair), "form": form, "writing_hint": hint, "today": day,
               "may_correct_since": at - actions.CORRECTED_WITHIN}  # fmt: skip
    return render(request, "mentoring/entry.html", context, status=422 if form.is_bound else 200)


def day_asked_for(request, today: date) -> date:
    """The day of the meeting that the next step leads to; today for who comes by another way."""
    try:
        return min(date.fromisoformat(request.GET.get("on", "")), today)
    except ValueError:
        return today


@signed_in
def correction(request, pair_id, entry_id):
    """Write one of the own entries anew."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(is_mentor(request.user, pair))
    entry = diary_of(request.user, pair).filter(pk=entry_id).first()
    if entry is None:
        return say_it_is_removed(request, pair, entry_id)
    goals = live_goals(pair, entry)
    note_reads(request, pair, "plan", "mentoring.goal", [goal.pk for goal in goals], at,
               also=[("diary", "mentoring.diaryentry", entry.pk)])  # fmt: skip
    today = day_of(pair.programme, at)
    form = DiaryForm(request.POST or None, pair=pair, goals=goals, today=today, entry=entry)
    if request.method == "POST" and form.is_valid() and _correct(request, pair, entry, form, at):
        if form.cleaned_data["unsafe"]:
            return redirect("supervision:new_concern", pair.programme_id)
        return redirect("mentoring:diary", pair.pk)
    hint = worded(pair.programme.diary_form.get("writing_hint", {}))
    context = {**names(request, pair), "form": form, "writing_hint": hint, "today": entry.on_date, "entry": entry,
               "may_correct_since": at - actions.CORRECTED_WITHIN}  # fmt: skip
    return render(request, "mentoring/entry.html", context, status=422 if form.is_bound else 200)


def _correct(request, pair, entry, form, at) -> bool:
    try:
        actions.correct_diary(entry=entry, by=acting_person(request.user, pair), at=at, **form.values())
    except Refused as refusal:
        _tell(form, refusal)
        return False
    messages.success(request, _("The entry is corrected."))
    return True


def _tell(form: DiaryForm, refusal: Refused) -> None:
    if isinstance(refusal, actions.DayWritten):
        form.add_day_written(refusal)
    else:
        form.add_error(None, str(refusal))


def _write(request, pair, form, at) -> bool:
    try:
        entry = actions.write_diary(pair=pair, by=acting_person(request.user, pair), at=at, **form.values())
    except Refused as refusal:
        _tell(form, refusal)
        return False
    messages.success(request, _("Saved. Thank you for writing."))
    if entry.what == entry.What.MET and not counts_as_meeting(entry, pair.programme):
        note = worded(pair.programme.diary_form.get("contact_note", {}), _("This counts as contact, not as a meeting."))
        messages.info(request, note)
    return True
