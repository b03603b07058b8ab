"""Two people at one board: what a post says it saw, and what is shown where a colleague has decided meanwhile."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record_reads
from handslag.programmes.access import acting_person
from handslag.programmes.models import Membership

from .. import decision_words
from ..actions import DecidedMeanwhile
from ..actions.writing import chosen_in, rows_of
from ..contact import Phones, phones_of, reads_of
from ..decided import last_number
from ..models import Decision, MatchingRound, Pair
from ..queries import page_on_board
from ..readiness import names_here

SEEN = "seen"
MOST_DIGITS = 10
IN_SIGHT, MOST_FOLDED = 3, 10  # changes; a message travels in a cookie, which is small
WHOLE = "#ready"  # where the sum and the buttons of the whole round stand
NOTHING = -1  # no decision has this number, so that a post that does not say what it saw is asked again


def at_board(request: HttpRequest, matching_round: MatchingRound, act: Callable[[], object]) -> HttpResponse | None:
    """Do `act`. None, and what it did, or a refusal, is told on the next page; or the page for what a colleague decided
    meanwhile."""
    try:
        tell_done(request, matching_round, act)
    except DecidedMeanwhile as refusal:
        return meanwhile(request, matching_round, refusal)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return None


def tell_done(request: HttpRequest, matching_round: MatchingRound, act: Callable[[], object]) -> None:
    """Do `act`, and tell on the next page what was decided, or the sentence that it gives back, and who has another
    mentor by it: three in sight, more of them folded, and of very many how many they are."""
    before = chosen_in(rows_of(matching_round))
    said = act()
    names, last = names_here(matching_round.programme), matching_round.decisions.last()
    first = {effect["mentee"] for effect in ((last.undoes or last).effects if last else ())}
    sentence = said if isinstance(said, str) else decision_words.line(last, names).text + "." if last else ""
    changed = decision_words.changes(before, chosen_in(rows_of(matching_round)), names, first)
    text, folded = " ".join(filter(None, (sentence, *changed[:IN_SIGHT]))), changed[IN_SIGHT:]
    if not folded:
        messages.success(request, text)
        return
    context = {"text": text, "folded": folded[:MOST_FOLDED], "others": len(folded[MOST_FOLDED:])}
    messages.success(request, render_to_string("pairs/done.html", context), extra_tags="long")


def seen_in(request: HttpRequest) -> int | None:
    """The number of the last decision that the page showed; None where nothing is posted."""
    if request.method != "POST":
        return None
    said = request.POST.get(SEEN, "")
    return int(said) if said.isdecimal() and len(said) < MOST_DIGITS else NOTHING


def reason_in(request: HttpRequest) -> str:
    """The code of the reason that was chosen; "" where it is none."""
    reason = request.POST.get("reason", "")
    return reason if reason in Decision.Reason.values else ""


def meanwhile(request, matching_round: MatchingRound, refusal: DecidedMeanwhile) -> HttpResponse:
    """What the colleague did, and the same act to be asked for again: nothing was changed.

    Where all that was missed is one's own, the board as it is: a second tap asks for what the first has done.
    """
    person, names = acting_person(request.user, matching_round), names_here(matching_round.programme)
    own = person and refusal.decisions and all(d.decided_by_id == person.pk for d in refusal.decisions)
    if own and seen_in(request) != NOTHING:
        done = decision_words.some_names([decision_words.line(d, names).text for d in refusal.decisions])
        said = _("You have decided since this page was opened: %(done)s. What you pressed now was not done.")
        messages.info(request, said % {"done": done})
        return back(request, matching_round)
    posted = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    context = {
        "programme": matching_round.programme,
        "lines": [decision_words.line(decision, names) for decision in refusal.decisions],
        "fields": posted | {SEEN: str(last_number(refusal.decisions))},
        "action": request.get_full_path(),
    }
    return render(request, "pairs/meanwhile.html", context, status=409)


def back(
    request: HttpRequest, matching_round: MatchingRound, mentee: UUID | None = None, mark: str = ""
) -> HttpResponse:
    """To the board, at `mark`; or to the pair of `mentee`, on the page where it stands now. There the next press of Tab
    goes on. Where she has none, to the page that one came from."""
    page = request.GET.get("page", "")
    if mentee:
        mark, now = f"#m-{mentee}", page_on_board(matching_round, mentee)
        page = page if not now else str(now) if now > 1 else ""
    query = f"?page={page}" if page.isdecimal() else ""
    return redirect(f"{reverse('pairs:matching', args=[matching_round.programme_id])}{query}{mark}")


def seen_pair(request, pair_id: UUID) -> Pair:
    """The pair with this id, for those who see it, with its programme and both people; 404 for others."""
    pairs = Pair.objects.visible_to(request.user).select_related(
        "programme__organisation", "mentor__person", "mentee__person"
    )
    pair = get_object_or_404(pairs, pk=pair_id)
    request.programme = pair.programme
    return pair


def shown_phones(request, pair: Pair, member: Membership | None = None) -> Phones:
    """Whom the team calls (`member` alone, of the two); the reading is written down."""
    phones, by = phones_of(request.user, pair), acting_person(request.user, pair)
    phones = [(one, number) for one, number in phones if member is None or one.pk == member.person_id]
    read = [pk for _what, _kind, pk in reads_of(phones)]
    record_reads("contact", "people.person", read, by=by, organisation=pair.organisation_id, at=timezone.now())
    return phones
