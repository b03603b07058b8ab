"""What the page of a group shows: to the team in full, to its mentors and mentees first names alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from handslag.pairs.access import my_membership
from handslag.pairs.grouping import running_in
from handslag.pairs.models import Group, Pair
from handslag.people.models import Account
from handslag.programmes.models import Membership

from .models import PairMeeting


@dataclass
class Member:
    """Somebody in the group. `pairs`: those of hers or his that the reader may open, by the name of the other one."""

    membership: Membership
    name: str
    pairs: list[tuple[str, Pair]]


@dataclass
class GroupPage:
    """`writes`: the reader's own pairs as a mentor, that have begun. `next_meeting`: of all the reader may see."""

    mentors: list[Member]
    mentees: list[Member]
    is_mentor: bool
    is_mentee: bool
    writes: list[Pair]
    next_meeting: PairMeeting | None


def group_page(user: Account, group: Group, at: datetime, *, in_full: bool) -> GroupPage:
    """Everybody who is in the group now. Two queries. `in_full`: whole names, and every pair."""
    pairs = running_in(group)
    for pair in pairs:
        pair.programme = group.programme
    mine = {pair.pk: pair for pair in pairs if my_membership(user, pair)}
    leads = [pair for pair in mine.values() if getattr(my_membership(user, pair), "pk", None) == pair.mentor_id]
    seen = {pair.pk for pair in pairs} if in_full else mine.keys()
    mentors = _members(((pair.mentor, pair.mentee, pair) for pair in pairs), seen, in_full)
    mentees = _members(((pair.mentee, pair.mentor, pair) for pair in pairs), seen, in_full)
    meetings = PairMeeting.objects.visible_to(user).filter(pair__in=pairs, cancelled_at=None, starts_at__gte=at)
    return GroupPage(
        mentors, mentees, bool(leads), bool(mine) and not leads, [pair for pair in leads if pair.started_on],
        meetings.order_by("starts_at").first(),
    )  # fmt: skip


def _members(rows: Iterable[tuple[Membership, Membership, Pair]], seen, in_full: bool) -> list[Member]:
    found: dict[object, Member] = {}
    for member, other, pair in rows:
        one = found.setdefault(member.pk, Member(member, _name(member, in_full), []))
        if pair.pk in seen:
            one.pairs.append((_name(other, in_full), pair))
    return list(found.values())


def _name(member: Membership, in_full: bool) -> str:
    return str(member.person) if in_full else member.person.given_name
