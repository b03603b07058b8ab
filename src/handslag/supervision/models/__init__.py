"""Groups and meetings, what people do with a signal, the agenda of a meeting, and concerns."""

from .agenda import FollowUp, Nudge, Question
from .concerns import Concern, SafeguardingLead
from .groups import CancelledMeeting, Group, GroupPlace, SupervisionMeeting
from .signals import PairPause, PauseRequest, SignalNote

__all__ = [
    "CancelledMeeting", "Concern", "FollowUp", "Group", "GroupPlace", "Nudge", "PairPause", "PauseRequest",
    "Question", "SafeguardingLead", "SignalNote", "SupervisionMeeting",
]  # fmt: skip
