"""What has to be so before people are a group; which private rule stands against it is never said."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from handslag.matching import propose
from handslag.matching.gathering import LEAST, MOST, may_gather, may_join, speak
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme

from ..criteria import criteria_of
from ..facts import contributions_of
from ..grouping import group_pool, with_room
from ..leaving import asked_first
from ..people import people_of
from ..readiness import pauses, pool_of
from ..turning import said_in, texts_waiting
from ..wording import languages
from .errors import NotAvailable, NotOneGroup, OtherLanguage, WantsNobody, WrongMentors, WrongSize
from .rounds import texts_wait

MOST_MENTORS = 2
Reasons = dict[tuple[str, str], list[dict[str, object]]]  # of each (mentee, mentor)


def require_sizes(mentors: int, mentees: int) -> None:
    if not 1 <= mentors <= MOST_MENTORS:
        raise WrongMentors(_("Choose one mentor or two."))
    if not LEAST <= mentees <= MOST:
        raise WrongSize(_("A group has %(least)s to %(most)s mentees.") % {"least": LEAST, "most": MOST})


def require_not_left(programme: Programme, members: Sequence[Membership]) -> None:
    """Raise where somebody has left, until somebody looks again. Who merely wants nobody for now may be in a group: the
    team has asked all of them."""
    left = pauses(programme.organisation_id).filter(has_left=True, membership__in=[member.pk for member in members])
    left = left.select_related("membership__person").order_by("membership__person__given_name", "pk")
    if told := [text for _member, text in asked_first(left)]:
        raise WantsNobody(" ".join(told))


def require_free(
    programme: Programme, mentors: Sequence[Membership], mentees: Sequence[Membership], at: datetime
) -> None:
    """Raise where somebody holds the role no more or has a pair, or a mentor is not trained or has no place."""
    members = [member.pk for member in (*mentors, *mentees)]
    pool = pool_of(programme, day_of(programme, at), members=members)
    free = {c.membership.pk for c in (*pool.mentors, *pool.mentees) if c.is_ready}
    gone = [str(member.person) for member in (*mentors, *mentees) if member.pk not in free]
    if gone:
        names = get_text_list(gone, _("and"))
        raise NotAvailable(_("Not free any more, or not trained: %(names)s. Choose somebody else.") % {"names": names})


def require_allowed(
    programme: Programme, language: str, mentors: Sequence[Membership], mentees: Sequence[Membership], at: datetime,
    *, new: Membership | None = None,
) -> Reasons:  # fmt: skip
    """What speaks for each pair of the group; raises where a rule stands against one, without saying which rule, but
    for what the team knows: who were matched before.

    `new`: the one of the mentees who comes to the others. They meet already, so what they have told since, or a pair
    of theirs that has ended, stands in nobody's way; only the pairs of `new` are answered for.
    """
    everybody = [*mentors, *mentees]
    if texts_waiting(programme) or any(one.told.waits for one in said_in(programme, everybody)):
        raise texts_wait()
    on = day_of(programme, at)
    criteria = criteria_of(programme, on)
    people = people_of(programme, group_pool(mentors, mentees))
    people = with_room(people.with_ready(str(member.pk) for member in everybody), len(mentees))
    here = [*people.mentors.values(), *people.mentees.values()]
    speaking = speak(here, criteria, language)
    silent = [str(member.person) for member in ([new] if new else everybody) if str(member.pk) not in speaking]
    if silent:
        names = get_text_list(silent, _("and"))
        said = {"names": names, "language": languages([language])}
        raise OtherLanguage(
            _("Not known to speak %(language)s, the language of the group, well enough: %(names)s.") % said
        )
    if not _fit(people, criteria, new):
        raise NotOneGroup(" ".join(_why_not(people.never, mentors, [new] if new else mentees)))
    asked = [str(new.pk)] if new else list(people.mentees)
    return {pair: why for key in people.mentors for pair, why in _reasons(people, key, asked, criteria)}


def _why_not(
    never: Collection[tuple[str, str]], mentors: Sequence[Membership], mentees: Sequence[Membership]
) -> list[str]:  # fmt: skip
    """Who were matched before, which the team sees of their pair anyway; else nothing that could tell of a rule that
    was said in confidence."""
    matched = [
        _("%(mentee)s and %(mentor)s were matched before, and that has ended.")
        % {"mentee": mentee.person, "mentor": mentor.person}
        for mentee in mentees
        for mentor in mentors
        if (str(mentee.pk), str(mentor.pk)) in never and mentee.person_id != mentor.person_id
    ]
    if matched:
        return [_("These people cannot be one group."), *matched, _("Choose somebody else.")]
    return [
        _(
            "These people cannot be one group. A mentor may not fit a mentee, or another rule stands against it. "
            "Choose somebody else."
        )
    ]


def _fit(people, criteria, new: Membership | None) -> bool:
    sides = people.mentors.values(), people.mentees.values(), criteria, people.forbidden
    return may_join(str(new.pk), *sides) if new else may_gather(*sides)


def _reasons(people, mentor: str, mentees: list[str], criteria):
    """((mentee, mentor), what speaks for them) of these mentees with one of the group's mentors."""
    pins = [(mentee, mentor) for mentee in mentees]
    found = propose([people.mentors[mentor]], [people.mentees[key] for key in mentees], criteria, pinned=pins)
    for pair in found.pairs:
        why = contributions_of(people.mentors[mentor], people.mentees[pair.mentee], pair.contributions, criteria)
        yield (pair.mentee, mentor), why
