"""How an indicator has moved: the ends of past months as they were kept, and the day that is looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handslag.programmes.models import Programme
from handslag.supervision.periods import ONE_DAY, first_of_month

from .few import Reader, is_few
from .indicators import COUNTS, Figure
from .queries import load

MOST_MONTHS = 12
WIDTH, HEIGHT, EDGE = 100, 28, 3


def counts_on(programme: Programme, on: date) -> dict[str, list[int]]:
    """n and N of each indicator of the programme on the day `on`, by number."""
    facts = load(programme, on)
    counted = {row["number"]: COUNTS[row["number"]](facts) for row in programme.indicators if row["number"] in COUNTS}
    return {number: [count.numerator, count.denominator] for number, count in counted.items()}


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
class Trend:
    """The points of one indicator in order of time, the last one being the day that is looked at."""

    points: tuple[Point, ...]
    target: float

    @property
    def drawn(self) -> list[tuple[float, float]]:
        """The places of the points that have a value, on a picture of WIDTH x HEIGHT."""
        days = [(point.on - self.points[0].on).days for point in self.points]
        span = days[-1] or 1
        return [
            (round(EDGE + (WIDTH - 2 * EDGE) * day / span, 1), self._height(point.value))
            for day, point in zip(days, self.points, strict=True)
            if point.value is not None
        ]

    @property
    def line(self) -> str:
        """The points for an SVG polyline."""
        return " ".join(f"{x},{y}" for x, y in self.drawn)

    @property
    def last(self) -> tuple[str, str] | None:
        """Where the last point is, as text: a template would write a comma in Swedish."""
        return (str(self.drawn[-1][0]), str(self.drawn[-1][1])) if self.drawn else None

    @property
    def height_of_target(self) -> str:
        return str(self._height(self.target))

    @property
    def is_shown(self) -> bool:
        """A line needs two points."""
        return len(self.drawn) > 1

    def _height(self, value: float) -> float:
        return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * min(value, 1), 1)


def trends(programme: Programme, figures: Iterable[Figure], on: date, reader: Reader) -> dict[str, Trend]:
    """The trend of each figure, by number, without the counts that are too small for `reader`.

    No query where the programme was fetched with its `kept_figures`.
    """
    kept = _kept(programme, on)

    def point(number: str, day: date, n: int, total: int) -> Point:
        return Point(day, n, total, is_few(n, total, reader.least(number, programme)))

    found = {}
    for figure in figures:
        past = [point(figure.number, day, *counts[figure.number]) for day, counts in kept if figure.number in counts]
        now = point(figure.number, on, figure.numerator, figure.denominator)
        found[figure.number] = Trend((*past, now), figure.target)
    return found


def kept_apart(programme: Programme, figure: Figure, on: date) -> tuple[int, int] | None:
    """n and N of `figure` as they were kept for the day `on`, where they are not what is counted for it now.

    What was written later about earlier days is in the one and not in the other.
    """
    row = getattr(programme, "kept_figures", None)
    kept = (row.months if row else {}).get(on.isoformat(), {}).get(figure.number)
    return None if kept is None or kept == [figure.numerator, figure.denominator] else (kept[0], kept[1])


def _kept(programme: Programme, on: date) -> list[tuple[date, dict]]:
    """What was kept of the months that were over before `on`, twelve at most."""
    row = getattr(programme, "kept_figures", None)
    months = [(date.fromisoformat(day), counts) for day, counts in (row.months if row else {}).items()]
    return sorted((month for month in months if month[0] < on), key=lambda month: month[0])[-MOST_MONTHS:]
