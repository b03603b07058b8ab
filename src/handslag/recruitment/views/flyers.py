from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from handslag.programmes.access import needs, permit
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from .. import flyers
from ..forms_flyers import FlyerForm
from ..models import Call

SQUARE = 172  # dots per inch that make 160 mm 1080 dots wide
PREVIEW = 110


@needs("application.read")
@require_safe
def index(request, programme_id):
    """Choose role, language and where the flyer will hang; look at it; take it as PDF or picture."""
    programmes = Programme.objects.visible_to(request.user).select_related("organisation")
    programme = get_object_or_404(programmes.prefetch_related("places", "partners"), pk=programme_id)
    permit(request.user, "application.read", programme)
    request.programme = programme
    calls = _calls(programme)
    if not calls:
        return render(request, "recruitment/flyers.html", {"programme": programme, "calls": calls})
    chosen = next((call for call in calls if call.slug == request.GET.get("call")), calls[0])
    chosen.programme = programme
    written = flyers.flyers(chosen)
    form = FlyerForm(request.GET, flyers=written, programme=programme)
    form.is_valid()
    flyer = next((one for one in written if one.language == form.language), None)
    context = {"programme": programme, "calls": calls, "chosen": chosen, "flyer": flyer, "form": form,
               "asked": urlencode({"from": form.channel} | ({"in": form.named} if form.named else {})),
               "is_over": chosen.closes_on < day_of(programme, timezone.now())}  # fmt: skip
    if flyer:
        link = flyers.address(chosen, flyer.language, form.channel)
        context["link"] = request.build_absolute_uri(link)
    return render(request, "recruitment/flyers.html", context, status=422 if form.errors else 200)


def _calls(programme: Programme) -> list[Call]:
    """The newest call of each role, those for mentors first."""
    newest = {call.role: call for call in programme.calls.order_by("opens_on")}
    return sorted(newest.values(), key=lambda call: call.role != "mentor")


@needs("application.read")
@require_safe
def paper(request, call, language, form):
    """A flyer as a file: `a4` and `a5` are PDF, `square` and `preview` are pictures."""
    rows = Call.objects.visible_to(request.user).select_related("programme__organisation")
    call = get_object_or_404(rows.prefetch_related("programme__places", "programme__partners"), slug=call)
    permit(request.user, "application.read", call)
    flyer = next((one for one in flyers.flyers(call, request.GET.get("in", "")) if one.language == language), None)
    if flyer is None or form not in (*flyers.SIZES, flyers.PREVIEW):
        raise Http404
    asked = {"site": request.build_absolute_uri("/").rstrip("/"),
             "channel": flyers.channel_code(request.GET.get("from", ""))}  # fmt: skip
    if form in ("a4", "a5"):
        body, kind = flyers.as_pdf(flyer, form, **asked), "pdf"
    else:
        size, dots = ("square", SQUARE) if form == "square" else ("a5", PREVIEW)
        body, kind = flyers.as_picture(flyer, size, dots_per_inch=dots, **asked), "png"
    response = HttpResponse(body, content_type="application/pdf" if kind == "pdf" else "image/png")
    name = "-".join(filter(None, ["flyer", call.slug, language, asked["channel"], form]))
    shown = "inline" if request.GET.get("look") else "attachment"
    response.headers["Content-Disposition"] = f'{shown}; filename="{name.encode("ascii", "ignore").decode()}.{kind}"'
    return response
