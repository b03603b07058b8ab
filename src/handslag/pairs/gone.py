"""Approved pairs that cannot come about any more."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from .models import Proposal
from .readiness import Pool


def gone_in(approved: Iterable[Proposal], pool: Pool) -> list[str]:
    """A sentence for each pair of which one has left, is matched or has no place: with one of them nothing is
    published. No query, where both people of each proposal are read."""
    approved = list(approved)
    taken = Counter(proposal.mentor_id for proposal in approved)
    mentors = {one.membership.pk: one for one in pool.mentors if one.is_ready}
    mentees = {one.membership.pk for one in pool.mentees}
    told = []
    for proposal in approved:
        mentor = mentors.get(proposal.mentor_id)
        if mentor is None or proposal.mentee_id not in mentees or taken[proposal.mentor_id] > mentor.places:
            said = _(
                "%(mentor)s and %(mentee)s cannot be paired any more: one has left, is matched or is in a group. "
                "Take this pair back on the board."
            )
            told.append(said % {"mentor": proposal.mentor.person, "mentee": proposal.mentee.person})
    return told
