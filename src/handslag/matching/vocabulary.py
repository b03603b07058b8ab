"""The words that people write instead of codes, in every interface language.

Each language has a file in `words/`: list, code, words. Names of languages, countries and days are not there: the
CLDR knows them (`names.py`). The files are read when a word is met that is no code.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from handslag.matching.codes import as_code

_FOLDER = Path(__file__).parent / "words"


@cache
def interface_languages() -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


def words_of(kind: str) -> Mapping[str, str]:
    """Word, spelled as `as_code` does, to code; of the list that the files call `kind`."""
    return _lists().get(kind, {})


@cache
def _lists() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for language in interface_languages():
        table = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
        for kind, codes in table.items():
            words = found.setdefault(kind, {})
            words |= {as_code(word): code for code, listed in codes.items() for word in listed}
    return found
