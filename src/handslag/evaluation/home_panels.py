"""The indicators as they were kept at the end of the last month, small, on the homes of who reads them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import F, JSONField, Subquery, Value
from django.urls import reverse

from handslag.core.home_panels import Panel
from handslag.core.next_steps import provides_from_counts
from handslag.people.models import Account
from handslag.programmes.access import may
from handslag.programmes.models import Programme

from .cards import Card, cards
from .few import Reader, reader_of
from .indicators import Count, figure_of
from .models import KeptFigures


def questions(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    """For all who read indicators: partners and funders too, without the counts that are too small for them."""
    if not may(user, "indicator.read", programme):
        return {}
    kept, reader = (
        KeptFigures.objects.of(programme.organisation_id).filter(programme=programme),
        reader_of(user, programme),
    )
    return {
        "months": Subquery(kept.values("months")[:1], output_field=JSONField()),
        "defined": F("indicators"),  # the programme of a home is read without them
        "outside": Value(reader.outside),
        "reads_answers": Value(reader.reads_answers),
    }


@provides_from_counts(questions)
def panels(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[Panel]:
    if not found["months"]:
        return  # the first month is not over
    day = max(found["months"])
    counts = found["months"][day]
    figures = [figure_of(row, Count(*counts[row["number"]][:2])) for row in found["defined"] if row["number"] in counts]
    reader = Reader(bool(found["outside"]), bool(found["reads_answers"]))
    on = date.fromisoformat(day)
    seen = cards(figures, programme, reader, on=on, months=found["months"])
    shown = [_shown(card, day, programme) for card in seen]
    url = reverse("evaluation:indicators", args=[programme.pk])
    yield Panel(
        "evaluation/home/figures.html", {"on": on, "url": url, "figures": shown, "outside": reader.outside}, order=30
    )


def _shown(card: Card, day: str, programme: Programme) -> dict[str, Any]:
    figure = card.figure
    return {
        "number": figure.number, "title": figure.title, "percent": card.percent, "target": card.target,
        "state": card.state, "word": card.word,
        "counted": card.counted if figure.due and not card.hidden else "",
        "url": reverse("evaluation:indicator", args=[programme.pk, figure.number]) + f"?on={day}",
    }  # fmt: skip
