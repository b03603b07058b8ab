"""Signals 7, 8 and 15: what the two say in the short surveys, and mentors who miss supervision.

Signal 10 is no fact of a pair: a concern is sealed to the named people and stands on their home alone.
"""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.dates import short_day

from .facts import PairFacts, Pulse
from .registry import Said, Told, signal


def _newest(facts: PairFacts, role: str) -> Pulse | None:
    return max((pulse for pulse in facts.pulses if pulse.role == role), key=lambda pulse: pulse.at, default=None)


@signal(7, Told.COORDINATOR)
def views_differ(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    """Mentor and mentee answer the same question two steps apart."""
    mentor, mentee = _newest(facts, "mentor"), _newest(facts, "mentee")
    if mentor is None or mentee is None:
        return None
    gaps = [abs(a - b) for a, b in zip(mentor.scores, mentee.scores, strict=False)]
    if max(gaps, default=0) < rules["pulse_difference"]:
        return None
    said = _("The two see it differently: %(n)s steps of 5 apart in the short survey.") % {"n": max(gaps)}
    key = max(mentor.at, mentee.at).date().isoformat()
    return Said(said, _("Call each of them alone."), key=key)


@signal(8, Told.COORDINATOR, by_person=True)
def mentee_unhappy(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    """A low answer of the mentee, or the wish for a change."""
    pulse, answered = _newest(facts, "mentee"), facts.answered.get("mentee_unhappy")
    if pulse is None or (answered is not None and pulse.at <= answered):
        return None
    low = pulse.lowest is not None and pulse.lowest <= rules["pulse_low"]
    if not low and not pulse.wants_change:
        return None
    said = _("The mentee is not happy: %(n)s of 5 in the short survey.") % {"n": pulse.lowest}
    if not low:
        said = _("The mentee wants us to call.")
    days = rules["unhappy_call_days"]
    step = ngettext("Call within %(n)s day. A new pair is possible.", "Call within %(n)s days. A new pair is possible.",
                    days) % {"n": days}  # fmt: skip
    return Said(said, step, key=pulse.at.date().isoformat(), urgency=1)


@signal(15, Told.COORDINATOR)
def supervision_missed(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    row = rules["supervisions_missed"]
    last = facts.supervision[-row:]
    if len(last) < row or any(came for _day, came in last):
        return None
    said = ngettext("The mentor missed supervision %(n)s time, last on %(day)s.",
                    "The mentor missed supervision %(n)s times in a row, last on %(day)s.", row)  # fmt: skip
    words = {"n": row, "day": short_day(last[-1][0])}
    return Said(said % words, _("Call the mentor. Is another time better?"), key=last[-1][0].isoformat())
