"""What counts as a meeting of a pair: met, live, and long enough (annex 9)."""

from collections.abc import Callable

from handslag.programmes.models import Programme

from .choices import coded
from .models import DiaryEntry

LEAST_MINUTES = 15
MeetingRule = Callable[[str, str, int | None], bool]


def least_minutes(programme: Programme) -> int:
    """How long live talk has to be to count as a meeting (annex 9: 15 minutes)."""
    return int(programme.diary_form.get("meeting_least_minutes", LEAST_MINUTES))


def meeting_rule(programme: Programme) -> MeetingRule:
    """`counts(what, form, minutes)`: whether a diary entry tells of a meeting. Chat alone or a few minutes is contact.

    The programme's lists are read once, so that thousands of entries cost one look each.
    """
    least = least_minutes(programme)
    live = {row.code for row in coded(programme, "meeting_form") if row.row.get("live", True)}

    def counts(what: str, form: str, minutes: int | None) -> bool:
        if what != DiaryEntry.What.MET or (minutes or 0) < least:
            return False
        return form in live if live else form != "chat"

    return counts


def counts_as_meeting(entry: DiaryEntry, programme: Programme) -> bool:
    """Whether this one entry tells of a meeting; for many use `meeting_rule`."""
    return meeting_rule(programme)(entry.what, entry.form, entry.minutes)
