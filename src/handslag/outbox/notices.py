"""What is written to somebody who joins a team. Other rooms compose their own."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.people.models import Person
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role

from .actions import queue
from .letters import Letter, written_for
from .models import Message


def team_member_welcomed(membership: Membership, *, by: Person | None, at: datetime) -> None:
    """Tell somebody who is new in a team which role it is, and how to sign in."""
    programme, person = membership.programme, membership.person
    if programme is None:
        return
    with written_for(person, programme):
        said = {"role": Role(membership.role).label, "programme": programme.title}
        body = _(
            "You have a role in %(programme)s: %(role)s. Sign in with this e-mail address: a code comes by mail. "
            "On the first page you see what to do next."
        )
        letter = Letter(
            person, Message.Kind.TEAM, _("Welcome to the team"), body % said, url=reverse("desk:home"),
            once_key=f"team:{membership.pk}",
        )  # fmt: skip
    queue(programme=programme, letters=[letter], by=by, at=at)
