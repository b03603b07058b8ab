"""The coded lists that the engine understands, and how a written word becomes a code.

The lists are those of the annexes (area, theme, kind, slot, cefr, sex, fmt). `not_said` may stand in every
list and means that the person would rather not say.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

NOT_SAID = "not_said"

GENDERS = ("female", "male", "other")
GENDER_WISHES = ("any", "female", "male")
LEVELS = ("none", "a1", "a2", "b1", "b2", "c1", "native")
THEMES = (
    "employment",
    "education",
    "language",
    "housing",
    "health",
    "finances",
    "social",
    "rights",
    "family",
    "digital",
    "culture",
    "wellbeing",
)
KINDS = ("cultural_translator", "language", "emotional", "advocate", "advice", "role_model")
INTERESTS = ("sport", "food", "music", "nature", "crafts", "reading", "games", "children", "other")
FORMATS = ("in_person", "online")
SLOTS = tuple(
    f"{day}_{part}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") for part in ("am", "pm", "eve")
)
# The four tiles of the short application, and the slots that each stands for.
WEEK = {
    "weekday_day": tuple(slot for slot in SLOTS[:15] if not slot.endswith("eve")),
    "weekday_eve": tuple(slot for slot in SLOTS[:15] if slot.endswith("eve")),
    "weekend_day": tuple(slot for slot in SLOTS[15:] if not slot.endswith("eve")),
    "weekend_eve": tuple(slot for slot in SLOTS[15:] if slot.endswith("eve")),
}
TRAITS = 5  # listens-talks, plans-improvises, serious-playful, direct-gentle, calm-lively
NEED_LEVELS = range(4)  # none, some, much, urgent
KNOWLEDGE_LEVELS = range(1, 5)
AGE_EXAMPLES = ("under_18", "18_30", "31_60", "over_60")


@lru_cache(10_000)
def as_code(word: str) -> str:
    """`In-person ` and `in person` are both `in_person`; accents may be letters of their own."""
    composed = unicodedata.normalize("NFC", word.strip().casefold())
    return re.sub(r"[\s\-–]+", "_", re.sub("[’‘`]", "'", composed))


def said(values: str | Iterable[str]) -> tuple[str, ...]:
    """What was said, without blanks and refusals; a single text counts as a list of one."""
    listed = (values,) if isinstance(values, str) else values
    return tuple(value for value in listed if value and value != NOT_SAID)


def age_band(code: str) -> tuple[int, int] | None:
    """Youngest and oldest age of a band such as `under_18`, `18_30` or `over_60`; None for any other text."""
    if found := re.fullmatch(r"(\d{1,3})_(\d{1,3})", code):
        youngest, oldest = int(found[1]), int(found[2])
        return (youngest, oldest) if youngest <= oldest else None
    if found := re.fullmatch(r"under_(\d{1,3})", code):
        return 0, int(found[1]) - 1
    if found := re.fullmatch(r"over_(\d{1,3})", code):
        return int(found[1]) + 1, 200
    return None
