from django.contrib import messages as notes
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.programmes.access import acting_person, needs, permit, seen_programme
from handslag.programmes.days import day_of
from handslag.programmes.models import Place
from handslag.programmes.places import chosen_places
from handslag.recruitment.models import Call

from ..actions import correct
from ..settings_form import SettingsForm


@needs("programme.change")
def settings(request, programme_id):
    """Correct the name, contact, languages, places and last days to apply of a programme."""
    programme = request.programme = seen_programme(request.user, programme_id)
    permit(request.user, "programme.change", programme)
    at = timezone.now()
    today = day_of(programme, at)
    title = programme.title
    calls = Call.objects.of(programme.organisation_id).filter(programme=programme, closes_on__gte=today)
    form = SettingsForm(
        request.POST or None, programme=programme, chosen=chosen_places(programme), today=today,
        places=list(Place.objects.visible_to(request.user).filter(programme=programme)),
        calls=calls.order_by("opens_on", "role"),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        by = acting_person(request.user, programme)
        try:
            correct(programme=programme, corrections=form.corrections(), by=by, at=at)
        except Refused as refusal:
            programme.title = title  # nothing was saved
            form.add_error(None, str(refusal))
        else:
            notes.success(request, _("The settings are saved."))
            return redirect("desk:settings", programme.pk)
    context = {"programme": programme, "form": form}
    return render(request, "desk/settings.html", context, status=422 if form.errors else 200)
