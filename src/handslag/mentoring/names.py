"""Whether a signature can be the name of the person who signs."""

import re
from unicodedata import combining, name, normalize


def is_name_of(typed: str, person: str) -> bool:
    """Whether `typed` shares a word with the name of `person`, whatever the capitals and accents.

    A name written in another script than the one we know (أمينة for Amina) cannot be compared, so it counts.
    """
    signed, known = _words(typed), _words(person)
    if not signed or not known:
        return bool(signed)
    return bool(signed & known) or not _scripts(signed) & _scripts(known)


def _words(text: str) -> set[str]:
    plain = "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
    return set(re.findall(r"[^\W\d_]+", plain.casefold()))


def _scripts(words: set[str]) -> set[str]:
    """The first word of each letter's name in Unicode: LATIN, ARABIC, ETHIOPIC ..."""
    return {name(letter, "").partition(" ")[0] for word in words for letter in word}
