"""Reminders that hang on the day an application came. The applicant is answered by recruitment itself, at once."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse

from handslag.programmes.days import day_of, zone
from handslag.programmes.models import Programme
from handslag.programmes.roles import STAFF
from handslag.recruitment.models import Application

from .readers import Readers
from .rows import Occasion, Row


def occasions(programme: Programme, rows: list[Row], readers: Readers, today: date) -> Iterator[Occasion]:
    """For the team: how many applications of one day nobody has followed up. One message a day, not one for each."""
    rows = [row for row in rows if set(row.to) & STAFF]
    days = {day for row in rows for day in row.anchors(today)}
    if not days:
        return
    waiting = Application.objects.of(programme.organisation_id).filter(
        programme=programme, state=Application.State.RECEIVED,
        received_at__gte=datetime.combine(min(days), time.min, zone(programme)),
        received_at__lt=datetime.combine(max(days) + timedelta(days=1), time.min, zone(programme)),
    )  # fmt: skip
    count = Counter(day_of(programme, at) for at in waiting.values_list("received_at", flat=True))
    url = reverse("recruitment:applications", args=[programme.pk])
    for row in rows:
        for day in row.anchors(today):
            for role in row.to if count[day] else ():
                for reader in readers.persons(role):
                    yield Occasion(row, reader, f"{programme.pk.hex}:{row.due_on(day)}", url, count=count[day])
