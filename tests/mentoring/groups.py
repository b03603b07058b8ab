"""What the tests of a group's meetings do with it."""

from datetime import timedelta

from handslag.mentoring import actions
from handslag.mentoring.models import PairMeeting
from handslag.outbox.models import Message
from handslag.pairs.grouping import running_in
from handslag.pairs.models import Pair
from tests.cast import NOW, TODAY

DAY = timedelta(days=1)
THEN = NOW + 3 * DAY


def pairs_of(group) -> list[Pair]:
    pairs = running_in(group)
    for pair in pairs:
        pair.programme = group.programme
    return pairs


def begin(group) -> None:
    for pair in pairs_of(group):
        pair.started_on = TODAY
        pair.save()


def meetings(group) -> list[PairMeeting]:
    return list(PairMeeting.objects.of(group.organisation_id).filter(pair__group=group))


def book(group, pairs=None, by=None, starts_at=THEN):
    pairs = pairs_of(group) if pairs is None else pairs
    return actions.book_group_meeting(pairs=pairs, starts_at=starts_at, place="Library", by=by, at=NOW)


def letters(cast) -> list[str]:
    rows = Message.objects.of(cast.organisation).filter(kind=Message.Kind.MEETING).select_related("person")
    return sorted(str(row.person) for row in rows)


def filled(group, document, **more):
    pairs = pairs_of(group)
    members = {member.pk: member for pair in pairs for member in (pair.mentor, pair.mentee)}
    return {
        "document": str(document.pk), "held_on": TODAY.isoformat(), "read_aloud": "on", "own_points": "Every Monday",
        "there": [str(pair.mentee_id) for pair in pairs], "day_1": "2026-03-09", "clock_1": "17:00", "place_1": "Cafe",
        **{f"name_{pk}": str(member.person) for pk, member in members.items()},
    } | more  # fmt: skip
