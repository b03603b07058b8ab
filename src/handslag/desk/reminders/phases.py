"""Reminders that hang on the first day of a phase."""

from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from handslag.pairs.models import Pair
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.recruitment.models import Application

from .readers import Readers
from .rows import Occasion, Row

# Where a row leads; every other row leads home.
PAGES = {
    "flyers_out": "recruitment:applications", "decision": "recruitment:applications",
    "all_answered": "recruitment:applications", "mentee_applications_close": "recruitment:applications",
    "match": "pairs:matching", "match_last": "pairs:matching", "closing_starts": "evaluation:closing",
    "report": "evaluation:indicators",
}  # fmt: skip
# Told of by the sessions themselves: see sessions.py.
WITH_SESSIONS = {"training_invitation", "confirm_participation", *(f"unit_{number}" for number in range(1, 10))}


def occasions(programme: Programme, rows: list[Row], readers: Readers, today: date) -> Iterator[Occasion]:
    """What is due today because of a phase's first day."""
    starts = {phase.key: phase.starts_on for phase in programme.phases.all()}
    for row in rows:
        begins = starts.get(row.anchor)
        if begins is None or begins not in row.anchors(today) or row.key in WITH_SESSIONS:
            continue
        if row.key in OVER and OVER[row.key](programme):
            continue
        page = PAGES.get(row.key)
        url = reverse(page, args=[programme.pk]) if page else reverse("desk:programme", args=[programme.pk])
        for role in row.to:
            for reader in readers.persons(role):
                yield Occasion(row, reader, f"{programme.pk.hex}:{row.due_on(begins)}", url)


def _all_answered(programme: Programme) -> bool:
    rows = Application.objects.of(programme.organisation_id).filter(programme=programme)
    return not rows.filter(state__in=Application.OPEN).exists()


def _all_matched(programme: Programme) -> bool:
    running = Pair.objects.of(programme.organisation_id).filter(mentee=OuterRef("pk"), ended_on=None)
    mentees = Membership.objects.of(programme.organisation_id).filter(
        programme=programme, role=Role.MENTEE, ended_at=None
    )
    return not mentees.filter(~Exists(running)).exists()


# What makes a row pointless.
OVER: dict[str, Callable[[Programme], bool]] = {
    "decision": _all_answered, "all_answered": _all_answered, "match": _all_matched, "match_last": _all_matched,
}  # fmt: skip
