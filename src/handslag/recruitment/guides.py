"""The interview guide of the programme's template, as a list of questions to have beside the note."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handslag.programmes.models import Programme
from handslag.questionnaires.schema import in_language

FOLDER = Path(__file__).resolve().parent.parent / "blueprints"


@dataclass(frozen=True)
class Guide:
    """What to ask (text, hint), what to keep to, how to close, and how many minutes it takes."""

    minutes: int
    rules: list[str]
    questions: list[tuple[str, str]]
    close: str


@cache
def _written(template_key: str) -> list[dict]:
    path = FOLDER / template_key / "interviews.toml"
    if not template_key.isidentifier() or not path.is_file():
        return []
    return tomllib.loads(path.read_text(encoding="utf-8")).get("guide", [])


def guide(programme: Programme, role: str, language: str) -> Guide | None:
    """The guide for interviews with applicants for `role`; None where the template has none."""
    for written in _written(programme.template_key):
        if written.get("role") == role:
            questions = [
                (in_language(question["text"], language), in_language(question.get("hint"), language))
                for question in written.get("question", [])
            ]
            rules = [in_language(rule["text"], language) for rule in written.get("rule", [])]
            return Guide(written["minutes"], rules, questions, in_language(written.get("close"), language))
    return None
