from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handslag.core.calendar_files import Appointment, as_response
from handslag.core.marks import signed_in
from handslag.programmes.days import zone

from ..models import SupervisionMeeting


@signed_in
@require_safe
def calendar(request, meeting_id):
    """A meeting of a group as a calendar file."""
    rows = SupervisionMeeting.objects.visible_to(request.user).select_related("group__programme", "gathering")
    meeting = get_object_or_404(rows, pk=meeting_id)
    gathering = meeting.gathering
    appointment = Appointment(
        id=gathering.pk, title=_("Meeting"), starts_at=gathering.starts_at, minutes=gathering.minutes,
        zone=zone(meeting.group.programme), place=gathering.place, link=gathering.online_link,
    )  # fmt: skip
    return as_response(appointment, at=timezone.now())
