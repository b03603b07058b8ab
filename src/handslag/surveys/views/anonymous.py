"""An anonymous survey: one page, no sign-in, nothing kept but the answers and the day."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from handslag.core.errors import Refused
from handslag.core.marks import public
from handslag.programmes.days import day_of
from handslag.questionnaires.forms import PageForm

from .. import actions
from ..models import Wave
from ..way import way_of


@public
@never_cache
def sheet(request, wave_id):
    """Answer without a name. Whoever has the address may, as often as they like."""
    waves = Wave.objects.everywhere("an anonymous survey is open to whoever has its address")
    wave = get_object_or_404(
        waves.select_related("questionnaire", "programme__organisation"), pk=wave_id, kind=Wave.Kind.ANONYMOUS
    )
    request.programme, at = wave.programme, timezone.now()
    if "thanks" in request.GET:
        return _show(request, wave, "thanks")
    if not wave.is_open(day_of(wave.programme, at)):
        return _show(request, wave, "closed", status=410)
    way = way_of(wave.questionnaire, {}, on=day_of(wave.programme, at), language=get_language())
    form = PageForm(way.page(""), way.context, {}, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.drop_sheet(wave=wave, answers=form.kept, at=at)
            return redirect(f"{request.path}?thanks=1")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _show(
        request, wave, "page", status=422 if form.errors else 200, form=form, way=way, page=form.page, number=1, most=1
    )


def _show(request, wave: Wave, name: str, *, status: int = 200, **more):
    programme = wave.programme
    asks = {"name": programme.contact_name, "phone": programme.contact_phone, "hours": programme.contact_hours}
    context = {
        "programme": programme, "anonymous": True, "layout": "base_applicant.html", "audience": "applicant",
        "navigation": [], "who_to_ask": asks if programme.contact_name else None,
        "title": way_of(wave.questionnaire, {}, on=timezone.localdate(), language=get_language()).title,
    }  # fmt: skip
    return render(request, f"surveys/{name}.html", context | more, status=status)
