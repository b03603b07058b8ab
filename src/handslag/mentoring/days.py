"""How long a pair goes on."""

from datetime import date, timedelta

from handslag.pairs.models import Pair
from handslag.programmes.days import day_of

YEAR = timedelta(days=365)


def planned_end(pair: Pair) -> date:
    """The last day of the programme's mentoring phase; without one, a year after the pair began (or was made)."""
    ends = [phase.ends_on for phase in pair.programme.phases.all() if phase.key == "mentoring"]
    return ends[0] if ends else (pair.started_on or day_of(pair.programme, pair.matched_at)) + YEAR
