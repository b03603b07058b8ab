"""Groups of a programme: which there are, which there could be, making one, and who comes and goes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.refusals import refusals_in
from handslag.outbox.previews import preview
from handslag.programmes.access import acting_person, may, needs, permit, seen_programme
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from .. import actions, grouping
from ..actions.grouping import letters_of
from ..afterwards import still_with
from ..group_forms import GroupForm, LeavingForm, NewMenteeForm, SizesForm, initial_from
from ..group_lines import group_lines
from ..group_suggestions import suggestions
from ..leaving import left_in_words, who_left
from ..models import Group
from .matching import matched_programme

REFUSED_AT = {
    actions.WrongMentors: "mentors",
    actions.WrongSize: "mentees",
    actions.NotOneGroup: "mentees",
    actions.OtherLanguage: "language",
}


@needs("pair.read")
def index(request, programme_id):
    """The groups there are and, for those who match, groups that could be."""
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "pair.read", programme)
    request.programme = programme
    may_match = may(request.user, "pair.match", programme)
    page, groups = group_lines(request.user, programme, request.GET.get("page"), with_levels=may_match)
    context = {"programme": programme, "page": page, "groups": groups}
    if may_match:
        form = SizesForm(request.GET if "mentors" in request.GET else None)
        context |= {"may_match": True, "form": form}
        if form.is_valid():
            context["found"] = suggestions(programme, form.sizes(), timezone.now())
    return render(request, "pairs/groups.html", context, status=422 if context.get("form") and form.errors else 200)


@needs("pair.match")
def new_group(request, programme_id):
    """Who is in a new group; then what all of them will read; then the group is made."""
    programme, at = matched_programme(request, programme_id), timezone.now()
    people = grouping.choosables(programme, at)
    posted = request.POST if request.method == "POST" else None
    form = GroupForm(posted, programme=programme, people=people, initial=initial_from(request.GET))
    left = grouping.left_in([*people.mentees, *people.mentors])
    context = {"programme": programme, "form": form, "people": people, "pausing": left}
    if posted is None or "change" in posted or not form.is_valid():
        return _form(request, context, 422 if posted is not None and "change" not in posted else 200)
    with refusals_in(form, about=REFUSED_AT):
        if "make" not in posted:
            found = preview(programme, letters_of(form.plan(), by=acting_person(request.user, programme), at=at))
            return render(request, "pairs/group_preview.html", context | {"plan": form.plan(), "preview": found})
        group = actions.make_group(form.plan(), by=acting_person(request.user, programme), at=at)
        messages.success(request, _("The group is made, and everybody in it gets a message."))
        return redirect("mentoring:group", group.pk)
    return _form(request, context, 422)


def _form(request, context, status):
    return render(request, "pairs/group_form.html", context, status=status)


@needs("pair.match")
def new_mentee(request, mentoring_group_id):
    """Somebody comes to a group that meets already."""
    group, at = _group(request, mentoring_group_id, "pair.match"), timezone.now()
    people = grouping.choosables(group.programme, at)
    free, left = people.free_mentees, grouping.left_in(people.mentees)
    form = NewMenteeForm(request.POST if request.method == "POST" else None, people=free)
    if form.is_valid():
        about = dict.fromkeys((actions.NotOneGroup, actions.OtherLanguage, actions.NotAvailable), "mentee")
        with refusals_in(form, about=about):
            by = acting_person(request.user, group)
            actions.add_to_group(group=group, mentee=form.chosen(), by=by, at=at)
            messages.success(request, _("The mentee is in the group now. The mentors are told."))
            return redirect("mentoring:group", group.pk)
    context = {"programme": group.programme, "group": group, "form": form, "nobody": not free, "pausing": left}
    return render(request, "pairs/group_mentee.html", context, status=422 if form.is_bound else 200)


@needs("pair.end")
def leaving(request, mentoring_group_id, in_group_id):
    """Somebody leaves the group: the pairs in it end, with the reason as a code."""
    group, at = _group(request, mentoring_group_id, "pair.end"), timezone.now()
    member = _member(group, in_group_id)
    initial = {"on": day_of(group.programme, at)}
    form = LeavingForm(request.POST if request.method == "POST" else None, member=member, initial=initial)
    if form.is_valid():
        clean = form.cleaned_data
        with refusals_in(form, about={actions.WrongDay: "on"}):
            by = acting_person(request.user, group)
            ended = actions.take_out(group=group, member=member, reason=clean["reason"], on=clean["on"], by=by, at=at)
            messages.success(request, _("This person is not in the group any more."))
            if member in who_left(ended[0]):
                messages.info(request, left_in_words(member))
                for other in still_with(request.user, member):
                    messages.info(request, other.text)
            return redirect("mentoring:group", group.pk)
    context = {"programme": group.programme, "group": group, "member": member, "form": form}
    return render(request, "pairs/group_leaving.html", context, status=422 if form.is_bound else 200)


def _group(request, group_id, permission: str) -> Group:
    groups = Group.objects.visible_to(request.user).select_related("programme__organisation")
    group = get_object_or_404(groups, pk=group_id)
    permit(request.user, permission, group.programme)
    request.programme = group.programme
    return group


def _member(group: Group, member_id) -> Membership:
    """Somebody who is in the group now; 404 for anybody else."""
    mentors, mentees = grouping.sides_of(grouping.running_in(group))
    member = next((one for one in (*mentors, *mentees) if one.pk == member_id), None)
    if member is None:
        raise Http404
    return member
