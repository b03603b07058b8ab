"""Draft languages of a template: texts for some of its forms, lists and documents, kept apart from the complete ones.

`drafts/ar/` holds one TOML file for each form (`[screen.KEY]`, `[question.NAME]`), `lists.toml` (a table for each
kind of text and list: `[label.area]`) and the documents as Markdown.
A text for something that is not there raises KeyError.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path


class Drafts:
    """The draft languages in the folder of a template."""

    def __init__(self, folder: Path):
        self.folders = {path.name: path for path in sorted((folder / "drafts").glob("*")) if path.is_dir()}

    def add_to_form(self, form: dict) -> dict:
        """`form` with the texts of each draft language in which all of it is written."""
        for language, texts in self._read(f"{form['key']}.toml"):
            screens = {screen["key"]: screen for screen in form["screen"]}
            questions = {row["name"]: row for screen in form["screen"] for row in screen.get("question", ())}
            _add(form, {key: texts[key] for key in ("title", "summary")}, language)
            for key, said in texts["screen"].items():
                _add(screens[key], said, language)
            for name, said in texts["question"].items():
                _add(questions[name], said, language)
        return form

    def add_to_lists(self, lists: dict[str, list[dict]]) -> dict[str, list[dict]]:
        """`lists` with the words of each draft language."""
        for language, kinds in self._read("lists.toml"):
            for kind, named in kinds.items():
                for name, words in named.items():
                    rows = {row["code"]: row for row in lists[name]}
                    for code, word in words.items():
                        _add(rows[code], {kind: word}, language)
        return lists

    def documents(self) -> Iterator[tuple[str, str, str, str]]:
        """(key, language, title, Markdown) of each document; its first line is its title."""
        for language, folder in self.folders.items():
            for path in sorted(folder.glob("*.md")):
                body = path.read_text("utf-8")
                yield path.stem, language, body.partition("\n")[0].removeprefix("# "), body

    def _read(self, name: str) -> Iterator[tuple[str, dict]]:
        for language, folder in self.folders.items():
            if (folder / name).is_file():
                yield language, tomllib.loads((folder / name).read_text("utf-8"))


def _add(node: dict, texts: dict[str, str], language: str) -> None:
    for key, text in texts.items():
        node[key][language] = text
