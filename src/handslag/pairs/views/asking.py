"""The two of a pair say yes or no; so does a colleague for them, who has called. And whoever wants nobody for now."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in
from handslag.programmes.access import acting_person, needs, permit, seen_programme
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role

from .. import actions, wording
from ..access import my_membership, own_side
from ..endings import looked_for, what_comes
from ..forms import AnswerForm, ToldAnswerForm
from ..models import Answer, Pair
from ..over import home_when_over
from ..pair_lines import answer_of, said_before
from ..queries import languages_in_common
from ..readiness import pauses
from .seen import seen_pair, shown_phones


@signed_in
@home_when_over
def own(request, pair_id):
    """One of the two says yes or no."""
    pair = seen_pair(request, pair_id)
    mine = my_membership(request.user, pair)
    if mine is None:
        raise Http404
    return _answer(request, pair, mine, is_own=True)


@needs("pair.match")
def by_phone(request, pair_id, member_id):
    """A colleague writes down what one of the two has said."""
    pair = seen_pair(request, pair_id)
    permit(request.user, "pair.match", pair)
    member = next((one for one in (pair.mentor, pair.mentee) if one.pk == member_id), None)
    if member is None:
        raise Http404
    return _answer(request, pair, member, is_own=False)


def _answer(request, pair: Pair, member: Membership, *, is_own: bool):
    if request.method != "POST" and _is_over(pair):
        return redirect("pairs:pair", pair.pk)
    posted = request.POST if request.method == "POST" else None
    shown = answer_of(pair, member)  # before the act: what is refused shows what is there, and is asked for again
    form = AnswerForm(posted) if is_own else ToldAnswerForm(posted, name=member.person.given_name)
    if form.is_valid():
        said, reason = form.cleaned_data["said"], form.cleaned_data["reason"]
        with refusals_in(form, about={actions.WhyNot: "reason"}):
            by = acting_person(request.user, pair)
            actions.answer(pair=pair, member=member, said=said, reason=reason, by=by, at=timezone.now(),
                           seen=request.POST.get("seen", ""))  # fmt: skip
            messages.success(request, _thanks(said, reason) if is_own else _written_down(said))
            return redirect("desk:home") if is_own and said == Answer.Said.NO else redirect("pairs:pair", pair.pk)
    other = pair.mentee if member.pk == pair.mentor_id else pair.mentor
    phones = [] if is_own else shown_phones(request, pair, member)
    context = {
        "pair": pair, "programme": pair.programme, "form": form, "is_own": is_own, "member": member,
        "name": other.person.given_name, "said": said_before(shown, member, pair.programme, is_own=is_own),
        "is_yes": shown is not None and shown.said == Answer.Said.YES, "is_over": _is_over(pair),
        "seen": shown.mark if shown else "", "phones": phones,
        "spoken": wording.languages(languages_in_common(pair)),
    }  # fmt: skip
    return render(request, "pairs/answer.html", context, status=422 if form.is_bound else 200)


def _is_over(pair: Pair) -> bool:
    """Whether there is nothing to answer any more."""
    return pair.started_on is not None or pair.ended_on is not None


def _written_down(said: str) -> str:
    if said == Answer.Said.NO:
        return _("The answer is written down. The pair has ended, and the other one is told that we go on looking.")
    return _("The answer is written down.")


def _thanks(said: str, reason: str) -> str:
    if said == Answer.Said.YES:
        return _("Thank you. When both have said yes, we call you.")
    if reason == Answer.Reason.TIME:
        return _("Thank you for telling us. Tell us when you have time again.")
    return _("Thank you for telling us. We look for somebody else.")


@signed_in
def own_looking(request, programme_id):
    """A mentor or mentee who wanted nobody for now wants to meet somebody again; who is looked for already reads so."""
    programme = seen_programme(request.user, programme_id)
    member = own_side(request.user, programme)
    if member is None:
        raise Http404
    request.programme, at = programme, timezone.now()
    if request.method == "POST":
        actions.look_again(membership=member, by=acting_person(request.user, programme), at=at)
        messages.success(request, _("Thank you. We look for somebody for you."))
        return redirect("desk:home")
    context = {"programme": programme, "is_mentor": member.role == Role.MENTOR}
    context["pauses"] = pauses(programme.organisation_id).filter(membership=member).exists()
    if not context["pauses"] and not what_comes(member, looked_for(programme, [member], "", at)):
        return redirect("desk:home")  # has somebody, or cannot be matched yet: the home tells what is next
    return render(request, "pairs/own_looking.html", context)


@needs("pair.match")
@require_POST
def looking(request, member_id):
    """The team looks for somebody again for one who wanted nobody for now."""
    members = Membership.objects.visible_to(request.user).select_related("programme__organisation", "person")
    member = get_object_or_404(members.exclude(programme=None), pk=member_id)
    permit(request.user, "pair.match", member)
    actions.look_again(membership=member, by=acting_person(request.user, member), at=timezone.now())
    messages.success(request, _("We look for somebody for %(name)s again.") % {"name": member.person})
    came_from = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts=None):
        return HttpResponseRedirect(came_from)
    return redirect("pairs:readiness", member.programme_id)
