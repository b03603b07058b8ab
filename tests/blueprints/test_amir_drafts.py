"""Draft languages of the AMIR template: each form that somebody applies with is there whole, and nothing else is."""

import re
import tomllib
from pathlib import Path

import pytest

from handslag.desk.blueprint import Blueprint
from tests.blueprints.amir import AMIR, content, questions
from tests.blueprints.test_amir_reading import sentences

DRAFTS = ("ar", "el")
FORMS = ("mentor_application", "mentee_application")
LETTERS = {"ar": r"[\u0600-\u06ff]", "el": r"[\u0370-\u03ff\u1f00-\u1fff]"}
in_each = pytest.mark.parametrize("language", DRAFTS)


def draft(language: str, name: str) -> dict:
    return tomllib.loads((AMIR / "drafts" / language / f"{name}.toml").read_text(encoding="utf-8"))


def notice(path: Path) -> str:
    return (path / "privacy_notice.en.md" if path.name == "documents" else path / "privacy_notice.md").read_text(
        "utf-8"
    )


def tokens(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", text))


def english(node: dict) -> dict[str, str]:
    """The texts of a screen, question or choice in English."""
    return {key: said["en"] for key, said in node.items() if isinstance(said, dict) and "en" in said}


def form_texts(name: str) -> dict[tuple[str, ...], str]:
    form = content(f"questionnaires/{name}")
    found = {(key,): text for key, text in english(form).items()}
    for screen in form["screen"]:
        found |= {("screen", screen["key"], key): text for key, text in english(screen).items()}
    for question in questions(form):
        found |= {("question", question["name"], key): text for key, text in english(question).items()}
    return found


def list_texts() -> dict[tuple[str, ...], str]:
    """The choices that the two forms offer from the template's lists."""
    asked = [question for name in FORMS for question in questions(content(f"questionnaires/{name}"))]
    names = {question["list"].lstrip("@") for question in asked if "list" in question} | {"not_said"}
    rows = [(name, row) for name, rows in content("lists")["list"].items() if name in names for row in rows]
    return {(kind, name, row["code"]): text for name, row in rows for kind, text in english(row).items()}


def flat(node: dict | str, where: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    if isinstance(node, str):
        return {where: node}
    return {place: text for key, item in node.items() for place, text in flat(item, (*where, key)).items()}


SOURCES = {**dict.fromkeys(FORMS, form_texts), "lists": lambda _name: list_texts()}


@in_each
@pytest.mark.parametrize("name", SOURCES)
def test_a_draft_says_all_that_the_form_says_and_nothing_else(language, name):
    written, there = flat(draft(language, name)), SOURCES[name](name)
    assert written.keys() == there.keys()
    for place, text in there.items():
        assert tokens(written[place]) == tokens(text), place
        assert re.search(LETTERS[language], written[place]), place


@in_each
def test_the_notice_has_the_same_parts_and_names(language):
    original, written = notice(AMIR / "documents"), notice(AMIR / "drafts" / language)
    shape = [re.match(r"#* |- |", line)[0] for line in original.splitlines()]
    assert [re.match(r"#* |- |", line)[0] for line in written.splitlines()] == shape
    assert tokens(written) == tokens(original)


@in_each
def test_there_are_no_other_files(language):
    expected = {*(f"{name}.toml" for name in SOURCES), "privacy_notice.md"}
    assert {path.name for path in (AMIR / "drafts" / language).iterdir()} == expected


@in_each
def test_drafts_are_read_in_short_sentences(language):
    texts = [text for name in FORMS for text in flat(draft(language, name)).values()]
    texts += [line.lstrip("#- ") for line in notice(AMIR / "drafts" / language).splitlines() if line.strip()]
    read = [words for text in texts for words in sentences(text.replace("؟", "?").replace(";", "?"))]
    assert [" ".join(words) for words in read if len(words) > 20] == []
    assert sum(map(len, read)) / len(read) <= 12


@in_each
def test_the_template_comes_with_its_drafts(language):
    blueprint = Blueprint.named("amir")
    for form in blueprint.questionnaires:
        assert (language in form["title"]) == (form["key"] in FORMS)
    assert all(language in row["label"] for row in blueprint.lists["area"])
    assert not any(language in row["label"] for row in blueprint.lists["evidence"])
    found = [(key, title) for key, code, title, _body in blueprint.documents() if code == language]
    assert [key for key, _title in found] == ["privacy_notice"]
    assert re.search(LETTERS[language], found[0][1])
