"""Who sees messages: the reader her or his own; the team that one was sent, and to whom.

Its words the team reads only where somebody has to be called and may read the matter itself (`views/calls.py`), and
that is written down.
"""

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
