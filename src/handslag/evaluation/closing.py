"""Journey G: what is left before a programme can be closed, derived from the state of the moment and never stored."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.mentoring.models import FinalAssessment
from handslag.pairs.models import Pair
from handslag.programmes.models import Phase, Programme
from handslag.surveys.models import Invitation

from .facts import MENTEE_FINAL, MENTOR_FINAL
from .models import Certificate, Closure, Reflection

FINALS = (MENTOR_FINAL, MENTEE_FINAL)
LAST_SURVEY = 350  # days after the first meeting, where the template's rules do not say


@dataclass(frozen=True)
class Task:
    """One line of the list. `state`: done, now (can be done) or later (waits for another)."""

    text: str
    state: str
    said: str = ""
    url: str = ""

    @property
    def kind(self) -> str:
        return {"done": "ok", "now": "warn", "later": ""}[self.state]


@dataclass(frozen=True)
class State:
    """What stands of a programme that comes to its end; five queries, whatever the number of people."""

    programme: Programme
    closure: Closure | None
    reflection: Reflection | None
    pairs: int
    running: int
    unmet: int
    settled: int
    asked: int
    answered: int
    early: int
    """Pairs whose last survey has not come yet: neither ended nor met long enough."""
    certificates: int

    @property
    def is_ready(self) -> bool:
        """Whether it can be closed: everything else is advised, this is required."""
        return self.closure is None and not self.running and not self.unmet


def state_of(programme: Programme, on: date) -> State:
    organisation = programme.organisation_id
    settled = FinalAssessment.objects.of(organisation).filter(pair=OuterRef("pk")).exclude(done_at=None, not_done="")
    rows = Pair.objects.of(organisation).filter(programme=programme).exclude(end_reason=Pair.EndReason.ERROR)
    row = Programme.objects.of(organisation).select_related("closure", "reflection").get(pk=programme.pk)
    started, live = Q(started_on__isnull=False), Q(ended_on=None)
    asked_from = on - timedelta(days=int(row.rules.get("final_survey_days", LAST_SURVEY)))
    pairs = rows.annotate(is_settled=Exists(settled)).aggregate(
        pairs=Count("pk", filter=started), running=Count("pk", filter=started & live),
        unmet=Count("pk", filter=live & ~started), early=Count("pk", filter=live & ~Q(started_on__lte=asked_from)),
        settled=Count("pk", filter=started & Q(is_settled=True)),
    )  # fmt: skip
    finals = Invitation.objects.of(organisation).filter(wave__programme=programme, wave__questionnaire__key__in=FINALS)
    surveys = finals.aggregate(asked=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False)))
    return State(
        programme=programme, closure=getattr(row, "closure", None), reflection=getattr(row, "reflection", None),
        certificates=Certificate.objects.of(organisation).filter(programme=programme, revoked_at=None).count(),
        **pairs, **surveys,
    )  # fmt: skip


def closing_phase(programme: Programme) -> Phase | None:
    """The closing phase with its planned days."""
    return Phase.objects.of(programme.organisation_id).filter(programme=programme, key="closing").first()


def left_to_settle(programme: Programme):
    """The started pairs whose final look at the plan is neither done nor noted as not done."""
    settled = FinalAssessment.objects.of(programme.organisation_id).filter(pair=OuterRef("pk"))
    rows = Pair.objects.of(programme.organisation_id).filter(programme=programme).exclude(started_on=None)
    rows = rows.exclude(end_reason=Pair.EndReason.ERROR)
    return rows.exclude(Exists(settled.exclude(done_at=None, not_done=""))).select_related(
        "mentor__person", "mentee__person"
    )


def _url(name: str, programme: Programme) -> str:
    with suppress(NoReverseMatch):
        return reverse(name, args=[programme.pk])
    return ""


def _last_survey(state: State) -> Task:
    """Done when all have answered who will ever be asked: as long as a pair is too young for it, more will be."""
    every = 0 < state.asked == state.answered
    if not state.asked:
        said = _("They go out by themselves.")
    elif state.early:
        said = _("%(n)s of %(total)s so far. More are asked when their pair ends or has met long enough.")
    else:
        said = _("%(n)s of %(total)s")
    return Task(
        _("Everybody has answered the last survey"), "later" if state.early else "done" if every else "now",
        said % {"n": state.answered, "total": state.asked}, _url("surveys:surveys", state.programme),
    )  # fmt: skip


def tasks(state: State) -> Iterator[Task]:
    """The list in the order of the work."""
    programme = state.programme
    of = _("%(n)s of %(total)s")
    yield _last_survey(state)
    yield Task(
        _("Every pair has looked at its plan one last time"), "done" if state.settled == state.pairs else "now",
        of % {"n": state.settled, "total": state.pairs}, _url("evaluation:closing_pairs", programme),
    )  # fmt: skip
    yield Task(
        _("The mentors have looked back together"), "done" if state.reflection else "now", "",
        _url("evaluation:closing_reflection", programme),
    )  # fmt: skip
    left = state.running + state.unmet
    ended = ngettext("%(n)s pair has not ended", "%(n)s pairs have not ended", left) % {"n": left} if left else ""
    where = "evaluation:closing_end" if state.running else "pairs:pairs"
    yield Task(_("All pairs have ended, with thanks"), "now" if left else "done", ended, _url(where, programme))
    given = ngettext("%(n)s is issued", "%(n)s are issued", state.certificates) % {"n": state.certificates}
    yield Task(
        _("Everybody has a certificate"), "done" if state.certificates and not left else "now" if not left else "later",
        given, _url("evaluation:certificates", programme),
    )  # fmt: skip
    yield Task(_("The figures are saved for the report"), "now", "", _url("evaluation:indicators", programme))
