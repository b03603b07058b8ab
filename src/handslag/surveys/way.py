"""One's way through a survey: its pages, the answers so far, and what comes next."""

from dataclasses import dataclass, field
from datetime import date

from handslag.questionnaires.models import Questionnaire
from handslag.questionnaires.reading import Context, Screen, in_language
from handslag.questionnaires.schema import pages


@dataclass(frozen=True)
class Way:
    questionnaire: Questionnaire
    context: Context
    answers: dict = field(default_factory=dict)

    @property
    def title(self) -> str:
        return in_language(self.questionnaire.title, self.context.language)

    @property
    def pages(self) -> list[Screen]:
        return pages(self.questionnaire, self.context, self.answers)

    def page(self, key: str) -> Screen:
        """The page with this key; the first one where there is none."""
        found = self.pages
        return next((page for page in found if page.key == key), found[0])

    def after(self, key: str) -> Screen | None:
        """The page after this one; None after the last."""
        keys = [page.key for page in self.pages]
        following = keys.index(key) + 1
        return self.pages[following] if following < len(keys) else None

    def before(self, key: str) -> Screen | None:
        keys = [page.key for page in self.pages]
        return self.pages[keys.index(key) - 1] if keys.index(key) else None

    def step(self, key: str) -> tuple[int, int]:
        """(number of the page, how many there are)."""
        keys = [page.key for page in self.pages]
        return keys.index(key) + 1, len(keys)


def way_of(questionnaire: Questionnaire, answers: dict, *, on: date, language: str) -> Way:
    return Way(questionnaire, Context(on=on, language=language), answers)
