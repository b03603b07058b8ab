"""The coded reasons for an answer, in the words of the programme's template: for the waiting list, and for a no.

The codes are the same; the words are not, as whoever waits may still get a place. A row of the template with
`declines = false` is never a reason for a no.
"""

from django.utils.translation import get_language

from handslag.programmes.models import Programme

from .models import Selection

Outcome = Selection.Outcome


def reason_choices(programme: Programme, outcome: str) -> list[tuple[str, str]]:
    """(code, words in the language of the page) of the reasons for this answer; none are needed to accept."""
    if outcome == Outcome.ACCEPT:
        return []
    rows = programme.lists.get("selection_reason", [])
    if outcome == Outcome.DECLINE:
        return _in_words([row for row in rows if row.get("declines", True)])
    return _in_words(programme.lists.get("waiting_reason") or rows)  # a programme made before they had their own words


def reason_word(programme: Programme, selection: Selection) -> str:
    """Why this is proposed, in words; empty without a reason, or where the programme does not know it."""
    every = _in_words(programme.lists.get("selection_reason", []))
    return dict([*every, *reason_choices(programme, selection.outcome)]).get(selection.reason_code, "")


def _in_words(rows: list[dict]) -> list[tuple[str, str]]:
    language = (get_language() or "en").split("-")[0]
    return [(row["code"], row["label"].get(language) or row["label"]["en"]) for row in rows]
