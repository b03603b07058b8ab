from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.core.encryption import text_of
from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in, refusals_told
from handslag.pairs.access import my_membership
from handslag.pairs.models import Pair
from handslag.pairs.over import home_when_over
from handslag.programmes.access import acting_person, needs, permit
from handslag.programmes.days import day_of

from .. import actions
from ..forms import AskPauseForm, PauseForm, RefusePauseForm
from ..models import PairPause, PauseRequest
from .signals import _page, _pair


def _pause(request, pause_id) -> PairPause:
    rows = PairPause.objects.visible_to(request.user).select_related(
        "pair__programme__organisation", "pair__mentor__person", "pair__mentee__person"
    )
    pause = get_object_or_404(rows, pk=pause_id)
    request.programme, request.pair = pause.pair.programme, pause.pair
    permit(request.user, "diary.read", pause.pair)
    return pause


@needs("diary.read")
@require_POST
def pause(request, pair_id):
    """Agree on days without meetings."""
    pair, at = _pair(request, pair_id), timezone.now()
    form = PauseForm(request.POST, pair=pair)
    if form.is_valid():
        with refusals_in(form, "until_on", about=form.ABOUT):
            actions.agree_pause(pair=pair, by=acting_person(request.user, pair), at=at, **form.cleaned_data)
            is_over = form.cleaned_data["until_on"] < day_of(pair.programme, at)
            waits, over = _("The pause is noted. Signals wait until it is over."), _("The pause is noted. It is over.")
            messages.success(request, over if is_over else waits)
            return redirect("supervision:pair", pair.pk)
    return _page(request, pair, at, form=form)


@needs("diary.read")
def change(request, pause_id):
    """Correct the days of a pause, or its reason."""
    pause = _pause(request, pause_id)
    now = {"from_on": pause.from_on, "until_on": pause.until_on, "reason": pause.reason}
    form = PauseForm(request.POST or None, initial=now, pair=pause.pair, besides=pause)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, "until_on", about=form.ABOUT):
            by = acting_person(request.user, pause)
            actions.change_pause(pause=pause, by=by, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The pause is changed."))
            return redirect("supervision:pair", pause.pair_id)
    context = {"pause": pause, "pair": pause.pair, "form": form}
    return render(request, "supervision/pause.html", context, status=422 if form.is_bound else 200)


@needs("diary.read")
@require_POST
def ending(request, pause_id):
    """The two meet again; or they did not want the pause after all, before it has begun."""
    pause, at = _pause(request, pause_id), timezone.now()
    has_begun = pause.from_on <= day_of(pause.pair.programme, at)
    with refusals_told(request):
        actions.end_pause(pause=pause, by=acting_person(request.user, pause), at=at)
        said = _("They meet again. Signals ask for them from today.") if has_begun else _("The pause is taken back.")
        messages.success(request, said)
    return redirect("supervision:pair", pause.pair_id)


@needs("diary.read")
@require_POST
def removal(request, pause_id):
    """A pause that is over was noted by mistake."""
    pause = _pause(request, pause_id)
    with refusals_told(request):
        actions.remove_pause(pause=pause, by=acting_person(request.user, pause), at=timezone.now())
        messages.success(request, _("The note is taken away."))
    return redirect("supervision:pair", pause.pair_id)


@signed_in
@home_when_over
def asking(request, pair_id):
    """One of the two asks for a pause, and reads what became of it."""
    pair, at = _own_pair(request, pair_id), timezone.now()
    mine = my_membership(request.user, pair)
    if mine is None:
        raise PermissionDenied
    rows = PauseRequest.objects.visible_to(request.user).filter(pair=pair, asked_by=mine)
    # Once the pair has ended, no answer about its pauses holds any more.
    latest = rows.select_related("pause", "asked_by").order_by("asked_at").last() if pair.ended_on is None else None
    today = day_of(pair.programme, at)
    form = AskPauseForm(request.POST or None, pair=pair, today=today)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, about=form.ABOUT):
            by = acting_person(request.user, pair)
            actions.ask_for_pause(pair=pair, asked_by=mine, by=by, at=at, **form.cleaned_data)
            messages.success(request, _("Thank you. We answer you soon."))
            return redirect("supervision:ask_pause", pair.pk)
    other = pair.mentee if mine.pk == pair.mentor_id else pair.mentor
    context = {
        "pair": pair, "form": form, "other": other.person.given_name, "latest": latest,
        "word": text_of(latest, "word") if latest else "", "may_ask": pair.is_running and pair.started_on,
        "today": today, "pauses": _others(pair, latest, today),
    }  # fmt: skip
    page = render(request, "supervision/ask_pause.html", context, status=422 if form.is_bound else 200)
    if request.method == "GET" and latest is not None:
        actions.see_answer(request=latest, at=at)
    return page


def _others(pair: Pair, latest: PauseRequest | None, today: date) -> list[PairPause]:
    """The agreed pauses that last or are ahead, besides the one of which the answer to `latest` tells."""
    if not pair.is_running:
        return []
    rows = PairPause.objects.of(pair.organisation_id).filter(pair=pair, until_on__gte=today)
    return list(rows.exclude(pk=latest.pause_id if latest else None))


@signed_in
@require_POST
def withdrawal(request, pair_id):
    """Who asked for a pause does not want it any more."""
    pair = _own_pair(request, pair_id)
    mine = my_membership(request.user, pair)
    if mine is None:
        raise PermissionDenied
    with refusals_told(request):
        actions.withdraw_request(
            pair=pair, asked_by=mine, by=acting_person(request.user, pair), at=timezone.now()
        )  # fmt: skip
        messages.success(request, _("You do not ask for a pause any more."))
    return redirect("supervision:ask_pause", pair.pk)


def _own_pair(request, pair_id) -> Pair:
    rows = Pair.objects.visible_to(request.user).select_related(
        "programme__organisation", "mentor__person", "mentee__person"
    )
    pair = get_object_or_404(rows, pk=pair_id)
    request.programme, request.pair = pair.programme, pair
    return pair


@needs("diary.read")
@require_POST
def refusal(request, pair_id):
    """Say no to who asks for a pause."""
    pair, at = _pair(request, pair_id), timezone.now()
    form = RefusePauseForm(request.POST)
    if form.is_valid():
        with refusals_in(form, "word"):
            by = acting_person(request.user, pair)
            actions.refuse_pause(pair=pair, word=form.cleaned_data["word"], by=by, at=at)
            messages.success(request, _("Saved. Who asked reads it."))
            return redirect("supervision:pair", pair.pk)
    return _page(request, pair, at, form=form)
