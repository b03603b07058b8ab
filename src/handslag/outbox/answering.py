"""Where the answer to a letter that asks is written down for somebody who was called: rooms above say so in their
`receivers.py`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from handslag.people.models import Account

from .models import Message


@dataclass(frozen=True)
class AnswerPage:
    """The page where a colleague writes down what was said, and what the link to it says."""

    url: str
    link: str


Provider = Callable[[Account, Collection[Message]], dict[UUID, AnswerPage]]
_providers: list[Provider] = []


def tells_answer_pages(provider: Provider) -> Provider:
    """Register `provider(user, messages)`: id of the message -> the page, of those that `user` may answer for. At most
    one query at any number of messages."""
    _providers.append(provider)
    return provider


def answer_pages(user: Account, messages: Collection[Message]) -> dict[UUID, AnswerPage]:
    """The pages for those of `messages` that wait for an answer."""
    return {key: page for provider in _providers for key, page in provider(user, messages).items()}
