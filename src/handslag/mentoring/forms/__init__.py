"""Forms of a pair: they clean what was typed and never save."""

from .diary import DiaryForm
from .group_diary import GroupDiaryForm
from .intake import IntakeForm, OwnSignatureForm, RoomSignatureForm
from .meetings import MeetingForm
from .plan import GoalForm, GoalStatusForm, StepForm

__all__ = [
    "DiaryForm",
    "GoalForm",
    "GoalStatusForm",
    "GroupDiaryForm",
    "IntakeForm",
    "MeetingForm",
    "OwnSignatureForm",
    "RoomSignatureForm",
    "StepForm",
]
