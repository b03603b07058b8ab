"""Reads the AMIR template as the files have it, for the tests of its content."""

import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
AMIR = ROOT / "src" / "handslag" / "blueprints" / "amir"
LANGUAGES = ("en", "sv")
FORMS = (
    "questionnaires/mentor_application",
    "questionnaires/mentee_application",
    "questionnaires/mentee_interview",
    "diary",
)


def listed(text: str) -> list[str]:
    return text.split()


def content(name: str) -> dict:
    """A file of the template, a copy of its own for each that asks."""
    return deepcopy(_parsed(name))


@cache
def _parsed(name: str) -> dict:
    return tomllib.loads((AMIR / f"{name}.toml").read_text(encoding="utf-8"))


def questions(form: dict) -> list[dict]:
    return [question for screen in form["screen"] for question in screen["question"]]


def codes(name: str) -> list[str]:
    return [row["code"] for row in content("lists")["list"][name]]


def texts(node: object, language: str) -> list[str]:
    """Every text of one language, wherever the content keeps it."""
    if isinstance(node, list):
        return [text for item in node for text in texts(item, language)]
    if not isinstance(node, dict):
        return []
    if set(node) == set(LANGUAGES):
        found = node[language]
        return found if isinstance(found, list) else [found]
    return [text for item in node.values() for text in texts(item, language)]
