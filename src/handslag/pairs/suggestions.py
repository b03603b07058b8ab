"""How far a suggestion in the background has come, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handslag.people.models import Account
from handslag.programmes.models import Programme

from .models import MatchingRound, ScoreTable, Suggesting
from .steps import ALIVE, CHOOSING, COMPARING, EXPLAINING, READING, STEPS, WRITING

SUGGESTED = gettext_lazy("These pairs are suggested. Nobody sees them before you publish.")
MINUTE = 60


@dataclass(frozen=True)
class Step:
    """`state`: done, now or to_come."""

    text: str
    state: str


@dataclass(frozen=True)
class Progress:
    """`number`: of the step that is being done, 0 where nobody has begun. `is_silent`: nobody seems to work on it."""

    number: int
    said: str
    steps: list[Step]
    lasts: str
    is_silent: bool

    @property
    def of(self) -> int:
        return len(self.steps)

    @property
    def done(self) -> int:
        return max(0, self.number - 1)


@dataclass(frozen=True)
class Newest:
    """The suggestion of a programme that goes on, or the last that ended; they are kept for a day at least."""

    pk: UUID
    outcome: str

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def was_in_vain(self) -> bool:
        return self.outcome in (Suggesting.Outcome.REFUSED, Suggesting.Outcome.FAILED)


def newest(user: Account, programme: Programme) -> Newest | None:
    """One query."""
    rows = Suggesting.objects.visible_to(user).filter(programme=programme).order_by("-asked_at")
    found = rows.values_list("pk", "outcome").first()
    return Newest(*found) if found else None


def with_newest(rounds: QuerySet[MatchingRound]) -> Any:
    """The rounds, each with what `newest_beside` reads and whether it `is_scored`, so that a page of theirs needs no
    query for it."""
    rows = Suggesting.objects.everywhere("each round tells its own organisation")
    rows = rows.filter(programme=OuterRef("programme"), organisation=OuterRef("organisation"))
    first = rows.order_by("-asked_at")
    tables = ScoreTable.objects.everywhere("each round tells its own organisation")
    return rounds.annotate(
        is_scored=Exists(tables.filter(round=OuterRef("pk"), organisation=OuterRef("organisation"))),
        newest_id=Subquery(first.values("pk")[:1]),
        newest_outcome=Subquery(first.values("outcome")[:1]),
    )


def newest_beside(matching_round: Any) -> Newest | None:
    return Newest(matching_round.newest_id, matching_round.newest_outcome) if matching_round.newest_id else None


def progress_of(suggesting: Suggesting, at: datetime) -> Progress:
    """How far it has come by `at`."""
    step = suggesting.told.get("step")
    now = STEPS.index(step) if step in STEPS else -1
    texts = _texts(suggesting.told.get("people"))
    states = ["done" if n < now else "now" if n == now else "to_come" for n in range(len(STEPS))]
    steps = [Step(texts[code], state) for code, state in zip(STEPS, states, strict=True)]
    said = _("It begins in a moment.") if now < 0 else f"{_step(now + 1, len(STEPS))} {steps[now].text}"
    silent = at - (suggesting.told_at or suggesting.asked_at) > ALIVE
    return Progress(now + 1, said, steps, _lasts(int((at - suggesting.asked_at).total_seconds())), silent)


def _step(number: int, of: int) -> str:
    # Translators: begins a sentence such as "Step 2 of 5: Comparing everybody with everybody"
    return _("Step %(n)s of %(of)s:") % {"n": number, "of": of}


def _texts(people: int | None) -> dict[str, str]:
    many = number_format(people or 0, force_grouping=True)
    answers = ngettext("Reading the answers of %(n)s person", "Reading the answers of %(n)s people", people or 0)
    return {
        READING: answers % {"n": many} if people else _("Reading the answers"),
        COMPARING: _("Comparing everybody with everybody"),
        CHOOSING: _("Choosing the best whole set of pairs"),
        EXPLAINING: _("Finding words for why they could fit"),
        WRITING: _("Putting the pairs on the board"),
    }


def _lasts(seconds: int) -> str:
    seconds = max(0, seconds)
    if seconds < 2 * MINUTE:
        return ngettext("%(n)s second so far", "%(n)s seconds so far", seconds) % {"n": seconds}
    minutes = seconds // MINUTE
    return ngettext("%(n)s minute so far", "%(n)s minutes so far", minutes) % {"n": minutes}
