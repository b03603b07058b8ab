"""Somebody else for one mentee."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.programmes.access import needs
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role

from ..choosing import choice_of
from ..models import Decision
from .deciding import open_round
from .seen import back


@needs("pair.match")
def choice(request, round_id, mentee_id):
    """Other mentors for one mentee, with what each costs the whole; or nobody for now."""
    matching_round = open_round(request, round_id)
    if matching_round.published_at:
        raise Http404
    found = choice_of(request.user, matching_round, str(mentee_id), timezone.now())
    if found is None:
        return _gone(request, matching_round, mentee_id)
    asked = request.GET.get("mentor", "")  # who was chosen already, by hand: stands first
    found = replace(found, options=sorted(found.options, key=lambda option: option.mentor != asked))
    context = {"programme": matching_round.programme, "round": matching_round, "choice": found,
               "mentee_id": mentee_id, "reasons": Decision.Reason.choices,
               "asked_in_vain": asked and not any(option.mentor == asked for option in found.options)
               and asked != found.mentor_id}  # fmt: skip
    return render(request, "pairs/choice.html", context)


def _gone(request, matching_round, mentee_id):
    """Back to the board, for a mentee of the programme who is not to be matched any more; 404 for anybody else."""
    mentees = Membership.objects.visible_to(request.user).filter(programme=matching_round.programme, role=Role.MENTEE)
    mentee = get_object_or_404(mentees.select_related("person"), pk=mentee_id)
    text = _("%(mentee)s has a mentor or a group by now, or has left.")
    messages.info(request, text % {"mentee": mentee.person})
    return back(request, matching_round)
