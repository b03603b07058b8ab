"""The address of one meeting, to which letters lead: of a cancelled one the page that says so."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from handslag.core.marks import signed_in
from handslag.pairs.models import Pair
from handslag.pairs.over import home_when_over
from handslag.people.models import Person
from handslag.programmes.access import acting_person

from ..access import is_mentee, may_change_meeting
from ..models import PairMeeting
from ..queries import held_with_another, rows_of, with_others
from ..removed import who_cancelled
from .pair import names, pair_of


@signed_in
@home_when_over
def meeting(request, pair_id, meeting_id):
    """A planned meeting stands in the list; a cancelled one has a page."""
    pair = pair_of(request, pair_id)
    rows = PairMeeting.objects.visible_to(request.user).filter(pair=pair)
    meeting = get_object_or_404(rows, pk=meeting_id)
    if meeting.cancelled_at is None:
        return redirect("mentoring:meetings", pair.pk)
    return page_of_cancelled(request, pair, meeting)


def page_of_cancelled(request, pair: Pair, meeting: PairMeeting) -> HttpResponse:
    """The page of a cancelled one; but a mentee who comes all the same, in another pair of the group, is led there."""
    if pair.ended_on is not None and is_mentee(request.user, pair) and (held := held_with_another(meeting)):
        return redirect("mentoring:meetings", held.pair_id)
    group = pair.group if pair.group_id and len(rows_of(meeting)) > 1 else None
    context = names(request, pair) | {
        "group": group,
        "meeting": meeting,
        "others_meet": pair.ended_on is not None and _others_meet(pair, meeting),
        "who": _in_words(request, pair, who_cancelled(meeting)),
        "may_book": pair.ended_on is None and may_change_meeting(request.user, pair, is_of_group=group is not None),
    }
    return render(request, "mentoring/cancelled.html", context)


def _others_meet(pair: Pair, meeting: PairMeeting) -> bool:
    return with_others(PairMeeting.objects.of(pair.organisation_id)).get(pk=meeting.pk).others_meet


def _in_words(request, pair: Pair, who: Person | None) -> str:
    if who is None:
        return ""
    if who == acting_person(request.user, pair):
        return _("You")
    return who.given_name if names(request, pair)["is_one_of_two"] else str(who)
