from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from handslag.core.dates import short_day
from handslag.core.encryption import text_of, unseal
from handslag.core.errors import Refused
from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in
from handslag.gatherings.models import Attendance
from handslag.journal.actions import record
from handslag.programmes.access import acting_person, may, needs, permit
from handslag.programmes.days import day_of, zone
from handslag.programmes.models import Membership

from .. import actions
from ..diaries import own_diary
from ..forms import CancelForm, HoldForm, MeetingForm, QuestionForm
from ..models import Question, SupervisionMeeting
from .cancelled import or_cancelled
from .groups import _group


def _meeting(request, meeting_id):
    rows = SupervisionMeeting.objects.visible_to(request.user)
    rows = rows.select_related("group__programme__organisation", "group__supervisor__person", "gathering__programme")
    meeting = get_object_or_404(rows, pk=meeting_id)
    request.programme = meeting.group.programme
    return meeting


def _mentors(meeting) -> list[Membership]:
    """The mentors who have a place in the group now."""
    places = meeting.group.group_places.filter(left_on=None, mentor__ended_at=None).select_related("mentor__person")
    return [place.mentor for place in places.order_by("mentor__person__given_name", "id")]


@needs("supervision.hold")
def new_meeting(request, group_id):
    """Plan the meeting of a month."""
    group = _group(request, group_id, "supervision.hold")
    form = MeetingForm(request.POST or None, programme=group.programme)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("place", "online_link")}
        by = acting_person(request.user, group)
        with refusals_in(form, "day"):
            meeting = actions.plan_meeting(group=group, starts_at=form.starts_at, by=by, at=timezone.now(), **said)
            when = short_day(form.starts_at, "l j F, H:i")
            messages.success(request, _("Planned for %(when)s.") % {"when": when})
            return redirect("supervision:meeting", meeting.pk)
    context = {"group": group, "form": form}
    return render(request, "supervision/new_meeting.html", context, status=422 if form.is_bound else 200)


@signed_in
@or_cancelled
def meeting(request, meeting_id):
    """When and where, for the mentors of the group; for the team who came and the notes, or the form for them."""
    meeting = _meeting(request, meeting_id)
    return _page(request, meeting, form=None)


def _page(request, meeting, *, form, question_form=None):
    at = timezone.now()
    today = day_of(meeting.group.programme, at)
    context = {"meeting": meeting, "team": may(request.user, "supervision.see", meeting.group),
               "due_is_past": today > meeting.diary_due_on}  # fmt: skip
    if context["team"] and meeting.gathering.is_held:
        by = acting_person(request.user, meeting)
        read = {"by": by, "organisation": meeting.organisation_id, "at": at}
        record("read.supervision_notes", "supervision.supervisionmeeting", meeting.pk, **read)
        rows = Attendance.objects.visible_to(request.user).filter(gathering=meeting.gathering_id)
        context["attendances"] = rows.select_related("membership__person").order_by("membership__person__given_name")
        context["corrected_until"] = meeting.gathering.held_at + actions.CORRECTED_WITHIN
        context["notes"] = text_of(meeting.gathering, "notes")
        decided = meeting.follow_ups.select_related("who__person")
        context["follow_ups"] = [{"row": row, "text": text_of(row, "text")} for row in unseal(decided)]
    elif may(request.user, "supervision.hold", meeting.group) and (form or meeting.gathering.starts_at <= at):
        context["form"] = form or HoldForm(mentors=_mentors(meeting))
    if not context["team"] and not meeting.gathering.is_held:
        context["diary"] = own_diary(request.user, meeting, at)
        context["question_form"] = question_form or QuestionForm()
        mine = Question.objects.visible_to(request.user).filter(meeting=meeting).select_related("mentor")
        context["questions"] = [text_of(row, "text") for row in unseal(mine)]
    if context["team"]:
        may_hold = may(request.user, "supervision.hold", meeting.group)
        context["may_hold"] = may_hold
        context["may_correct"] = may_hold and actions.may_correct(meeting, at)
        context["may_move"] = may_hold and not meeting.gathering.is_held
    failed = form or question_form
    return render(request, "supervision/meeting.html", context, status=422 if failed else 200)


