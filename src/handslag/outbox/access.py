"""Who sees messages: the reader her or his own; the team that one was sent, and to whom, never its words."""

from django.db.models import Q

from handslag.organisations.scope import visible
from handslag.people.models import Account
from handslag.programmes.access import holds, own

from .models import ChannelChoice, Message


@visible(Message)
def messages(user: Account) -> Q:
    return holds(user, "message.see") | own(user)


@visible(ChannelChoice)
def channel_choices(user: Account) -> Q:
    return own(user)
