"""What was decided at the board, in whole sentences."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .decided import FREE
from .models import Decision

Kind = Decision.Kind
MOST_NAMED = 3


@dataclass(frozen=True)
class Line:
    """One decision: what, who, when, why where somebody chose otherwise than was suggested. `stands`: not undone."""

    text: str
    who: str
    at: datetime
    reason: str
    stands: bool = True


def some_names(names: Sequence[str]) -> str:
    """At most three of these names, and how many others there are."""
    others = len(names) - MOST_NAMED
    if others <= 0:
        return get_text_list(list(names), _("and"))
    return ngettext("%(names)s and %(n)s other", "%(names)s and %(n)s others", others) % {
        "names": ", ".join(names[:MOST_NAMED]), "n": others
    }  # fmt: skip


def changes(
    before: Mapping[str, str], after: Mapping[str, str], names: Mapping[str, str], first: Collection[str] = ()
) -> list[str]:
    """A sentence for each mentee who gets another mentor than before, or nobody any more; those of `first` in front,
    then who has nobody any more, which may not be folded away, each by name. Maps of ids, mentee -> mentor."""
    keys = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    keys.sort(key=lambda key: (key not in first, key in after, _name(key, names).casefold(), key))
    return [_change(before.get(key, ""), after.get(key, ""), key, names) for key in keys]


def _change(before: str, after: str, mentee: str, names: Mapping[str, str]) -> str:
    said = {"mentee": _name(mentee, names), "before": _name(before, names), "mentor": _name(after, names)}
    if not after:
        return _("%(mentee)s: nobody any more (was %(before)s).") % said
    if not before:
        return _("%(mentee)s: %(mentor)s (had nobody).") % said
    return _("%(mentee)s: %(mentor)s instead of %(before)s.") % said


def _name(key: str, names: Mapping[str, str]) -> str:
    return names.get(key) or _("somebody who cannot be matched now")


def line(decision: Decision, names: Mapping[str, str], stands: bool = True) -> Line:
    """`names`: id of a membership -> name; who cannot be matched now is named so."""
    reason = str(decision.get_reason_display()) if decision.reason else ""
    who = str(decision.decided_by) if decision.decided_by else _("The system")
    return Line(_text(decision, names), who, decision.decided_at, reason, stands)


def _text(decision: Decision, names: Mapping[str, str]) -> str:
    if decision.undoes:
        return _("Undid: %(what)s") % {"what": _text(decision.undoes, names)}
    if decision.kind == Kind.ACCEPT_ALL:
        n = len(decision.effects)
        return ngettext("Accepted %(n)s pair", "Accepted %(n)s pairs", n) % {"n": n}
    if decision.kind == Kind.SUGGEST:
        return _("Suggested the pairs anew")
    first = decision.effects[0]
    mentee = _name(first["mentee"], names)
    if not first.get("mentor"):
        return (_("Will match again: %(mentee)s") if first["what"] == FREE else _("Left open: %(mentee)s")) % {
            "mentee": mentee
        }
    said = {"mentee": mentee, "mentor": _name(first["mentor"], names)}
    sentences = {
        Kind.ACCEPT: _("Accepted %(mentee)s + %(mentor)s"),
        Kind.LOCK: _("Locked %(mentee)s + %(mentor)s by hand"),
        Kind.SWAP: _("Swapped mentors, so that %(mentee)s has %(mentor)s"),
        Kind.REFUSE: _("Said no to %(mentee)s + %(mentor)s"),
        Kind.TAKE_BACK: _("Took back what was decided about %(mentee)s + %(mentor)s"),
    }
    return sentences[Kind(decision.kind)] % said
