"""Forms of a pair: they clean what was typed and never save."""

from .diary import DiaryForm
from .group_diary import GroupDiaryForm
from .intake import GroupIntakeForm, IntakeForm
from .meetings import MeetingForm
from .plan import GoalForm, GoalStatusForm, StepForm
from .signing import OwnSignatureForm, RoomSignatureForm

__all__ = [
    "DiaryForm",
    "GoalForm",
    "GoalStatusForm",
    "GroupDiaryForm",
    "GroupIntakeForm",
    "IntakeForm",
    "MeetingForm",
    "OwnSignatureForm",
    "RoomSignatureForm",
    "StepForm",
]
