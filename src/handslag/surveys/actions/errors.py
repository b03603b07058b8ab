"""Why an act of this room may be refused."""

from handslag.core.errors import Refused


class NotAMember(Refused):
    """Somebody of another programme was to be asked."""


class SurveyClosed(Refused):
    """The last day to answer has passed, or the survey was closed by hand."""


class Unreadable(Refused):
    """Answers are missing or wrong."""


class WrongKind(Refused):
    """An anonymous survey invites nobody, and a confidential one takes no answers without a name."""
