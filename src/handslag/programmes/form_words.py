"""What codes and ids in a form that was kept mean: the words of a programme's lists, the names of its people."""

from collections import defaultdict

from django.utils.translation import get_language

from handslag.people.form_words import explains
from handslag.people.models import Account, Person

from .models import Membership, Programme

MOST_PROGRAMMES = 20


@explains
def names_of_people(account: Account, values: set[str], ids: set[str]) -> dict[str, str]:
    """Who is meant by an id, of a person or of a membership, if the account may see that."""
    if not ids:
        return {}
    people = Person.objects.visible_to(account).filter(pk__in=ids)
    members = Membership.objects.visible_to(account).filter(pk__in=ids).select_related("person")
    return {str(row.pk): str(row) for row in people} | {str(row.pk): str(row.person) for row in members}


@explains
def words_of_lists(account: Account, values: set[str], ids: set[str]) -> dict[str, str]:
    """The labels of the lists of the account's programmes; a code that says different things stays out."""
    found: dict[str, set[str]] = defaultdict(set)
    for programme in Programme.objects.visible_to(account)[:MOST_PROGRAMMES]:
        for rows in programme.lists.values():
            for row in rows:
                if row["code"] in values and not row["code"].isdecimal():
                    found[row["code"]].add(_in_words(row.get("label", "")))
    return {code: words.pop() for code, words in found.items() if len(words) == 1 and "" not in words}


def _in_words(text: dict | str) -> str:
    return text if isinstance(text, str) else text.get(get_language() or "en") or text.get("en", "")
