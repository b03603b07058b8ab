"""What letters will say, to be looked at before they are queued: one wording in one language, and who reads it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from handslag.core.languages import called, direction_of
from handslag.people.models import Person
from handslag.programmes.models import Programme

from .letters import Letter, has_address, language_of, missing_language_of


@dataclass
class Wording:
    """One text as its first reader will read it; the others get it with the names that are theirs."""

    language: str
    called: str  # the language as whoever looks at it calls it
    direction: str
    title: str
    body: str
    readers: list[Person] = field(default_factory=list)

    @property
    def others(self) -> list[Person]:
        return self.readers[1:]


@dataclass(frozen=True)
class Foreign:
    """A reader who gets the text in another language than the own one, in which there is none."""

    person: Person
    reads: str  # the languages as whoever looks at it calls them
    written: str


@dataclass
class Preview:
    """Everything that is about to be queued. `to_call`: readers without an e-mail address."""

    wordings: list[Wording]
    to_call: list[Person]
    foreign: list[Foreign]

    @property
    def count(self) -> int:
        return sum(len(wording.readers) for wording in self.wordings)


def preview(programme: Programme, letters: Iterable[Letter]) -> Preview:
    """The different texts among `letters`, by language; their persons bring the account along. Asks for nothing."""
    found: dict[tuple[str, str], Wording] = {}
    to_call: dict[object, Person] = {}
    foreign: dict[object, Foreign] = {}
    for letter in letters:
        person, code = letter.person, language_of(letter.person, programme, drafted=letter.drafted)
        if person.erased_at is not None:
            continue
        wording = found.setdefault(
            (code, letter.title),
            Wording(code, called(code), direction_of(code), letter.title, letter.body),
        )
        wording.readers.append(person)
        if not has_address(person):
            to_call[person.pk] = person
        if missing := missing_language_of(person, drafted=letter.drafted):
            foreign[person.pk] = Foreign(person, called(missing), wording.called)
    wordings = sorted(found.values(), key=lambda wording: (wording.called, wording.title))
    return Preview(wordings, list(to_call.values()), list(foreign.values()))
