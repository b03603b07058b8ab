"""What readers from outside do not see: groups so small that somebody in them could be recognised."""

from handslag.people.models import Account

from .access import grants
from .models import Programme
from .roles import Role, roles_with

# Too few people to stay unknown, where the programme's template says nothing else.
HIDDEN_BELOW = 5


def hidden_below(programme: Programme) -> int:
    """Groups smaller than this are hidden."""
    return int(programme.rules.get("hidden_below", HIDDEN_BELOW))


def sees_totals_only(user: Account, programme: Programme) -> bool:
    """Whether `user` sees the programme from outside only: as a partner, in no role of the team."""
    inside = roles_with("indicator.read") - {Role.PARTNER}
    return not grants(user).roles_in(programme) & inside
