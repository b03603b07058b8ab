"""How figures are shown: in per cent, with a summary sentence, and without the counts too small for the reader."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.programmes.models import Programme

from .drill import BY_MONTH
from .few import Reader, is_few
from .indicators import Figure

MOST_NAMED = 3  # indicators in the summary sentence


def in_words(number: str, n: int, total: int) -> str:
    """n and N of the indicator `number`: of whom or of what so many were reached."""
    words = {"n": n, "total": total}
    if number in BY_MONTH:
        # Translators: every month of every mentor counts by itself: 27 mentors give 48 diaries in two months.
        said = ngettext("%(n)s of %(total)s monthly diary", "%(n)s of %(total)s monthly diaries", total)
        return said % words
    return _("%(n)s of %(total)s") % words


@dataclass(frozen=True)
class Card:
    """One figure ready for the page. `hidden`: too few people behind it for this reader; `note`: what stands beside
    it, empty where a part of it would show too few."""

    figure: Figure
    hidden: bool = False
    note: str = ""

    @property
    def percent(self) -> float | None:
        """Rounded down, so that nothing reads as reached before it is."""
        value = self.figure.value
        return None if self.hidden or value is None else int(round(value * 100, 6))

    @property
    def counted(self) -> str:
        """What stands behind the per cent, in words."""
        return in_words(self.figure.number, self.figure.numerator, self.figure.denominator)

    @property
    def target(self) -> float:
        return round(self.figure.target * 100, 6)

    @property
    def amif(self) -> str:
        return ", ".join(self.figure.amif)

    @property
    def state(self) -> str:
        return "none" if self.hidden else self.figure.state


def cards(figures: list[Figure], programme: Programme, reader: Reader) -> list[Card]:
    """The figures as cards, without those that have too few people in n or in N for `reader`."""
    return [_card(figure, reader, reader.least(figure.number, programme)) for figure in figures]


def _card(figure: Figure, reader: Reader, least: int) -> Card:
    """A note goes as a whole: of mentors, mentees and both together, two counts give away the third."""
    hidden = is_few(figure.numerator, figure.denominator, least)
    few = hidden or any(is_few(n, total, least) for n, total in figure.parts)
    return Card(figure, hidden, note="" if reader.outside or few else figure.note)


def summary(shown: list[Card]) -> str:
    """The page in one or two sentences: how many are on track, and which are behind."""
    counted = [card for card in shown if card.state != "none"]
    if not counted:
        return _("Nothing can be counted yet.")
    on_track = sum(card.state == "on_track" for card in counted)
    first = ngettext(
        "%(on_track)s of %(total)s indicators that can be counted is on track.",
        "%(on_track)s of %(total)s indicators that can be counted are on track.",
        on_track,
    ) % {"on_track": on_track, "total": len(counted)}
    behind = [card.figure.title for card in counted if card.state == "behind"]
    return f"{first} {_behind(behind)}" if behind else first


def _behind(titles: list[str]) -> str:
    """Which indicators are behind, by name; of many the first, as the page lists them all."""
    named, more = "; ".join(titles[:MOST_NAMED]), len(titles) - MOST_NAMED
    if more <= 0:
        # Translators: names of indicators, such as "Pairs with a community activity", between semicolons.
        return _("Behind: %(titles)s.") % {"titles": named}
    # Translators: names of indicators between semicolons, and how many more there are.
    said = ngettext("Behind: %(titles)s; and %(more)s more.", "Behind: %(titles)s; and %(more)s more.", more)
    return said % {"titles": named, "more": more}
