"""Two people at one board: what a post says it saw, and what is shown where a colleague has decided meanwhile."""

from collections.abc import Callable
from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from handslag.core.errors import Refused

from .. import decision_words
from ..actions import DecidedMeanwhile
from ..decided import last_number
from ..models import Decision, MatchingRound
from ..readiness import names_here

SEEN = "seen"


def at_board(request: HttpRequest, matching_round: MatchingRound, act: Callable[[], object]) -> HttpResponse | None:
    """Do `act`. None, and a refusal is told on the next page; or the page for what a colleague decided meanwhile."""
    try:
        act()
    except DecidedMeanwhile as refusal:
        return meanwhile(request, matching_round, refusal)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return None


def seen_in(request: HttpRequest) -> int | None:
    """The number of the last decision that the page showed; None where the post does not say."""
    with suppress(ValueError):
        return int(request.POST.get(SEEN, ""))
    return None


def reason_in(request: HttpRequest) -> str:
    """The code of the reason that was chosen; "" where it is none."""
    reason = request.POST.get("reason", "")
    return reason if reason in Decision.Reason.values else ""


def meanwhile(request: HttpRequest, matching_round: MatchingRound, refusal: DecidedMeanwhile) -> HttpResponse:
    """What the colleague did, and the same act to be asked for again: nothing was changed."""
    names = names_here(matching_round.programme)
    posted = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    context = {
        "programme": matching_round.programme,
        "lines": [decision_words.line(decision, names) for decision in refusal.decisions],
        "fields": posted | {SEEN: str(last_number(refusal.decisions))},
        "action": request.get_full_path(),
    }
    return render(request, "pairs/meanwhile.html", context, status=409)
