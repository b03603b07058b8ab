"""Setting what counts in a programme's matching."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from handslag.journal.actions import record
from handslag.matching.criteria import Weights
from handslag.people.models import Person
from handslag.programmes.models import Programme

from .rounds import hold


@transaction.atomic
def weigh(*, programme: Programme, weights: Mapping[str, int], by: Person | None, at: datetime) -> None:
    """Let these weights count from the next suggestion on; what is suggested stays. Raises ProgrammeClosed, and
    ValueError where they are no weights."""
    Weights(**weights)
    hold(programme)
    before, programme.weights = programme.weights, dict(weights)
    programme.save(update_fields=["weights"])
    changed = {
        name: f"{before.get(name, '')}>{weight}" for name, weight in weights.items() if before.get(name) != weight
    }
    record(
        "matching.weigh", "programmes.programme", programme.pk, by=by, organisation=programme.organisation_id, at=at,
        detail=changed,
    )  # fmt: skip
