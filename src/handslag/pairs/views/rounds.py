from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.errors import Refused
from handslag.outbox.previews import preview
from handslag.programmes.access import acting_person, needs
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role

from .. import actions
from ..actions import publishing
from ..board import choices_by_hand, decisions_of
from ..decided import last_number
from ..forms import LockForm
from ..gone import gone_in
from ..leaving import asked_first
from ..models import MatchingRound, Proposal
from ..readiness import Candidate, pool_of
from ..turning import texts_waiting, who_sorts_it_out
from .deciding import id_in, ids_in, open_round
from .seen import back, meanwhile, seen_in, tell_done


@needs("pair.match")
def lock(request, round_id):
    """Put two together by hand."""
    matching_round, at = open_round(request, round_id), timezone.now()
    if matching_round.published_at and request.method != "POST":
        messages.info(request, _("These pairs are published. Suggest again to begin a new round."))
        return redirect("pairs:matching", matching_round.programme_id)
    said, why_not = None, ""
    # Read before the choices: what a colleague decides in between counts as not seen.
    seen = seen_in(request) if request.method == "POST" else last_number(decisions_of(request.user, matching_round))
    if "look" in request.POST and (mentee := id_in(request.POST, "mentee")):
        chosen = f"?mentor={mentor}" if (mentor := id_in(request.POST, "mentor")) else ""
        return redirect(reverse("pairs:choice", args=[matching_round.pk, mentee]) + chosen)
    if request.method == "POST":
        said, form = request.POST, _form_of_two(request, matching_round)
        if form.is_valid():
            try:
                tell_done(request, matching_round, lambda: _lock(request, matching_round, form, at))
                return back(request, matching_round, form.chosen("mentee").pk)
            except actions.DecidedMeanwhile as refusal:
                return meanwhile(request, matching_round, refusal)
            except Refused as refusal:
                why_not = str(refusal)
    mentors, mentees, pausing = choices_by_hand(matching_round, at)
    initial = {"mentee": request.GET.get("mentee", ""), "mentor": request.GET.get("mentor", "")}
    form = LockForm(said, initial=initial, mentors=mentors, mentees=mentees)
    if why_not:
        form.refuse(why_not)
    context = {"programme": matching_round.programme, "round": matching_round, "form": form,
               "nobody": not (mentors and mentees), "look_again": _would_do(pausing, mentors, mentees),
               "pausing": asked_first(pausing), "seen": seen}  # fmt: skip
    return render(request, "pairs/lock.html", context, status=422 if form.is_bound else 200)


def _would_do(pausing: list[Candidate], mentors: list[Candidate], mentees: list[Candidate]) -> bool:
    """Whether, on each side with nobody to choose, there is somebody who could be looked for again."""
    empty = {role for role, side in ((Role.MENTOR, mentors), (Role.MENTEE, mentees)) if not side}
    return empty <= {one.membership.role for one in pausing}


def _form_of_two(request, matching_round) -> LockForm:
    """The form with the two who were posted and nobody else; whether they can be chosen is for the action to say."""
    rows = Membership.objects.visible_to(request.user).filter(programme=matching_round.programme)
    two = list(rows.filter(pk__in=ids_in(request.POST, "mentee", "mentor") or ()).select_related("person"))
    mentors, mentees = ([Candidate(one) for one in two if one.role == role] for role in (Role.MENTOR, Role.MENTEE))
    return LockForm(request.POST, mentors=mentors, mentees=mentees)


def _lock(request, matching_round, form, at) -> None:
    actions.lock(
        matching_round=matching_round, mentor=form.chosen("mentor"), mentee=form.chosen("mentee"),
        reason=form.cleaned_data["reason"], seen=seen_in(request), by=acting_person(request.user, matching_round),
        at=at,
    )  # fmt: skip


@needs("pair.match")
def publication(request, round_id):
    """First what the two of each pair will read, then make pairs of what was approved; from now on they see it."""
    matching_round = open_round(request, round_id)
    at = timezone.now()
    if request.method == "POST":
        return _publish(request, matching_round, at)
    approved = publishing.approved_of(matching_round)
    if matching_round.published_at or not approved:
        return redirect("pairs:matching", matching_round.programme_id)
    return _look(request, matching_round, approved, at)


def _look(request, matching_round: MatchingRound, approved, at, *errors: str):
    found = preview(matching_round.programme, publishing.letters_of(matching_round, approved, at))
    words_wait = bool(texts_waiting(matching_round.programme))
    pool = pool_of(matching_round.programme, day_of(matching_round.programme, at))
    context = {"programme": matching_round.programme, "round": matching_round, "approved": approved,
               "seen": " ".join(str(proposal.pk) for proposal in approved), "preview": found,
               "undecided": matching_round.proposals.filter(status=Proposal.Status.SUGGESTED).count(),
               "pausing": asked_first(publishing.pauses_in(approved)), "words_wait": words_wait,
               "gone": gone_in(approved, pool), "errors": errors}  # fmt: skip
    if words_wait:
        context |= who_sorts_it_out(request.user, matching_round.programme)
    return render(request, "pairs/publication.html", context, status=422 if errors else 200)


def _publish(request, matching_round: MatchingRound, at):
    by = acting_person(request.user, matching_round)
    try:
        pairs = actions.publish(matching_round=matching_round, seen=_seen(request), by=by, at=at)
    except actions.RoundPublished:
        _tell_published(request, matching_round)
        return redirect("pairs:pairs", matching_round.programme_id)
    except (actions.ApprovedChanged, actions.WantsNobody) as refusal:
        return _look(request, matching_round, publishing.approved_of(matching_round), at, str(refusal))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("pairs:matching", matching_round.programme_id)
    said = ngettext(
        "%(n)s pair is published. Both are asked whether they want to meet.",
        "%(n)s pairs are published. Both of each are asked whether they want to meet.",
        len(pairs),
    )
    messages.success(request, said % {"n": len(pairs)})
    return redirect("pairs:pairs", matching_round.programme_id)


def _tell_published(request, matching_round: MatchingRound) -> None:
    """Only where the pairs are those on the page was just this done before."""
    if {proposal.pk for proposal in publishing.approved_of(matching_round)} == _seen(request):
        messages.info(request, _("This was done before. Nobody gets a second message."))
    else:
        messages.warning(request, _("A colleague has published other pairs than you looked at. Look at the list."))


def _seen(request) -> set[UUID]:
    """The proposals that were on the page; what is no list of ids has shown nobody."""
    try:
        return {UUID(said) for said in request.POST.get("seen", "").split()}
    except ValueError:
        return set()
