from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from handslag.mentoring.days import day_of
from handslag.programmes.access import needs, permit
from handslag.programmes.models import Programme

from ..cards import cards, sees_totals_only, summary
from ..forms import DayForm
from ..indicators import compute


@needs("indicator.read")
def indicators(request, programme_id):
    """The ten indicators as of today, or of the day that `?on=` says."""
    programme = get_object_or_404(
        Programme.objects.visible_to(request.user).select_related("organisation"), pk=programme_id
    )
    permit(request.user, "indicator.read", programme)
    request.programme = programme
    today = day_of(programme, timezone.now())
    form = DayForm({"on": request.GET.get("on") or today.isoformat()}, today=today)
    on = form.cleaned_data["on"] if form.is_valid() else today
    outside = sees_totals_only(request.user, programme)
    shown = cards(compute(programme, on), programme, outside=outside)
    context = {
        "programme": programme, "form": form, "on": on, "cards": shown, "summary": summary(shown), "outside": outside,
        "behind": [card for card in shown if card.state == "behind"][:3],
    }  # fmt: skip
    return render(request, "evaluation/indicators.html", context, status=200 if form.is_valid() else 422)
