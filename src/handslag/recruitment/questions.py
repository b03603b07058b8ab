"""What a questionnaire of this room is read with: the programme's places, languages, and planned lessons."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from handslag.gatherings.models import Gathering
from handslag.programmes.models import Programme
from handslag.questionnaires.lists import context_of, lists_of
from handslag.questionnaires.models import Questionnaire
from handslag.questionnaires.schema import Choice, Context

from .models import Call


def context_at(call: Call, at: datetime, language: str) -> Context:
    """The context for reading the questionnaire of `call` at the instant `at`, for a reader of `language`."""
    return context_for(call.programme, call.questionnaire, at, language)


def context_for(programme: Programme, questionnaire: Questionnaire, at: datetime, language: str) -> Context:
    """The same where there is no call. Makes at most two queries: places, lessons."""
    zone = ZoneInfo(programme.time_zone)
    runtime = {}
    if "@training_session" in lists_of(questionnaire):
        runtime["training_session"] = _lessons(programme, zone, language)
    return context_of(programme, questionnaire, on=at.astimezone(zone).date(), language=language, **runtime)


def _lessons(programme: Programme, zone: ZoneInfo, language: str) -> Sequence[Choice]:
    """The training sessions, past ones too: an old answer keeps its words."""
    lessons = programme.gatherings.filter(kind=Gathering.Kind.TRAINING)
    with override(language), timezone.override(zone):
        return [
            Choice(
                str(lesson.pk),
                f"{lesson.title}, {date_format(timezone.localtime(lesson.starts_at), 'DATETIME_FORMAT')}",
            )
            for lesson in lessons
        ]
