"""How an indicator has moved: the ends of past months as they were kept, and the day that is looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi

from handslag.programmes.days import last_of_month
from handslag.programmes.models import Programme
from handslag.supervision.periods import ONE_DAY, first_of_month

from .few import Reader, is_few, settled
from .indicators import COUNTS, Figure
from .queries import load

MOST_MONTHS = 12
# Parts of the picture in per cent: room at the sides and above for words beside the dots, below for months.
SIDE, TOP, BOTTOM = 9, 26, 76
# So far apart are months that are written.
ROOM = 18


def counts_on(programme: Programme, on: date) -> dict[str, list[int]]:
    """What KeptFigures keep of each indicator of the programme on the day `on`, by number."""
    facts = load(programme, on)
    counted = {row["number"]: COUNTS[row["number"]](facts) for row in programme.indicators if row["number"] in COUNTS}
    return {
        number: [count.numerator, count.denominator, *([] if count.answered is None else [count.answered])]
        for number, count in counted.items()
    }


def ends_of_months(programme: Programme, today: date) -> list[date]:
    """The last days of the months since the programme began that are over, twelve at most."""
    found: list[date] = []
    end = first_of_month(today) - ONE_DAY
    while end >= programme.starts_on and len(found) < MOST_MONTHS:
        found.append(end)
        end = first_of_month(end) - ONE_DAY
    return found[::-1]


@dataclass(frozen=True)
class Point:
    """One day of the trend. `hidden`: too few people behind it for this reader."""

    on: date
    numerator: int
    denominator: int
    hidden: bool = False

    @property
    def value(self) -> float | None:
        return None if self.hidden or not self.denominator else self.numerator / self.denominator

    @property
    def percent(self) -> int | None:
        return None if self.value is None else int(round(self.value * 100, 6))


@dataclass(frozen=True)
class Spot:
    """A point on the picture: `x` and `y` in per cent of its width and height, as text: a template would write a comma
    in Swedish. `month`: what stands below it; empty where it would touch what stands beside it."""

    point: Point
    x: str
    y: str
    month: str = ""


@dataclass(frozen=True)
class Trend:
    """The points of one indicator in order of time, the last one being the day that is looked at."""

    points: tuple[Point, ...]
    target: float

    @cached_property
    def spots(self) -> list[Spot]:
        """The points that have a value, from where the language begins to read."""
        valued = [(point, point.value) for point in self.points if point.value is not None]
        days = [(point.on - valued[0][0].on).days for point, _value in valued]
        span, mirrored = (days[-1] if days else 0) or 1, get_language_bidi()
        found = [
            (point, SIDE + (100 - 2 * SIDE) * day / span, value)
            for day, (point, value) in zip(days, valued, strict=True)
        ]
        named = _apart([x for _point, x, _value in found])
        return [
            Spot(point, _percent(100 - x if mirrored else x), self._height(value), _month(point) if x in named else "")
            for point, x, value in found
        ]

    @property
    def lines(self) -> list[tuple[Spot, Spot]]:
        """From each spot to the next one."""
        return list(pairwise(self.spots))

    @property
    def ends(self) -> list[Spot]:
        """The two spots whose values are written beside them."""
        return [self.spots[0], self.spots[-1]]

    @property
    def height_of_target(self) -> str:
        return self._height(self.target)

    @property
    def ground(self) -> str:
        """The height of 0 per cent."""
        return self._height(0)

    @property
    def target_percent(self) -> float:
        return round(self.target * 100, 6)

    @property
    def is_shown(self) -> bool:
        """A line needs two points."""
        return len(self.spots) > 1

    def _height(self, value: float) -> str:
        return _percent(BOTTOM - (BOTTOM - TOP) * min(value, 1))


def _percent(number: float) -> str:
    return f"{number:.1f}%"


def _apart(places: list[float]) -> set[float]:
    """Of places in order those that have room for a word: the first, the last, and between them what does not touch."""
    if not places:
        return set()
    named, last = [places[0]], places[-1]
    for x in places[1:-1]:
        if last - x >= ROOM and x - named[-1] >= ROOM:
            named.append(x)
    return {*named, last}


def _month(point: Point) -> str:
    """The month that it ends, or the day."""
    return date_format(point.on, "M" if point.on == last_of_month(point.on) else "j M")


def trends(programme: Programme, figures: Iterable[Figure], on: date, reader: Reader) -> dict[str, Trend]:
    """The trend of each figure, by number, without the counts that are too small for `reader`.

    No query where the programme was fetched with its `kept_figures`.
    """
    months = kept_months(programme)

    def point(number: str, day: date, n: int, total: int) -> Point:
        return Point(day, n, total, is_few(n, total, reader.least(number, programme)))

    found = {}
    for figure in figures:
        number = figure.number
        past: Mapping[date, Sequence[int]]
        if reader.waits(number):
            past = settled(months, number, reader.least(number, programme))
        else:
            past = {date.fromisoformat(day): row[number][:2] for day, row in months.items() if number in row}
        shown = sorted((day, n, total) for day, (n, total) in past.items() if day < on)[-MOST_MONTHS:]
        now = point(number, on, figure.numerator, figure.denominator)
        found[number] = Trend((*(point(number, *row) for row in shown), now), figure.target)
    return found


def kept_apart(programme: Programme, figure: Figure, on: date) -> tuple[int, int] | None:
    """n and N of `figure` as they were kept for the day `on`, where they are not what is counted for it now.

    What was written later about earlier days is in the one and not in the other.
    """
    kept = kept_months(programme).get(on.isoformat(), {}).get(figure.number)
    return None if kept is None or kept[:2] == [figure.numerator, figure.denominator] else (kept[0], kept[1])


def kept_months(programme: Programme) -> dict[str, dict[str, list[int]]]:
    """What was kept of the months that are over: last day -> what is kept of each indicator, by number."""
    row = getattr(programme, "kept_figures", None)
    return row.months if row else {}
