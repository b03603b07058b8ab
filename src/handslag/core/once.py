"""What several parts of one page ask for is read once. The account object lives for one request, as does this."""

from collections.abc import Callable, Hashable
from typing import TypeVar

Answer = TypeVar("Answer")


def once(user: object, question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer to `question`, asked the first time with `ask` and remembered with the account object `user`."""
    remembered = user.__dict__.setdefault("_answers_of_this_request", {})
    if question not in remembered:
        remembered[question] = ask()
    return remembered[question]
