from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from handslag.core.dates import short_day
from handslag.core.errors import Refused
from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in, refusals_told
from handslag.outbox.letters import day_and_time
from handslag.pairs.access import my_membership
from handslag.pairs.models import Group, Pair
from handslag.pairs.over import home_when_over
from handslag.programmes.access import acting_person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from .. import actions
from ..access import may_book, may_change_meeting, require
from ..forms import MeetingForm
from ..kept_pauses import pauses_of_pair
from ..models import PairMeeting
from ..pauses import not_over, paused_until
from ..queries import near, pairs_for, planned_meetings, rows_of, told_off
from .cancelled import page_of_cancelled
from .pair import names, pair_of

PER_PAGE = 25


@signed_in
@home_when_over
def meetings(request, pair_id):
    """The meetings to come, for everybody who sees the pair, and a form to book the next one."""
    pair, at = pair_of(request, pair_id, _with_pauses), timezone.now()
    may_change = may_book(request.user, pair) and pair.ended_on is None
    form = MeetingForm(request.POST or None, programme=pair.programme) if may_book(request.user, pair) else None
    if request.method == "POST":
        require(form is not None)
        if form.is_valid() and _book(request, pair, form, at):
            return redirect("mentoring:meetings", pair.pk)
    page = Paginator(planned_meetings(request.user, [pair], at), PER_PAGE).get_page(request.GET.get("page"))
    for meeting in page:
        meeting.is_in_pause = not meeting.is_of_group and _paused_until(pair, meeting.starts_at) is not None
    context = {
        **names(request, pair), "page": page, "form": form, "may_change": may_change,
        "pauses": _pauses(pair, at),
        "told_off": told_off(request.user, pair, at) if pair.ended_on is not None else (),
        "may_change_groups": may_change and may_change_meeting(request.user, pair, is_of_group=True),
    }  # fmt: skip
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "mentoring/meetings.html", context, status=status)


