"""The interview guide of a programme, as a list of questions to have beside the note."""

from dataclasses import dataclass

from handslag.programmes.models import Programme
from handslag.questionnaires.schema import in_language

from .models import InterviewGuide


@dataclass(frozen=True)
class Guide:
    """What to ask (text, hint), what to keep to, how to close, and how many minutes it takes."""

    minutes: int
    rules: list[str]
    questions: list[tuple[str, str]]
    close: str


def guide(programme: Programme, role: str, language: str) -> Guide | None:
    """The guide for interviews with applicants for `role`; None where the programme has none."""
    row = InterviewGuide.objects.of(programme.organisation_id).filter(programme=programme, role=role).first()
    if row is None:
        return None
    questions = [
        (in_language(question["text"], language), in_language(question.get("hint"), language))
        for question in row.written.get("question", [])
    ]
    rules = [in_language(rule["text"], language) for rule in row.written.get("rule", [])]
    return Guide(row.written["minutes"], rules, questions, in_language(row.written.get("close"), language))
