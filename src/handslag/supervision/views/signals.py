from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.core.encryption import text_of, unseal
from handslag.core.refusals import refusals_in
from handslag.journal.actions import record_reads
from handslag.pairs.contact import phones_of, reads_of
from handslag.pairs.models import Pair
from handslag.programmes.access import acting_person, may, needs, permit, seen_programme
from handslag.programmes.days import day_of

from .. import actions
from ..access import hears, private_codes
from ..forms import AnswerForm, PauseForm, RefusePauseForm, SnoozeForm
from ..models import PairPause, SignalNote
from ..pair_facts import AgreedPause, Gone, read_pairs
from ..queries import last_snooze_day, mentors_to_look_at, planned_within, signals_of, still_in, with_request
from ..signals import Told
from ..signals.standing import Standing
from ..signals.titles import TITLES

PAGE = 25
HISTORY = 12


@needs("diary.read")
def attention(request, programme_id):
    """The pairs of a programme that need attention, for those who are told of it; on the first page also those of
    people who have left. The journal does not name these: that somebody has left stands open on the page of the pair.
    """
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "diary.read", programme)
    request.programme, at = programme, timezone.now()
    told = hears(request.user, programme)
    which = mentors_to_look_at(programme, told)
    read = read_pairs(programme, at, private=Told.COORDINATOR in told, **which)
    found = signals_of(read, programme, day_of(programme, at), told)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    by, ids = acting_person(request.user, programme), [one.state.pair_id for one in page]
    record_reads("attention", "pairs.pair", ids, by=by, organisation=programme.organisation_id, at=at)
    left = still_in(read) if page.number == 1 else []
    context = {
        "programme": programme, "page": page, "longest_only": bool(which), "left": left, "first_left": left[:PAGE],
        "left_groups": any(one.group_id for one in left), "may_end": may(request.user, "pair.end", programme),
    }  # fmt: skip
    return render(request, "supervision/attention.html", context)


def _pair(request, pair_id) -> Pair:
    rows = with_request(Pair.objects.visible_to(request.user)).select_related(
        "programme__organisation", "mentor__person", "mentee__person"
    )
    pair = get_object_or_404(rows, pk=pair_id)
    request.programme, request.pair = pair.programme, pair
    permit(request.user, "diary.read", pair)
    return pair


@dataclass
class _State:
    """How a pair stands: the signals that the account hears of, those that were put off or answered too; the pauses;
    and who of the two has left."""

    signals: list[Standing]
    pauses: list[AgreedPause]
    snooze_until: date
    gone: Gone | None


def _state(request, pair: Pair, at) -> _State:
    told, today = hears(request.user, pair.programme), day_of(pair.programme, at)
    read = read_pairs(pair.programme, at, private=Told.COORDINATOR in told, mentor_id=pair.mentor_id)
    mine = [one for one in read if one.facts.pair_id == pair.pk]
    found = signals_of(mine, pair.programme, today, told, resting=True)
    pauses = mine[0].facts.pauses if mine else ()
    return _State(
        found[0].signals if found else [],
        mine[0].pauses if mine else [],
        last_snooze_day(pair.programme, pauses, today),
        mine[0].gone if mine else None,
    )


@needs("diary.read")
def pair(request, pair_id):
    """One pair: which signals stand, what was done before, and the pauses that the two have agreed on."""
    return _page(request, _pair(request, pair_id), timezone.now())


