"""The coded lists and the diary's wording of a programme: copies of its template that the team may adjust."""

from dataclasses import dataclass, field

from django.utils.translation import get_language

from handslag.programmes.models import Programme

# The diary's questions and the lists that they choose from; a programme's own diary form may name others.
LISTS = {
    "what": "meeting_status",
    "form": "meeting_form",
    "themes": "theme",
    "activity": "activity",
    "mood": "s5",
    "load": "load",
    "flags": "flag",
    "formal_step": "formal_step",
}


@dataclass(frozen=True)
class Coded:
    """One row of a list: the code that is stored, its label in the reader's language, and what else the row says."""

    code: str
    label: str
    icon: str = ""
    row: dict = field(default_factory=dict, compare=False)


def worded(text: dict | str, fallback: str = "") -> str:
    """A text of the template in the reader's language, else in English, else `fallback`."""
    if isinstance(text, str):
        return text or fallback
    language = get_language() or "en"
    return text.get(language) or text.get(language.split("-")[0]) or text.get("en") or fallback


def coded(programme: Programme, name: str) -> list[Coded]:
    """The rows of the list `name`, in order; an empty list where the programme has none."""
    return [
        Coded(row["code"], worded(row.get("label", {}), row["code"]), row.get("icon", ""), row)
        for row in programme.lists.get(name, [])
    ]


def labels(programme: Programme, name: str) -> dict[str, str]:
    """Code to label of the list `name`."""
    return {choice.code: choice.label for choice in coded(programme, name)}


def diary_question(programme: Programme, name: str) -> dict:
    """What the programme's diary form says about one question; empty where it says nothing."""
    for screen in programme.diary_form.get("screen", []):
        for question in screen.get("question", []):
            if question["name"] == name:
                return question
    return {}


def diary_choices(programme: Programme, name: str) -> list[Coded]:
    """The choices of the diary's question `name`; sealed ones are left out: a safety concern is no diary entry."""
    rows = coded(programme, diary_question(programme, name).get("list", LISTS[name]))
    return [choice for choice in rows if not choice.row.get("sealed")]
