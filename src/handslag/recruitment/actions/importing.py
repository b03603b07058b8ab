"""Applications from a sheet, for organisations that have them in a spreadsheet or on paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.models import Programme
from handslag.questionnaires.actions import answer

from ..importing import questionnaires
from ..known import Known
from ..models import Application
from ..rows import Row
from .applying import apply


@dataclass(frozen=True)
class ImportResult:
    """`made`: the new applications; `already_there`: how many rows are persons who have applied before."""

    made: list[Application] = field(default_factory=list)
    already_there: int = 0


@transaction.atomic
def import_applications(
    *, programme: Programme, rows: Sequence[Row], by: Person | None, at: datetime,
    told: Callable[[int], None] | None = None,
) -> ImportResult:  # fmt: skip
    """Make an application of every row of `importing.read`, or of none where one fails.

    A person who has applied before for the same role (same number or address, and name) is left as he or she is, so a
    sheet may be imported again after rows were added. `told(n)` is called after the n-th row.
    """
    # One import at a time for a programme: two at once would both find nobody there.
    Programme.objects.of(programme.organisation_id).select_for_update().get(pk=programme.pk)
    forms = questionnaires(programme)
    known = Known(programme)
    made, already = [], 0
    for number, row in enumerate(rows, start=1):
        mark = known.mark(row)
        if known.has(row, mark):
            already += 1
        else:
            known.marks.add(mark)
            made.append(_make(programme, row, forms[row.role], mark, by, at))
        if told:
            told(number)
    record(
        "application.import", "programmes.programme", programme.pk, by=by, organisation=programme.organisation_id,
        at=at, detail={"made": len(made), "already_there": already},
    )  # fmt: skip
    return ImportResult(made, already)


def _make(programme, row: Row, forms, fingerprint: str, by, at) -> Application:
    first, *others = forms
    application = apply(
        programme=programme, role=row.role, questionnaire=first, answers=row.person | row.answers[first.pk],
        language=row.language, channel=row.channel, fingerprint=fingerprint, by=by, at=at,
    )  # fmt: skip
    for form in others:
        if answers := row.answers.get(form.pk):
            answer(questionnaire=form, person=application.person, answers=answers, language=row.language, by=by, at=at)
    return application
