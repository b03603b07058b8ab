"""What the team does at the board, each act one post; every one comes back to the board."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from handslag.programmes.access import acting_person, needs, permit
from handslag.programmes.models import Membership

from .. import actions, decision_words
from ..models import MatchingRound, Proposal
from ..readiness import names_here
from .seen import WHOLE, at_board, back, reason_in, seen_in

# Locking is an act of its own: pairs:lock.
DECISIONS = {Proposal.Status.ACCEPTED, Proposal.Status.REFUSED, Proposal.Status.SUGGESTED}


def open_round(request, round_id) -> MatchingRound:
    """The round with this id, for those who match in its programme; 404 or 403 for others."""
    rounds = MatchingRound.objects.visible_to(request.user).select_related("programme__organisation")
    matching_round = get_object_or_404(rounds, pk=round_id)
    permit(request.user, "pair.match", matching_round.programme)
    request.programme = matching_round.programme
    return matching_round


def _how(request, matching_round) -> dict:
    """Who acts, when, and what the page had shown."""
    return {"by": acting_person(request.user, matching_round), "at": timezone.now(), "seen": seen_in(request)}


@needs("pair.match")
@require_POST
def decision(request, round_id):
    """Accept, refuse, or take a decision back."""
    matching_round, status = open_round(request, round_id), request.POST.get("status", "")
    pair = ids_in(request.POST, "mentee", "mentor")
    if "refused" in request.POST:  # a button beside others that name their mentor too
        status, pair = Proposal.Status.REFUSED, ids_in(request.POST, "mentee", "refused")
    if status not in DECISIONS or pair is None:
        return HttpResponseBadRequest()
    how = _how(request, matching_round) | {"status": status, "reason": reason_in(request)}
    answer = at_board(
        request, matching_round,
        lambda: actions.decide_on(matching_round=matching_round, pair=pair, **how),
    )  # fmt: skip
    return answer or back(request, matching_round, pair[0])


@needs("pair.match")
@require_POST
def swap(request, round_id):
    """Let two mentees exchange mentors."""
    matching_round, mentees = open_round(request, round_id), ids_in(request.POST, "mentee", "other")
    if mentees is None:
        return HttpResponseBadRequest()
    how = _how(request, matching_round) | {"reason": reason_in(request)}
    answer = at_board(
        request, matching_round, lambda: actions.swap(matching_round=matching_round, mentees=mentees, **how)
    )
    return answer or back(request, matching_round, mentees[0])


@needs("pair.match")
@require_POST
def wait(request, round_id, mentee_id):
    """Leave a mentee open, or match her again."""
    matching_round = open_round(request, round_id)
    members = Membership.objects.visible_to(request.user).filter(programme=matching_round.programme)
    mentee = get_object_or_404(members, pk=mentee_id)
    how = _how(request, matching_round) | {"reason": reason_in(request), "take_back": "again" in request.POST}
    answer = at_board(
        request, matching_round, lambda: actions.leave_open(matching_round=matching_round, mentee=mentee, **how)
    )
    return answer or back(request, matching_round, mentee_id)


@needs("pair.match")
@require_POST
def undoing(request, round_id):
    """Undo the last decision."""
    matching_round = open_round(request, round_id)

    def act():
        undone, others = actions.undo(matching_round=matching_round, **_how(request, matching_round))
        what = decision_words.line(undone, names_here(matching_round.programme)).text
        said = [_("Undone: %(what)s.") % {"what": what}]
        if not others:
            said.append(_("Nobody gets another mentor by that."))
        return " ".join(said)

    return at_board(request, matching_round, act) or back(request, matching_round, mark=WHOLE)


@needs("pair.match")
@require_POST
def acceptance(request, round_id):
    """Accept everything that is suggested and not decided."""
    matching_round = open_round(request, round_id)

    def act():
        accepted, left = actions.accept_all(
            matching_round=matching_round, suggested=request.POST.get("suggested"), **_how(request, matching_round)
        )
        said = ngettext("%(n)s pair is accepted.", "%(n)s pairs are accepted.", accepted)
        if left:
            text = ngettext(
                "%(n)s suggested pair was left out: it is not possible any more.",
                "%(n)s suggested pairs were left out: they are not possible any more.",
                left,
            )
            messages.warning(request, text % {"n": left})
        return said % {"n": accepted}

    return at_board(request, matching_round, act) or back(request, matching_round, mark=WHOLE)


def ids_in(said, one: str, other: str) -> tuple[UUID, UUID] | None:
    """The two ids that were posted under these names; None where one of them is none."""
    first, second = id_in(said, one), id_in(said, other)
    return (first, second) if first and second else None


def id_in(said, name: str) -> UUID | None:
    """The id that was posted under this name; None where it is none."""
    try:
        return UUID(said.get(name, ""))
    except ValueError:
        return None
