"""What a member of the expert group is asked: to read what mentors and mentees get, and to say what should change."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language

from handslag.content.queries import shelf
from handslag.core.home_panels import Panel
from handslag.people.models import Account
from handslag.programmes.access import grants
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role
from handslag.training.queries import is_guide

EXPERT = "supervision/home/expert.html"
SHOWN = 5
IS_NEWS = timedelta(days=30)  # so long a text is marked as new or changed


def expert_panel(user: Account, programme: Programme, at: datetime) -> Panel | None:
    """For a member of the expert group: the texts, the newest first. One query; for nobody else any."""
    roles = grants(user).roles_in(programme)
    if Role.EXPERT not in roles:
        return None
    texts = [
        text for text in shelf(programme.organisation, get_language() or "en", programme.pk) if not is_guide(text.key)
    ]
    newest = sorted(texts, key=lambda text: text.made_at, reverse=True)[:SHOWN]
    context = {
        "texts": [{"document": text, "state": _state(text, programme, at)} for text in newest],
        "count": len(texts),
        "name": programme.contact_name,
        "phone": programme.contact_phone,
    }
    # Who has another role too sees first what that asks.
    return Panel(EXPERT, context, order=-1 if roles == {Role.EXPERT} else 15)


def _state(text: Any, programme: Programme, at: datetime) -> str:
    """New, changed, or nothing where it is no news. What came with the programme is new here, whatever the organisation
    read before."""
    if text.made_at < at - IS_NEWS:
        return ""
    return "changed" if text.follows and text.made_at > programme.created_at else "new"