@needs("supervision.hold")
@require_POST
@or_cancelled
def holding(request, meeting_id):
    """Write down who came, and the notes."""
    meeting = _meeting(request, meeting_id)
    permit(request.user, "supervision.hold", meeting.group)
    form = HoldForm(request.POST, mentors=_mentors(meeting))
    if not form.is_valid():
        return _page(request, meeting, form=form)
    by, said = acting_person(request.user, meeting), {"statuses": form.statuses, "notes": form.cleaned_data["notes"]}
    try:
        actions.hold_meeting(meeting=meeting, by=by, at=timezone.now(), **said)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, meeting, form=form)
    messages.success(request, _("Saved. Thank you for holding supervision."))
    return redirect("supervision:meeting", meeting.pk)


@needs("supervision.hold")
@or_cancelled
def correction(request, meeting_id):
    """Correct who came, and the notes."""
    meeting, at = _meeting(request, meeting_id), timezone.now()
    permit(request.user, "supervision.hold", meeting.group)
    by, there = acting_person(request.user, meeting), redirect("supervision:meeting", meeting.pk)
    if not actions.may_correct(meeting, at):
        messages.error(request, _("Who came, and the notes, can no longer be corrected."))
        return there
    record("read.supervision_notes", "supervision.supervisionmeeting", meeting.pk, by=by,
           organisation=meeting.organisation_id, at=at)  # fmt: skip
    rows = Attendance.objects.visible_to(request.user).filter(gathering=meeting.gathering_id)
    came = list(rows.select_related("membership__person").order_by("membership__person__given_name", "id"))
    form = HoldForm(request.POST or None, mentors=[row.membership for row in came])
    form.initial = {f"status_{row.membership_id}": row.status for row in came}
    form.initial["notes"] = text_of(meeting.gathering, "notes")
    if request.method == "POST" and form.is_valid():
        said = {"statuses": form.statuses, "notes": form.cleaned_data["notes"]}
        with refusals_in(form):
            actions.correct_meeting(meeting=meeting, by=by, at=at, **said)
            messages.success(request, _("Corrected."))
            return there
    context = {"meeting": meeting, "form": form}
    return render(request, "supervision/correction.html", context, status=422 if form.is_bound else 200)


def _open_meeting(request, meeting_id):
    """A meeting that was not held, for who may move or cancel it; of one that was, the page that says so."""
    meeting = _meeting(request, meeting_id)
    permit(request.user, "supervision.hold", meeting.group)
    if meeting.gathering.is_held:
        messages.error(request, _("This meeting was held and its notes are written."))
        return meeting, redirect("supervision:meeting", meeting.pk)
    return meeting, None


@needs("supervision.hold")
@or_cancelled
def moving(request, meeting_id):
    """Give a meeting another time or place."""
    meeting, over = _open_meeting(request, meeting_id)
    if over:
        return over
    gathering = meeting.gathering
    starts = gathering.starts_at.astimezone(zone(meeting.group.programme))
    now = {"day": starts.date(), "time": f"{starts:%H:%M}", "place": gathering.place,
           "online_link": gathering.online_link}  # fmt: skip
    form = MeetingForm(request.POST or None, programme=meeting.group.programme, initial=now)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("place", "online_link")}
        by = acting_person(request.user, meeting)
        with refusals_in(form, "day"):
            actions.move_meeting(meeting=meeting, starts_at=form.starts_at, by=by, at=timezone.now(), **said)
            messages.success(request, _("The meeting is moved. We have written to everybody in the group."))
            return redirect("supervision:meeting", meeting.pk)
    context = {"meeting": meeting, "form": form}
    return render(request, "supervision/moving.html", context, status=422 if form.is_bound else 200)


@needs("supervision.hold")
@or_cancelled
def cancellation(request, meeting_id):
    """Take a meeting back, with the reason."""
    meeting, over = _open_meeting(request, meeting_id)
    if over:
        return over
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, group = acting_person(request.user, meeting), meeting.group_id
        with refusals_in(form, "reason"):
            told = actions.cancel_meeting(meeting=meeting, by=by, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _cancelled_in_words(told))
            return redirect("supervision:group", group)
    context = {"meeting": meeting, "form": form, "tells": meeting.gathering.starts_at > timezone.now()}
    return render(request, "supervision/cancellation.html", context, status=422 if form.is_bound else 200)


def _cancelled_in_words(told: int) -> str:
    if not told:
        return _("The meeting is cancelled. Nobody had to be told.")
    said = ngettext(
        "The meeting is cancelled. We have written to %(n)s person in the group.",
        "The meeting is cancelled. We have written to %(n)s people in the group.", told,
    )  # fmt: skip
    return said % {"n": told}
