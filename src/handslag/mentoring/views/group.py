"""A group: who is in it, and its diary, written once for all who were there."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.core.marks import signed_in
from handslag.pairs import wording
from handslag.pairs.models import Group
from handslag.pairs.over import home_when_out
from handslag.programmes.access import acting_person, may
from handslag.programmes.days import day_of, zone

from .. import actions
from ..access import require
from ..forms import GroupDiaryForm
from ..group_lines import group_page, next_of
from .diary import day_asked_for


@signed_in
@home_when_out
def show(request, mentoring_group_id):
    """One group: for the team in full, for those in it what each may know of the others."""
    group, at = group_of(request, mentoring_group_id), timezone.now()
    in_full = may(request.user, "pair.read", group.programme)
    page = group_page(request.user, group, at, in_full=in_full)
    theme = wording.label(group.programme, "theme", group.theme) if group.theme else ""
    context = {
        "programme": group.programme,
        "group": group,
        "page": page,
        "language": wording.languages([group.language]),
        "theme": theme,
        "in_full": in_full,
        "may_add": may(request.user, "pair.match", group.programme),
        "may_end": may(request.user, "pair.end", group.programme),
        "may_change": page.is_mentor or may(request.user, "intake.hold", group.programme),
        "next": next_of(page, may(request.user, "intake.hold", group.programme)),
    }
    return render(request, "mentoring/group.html", context)


@signed_in
def diary(request, mentoring_group_id):
    """One entry for each pair of those who were there."""
    group, at = group_of(request, mentoring_group_id), timezone.now()
    page = group_page(request.user, group, at, in_full=False)
    require(page.is_mentor)
    if not page.writes:
        raise Http404
    today = day_of(group.programme, at)
    day = day_asked_for(request, today)
    form = GroupDiaryForm(request.POST or None, pairs=page.writes, today=today, initial={"on_date": day})
    if request.method == "POST" and form.is_valid() and _write(request, group, form, at):
        if form.cleaned_data["unsafe"]:
            return redirect("supervision:new_concern", group.programme_id)
        return redirect(settings.LOGIN_REDIRECT_URL)  # home, where the next thing to do stands
    context = {"programme": group.programme, "group": group, "form": form, "today": day}
    return render(request, "mentoring/group_entry.html", context, status=422 if form.is_bound else 200)


def _write(request, group: Group, form: GroupDiaryForm, at) -> bool:
    try:
        actions.write_group_diary(by=acting_person(request.user, group), at=at, **form.values())
    except Refused as refusal:
        if isinstance(refusal, actions.DayWritten):
            form.add_day_written(refusal)
        else:
            form.add_error("on_date" if isinstance(refusal, actions.WrongDay) else None, str(refusal))
        return False
    messages.success(request, _("Saved. Thank you for writing."))
    return True


def group_of(request, group_id) -> Group:
    """The group, or 404 where the account may not see it."""
    groups = Group.objects.visible_to(request.user).select_related("programme__organisation")
    group = get_object_or_404(groups, pk=group_id)
    request.programme = group.programme
    timezone.activate(zone(group.programme))
    return group
