"""Doing something for many rows of which a broken one must not hold up the others."""

import logging
from collections.abc import Callable, Iterable

from handslag.programmes.models import Programme

logger = logging.getLogger(__name__)


class SomeFailed(Exception):
    """The others are done; what failed stands in the log."""


def one_by_one(programmes: Iterable[Programme], act: Callable[[Programme], int]) -> int:
    """The sum of `act` over the programmes. Raises SomeFailed at the end where it failed for one."""
    done, failed = 0, []
    for programme in programmes:
        try:
            done += act(programme)
        except Exception:
            logger.exception("It failed for the programme %s", programme.pk)
            failed.append(str(programme.pk))
    if failed:
        raise SomeFailed(f"It failed for the programmes {', '.join(failed)}.")
    return done
