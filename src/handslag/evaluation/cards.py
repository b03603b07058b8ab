"""How figures are shown: in per cent, with a summary sentence, and without the counts too small for the reader."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.programmes.models import Programme

from .drill import BY_MONTH
from .few import Reader, is_few, settled
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
    it, empty for readers from outside; `nothing_yet`: why there is no figure, in a sentence."""

    figure: Figure
    hidden: bool = False
    note: str = ""
    nothing_yet: str = ""

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
    def said(self) -> str:
        """The figure and its target in a sentence; a number and its sign stay on one line."""
        said = {"counted": self.counted, "percent": self.percent, "goal": round(self.target)}
        return (_("%(counted)s: %(percent)s %%. The target is %(goal)s %%.") % said).replace(" %", "\u00a0%")

    @property
    def target(self) -> float:
        return round(self.figure.target * 100, 6)

    @property
    def amif(self) -> str:
        return ", ".join(self.figure.amif)

    @property
    def state(self) -> str:
        """That of the figure; `silent` where some are due and nobody has answered; `none` where it is hidden."""
        if self.hidden:
            return "none"
        return "silent" if self.figure.value is None and self.figure.silent else self.figure.state

    @property
    def sign(self) -> str:
        """The kind of the word's badge: see ui/status.html."""
        return {"on_track": "ok", "watch": "warn", "behind": "error"}.get(self.state, "")

    @property
    def word(self) -> str:
        """The state in words."""
        if self.hidden:
            return _("Hidden: fewer than five people.")
        words = {
            "on_track": _("On track"), "watch": _("Watch"), "behind": _("Behind"), "silent": _("No answers yet"),
            "none": _("Nothing to count yet"),
        }  # fmt: skip
        return words[self.state]


def cards(
    figures: list[Figure], programme: Programme, reader: Reader, *, on: date = date.max, months: Mapping | None = None
) -> list[Card]:
    """The figures of the day `on` as cards, without those that have too few people in n or in N for `reader`.

    `months`: what was kept of the ends of months (KeptFigures), for a reader who waits.
    """
    found = []
    for figure in figures:
        least = reader.least(figure.number, programme)
        if reader.waits(figure.number):
            card = _settled_card(figure, settled(months or {}, figure.number, least), on)
        else:
            hidden = is_few(figure.numerator, figure.denominator, least)
            card = Card(figure, hidden, note="" if reader.outside or hidden else figure.note)
        is_empty = card.figure.value is None and not card.hidden
        found.append(replace(card, nothing_yet=_nothing_yet(figure, least)) if is_empty else card)
    return found


def look_first(shown: list[Card]) -> list[Card]:
    """Three at most: those that are behind, then those to watch."""
    missed = [card for card in shown if card.state in ("behind", "watch")]
    return sorted(missed, key=lambda card: card.state != "behind")[:3]


def _nothing_yet(figure: Figure, least: int) -> str:
    """Why nobody is counted: nobody is due, or those who are have not answered; how many where they are not few."""
    if not figure.silent:
        return _("Nobody is due yet.")
    if figure.silent < least:
        return _("Nobody has answered yet.")
    said = ngettext("%(n)s is due, nobody has answered yet.", "%(n)s are due, nobody has answered yet.", figure.silent)
    return said % {"n": figure.silent}


def _settled_card(figure: Figure, counts: Mapping[date, tuple[int, int]], on: date) -> Card:
    """The count that stands on the day `on` for a reader who waits; hidden where there are answers and none stands."""
    days = [day for day in counts if day <= on]
    n, total = counts[max(days)] if days else (0, 0)
    said = _("Answers are confidential. This is from the end of a month; a newer one comes when more people are in it.")
    seen = replace(figure, numerator=n, denominator=total, value=n / total if total else None)
    return Card(seen, hidden=bool(figure.denominator) and not total, note=said)


def summary(shown: list[Card]) -> str:
    """The page in one or two sentences: how many are on track, and which are behind."""
    counted = [card for card in shown if card.percent is not None]
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