def _with_pauses(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    return pairs.annotate(agreed_pauses=pauses_of_pair())


def _pauses(pair: Any, at: datetime) -> list[tuple[date, date, bool]]:
    """First and last day of the pauses that are not over, and whether they have begun; `pair` as for the next one."""
    today = day_of(pair.programme, at)
    pauses = not_over(pair.agreed_pauses, today) if pair.ended_on is None else ()
    return [(first, last, first <= today) for first, last in pauses]


def _paused_until(pair: Any, on: datetime) -> date | None:
    """The last day of the pause in which the day of `on` lies; `pair` comes from `_with_pauses`."""
    return paused_until(pair.agreed_pauses, day_of(pair.programme, on)) if pair.ended_on is None else None


def tell_of_days(request, meetings: Sequence[PairMeeting]) -> None:
    """Say of a meeting that was booked or moved that it overlaps with another one, and that it lies in a pause: they
    may meet all the same. `meetings` has one row for each pair; where there are several, with whom it is so. Two
    queries."""
    own, others = {meeting.pair_id: meeting for meeting in meetings}, near(meetings)
    found: dict[tuple[int, str], list[str]] = {}
    for pair in _with_pauses(pairs_for(request.user)).filter(pk__in=own):
        for what in _of_days(request, pair, own[pair.pk], others.get(pair.pk)):
            found.setdefault(what, []).append(pair.mentee.person.given_name)
    for (level, said), mentees in found.items():
        whom = get_text_list(sorted(set(mentees)), _("and"))
        several = _("With %(name)s: %(said)s") % {"name": whom, "said": said}
        messages.add_message(request, level, several if len(own) > 1 else said)


def tell_of_group_meetings(request, pairs: Sequence[Pair], at: datetime) -> None:
    """Say after a first meeting which meetings of the group overlap with others that these `pairs` have, as it has
    planned them, too."""
    coming: dict[tuple[datetime, str], list[PairMeeting]] = {}
    rows: Any = planned_meetings(request.user, pairs, at)
    for row in rows.filter(is_of_group=True):
        coming.setdefault((row.starts_at, row.place), []).append(row)
    told: set[frozenset[datetime]] = set()
    for (starts_at, _place), meetings in coming.items():
        for other in {row.starts_at for row in near(meetings).values()}:
            if (both := frozenset({starts_at, other})) in told:  # of two meetings of a group it is said once
                continue
            told.add(both)
            said = _("The group meets on %(when)s. There is another meeting close to it: %(other)s.")
            messages.warning(request, said % {"when": day_and_time(starts_at), "other": day_and_time(other)})


def _of_days(
    request, pair: Pair, meeting: PairMeeting, other: PairMeeting | None
) -> Iterator[tuple[int, str]]:  # fmt: skip
    """What `tell_of_days` says of `meeting` of one pair, and of the `other` one that is near; each with its level."""
    if other:
        said = _("There is another meeting close to this one: %(when)s.")
        yield messages.WARNING, said % {"when": day_and_time(other.starts_at)}
    if last := _paused_until(pair, meeting.starts_at):
        said = _("This is in your pause until %(day)s. You may meet all the same.")
        if my_membership(request.user, pair) is None:
            said = _("This is in their pause until %(day)s. They may meet all the same.")
        yield messages.INFO, said % {"day": short_day(last)}


def _book(request, pair, form, at) -> bool:
    with refusals_in(form, about=fields_about(form, pair.programme, at)):
        meeting = actions.book_meeting(
            pair=pair, starts_at=form.starts_at(), place=form.cleaned_data["place"],
            by=acting_person(request.user, pair), at=at,
        )  # fmt: skip
        messages.success(request, _("The meeting is booked."))
        tell_of_days(request, [meeting])
        return True
    return False


def fields_about(form: MeetingForm, programme: Programme, at: datetime) -> dict[type[Refused], str]:
    """A time of today that has passed is a slip in the time, one of another day a slip in the day."""
    is_today = form.cleaned_data["day"] == day_of(programme, at)
    return {actions.WrongDay: "clock" if is_today else "day", actions.TimeTaken: "clock"}


@signed_in
def move(request, pair_id, meeting_id):
    """Give a planned meeting another time or place, that of a group for all who have it."""
    pair, at = pair_of(request, pair_id), timezone.now()
    meeting, group = _meeting_to_change(request, pair, meeting_id)
    if meeting.cancelled_at is not None:
        return page_of_cancelled(request, pair, meeting)
    start = timezone.localtime(meeting.starts_at)
    now = {"day": start.date(), "clock": start.time(), "place": meeting.place}
    form = MeetingForm(request.POST or None, programme=pair.programme, initial=now)
    if request.method == "POST" and form.is_valid():
        values = {"starts_at": form.starts_at(), "place": form.cleaned_data["place"]}
        with refusals_in(form, about=fields_about(form, pair.programme, at)):
            moved = actions.move_meeting(meeting=meeting, **values, by=acting_person(request.user, pair), at=at)
            messages.success(request, _("The meeting is moved. If it stands in your calendar, add it again."))
            tell_of_days(request, rows_of(moved))
            return _back(pair, group)
    context = {**names(request, pair), "group": group, "form": form, "starts_at": start}
    return render(request, "mentoring/move.html", context, status=422 if form.is_bound else 200)


def _meeting_to_change(request, pair, meeting_id) -> tuple[PairMeeting, Group | None]:
    """A meeting of `pair` that the account may move and cancel, and the group whose meeting it is."""
    require(may_book(request.user, pair))
    rows = PairMeeting.objects.visible_to(request.user).select_related("pair")
    meeting = get_object_or_404(rows, pk=meeting_id, pair=pair)
    group = pair.group if len(rows_of(meeting)) > 1 else None
    require(may_change_meeting(request.user, pair, is_of_group=group is not None))
    return meeting, group


def _back(pair: Pair, group: Group | None):
    return redirect("mentoring:group", group.pk) if group else redirect("mentoring:meetings", pair.pk)


@signed_in
def cancellation(request, pair_id, meeting_id):
    """Look at what is cancelled and who is told, then take a planned meeting back, that of a group for all."""
    pair, at = pair_of(request, pair_id), timezone.now()
    meeting, group = _meeting_to_change(request, pair, meeting_id)
    if meeting.cancelled_at is not None:
        return page_of_cancelled(request, pair, meeting)
    if request.method == "POST":
        with refusals_told(request):
            actions.cancel_meeting(meeting=meeting, by=acting_person(request.user, pair), at=at)
            messages.success(request, _("The meeting is cancelled. Book a new one here."))
        return _back(pair, group)
    if pair.ended_on is not None:
        return _back(pair, group)  # nothing to cancel any more
    context = {**names(request, pair), "group": group, "meeting": meeting, "tells": meeting.starts_at > at}
    return render(request, "mentoring/cancellation.html", context)
