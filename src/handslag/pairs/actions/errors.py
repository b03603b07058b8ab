"""What the acts of this room refuse."""

from collections.abc import Sequence

from handslag.core.errors import Refused

from ..models import Decision


class NobodyToMatch(Refused):
    """There is no ready mentor with a place, or no mentee who waits."""


class RoundPublished(Refused):
    """The round is closed."""


class NotAvailable(Refused):
    """Somebody has left, is not ready or is matched already."""


class WantsNobody(NotAvailable):
    """Somebody has left, or wants nobody for now: to look again comes first."""


class NoPlaceLeft(Refused):
    """The mentor has as many mentees as places."""


class CannotBePaired(Refused):
    """A hard rule stands against the pair. Which one is never said: it may be a private one."""


class NotTheseTwo(CannotBePaired):
    """A hard rule stands against the very two that were looked at, not against another pair of the round."""


class NothingApproved(Refused):
    """There is nothing to publish."""


class ApprovedChanged(Refused):
    """Other pairs are approved than those that were looked at."""


class WrongMentors(Refused):
    """A group has one mentor or two."""


class WrongSize(Refused):
    """A group has two to eight mentees."""


class OtherLanguage(Refused):
    """Somebody does not speak the language of the group."""


class NotOneGroup(Refused):
    """A hard rule stands against the group. Which one is never said: it may be a private one."""


class NotAsked(Refused):
    """Only the two of a pair say whether they want to meet."""


class WhyNot(Refused):
    """A no has one of the reasons."""


class AnsweredMeanwhile(Refused):
    """Another answer was given since the page was made."""


class AlreadyStarted(Refused):
    """The pair had its first meeting before."""


class AlreadyEnded(Refused):
    """The pair has ended."""


class WrongDay(Refused):
    """The day lies in the future, or before the pair was."""


class DecidedMeanwhile(Refused):
    """Somebody has decided since the page was made; `decisions` are those that it did not show."""

    def __init__(self, text: str, decisions: Sequence[Decision]):
        super().__init__(text)
        self.decisions = decisions


class NothingToUndo(Refused):
    """Nothing was decided since the last suggestion."""


class TextsWait(Refused):
    """Somebody's private text has not been turned into rules."""
