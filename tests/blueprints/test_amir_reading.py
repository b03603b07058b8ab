"""What mentors and mentees read in the AMIR template is short and easy (CEFR A2)."""

import re

import pytest

from tests.blueprints.amir import AMIR, FORMS, LANGUAGES, content, texts


def document_texts(name: str, language: str) -> list[str]:
    markdown = (AMIR / "documents" / f"{name}.{language}.md").read_text(encoding="utf-8")
    return [line.lstrip("#- ").replace("*", "") for line in markdown.splitlines() if line.strip()]


def participant_texts(source: str, language: str) -> list[str]:
    """What mentors and mentees read from one source: a form, choices, reminders, units, words, documents."""
    if source in ("code_of_conduct", "privacy_notice", "trauma_guide"):
        return document_texts(source, language)
    if source in ("phase", "reminder"):
        return texts(content("programme")[source], language)
    return texts(content(source), language)


def sentences(text: str) -> list[list[str]]:
    parts = re.split(r"[.!?:](?:\s+|$)", text)
    return [words for part in parts if (words := re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", part))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "source",
    [
        *FORMS,
        "lists",
        "documents/glossary",
        "units",
        "phase",
        "reminder",
        "code_of_conduct",
        "privacy_notice",
        "trauma_guide",
    ],
)
def test_participants_read_short_sentences(source, language):
    read = [words for text in participant_texts(source, language) for words in sentences(text)]
    assert [" ".join(words) for words in read if len(words) > 20] == []
    assert sum(map(len, read)) / len(read) <= 12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", [*FORMS, "reminder", "code_of_conduct", "privacy_notice"])
def test_participants_read_easy_words(source, language):
    """LIX: mean length of sentences plus the share of words over six letters. 30 is the limit."""
    read = [words for text in participant_texts(source, language) for words in sentences(text)]
    words = [word for sentence in read for word in sentence]
    lix = len(words) / len(read) + 100 * sum(len(word) > 6 for word in words) / len(words)
    assert lix <= 30
