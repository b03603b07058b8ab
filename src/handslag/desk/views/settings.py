from django.contrib import messages as notes
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.programmes.access import acting_person, needs, permit, seen_programme
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Place, Programme
from handslag.programmes.places import chosen_places
from handslag.programmes.roles import STAFF
from handslag.recruitment.models import Call
from handslag.supervision.access import lead_of

from ..actions import correct
from ..context import is_contact
from ..settings_form import SettingsForm


def _who_reads_concerns(programme: Programme) -> str:
    """For a contact who is not of the team, and so reads no concerns: who does. Empty where the contact is."""
    here = Membership.objects.of(programme.organisation_id).filter(Q(programme=programme) | Q(programme=None))
    team = here.filter(role__in=STAFF, ended_at=None).select_related("person")
    leads = lead_of(programme)
    if not leads or any(is_contact(member.person, programme) for member in team):
        return ""
    names = " · ".join(str(lead.person) for lead in leads)
    return _("%(contact)s is not in the team of this programme. Concerns (“%(door)s”) still go to: %(names)s.") % {
        "contact": programme.contact_name, "door": _("Something feels wrong"), "names": names,
    }  # fmt: skip


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
            if hint := _who_reads_concerns(programme):
                notes.info(request, hint)
            return redirect("desk:settings", programme.pk)
    context = {"programme": programme, "form": form}
    return render(request, "desk/settings.html", context, status=422 if form.errors else 200)
