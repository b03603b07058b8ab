from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handslag.core.calendar_files import Appointment, as_response
from handslag.programmes.access import needs
from handslag.programmes.days import zone

from ..models import Session
from .cancelled import cancelled_session


@needs("training.see")
@require_safe
def calendar(request, session_id):
    """A session as a calendar file; of a cancelled one the file that takes it out again."""
    sessions = Session.objects.visible_to(request.user).select_related("unit__programme", "gathering")
    session = sessions.filter(pk=session_id).first()
    return as_response(_appointment(session) if session else _cancelled(request, session_id), at=timezone.now())


def _appointment(session: Session) -> Appointment:
    gathering = session.gathering
    return Appointment(
        id=gathering.pk, title=_("Course"), starts_at=gathering.starts_at, minutes=gathering.minutes,
        zone=zone(session.unit.programme), place=gathering.place, link=gathering.online_link,
    )  # fmt: skip


def _cancelled(request, session_id) -> Appointment:
    session = cancelled_session(request, session_id)
    return Appointment(
        id=session.gathering, title=_("Course"), starts_at=session.starts_at, minutes=session.minutes,
        zone=zone(session.unit.programme), revision=1, cancelled=True,
    )  # fmt: skip
