from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.core.refusals import refusals_told
from handslag.programmes.access import acting_person, needs, permit

from ..actions import say_other_person, say_same_person
from ..doubles import open_doubles
from ..models import Double


@require_POST
@needs("application.decide")
def answer(request, double_id):
    """Say whether an applicant is somebody who is known already. Only who may see that person may say yes."""
    rows = Double.objects.visible_to(request.user).select_related(
        "application__programme", "application__person", "known"
    )
    double = get_object_or_404(rows, pk=double_id)
    permit(request.user, "application.decide", double.application)
    is_same = request.POST.get("answer") == Double.Answer.SAME
    if is_same and not any(
        line.name for line in open_doubles(request.user, double.application) if line.double == double
    ):
        raise PermissionDenied
    act = say_same_person if is_same else say_other_person
    with refusals_told(request):
        act(double=double, by=acting_person(request.user, double.application), at=timezone.now())
        messages.success(
            request, _("Noted. The answers now belong to the person you know.") if is_same else _("Noted.")
        )
    return redirect("recruitment:application", double.application_id)