def _page(request, pair: Pair, at, *, code: str = "", form=None, state: _State | None = None, unsaved=None):
    """The page, with what was typed in `form`; `unsaved`: what was typed about a signal that has gone."""
    phones = phones_of(request.user, pair)  # first: their keys open the permit and the history too
    today, state = day_of(pair.programme, at), state or _state(request, pair, at)
    by = acting_person(request.user, pair)
    record_reads("attention", "pairs.pair", [pair.pk], by=by, organisation=pair.organisation_id, at=at,
                 also=reads_of(phones))  # fmt: skip
    lines = []
    for row in state.signals:
        own = form if row.found.code == code else None
        blank = SnoozeForm(today=today, most=state.snooze_until, prefix=f"s-{row.found.code}")
        lines.append({
            "row": row,
            "snooze": own if isinstance(own, SnoozeForm) else blank,
            "answer": own if isinstance(own, AnswerForm) else AnswerForm(prefix=f"a-{row.found.code}"),
            "open": type(own).__name__ if own else "",
        })  # fmt: skip
    wish: Any = pair  # with what one of the two asks for
    wanted = {"from_on": wish.wants_from, "until_on": wish.wants_until, "reason": wish.wants_why}
    if wish.wants_from is not None and not wish.wants_why:
        wanted["reason"] = PairPause.Reason.UNSAID
    pause_form = form if isinstance(form, PauseForm) else PauseForm(pair=pair, initial=wanted)
    refuse_form = form if isinstance(form, RefusePauseForm) else RefusePauseForm()
    pauses = _with_planned(pair, state.pauses, at)
    context = {
        "pair": pair, "programme": pair.programme, "lines": lines, "history": _history(request.user, pair),
        "form": form, "pause_form": pause_form, "refuse_form": refuse_form, "asked": wish.wants_from is not None,
        "wants_why": PairPause.Reason(wish.wants_why).label if wish.wants_why else "",
        "running": pair.is_running, "unsaved": unsaved, "phones": phones, "pauses": pauses[::-1], "today": today,
        "gone": state.gone, "may_end": may(request.user, "pair.end", pair),
    }  # fmt: skip
    return render(request, "supervision/pair.html", context, status=200 if form is None and unsaved is None else 422)


def _with_planned(pair: Pair, pauses: list[AgreedPause], at) -> list[AgreedPause]:
    """The pauses, each with the meetings that stand in it: a pause cancels none. One query at most."""
    if not pauses:
        return []
    rows = planned_within(pair, pauses[0].from_on, pauses[-1].until_on, at)
    days = [(day_of(pair.programme, starts), starts) for starts in rows.values_list("starts_at", flat=True)]
    return [
        replace(one, planned=tuple(starts for day, starts in days if one.from_on <= day <= one.until_on))
        for one in pauses
    ]


def _history(user, pair: Pair) -> list[dict]:
    """What was done about earlier signals of the pair, newest first."""
    rows = SignalNote.objects.visible_to(user).filter(pair=pair, answered_at__isnull=False)
    rows = rows.select_related("answered_by", "pair__mentee").order_by("-answered_at")[:HISTORY]
    return [{"note": row, "title": TITLES.get(row.code, row.code), "outcome": text_of(row, "outcome")}
            for row in unseal(rows)]  # fmt: skip


def _act(request, pair_id, code: str, form, act):
    """Do `act` with one signal that stands; where it is gone or a newer one meanwhile, say so and keep the words."""
    at = timezone.now()
    pair = _pair(request, pair_id)
    if code not in TITLES or (code in private_codes() and Told.COORDINATOR not in hears(request.user, pair.programme)):
        raise Http404
    state = _state(request, pair, at)
    row = next((row for row in state.signals if row.found.code == code), None)
    form = form(day_of(pair.programme, at), state.snooze_until)
    if row is None:
        words = next((form[name].value() for name in ("outcome", "reason") if name in form.fields), "")
        return _page(request, pair, at, state=state, unsaved=words or "")
    form.full_clean()
    if request.POST.get("key", row.found.key) != row.found.key:
        form.add_error(None, _("Something new came since you opened this page. Read it, then send again."))
    if not form.is_valid():
        return _page(request, pair, at, code=code, form=form, state=state)
    said = {"pair": pair, "code": code, "key": row.found.key, "by": acting_person(request.user, pair), "at": at}
    with refusals_in(form, about={actions.TooLong: "until"}):
        act(**said, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("supervision:pair", pair.pk)
    return _page(request, pair, at, code=code, form=form, state=state)


@needs("diary.read")
@require_POST
def snooze(request, pair_id, code):
    """Put a signal off."""
    return _act(
        request, pair_id, code,
        lambda today, most: SnoozeForm(request.POST, today=today, most=most, prefix=f"s-{code}"), actions.snooze,
    )  # fmt: skip


@needs("diary.read")
@require_POST
def answer(request, pair_id, code):
    """Say what was done about a signal."""
    return _act(
        request, pair_id, code, lambda _today, _most: AnswerForm(request.POST, prefix=f"a-{code}"), actions.answer
    )
