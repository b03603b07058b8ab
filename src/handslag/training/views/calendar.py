from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handslag.core.calendar_files import Appointment, as_response
from handslag.programmes.access import needs
from handslag.programmes.days import zone

from ..models import Session


@needs("training.see")
@require_safe
def calendar(request, session_id):
    """A session as a calendar file."""
    sessions = Session.objects.visible_to(request.user).select_related("unit__programme", "gathering")
    session = get_object_or_404(sessions, pk=session_id)
    gathering = session.gathering
    appointment = Appointment(
        id=gathering.pk, title=_("Course"), starts_at=gathering.starts_at, minutes=gathering.minutes,
        zone=zone(session.unit.programme), place=gathering.place, link=gathering.online_link,
    )  # fmt: skip
    return as_response(appointment, at=timezone.now())
