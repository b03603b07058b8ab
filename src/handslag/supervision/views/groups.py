from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.core.encryption import text_of, unseal
from handslag.core.refusals import refusals_in, refusals_told
from handslag.journal.actions import record_reads
from handslag.programmes.access import acting_person, may, needs, permit
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import roles_with

from .. import actions
from ..forms import GroupForm, MentorsForm, SupervisorForm
from ..models import Group, GroupPlace
from ..pair_facts import facts_of, in_group, read_pairs
from ..queries import groups_of, mentor_rows, signals_of, without_group
from ..signals import Told

PAGE = 25
# Of the newest meetings so many are shown: those of a year.
MEETINGS = 12


def _programme(request, programme_id, permission):
    programme = get_object_or_404(
        Programme.objects.visible_to(request.user).select_related("organisation"), pk=programme_id
    )
    permit(request.user, permission, programme)
    request.programme = programme
    return programme


def _group(request, group_id, permission):
    rows = Group.objects.visible_to(request.user).select_related("programme__organisation", "supervisor__person")
    group = get_object_or_404(rows, pk=group_id)
    permit(request.user, permission, group)
    request.programme = group.programme
    return group


def _leaders(user, programme):
    """Who may lead a group."""
    rows = Membership.objects.visible_to(user).filter(
        programme=programme, role__in=roles_with("supervision.hold"), ended_at=None
    )
    return rows.select_related("person").order_by("person__given_name", "id")


@needs("supervision.see")
def groups(request, programme_id):
    """The supervision groups of a programme."""
    programme = _programme(request, programme_id, "supervision.see")
    rows = groups_of(request.user, programme, timezone.now())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "supervision/groups.html", {"programme": programme, "page": page})


@needs("supervision.hold")
def new_group(request, programme_id):
    """Make a group."""
    programme = _programme(request, programme_id, "supervision.hold")
    form = GroupForm(request.POST or None, supervisors=_leaders(request.user, programme))
    if request.method == "POST" and form.is_valid():
        by = acting_person(request.user, programme)
        group = actions.make_group(programme=programme, by=by, at=timezone.now(), **form.cleaned_data)
        return redirect("supervision:mentors", group.pk)
    status = 422 if form.is_bound else 200
    return render(request, "supervision/new_group.html", {"programme": programme, "form": form}, status=status)


@needs("supervision.see")
def group(request, group_id):
    """One group: who has handed in the diary, which pairs need attention, and the meetings."""
    group = _group(request, group_id, "supervision.see")
    permit(request.user, "diary.read", group)
    at = timezone.now()
    today = day_of(group.programme, at)
    read = read_pairs(group.programme, at, **in_group(group=group))
    needing = signals_of(read, group.programme, today, {Told.SUPERVISOR})
    page = Paginator(mentor_rows(group, facts_of(read), today), PAGE).get_page(request.GET.get("page"))
    meetings = list(group.meetings.select_related("gathering").order_by("-gathering__starts_at")[:MEETINGS])
    cancelled = unseal(group.cancelled_meetings.order_by("-starts_at")[:MEETINGS])
    coming = [meeting for meeting in meetings if day_of(group.programme, meeting.gathering.starts_at) >= today]
    by = acting_person(request.user, group)
    pairs = [one.state.pair_id for one in needing]
    record_reads("attention", "pairs.pair", pairs, by=by, organisation=group.organisation_id, at=at)
    context = {
        "group": group, "page": page, "needing": needing, "next_meeting": coming[-1] if coming else None,
        "due_is_past": bool(coming) and today > coming[-1].diary_due_on,
        "open_meetings": [m for m in meetings if not m.gathering.is_held and m.gathering.starts_at <= at],
        "held_meetings": [m for m in meetings if m.gathering.is_held],
        "cancelled_meetings": [(meeting, text_of(meeting, "reason")) for meeting in cancelled],
        "may_change": may(request.user, "team.change", group.programme),
    }  # fmt: skip
    return render(request, "supervision/group.html", context)


@needs("team.change")
def supervisor(request, group_id):
    """Give a group another supervisor."""
    group = _group(request, group_id, "team.change")
    form = SupervisorForm(
        request.POST if request.method == "POST" else None,
        supervisors=_leaders(request.user, group.programme), initial={"supervisor": group.supervisor_id},
    )  # fmt: skip
    if form.is_valid():
        by, chosen = acting_person(request.user, group), form.cleaned_data["supervisor"]
        with refusals_in(form, "supervisor"):
            actions.change_supervisor(group=group, supervisor=chosen, by=by, at=timezone.now())
            messages.success(request, _("Saved. %(name)s leads the group.") % {"name": chosen.person})
            return redirect("supervision:group", group.pk)
    context = {"group": group, "form": form}
    return render(request, "supervision/supervisor.html", context, status=422 if form.is_bound else 200)


@needs("supervision.hold")
def mentors(request, group_id):
    """Take mentors into a group, and let them leave it."""
    group = _group(request, group_id, "supervision.hold")
    at = timezone.now()
    form = MentorsForm(request.POST or None, mentors=without_group(group.programme))
    if request.method == "POST" and form.is_valid():
        by, on = acting_person(request.user, group), day_of(group.programme, at)
        with refusals_in(form, "mentors"):
            with transaction.atomic():
                for mentor in form.cleaned_data["mentors"]:
                    actions.join(group=group, mentor=mentor, on=on, by=by, at=at)
            return redirect("supervision:group", group.pk)
    places = group.group_places.filter(left_on=None).select_related("mentor__person")
    page = Paginator(places.order_by("mentor__person__given_name", "id"), PAGE).get_page(request.GET.get("page"))
    context = {"group": group, "form": form, "page": page, "anybody": form.fields["mentors"].queryset.exists()}
    return render(request, "supervision/mentors.html", context, status=422 if form.is_bound else 200)


@needs("supervision.hold")
@require_POST
def leaving(request, place_id):
    """A mentor leaves a group."""
    rows = GroupPlace.objects.visible_to(request.user).select_related("group__programme", "mentor__person")
    place = get_object_or_404(rows, pk=place_id)
    permit(request.user, "supervision.hold", place.group)
    at = timezone.now()
    by, on = acting_person(request.user, place), day_of(place.group.programme, at)
    with refusals_told(request):
        actions.leave(group_place=place, on=on, by=by, at=at)
        messages.success(request, _("%(mentor)s has left the group.") % {"mentor": place.mentor.person})
    return redirect("supervision:mentors", place.group_id)
