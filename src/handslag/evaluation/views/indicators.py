from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from handslag.programmes.access import may, needs, permit
from handslag.programmes.days import day_of, last_month_end
from handslag.programmes.models import Programme

from ..cards import Card, cards, in_words, look_first, summary
from ..certificates import closes_from
from ..drill import BY_MONTH, RHYTHM, ROWS, rows_of
from ..few import Reader, is_few, reader_of
from ..forms import DayForm
from ..indicators import Figure, compute, figures
from ..queries import load, noted_later
from ..sheets import FORMATS
from ..trend import kept_apart, kept_months, trends

PAGE = 25


@dataclass
class Looked:
    """What a reader may see of the indicators: which programme, as of which day, and as whom."""

    programme: Programme
    form: DayForm
    today: date
    on: date
    reader: Reader

    @property
    def is_closing(self) -> bool:
        begins = self.programme.closes_from  # type: ignore[attr-defined]
        return begins is not None and begins <= self.today

    def cards(self, figures: list[Figure]) -> list[Card]:
        return cards(figures, self.programme, self.reader, on=self.on, months=kept_months(self.programme))


def _look(request, programme_id) -> Looked:
    """As of today, or of the day that `?on=` says; to partners as of the end of a month."""
    programme = get_object_or_404(
        Programme.objects.visible_to(request.user)
        .select_related("organisation", "kept_figures")
        .annotate(closes_from=closes_from()),
        pk=programme_id,
    )
    permit(request.user, "indicator.read", programme)
    request.programme = programme
    today = day_of(programme, timezone.now())
    reader = reader_of(request.user, programme)
    newest = last_month_end(today) if reader.outside else today
    form = DayForm(
        {"on": request.GET.get("on") or newest.isoformat()}, began_on=min(programme.starts_on, newest), today=today,
        month_ends=reader.outside,
    )  # fmt: skip
    return Looked(programme, form, today, form.cleaned_data["on"] if form.is_valid() else newest, reader)


def _kept(looked: Looked, card: Card) -> str:
    """What a home says of this day where it is not what is counted now, unless it is too small for the reader, who
    does not wait for it either."""
    silent = card.hidden or looked.reader.waits(card.figure.number)
    kept = None if silent else kept_apart(looked.programme, card.figure, looked.on)
    if kept is None or is_few(*kept, looked.reader.least(card.figure.number, looked.programme)):
        return ""
    return in_words(card.figure.number, *kept)


def _with_trends(looked: Looked, shown: list[Card]) -> list[tuple[Card, object]]:
    found = trends(looked.programme, [card.figure for card in shown], looked.on, looked.reader)
    return [(card, found[card.figure.number]) for card in shown]


@needs("indicator.read")
def indicators(request, programme_id):
    """The ten indicators with their trend."""
    looked = _look(request, programme_id)
    shown = looked.cards(compute(looked.programme, looked.on))
    may_close = may(request.user, "programme.close", looked.programme)
    context = {
        "programme": looked.programme, "form": looked.form, "on": looked.on, "cards": shown,
        "with_trends": _with_trends(looked, shown), "summary": summary(shown), "outside": looked.reader.outside,
        "first": look_first(shown),
        "may_close": may_close, "is_closing": may_close and looked.is_closing,
    }  # fmt: skip
    return render(request, "evaluation/indicators.html", context, status=200 if looked.form.is_valid() else 422)


@needs("indicator.read")
def indicator(request, programme_id, number):
    """One indicator: its definition, its trend as a table, and who counts and who is missing, for the team."""
    looked = _look(request, programme_id)
    facts = load(looked.programme, looked.on)
    names = number in ROWS and may(request.user, "pair.read", looked.programme)
    if names and number == RHYTHM:
        facts = replace(facts, noted=noted_later(looked.programme, looked.on))
    shown = looked.cards(figures(looked.programme, facts))
    mine = next((card for card in shown if card.figure.number == number), None)
    if mine is None:
        raise Http404
    [(card, trend)] = _with_trends(looked, [mine])
    context = {
        "programme": looked.programme, "card": card, "trend": trend, "on": looked.on, "outside": looked.reader.outside,
        "names": names, "by_month": number in BY_MONTH, "form": looked.form, "kept": _kept(looked, card),
    }  # fmt: skip
    if names:
        page = Paginator(rows_of(number, facts), PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "lines": _named(page, facts.names)}
    return render(request, "evaluation/indicator.html", context, status=200 if looked.form.is_valid() else 422)


def _named(rows, names: Mapping) -> list[dict]:
    """The rows of one page with the names of their people."""
    return [
        {
            "row": row, "names": [names[pk] for pk in row.persons if pk in names],
            "ask": names.get(row.ask, "") if row.state == "missing" else "",
        }
        for row in rows
    ]  # fmt: skip


@needs("indicator.read")
def download(request, programme_id, sheet):
    """The figures as a sheet."""
    looked = _look(request, programme_id)
    if sheet not in FORMATS or not looked.form.is_valid():
        raise Http404
    write, content_type = FORMATS[sheet]
    shown = looked.cards(compute(looked.programme, looked.on))
    name = f"{looked.programme.slug}-indicators-{looked.on.isoformat()}.{sheet}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(shown, looked.on), content_type=content_type, headers=headers)
