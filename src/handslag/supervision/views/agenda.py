from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in, refusals_told
from handslag.journal.actions import record_reads
from handslag.programmes.access import acting_person, grants, needs, permit
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from .. import actions
from ..agenda import agenda_of
from ..forms import FollowUpForm, QuestionForm
from ..models import FollowUp
from .cancelled import or_cancelled
from .meetings import _meeting, _page


@needs("supervision.see")
@or_cancelled
def pack(request, meeting_id):
    """What to take up at a meeting: flagged pairs first, a praise for each mentor, missing diaries, questions."""
    meeting, at = _meeting(request, meeting_id), timezone.now()
    permit(request.user, "supervision.see", meeting.group)
    permit(request.user, "diary.read", meeting.group)
    agenda = agenda_of(meeting, at)
    by = {"by": acting_person(request.user, meeting), "organisation": meeting.organisation_id, "at": at}
    record_reads("diary", "pairs.pair", agenda.pair_ids, **by)
    today = day_of(meeting.group.programme, at)
    context = {"meeting": meeting, "agenda": agenda,
               "has_come": day_of(meeting.group.programme, meeting.gathering.starts_at) <= today}  # fmt: skip
    return render(request, "supervision/pack.html", context)


@needs("supervision.hold")
@require_POST
@or_cancelled
def nudges(request, meeting_id):
    """Ask every mentor whose diary is missing, or the one that is named, for it."""
    meeting, at = _meeting(request, meeting_id), timezone.now()
    permit(request.user, "supervision.hold", meeting.group)
    wanted = {line.mentor_id for line in agenda_of(meeting, at).to_nudge}
    if request.POST.get("mentor"):
        wanted = {pk for pk in wanted if str(pk) == request.POST["mentor"]}
    rows = Membership.objects.of(meeting.organisation_id).filter(pk__in=wanted)
    mentors = list(rows.select_related("person__account"))
    with refusals_told(request):
        made = actions.nudge(meeting=meeting, mentors=mentors, by=acting_person(request.user, meeting), at=at)
        said = ngettext("%(n)s mentor was asked for the diary.", "%(n)s mentors were asked for the diary.", len(made))
        messages.success(request, said % {"n": len(made)})
    return redirect("supervision:pack", meeting.pk)


def people_of(meeting) -> QuerySet[Membership]:
    """Who can take on a decision: the mentors of the group and its supervisor."""
    rows = Membership.objects.of(meeting.organisation_id)
    here = meeting.group.group_places.filter(left_on=None).values("mentor")
    both = rows.filter(pk__in=here, ended_at=None) | rows.filter(pk=meeting.group.supervisor_id)
    return both.select_related("person").order_by("person__given_name", "id")


@needs("supervision.hold")
@or_cancelled
def new_follow_up(request, meeting_id):
    """Write down a decision of a meeting."""
    meeting, at = _meeting(request, meeting_id), timezone.now()
    permit(request.user, "supervision.hold", meeting.group)
    today = day_of(meeting.group.programme, at)
    form = FollowUpForm(request.POST or None, people=people_of(meeting), today=today)
    if request.method == "POST" and form.is_valid():
        by = acting_person(request.user, meeting)
        with refusals_in(form):
            actions.decide(meeting=meeting, by=by, at=at, **form.cleaned_data)
            messages.success(request, _("Saved. It comes back on the next agenda until it is done."))
            return redirect("supervision:meeting" if meeting.gathering.is_held else "supervision:pack", meeting.pk)
    context = {"meeting": meeting, "form": form}
    return render(request, "supervision/new_follow_up.html", context, status=422 if form.is_bound else 200)


@needs("supervision.hold")
@require_POST
def completion(request, follow_up_id):
    """A decision is done. Back to the agenda on which that was said, else to the meeting that decided it."""
    row = _follow_up(request, follow_up_id)
    with refusals_told(request):
        actions.complete(follow_up=row, by=acting_person(request.user, row), at=timezone.now())
        messages.success(request, _("Done. It leaves the agenda."))
    return _back(request, row)


@needs("supervision.hold")
@require_POST
def reopening(request, follow_up_id):
    """A decision is not done after all. Back as from `completion`."""
    row = _follow_up(request, follow_up_id)
    with refusals_told(request):
        actions.reopen(follow_up=row, by=acting_person(request.user, row), at=timezone.now())
        messages.success(request, _("It is on the agenda again."))
    return _back(request, row)


def _follow_up(request, follow_up_id) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user).select_related("group__programme", "meeting")
    row = get_object_or_404(rows, pk=follow_up_id)
    permit(request.user, "supervision.hold", row.group)
    return row


def _back(request, row: FollowUp) -> HttpResponse:
    """To the agenda that the button names, if it does; else to the meeting that decided it, or its group."""
    named = _uuid(request.POST.get("agenda"))
    agenda = row.group.meetings.filter(pk=named).first() if named else None
    if agenda:
        return redirect("supervision:pack", agenda.pk)
    there = ("supervision:meeting", row.meeting_id) if row.meeting_id else ("supervision:group", row.group_id)
    return redirect(*there)


def _uuid(said: str | None) -> UUID | None:
    try:
        return UUID(said or "")
    except ValueError:
        return None


@signed_in
@require_POST
@or_cancelled
def question(request, meeting_id):
    """A mentor of the group says what to talk about."""
    meeting, at = _meeting(request, meeting_id), timezone.now()
    mine = {m.pk for m in grants(request.user).memberships}
    place = get_object_or_404(meeting.group.group_places.select_related("mentor"), mentor_id__in=mine, left_on=None)
    form = QuestionForm(request.POST)
    if form.is_valid():
        by = acting_person(request.user, meeting)
        with refusals_in(form):
            actions.ask(meeting=meeting, mentor=place.mentor, text=form.cleaned_data["text"], by=by, at=at)
            messages.success(request, _("Thank you. It is on the agenda."))
            return redirect("supervision:meeting", meeting.pk)
    return _page(request, meeting, form=None, question_form=form)
