"""Languages that are one for matching, since those who speak them understand each other.

Each goes by the code of its macrolanguage in ISO 639-3 (the mappings of SIL International, the registrar). Not every
macrolanguage is one here: see docs/matching.md.
"""

from collections.abc import Mapping

from handslag.matching.codes import LEVELS

_SPOKEN_TOGETHER = {
    "ar": "acm acq aeb afb ajp apc apd arb arq ars ary arz ayl ayn ayp",
    "no": "nb nn",
    "sh": "bs cnr hr sr",
    "sq": "aln",
    "sw": "swc",
}
ONE_FOR = {code: one for one, codes in _SPOKEN_TOGETHER.items() for code in codes.split()}
_FLUENT = LEVELS.index("native") - 0.5


def understood_as(language: str) -> str:
    """The code by which a language is compared: `no` for `nb`."""
    return ONE_FOR.get(language, language)


def as_compared(languages: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """Codes to levels; of several languages that are one the best level counts."""
    if languages.keys().isdisjoint(ONE_FOR):
        return languages
    found: dict[str, str | None] = {}
    for language, level in languages.items():
        one = understood_as(language)
        if one not in found or _how_well(level) > _how_well(found[one]):
            found[one] = level
    return found


def _how_well(level: str | None) -> float:
    """Without a level somebody is fluent, which is less than a mother tongue."""
    return LEVELS.index(level) if level in LEVELS else _FLUENT
