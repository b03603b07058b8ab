"""What is said of the diaries of a meeting: to a mentor of the own one, to a supervisor of those of the group."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.dates import short_day
from handslag.mentoring.kept_pauses import keeps_pauses
from handslag.mentoring.queries import own_pairs
from handslag.people.models import Account
from handslag.programmes.access import grants
from handslag.programmes.days import day_of

from .models import PairPause, SupervisionMeeting
from .periods import diary_month
from .signals import PairFacts
from .signals.diary import is_asked, without_diary

IN, TO_COME, LATE, NOT_ASKED = "in", "to_come", "late", "not_asked"


@keeps_pauses
def all_pauses() -> QuerySet[PairPause]:
    return PairPause.objects.everywhere("joined to the pairs of the callers")


def pair_asked(pairs: Iterable[Any], due_on: date) -> Any | None:
    """Of a mentor's own `pairs` (of `own_pairs`) the one whose diary is asked for on `due_on`, as in a reminder: of
    several the one that began first; None where there is none."""
    running = sorted((pair for pair in pairs if pair.started_on), key=lambda pair: pair.started_on)
    return next((pair for pair in running if is_asked(pair.started_on, pair.agreed_pauses, due_on)), None)


def state_of_diary(pairs: Iterable[Any], due_on: date, today: date) -> str:
    """Of a mentor with these `pairs` (of `own_pairs`): one entry about any of them is enough."""
    first, last = diary_month(due_on)
    if any(pair.last_entry_on and pair.last_entry_on >= first for pair in pairs):
        return IN
    if pair_asked(pairs, due_on) is None:
        return NOT_ASKED
    return LATE if today > last else TO_COME


def own_diary(user: Account, meeting: SupervisionMeeting, at: datetime) -> str:
    """The state of the diary of `user`, a mentor in the group of `meeting`."""
    programme, mine = meeting.group.programme, {one.pk for one in grants(user).memberships}
    pairs = [pair for pair in own_pairs(user, programme, at) if pair.mentor_id in mine]
    return state_of_diary(pairs, meeting.diary_due_on, day_of(programme, at))


def diaries_in_words(meeting: SupervisionMeeting, states: list[PairFacts], today: date) -> str:
    """When the diaries of a meeting's group are due; once that day is past, how many are missing."""
    day = {"day": short_day(meeting.diary_due_on)}
    if today <= meeting.diary_due_on:
        return _("The agenda is made from the diaries. Diaries are due on %(day)s.") % day
    said = [_("The agenda is made from the diaries. Diaries were due on %(day)s.") % day]
    group = [one for one in states if one.group_id == meeting.group_id and one.due_on == meeting.diary_due_on]
    if missing := len(without_diary(group, today)):
        said.append(ngettext("%(n)s diary is missing.", "%(n)s diaries are missing.", missing) % {"n": missing})
    elif group:
        said.append(_("No diary is missing."))
    return " ".join(said)
