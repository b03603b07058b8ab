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


def changed(
    before: Mapping[str, str], after: Mapping[str, str], names: Mapping[str, str], told_of: Collection[str] = ()
) -> str:
    """For how many mentees another mentor is proposed than before, or nobody any more, and who they are; "" for none.
    Maps of ids, mentee -> mentor; `told_of`: mentees who are not counted."""
    keys = (key for key in before.keys() | after.keys() if before.get(key) != after.get(key) and key not in told_of)
    who = sorted(names.get(key, _("somebody who cannot be matched now")) for key in keys)
    text = ngettext("%(n)s other pair has changed: %(names)s.", "%(n)s other pairs have changed: %(names)s.", len(who))
    return text % {"n": len(who), "names": some_names(who)} if who else ""


def line(decision: Decision, names: Mapping[str, str], stands: bool = True) -> Line:
    """`names`: id of a membership -> name; who cannot be matched now is named so."""
    reason = str(decision.get_reason_display()) if decision.reason else ""
    who = str(decision.decided_by) if decision.decided_by else _("The system")
    return Line(_text(decision, names), who, decision.decided_at, reason, stands)


def _text(decision: Decision, names: Mapping[str, str]) -> str:
    if decision.kind == Kind.UNDO:
        return _("Undid the last decision")
    if decision.kind == Kind.ACCEPT_ALL:
        n = len(decision.effects)
        return ngettext("Accepted %(n)s pair", "Accepted %(n)s pairs", n) % {"n": n}
    if decision.kind == Kind.SUGGEST:
        return _("Suggested the pairs anew")
    first = decision.effects[0]
    mentee = names.get(first["mentee"], _("somebody who cannot be matched now"))
    if not first.get("mentor"):
        return (_("Will match again: %(mentee)s") if first["what"] == FREE else _("Left open: %(mentee)s")) % {
            "mentee": mentee
        }
    said = {"mentee": mentee, "mentor": names.get(first["mentor"], _("somebody who cannot be matched now"))}
    sentences = {
        Kind.ACCEPT: _("Accepted %(mentee)s + %(mentor)s"),
        Kind.LOCK: _("Locked %(mentee)s + %(mentor)s by hand"),
        Kind.SWAP: _("Swapped mentors, so that %(mentee)s has %(mentor)s"),
        Kind.REFUSE: _("Said no to %(mentee)s + %(mentor)s"),
        Kind.TAKE_BACK: _("Took back what was decided about %(mentee)s + %(mentor)s"),
    }
    return sentences[Kind(decision.kind)] % said
