from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.core.refusals import refusals_in, refusals_told
from handslag.programmes.access import acting_person, needs, permit
from handslag.programmes.days import day_of

from .. import actions
from ..forms import PauseForm
from ..models import PairPause
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
            messages.success(request, _("The pause is noted. Signals wait until it is over."))
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
