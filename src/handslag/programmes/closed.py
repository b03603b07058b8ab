"""Whether a programme is closed. A room above knows and says so here; the rooms below ask before they add something."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from handslag.core.errors import Refused

from .models import Programme

Check = Callable[[Programme], bool]
_checks: list[Check] = []


class ProgrammeClosed(Refused):
    """Nothing is added to a closed programme."""


def knows_closed(check: Check) -> Check:
    """Register `check(programme)`; one query at most."""
    _checks.append(check)
    return check


def is_closed(programme: Programme) -> bool:
    return any(check(programme) for check in _checks)


def require_open(programme: Programme) -> None:
    """Raise ProgrammeClosed where the programme is closed."""
    if is_closed(programme):
        raise ProgrammeClosed(_("This programme is closed. Nothing can be added to it."))
