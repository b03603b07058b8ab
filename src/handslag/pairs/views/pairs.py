from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in
from handslag.programmes.access import acting_person, may, needs, permit, seen_programme
from handslag.programmes.days import day_of

from .. import actions, wording
from ..access import my_membership
from ..afterwards import Searched, searched_for
from ..forms import EndingForm
from ..models import Pair
from ..over import home_when_over
from ..pair_lines import answer_lines, pair_lines
from ..queries import STATES, has_road, languages_of, left_of, published_rounds, state_of
from ..told import asked_pause, pauses_of
from .seen import seen_pair, shown_phones


@needs("pair.read")
def index(request, programme_id):
    """The pairs of a programme."""
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "pair.read", programme)
    request.programme = programme
    state = request.GET.get("state", "")
    page, rows = pair_lines(request.user, programme, state, request.GET.get("page"))
    chosen, may_match = state if state in STATES else "", may(request.user, "pair.match", programme)
    context = {"programme": programme, "page": page, "rows": rows, "chosen": chosen, "may_match": may_match}
    if may_match and not chosen:
        context["published"] = published_rounds(request.user, programme)
    return render(request, "pairs/pairs.html", context)


@signed_in
@home_when_over
def show(request, pair_id):
    """One pair: for the team in full, for the two of it what each may know of the other."""
    pair = seen_pair(request, pair_id)
    mine = my_membership(request.user, pair)
    context = {"pair": pair, "programme": pair.programme, "state": state_of(pair)}
    if context["state"] == "running":
        at = timezone.now()
        today, context["pauses"] = day_of(pair.programme, at), pauses_of(pair, at)
        context["paused_until"] = next((last for first, last in context["pauses"] if first <= today), None)
        context["pauses_ahead"] = [days for days in context["pauses"] if days[0] > today]
        context["asked_pause"] = asked_pause(request.user, pair)
    if may(request.user, "pair.read", pair):
        kind, word = wording.states()[context["state"]]
        context |= {
            "kind": kind,
            "word": word,
            "phones": shown_phones(request, pair),
            "answers": answer_lines(request.user, pair),
            "may_match": may(request.user, "pair.match", pair),
            "left": left_of(pair) if pair.ended_on is None else [],
            "searched": _searched(request, pair),
            "has_road": has_road(pair),
            "may_end": may(request.user, "pair.end", pair),
            "may_hold": may(request.user, "intake.hold", pair),
            "may_read_diary": may(request.user, "diary.read", pair),
            "may_read_plan": may(request.user, "plan.read", pair),
            "reasons": wording.reasons(pair.reasons, pair.programme) if may(request.user, "pair.match", pair) else [],
        }
        return render(request, "pairs/pair.html", context)
    other = pair.mentee if mine.pk == pair.mentor_id else pair.mentor
    context |= {
        "other": other.person.given_name,
        "spoken": wording.languages(languages_of(other)),
        "is_mentor": mine.pk == pair.mentor_id,
        "has_answered": context["state"] == "asked" and pair.answers.filter(membership=mine).exists(),
    }
    return render(request, "pairs/own_pair.html", context)


def _searched(request, pair: Pair) -> list[Searched]:
    if pair.ended_on is None or not may(request.user, "pair.match", pair):
        return []
    return searched_for(request.user, pair, timezone.now())


@needs("pair.end")
def ending(request, pair_id):
    """End a pair, with the reason as a code; both can be matched again."""
    pair = seen_pair(request, pair_id)
    permit(request.user, "pair.end", pair)
    at = timezone.now()
    posted = request.POST if request.method == "POST" else None
    form = EndingForm(posted, pair=pair, initial={"on": day_of(pair.programme, at)})
    if form.is_valid():
        clean = form.cleaned_data
        with refusals_in(form, about={actions.WrongDay: "on"}):
            actions.end(
                pair=pair, reason=clean["reason"], on=clean["on"], pausing=form.pausing(),
                by=acting_person(request.user, pair), at=at,
            )  # fmt: skip
            messages.success(request, _("The pair has ended."))
            return redirect("pairs:pair", pair.pk)
    context = {"pair": pair, "programme": pair.programme, "form": form}
    return render(request, "pairs/ending.html", context, status=422 if form.is_bound else 200)
