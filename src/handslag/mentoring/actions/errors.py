"""Why an act of a pair may be refused, and the checks that several of the acts share."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.pairs.models import Group, Pair
from handslag.programmes.days import day_of

from ..choices import Coded
from ..models import DiaryEntry


class PairEnded(Refused):
    """The pair has ended: nothing is added to it any more."""


class NotStarted(Refused):
    """The first meeting of the pair was not held, or not signed by both."""


class IntakeHeld(Refused):
    """The pair has its agreement already."""


class AlreadySigned(Refused):
    """This person has signed already."""


class NotOfThisPair(Refused):
    """Somebody or something that does not belong to the pair."""


class WrongDay(Refused):
    """A day on which this cannot have happened, or cannot be planned."""


class DayWritten(Refused):
    """The mentor has written about this day before: `entry` is the newest one."""

    def __init__(self, text: str, entry: DiaryEntry):
        super().__init__(text)
        self.entry = entry


class MeetingOver(Refused):
    """The meeting was held or cancelled: it cannot be moved any more."""


class TimeTaken(Refused):
    """The pair meets at this time already."""


class TakenBack(Refused):
    """The entry was removed; what a device sends again does not bring it back."""


class TooLate(Refused):
    """What was written stands: the time to correct it is over."""


class GoalSettled(Refused):
    """The goal has an end, or was looked at in the final assessment: its words stand."""


class UnknownCode(Refused):
    """A choice that the programme does not offer."""


class GoalsFull(Refused):
    """As many goals are open as a pair may have at once."""


class NothingToApprove(Refused):
    """The plan has no goal, or none that came after its approval."""


def locked(pair: Pair) -> Pair:
    """The pair as it is now; two acts on the same pair, or in the same group, come one after the other."""
    hold_group(pair)
    rows = Pair.objects.of(pair.organisation_id).select_for_update(of=("self",))
    return rows.select_related("programme", "mentor", "mentee").get(pk=pair.pk)


def hold_group(pair: Pair) -> None:
    """Hold the group of `pair`, if it is in one, before any of its pairs: whoever gives a pair what the group has
    planned sees it as it is now, and two acts do not wait for each other."""
    if pair.group_id is not None:
        # Its key does not change, so a pair may be added to it meanwhile.
        Group.objects.of(pair.organisation_id).select_for_update(no_key=True).get(pk=pair.group_id)


def check_open(pair: Pair) -> None:
    if pair.ended_on is not None:
        raise PairEnded(_("This pair has ended. Nothing can be added to it."))


def check_agreed(pair: Pair) -> None:
    check_open(pair)
    if pair.agreed_at is None and pair.started_on is None:
        raise NotStarted(_("This comes when both have said that they want to meet."))


def check_running(pair: Pair) -> None:
    check_open(pair)
    if pair.started_on is None:
        raise NotStarted(_("This comes after the first meeting, when both have signed."))


def check_happened(pair: Pair, on: date, at: datetime) -> None:
    """Something that the pair did: not before it began, not in the future."""
    if on > day_of(pair.programme, at):
        raise WrongDay(_("This day has not come yet. Choose today or an earlier day."))
    if pair.started_on and on < pair.started_on:
        raise WrongDay(_("This day is before your first meeting. Choose a later day."))


def check_code(code: str, choices: list[Coded]) -> None:
    """A programme that has the list takes only what is on it."""
    if choices and code not in {choice.code for choice in choices}:
        raise UnknownCode(_("“%(code)s” is not one of the choices here.") % {"code": code})
