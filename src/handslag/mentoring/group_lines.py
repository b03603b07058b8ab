"""What the page of a group shows: to the team in full, to its mentors and mentees first names alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from handslag.pairs.access import my_membership
from handslag.pairs.grouping import running_in
from handslag.pairs.models import Group, Pair
from handslag.people.models import Account
from handslag.programmes.models import Membership

from .models import Agreement, PairMeeting
from .queries import planned_meetings


@dataclass
class Member:
    """Somebody in the group. `pairs`: those of hers or his that the reader may open, by the name of the other one."""

    membership: Membership
    name: str
    pairs: list[tuple[str, Pair]]


@dataclass
class MeetingLine:
    """A meeting to come: one for all, or that of one pair in the group, with `name`."""

    meeting: PairMeeting
    is_of_group: bool
    name: str


@dataclass
class GroupPage:
    """`leads`: the reader's own pairs as a mentor; `writes`: those of them that have begun. `has_begun`: a pair of the
    reader's own has. `meetings`: all to come that the reader may see, the next one first.

    `pairs`: all that run; `unheld`: those of them that have not had their first meeting, for the team alone.
    """

    mentors: list[Member]
    mentees: list[Member]
    is_mentee: bool
    has_begun: bool
    leads: list[Pair]
    writes: list[Pair]
    meetings: list[MeetingLine]
    pairs: list[Pair]
    unheld: list[Pair]

    @property
    def is_mentor(self) -> bool:
        return bool(self.leads)


def group_page(user: Account, group: Group, at: datetime, *, in_full: bool) -> GroupPage:
    """Everybody who is in the group now. Two queries, three for the team. `in_full`: whole names, and every pair."""
    pairs = running_in(group)
    for pair in pairs:
        pair.programme = group.programme
    mine = {pair.pk: pair for pair in pairs if my_membership(user, pair)}
    leads = [pair for pair in mine.values() if getattr(my_membership(user, pair), "pk", None) == pair.mentor_id]
    seen = {pair.pk for pair in pairs} if in_full else mine.keys()
    mentors = _members(((pair.mentor, pair.mentee, pair) for pair in pairs), seen, in_full)
    mentees = _members(((pair.mentee, pair.mentor, pair) for pair in pairs), seen, in_full)
    is_mentee = bool(mine) and not leads
    names = {pair.pk: _name(pair.mentor if is_mentee else pair.mentee, in_full) for pair in pairs}
    return GroupPage(
        mentors, mentees, is_mentee, any(pair.started_on for pair in mine.values()), leads,
        [pair for pair in leads if pair.started_on],
        _meetings(planned_meetings(user, pairs, at), names), pairs, _unheld(group, pairs) if in_full else [],
    )  # fmt: skip


def _meetings(rows: Iterable, names: dict) -> list[MeetingLine]:
    """Each meeting once, however many pairs have it. `rows`: of `planned_meetings`; `names`: with whom, by pair."""
    found: dict[tuple, MeetingLine] = {}
    for row in rows:
        key = (row.starts_at, row.place, None if row.is_of_group else row.pair_id)
        found.setdefault(key, MeetingLine(row, row.is_of_group, names[row.pair_id]))
    return list(found.values())


def _unheld(group: Group, pairs: list[Pair]) -> list[Pair]:
    agreements = Agreement.objects.of(group.organisation_id).filter(pair__in=pairs)
    held = set(agreements.values_list("pair_id", flat=True))
    return [pair for pair in pairs if pair.pk not in held]


@dataclass(frozen=True)
class Next:
    """What comes next for the group, in a sentence; and what of it is one page for all."""

    text: str
    holds: bool = False
    books: bool = False


def next_of(page: GroupPage, may_hold: bool) -> Next:
    """What the reader of the page does next."""
    if not page.mentees:
        return Next(_("This group has ended. What was written stays."))
    if page.is_mentee and not page.has_begun and not page.meetings:
        return Next(_("We call you to find a day for the first meeting."))
    if page.is_mentee:
        return Next(_("You meet together. Is something wrong? Call us."))
    if may_hold:
        return _next_of_team(page)
    if not page.is_mentor:
        return Next(_("Every mentor and mentee here is a pair with its own plan, diary and agreement."))
    if not page.writes:
        return Next(_("The team calls you and comes to the first meeting."))
    if not page.meetings:
        return Next(_("Book the next meeting for all of you."), books=True)
    return Next(_("Meet, and write the diary once for all who were there."), books=True)


def _next_of_team(page: GroupPage) -> Next:
    unsigned = [pair for pair in page.pairs if not pair.started_on and pair not in page.unheld]
    if page.unheld and len(page.unheld) < len(page.pairs):
        text = _("Next: hold the first meeting with %(names)s.") % {"names": _mentees(page.unheld)}
        return Next(text, holds=True, books=True)
    if page.unheld and not page.meetings:
        return Next(_("Next: call all of them, and book a day for the first meeting."), holds=True, books=True)
    if page.unheld:
        return Next(_("Next: hold the first meeting with all of them."), holds=True, books=True)
    if unsigned:
        text = _("Next: the agreement is not signed by both yet in the pairs of %(names)s.")
        return Next(text % {"names": _mentees(unsigned)}, books=True)
    if not page.meetings:
        return Next(_("Next: book a meeting for all of them."), books=True)
    return Next(
        _("They meet. Each mentor and mentee here is a pair with its own plan, diary and agreement."), books=True
    )


def _mentees(pairs: Iterable[Pair]) -> str:
    return get_text_list(list(dict.fromkeys(str(pair.mentee.person) for pair in pairs)), _("and"))


def _members(rows: Iterable[tuple[Membership, Membership, Pair]], seen, in_full: bool) -> list[Member]:
    found: dict[object, Member] = {}
    for member, other, pair in rows:
        one = found.setdefault(member.pk, Member(member, _name(member, in_full), []))
        if pair.pk in seen:
            one.pairs.append((_name(other, in_full), pair))
    return list(found.values())


def _name(member: Membership, in_full: bool) -> str:
    return str(member.person) if in_full else member.person.given_name
