"""The rows of a programme's timeline, and who reads them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from handslag.people.models import Person
from handslag.programmes.models import Programme

# A tick that did not run for a weekend is made good; what is older than that is not news any more.
LATE_DAYS = 3
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One line of the timeline: `days` after (or before, negative) `anchor`, to the roles `to`; texts by language.

    `anchor` is the key of a phase, or an event: application, session, match, intake, supervision. `late_days`: how many
    days later it may still be sent.
    """

    key: str
    anchor: str
    days: int
    to: tuple[str, ...]
    title: dict[str, str] = field(hash=False)
    text: dict[str, str] = field(hash=False)
    late_days: int = LATE_DAYS

    def due_on(self, anchored_on: date) -> date:
        return anchored_on + self.days * DAY

    def is_due(self, anchored_on: date, today: date) -> bool:
        return self.due_on(anchored_on) <= today <= self.due_on(anchored_on) + self.late_days * DAY

    def anchors(self, today: date) -> list[date]:
        """The days of the anchor for which this is due today, or a few days late."""
        return [today - (self.days + late) * DAY for late in range(self.late_days + 1)]


@dataclass(frozen=True)
class Occasion:
    """One row that is due for one reader. `what` names whose event it is, so that it is told of once.

    `count`: how many people or pairs it is about, where that is said; `more`: sentences below the text, made in the
    reader's language.
    """

    row: Row
    reader: Person
    what: str
    url: str = ""
    count: int = 0
    pairs: bool = False
    more: tuple = field(default=(), compare=False)
    expires_at: object = field(default=None, compare=False)

    @property
    def once_key(self) -> str:
        return f"remind:{self.row.key}:{self.what}:{self.reader.pk}"


def timeline(template: dict) -> dict:
    """The timeline and quiet hours of a template as a programme keeps them in its rules: phases by their keys instead
    of the template's letters."""
    phases = {phase["anchor"]: phase["key"] for phase in template["phase"] if "anchor" in phase}
    rows = [row | {"anchor": phases.get(row["anchor"], row["anchor"])} for row in template.get("reminder", [])]
    quiet = {name: hour for name, hour in template.get("reminders", {}).items() if name in ("quiet_from", "quiet_to")}
    return {"reminders": rows} | quiet


def rows_of(programme: Programme) -> list[Row]:
    """The programme's own timeline; empty where it was made without one."""
    return [
        Row(
            key=row["key"], anchor=row["anchor"], days=row["days"], to=tuple(row["to"]), title=row["title"],
            text=row["text"], late_days=row.get("late_days", LATE_DAYS),
        )
        for row in programme.rules.get("reminders", [])
    ]  # fmt: skip


def anchored(rows: Iterable[Row], *anchors: str) -> list[Row]:
    return [row for row in rows if row.anchor in anchors]
