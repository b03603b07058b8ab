from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handslag.core.calendar_files import Appointment, as_response
from handslag.core.marks import signed_in
from handslag.programmes.days import zone

from ..models import SupervisionMeeting
from .cancelled import cancelled_meeting


@signed_in
@require_safe
def calendar(request, meeting_id):
    """A meeting of a group as a calendar file; of a cancelled one the file that takes it out again."""
    rows = SupervisionMeeting.objects.visible_to(request.user).select_related("group__programme", "gathering")
    meeting = rows.filter(pk=meeting_id).first()
    return as_response(_appointment(meeting) if meeting else _cancelled(request, meeting_id), at=timezone.now())


def _appointment(meeting: SupervisionMeeting) -> Appointment:
    gathering = meeting.gathering
    return Appointment(
        id=gathering.pk, title=_("Meeting"), starts_at=gathering.starts_at, minutes=gathering.minutes,
        zone=zone(meeting.group.programme), place=gathering.place, link=gathering.online_link,
    )  # fmt: skip


def _cancelled(request, meeting_id) -> Appointment:
    meeting = cancelled_meeting(request, meeting_id)
    return Appointment(
        id=meeting.gathering, title=_("Meeting"), starts_at=meeting.starts_at, minutes=meeting.minutes,
        zone=zone(meeting.group.programme), revision=1, cancelled=True,
    )  # fmt: skip
