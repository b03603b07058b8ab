"""Indicator 1b: trained mentors who use what they learned, three months after the intake."""

from datetime import timedelta

from django.utils.translation import gettext as _

from ..facts import SKILLS_PULSE, Facts, first_start
from .completion import trained
from .figure import Count

# Three months after the first intake, and 30 days to answer.
DUE_AFTER = timedelta(days=90 + 30)
# The kind of skill that each of the five is; one of each kind has to be used.
KINDS = {
    "listening": "communication",
    "limits": "mentoring",
    "intercultural": "intercultural",
    "services": "mentoring",
    "goals": "mentoring",
}
LEAST_USED = 3


def uses_skills(coded: dict) -> bool:
    """At least three of the five used once or often, one each of mentoring, communication and intercultural."""
    used = {skill for skill in KINDS if coded.get(f"used_{skill}") in ("once", "often")}
    return len(used) >= LEAST_USED and {KINDS[skill] for skill in used} == set(KINDS.values())


def count(facts: Facts) -> Count:
    """Trained mentors 120 days after their first intake. Silence is not use; the share of answers is shown beside."""
    answers = facts.answers_to(SKILLS_PULSE)
    able = trained(facts)
    started = {m: first_start(pairs) for m, pairs in facts.mentors.items() if m in able}
    due = {mentor for mentor, on in started.items() if facts.on - on >= DUE_AFTER}
    answered = {mentor for mentor in due if mentor in answers}
    using = {mentor for mentor in answered if uses_skills(answers[mentor].coded)}
    notes = (
        _("Answered: %(n)s of %(total)s; of these %(using)s use the skills.")
        % {"n": len(answered), "total": len(due), "using": len(using)},
    )
    return Count(len(using), len(due), len(started) - len(due), notes if due else (), len(answered))
