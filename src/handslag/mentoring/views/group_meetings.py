"""What is done once for all pairs of a group: its first meeting, and booking a meeting."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.content.markdown import as_html
from handslag.content.models import Document
from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in
from handslag.pairs.models import Group, Pair
from handslag.programmes.access import acting_person, may, needs, permit
from handslag.programmes.days import day_of

from .. import actions
from ..access import require
from ..forms import GroupIntakeForm, MeetingForm
from ..group_lines import group_page
from ..queries import codes_of_conduct, planned_by_group
from .group import group_of
from .intake import version_shown
from .meetings import fields_about, tell_of_days, tell_of_group_meetings


@needs("intake.hold")
def intake(request, mentoring_group_id):
    """The first meeting of a group with the team, for all in it who have not had it."""
    group, at = group_of(request, mentoring_group_id), timezone.now()
    permit(request.user, "intake.hold", group.programme)
    pairs = group_page(request.user, group, at, in_full=True).unheld
    if not pairs:
        return redirect("mentoring:group", group.pk)
    versions = codes_of_conduct(group.programme)
    form = GroupIntakeForm(
        request.POST or None, pairs=pairs, today=day_of(group.programme, at),
        documents=Document.objects.of(group.organisation_id).filter(pk__in=[row.pk for row in versions]),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _hold(request, group, form, at):
        return redirect("mentoring:group", group.pk)
    document = version_shown(versions, request.GET.get("text", "") or group.language, request.POST.get("document", ""))
    context = {
        "programme": group.programme, "group": group, "with_whom": group.name, "form": form, "versions": versions,
        "document": document, "text": document and as_html(document.body),
        "planned": planned_by_group(pairs, at),
    }  # fmt: skip
    return render(request, "mentoring/group_intake.html", context, status=422 if form.is_bound else 200)


def _hold(request, group: Group, form: GroupIntakeForm, at) -> bool:
    pairs, signers = form.pairs_there(), {member.pk for member, _name in form.signed_in_room()}
    with refusals_in(form, about={actions.WrongDay: "held_on", actions.NobodyThere: "there"}):
        actions.hold_group_intake(pairs=pairs, **form.said(), by=acting_person(request.user, group), at=at)
        if signers >= {pk for pair in pairs for pk in (pair.mentor_id, pair.mentee_id)}:
            messages.success(request, _("The group has started. All have signed."))
        else:
            messages.success(request, _("Saved. Each pair starts when both have signed."))
        tell_of_group_meetings(request, pairs, at)
        return True
    return False


@signed_in
def booking(request, mentoring_group_id):
    """One meeting for everybody: the team books it for all pairs, a mentor for the own ones that have begun. Who comes
    later gets what is planned with the own first meeting."""
    group, at = group_of(request, mentoring_group_id), timezone.now()
    page = group_page(request.user, group, at, in_full=False)
    is_team = may(request.user, "intake.hold", group.programme)
    require(page.is_mentor or is_team)
    pairs = [pair for pair in page.pairs if pair.started_on] or page.pairs if is_team else page.writes
    if not pairs:
        raise Http404
    form = MeetingForm(request.POST or None, programme=group.programme)
    if request.method == "POST" and form.is_valid() and _book(request, group, pairs, form, at):
        return redirect("mentoring:group", group.pk)
    context = {"programme": group.programme, "group": group, "form": form, **_told(page.pairs, pairs)}
    return render(request, "mentoring/group_meeting.html", context, status=422 if form.is_bound else 200)


def _told(everybody: list[Pair], pairs: list[Pair]) -> dict:
    """First names of whom it is booked for, of mentors for whom it is not, as theirs is theirs to book, and of mentees
    who have not begun."""
    mentors = {pair.mentor_id for pair in pairs}
    others = {
        pair.mentor_id: pair.mentor.person.given_name
        for pair in everybody if pair.mentor_id not in mentors and pair.started_on
    }  # fmt: skip
    mentees = {pair.mentee_id: pair.mentee.person.given_name for pair in pairs}
    newcomers = {pair.mentee_id: pair.mentee.person.given_name for pair in everybody if pair.mentee_id not in mentees}
    return {
        "mentees": list(mentees.values()), "other_mentors": list(others.values()),
        "newcomers": list(newcomers.values()),
    }  # fmt: skip


def _book(request, group: Group, pairs: list[Pair], form: MeetingForm, at) -> bool:
    with refusals_in(form, about=fields_about(form, group.programme, at)):
        booked = actions.book_group_meeting(
            pairs=pairs, starts_at=form.starts_at(), place=form.cleaned_data["place"],
            by=acting_person(request.user, group), at=at,
        )  # fmt: skip
        messages.success(request, _("The meeting is booked. They get a message."))
        tell_of_days(request, booked)
        return True
    return False
