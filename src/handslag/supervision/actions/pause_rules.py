"""Which days a pair can agree on as a pause."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from handslag.core.dates import short_day
from handslag.core.errors import Refused
from handslag.mentoring.pauses import ONE_DAY
from handslag.pairs.models import Pair

from ..models import PairPause
from ..queries import pause_days_most
from .signals import TooLong


class NotRunning(Refused):
    """The pair has not begun, or has ended."""


class WrongDays(Refused):
    """The days do not fit: backwards, or over another pause."""


class WrongFirstDay(WrongDays):
    """The first day does not fit: before the pair's first meeting, or in another pause."""


def refusals_of(pair: Pair, from_on: date, until_on: date, besides: PairPause | None = None) -> Iterator[Refused]:
    """All that is wrong with these days of a pause of `pair`, as a form tells it at once; `besides`: the pause that
    is being changed."""
    if not pair.is_running or pair.started_on is None:
        yield NotRunning(_("Only a pair that has begun, and has not ended, can agree on a pause."))
        return
    if from_on < pair.started_on:
        said = _("The pause begins before the first meeting of the two. They first met on %(day)s.")
        yield WrongFirstDay(said % {"day": short_day(pair.started_on)})
    if until_on < from_on:
        yield WrongDays(_("The last day comes before the first."))
        return
    latest = from_on + (pause_days_most(pair.programme) - 1) * ONE_DAY
    if until_on > latest:
        yield TooLong(_("The last day can be %(day)s at the latest.") % {"day": short_day(latest)})
    rows = PairPause.objects.of(pair.organisation_id).filter(pair=pair, from_on__lte=until_on, until_on__gte=from_on)
    other = rows.exclude(pk=besides.pk if besides else None).first()
    if other:
        said = _("There is a pause on these days already: %(first)s to %(last)s.")
        words = {"first": short_day(other.from_on), "last": short_day(other.until_on)}
        yield (WrongFirstDay if other.from_on <= from_on else WrongDays)(said % words)


def lock(pair: Pair) -> Pair:
    """Hold the pair, and so all its pauses, and see it as it is now."""
    now = Pair.objects.of(pair.organisation_id).select_for_update().get(pk=pair.pk)
    now.programme = pair.programme
    return now
