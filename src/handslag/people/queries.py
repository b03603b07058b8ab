"""Reads about people that several rooms share."""

import re

from django.db.models import Q


def name_has(words: str, *, person: str = "") -> Q:
    """Those whose name has every one of `words`, each at least a part of it, written small or large; without words,
    everybody. `person`: the path to the person, as "person__", where other rows are filtered.

    A regular expression, for on SQLite `icontains` knows of a to z alone which are the small and which the large ones.
    """
    asked = Q()
    for word in map(re.escape, words.split()):
        asked &= Q((f"{person}given_name__iregex", word)) | Q((f"{person}family_name__iregex", word))
    return asked
