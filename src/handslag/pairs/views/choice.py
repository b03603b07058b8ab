from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from handslag.programmes.access import needs

from ..choosing import choice_of
from ..models import Decision
from .deciding import open_round


@needs("pair.match")
def choice(request, round_id, mentee_id):
    """Other mentors for one mentee, with what each costs the whole; or nobody for now."""
    matching_round = open_round(request, round_id)
    if matching_round.published_at:
        raise Http404
    found = choice_of(request.user, matching_round, str(mentee_id), timezone.now())
    if found is None:
        raise Http404
    context = {"programme": matching_round.programme, "round": matching_round, "choice": found,
               "mentee_id": mentee_id, "reasons": Decision.Reason.choices}  # fmt: skip
    return render(request, "pairs/choice.html", context)
