from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handslag.core.calendar_files import Appointment, as_response
from handslag.core.marks import signed_in
from handslag.programmes.days import zone

from ..models import PairMeeting
from ..queries import MINUTES
from .pair import pair_of


@signed_in
@require_safe
def calendar(request, pair_id, meeting_id):
    """A planned meeting of a pair as a calendar file; of a cancelled one the file that takes it out again."""
    pair = pair_of(request, pair_id)
    rows = PairMeeting.objects.visible_to(request.user).filter(pair=pair)
    meeting = get_object_or_404(rows, pk=meeting_id)
    off = meeting.cancelled_at is not None
    appointment = Appointment(
        id=meeting.pk, title=_("Meeting"), starts_at=meeting.starts_at, minutes=MINUTES, zone=zone(pair.programme),
        place=meeting.place, revision=meeting.revision + off, cancelled=off,
    )  # fmt: skip
    return as_response(appointment, at=timezone.now())
