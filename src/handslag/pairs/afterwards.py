"""Where somebody new is found for the two of a pair that has ended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.people.models import Account
from handslag.programmes.access import may
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from .leaving import call_first, left_in_words
from .models import MatchingRound, Pair
from .readiness import PLACE, Candidate, Pool, pool_of


@dataclass(frozen=True)
class Searched:
    """One of the two: how it stands in a sentence, and the page that leads on, if `user` may open one. `pauses`: the id
    of the membership of who wants nobody for now, or has left, and has to be looked for again first."""

    name: str
    text: str
    url: str = ""
    link: str = ""
    pauses: str = ""


def searched_for(user: Account, pair: Pair, at: datetime) -> list[Searched]:
    """The mentee and the mentor of a pair that has ended, as far as they need somebody new; nothing where neither does.
    Of a mentor who has left, also with whom there still is a pair. Four queries at most."""
    programme = pair.programme
    pool = pool_of(programme, day_of(programme, at), members=[pair.mentee_id, pair.mentor_id])
    rounds = MatchingRound.objects.visible_to(user).filter(programme=programme, published_at=None)
    return list(_searched(user, pair, pool, rounds.order_by("-suggested_at").first()))


def _searched(user: Account, pair: Pair, pool: Pool, open_round: MatchingRound | None) -> Iterator[Searched]:
    mentee, mentor = pool.find(pair.mentee_id), pool.find(pair.mentor_id)
    if mentee is not None:
        yield _not_searched(user, mentee) if mentee.pauses else _of_mentee(mentee.membership, open_round)
    if mentor is not None and mentor.has_left and mentor.running:
        yield _not_searched(user, mentor)
        yield from still_with(user, mentor.membership)
    elif mentor is not None and not mentor.running and PLACE not in mentor.lacks:
        yield _not_searched(user, mentor) if mentor.pauses else _of_mentor(mentor, open_round)


def still_with(user: Account, mentor: Membership) -> Iterator[Searched]:
    """The pairs and groups in which a mentor who has left still is."""
    rows = Pair.objects.visible_to(user).filter(mentor=mentor, ended_on=None)
    rows = rows.select_related("mentor__person", "mentee__person", "group")
    return still_in(mentor, rows.order_by("matched_at", "pk"))


def still_in(member: Membership, pairs: Iterable[Pair]) -> Iterator[Searched]:
    """What is left to do about the running `pairs` of somebody who has left, each group once. They bring the people and
    the group along."""
    name, groups = member.person.given_name, set()
    for pair in pairs:
        other = pair.mentee if pair.mentor_id == member.pk else pair.mentor
        if pair.group is None:
            text = _("%(name)s is still in a pair with %(other)s. End that pair too, or agree what is next.")
            url, link = reverse("pairs:pair", args=[pair.pk]), _("Go to the pair")
            yield Searched(name, text % {"name": name, "other": other.person.given_name}, url, link)
        elif pair.group_id not in groups:
            groups.add(pair.group_id)
            text = _("%(name)s is still in the group %(group)s. Write down there that %(name)s leaves it, too.")
            url, link = reverse("mentoring:group", args=[pair.group_id]), _("Go to the group")
            yield Searched(name, text % {"name": name, "group": pair.group}, url, link)


def _not_searched(user: Account, candidate: Candidate) -> Searched:
    member = candidate.membership
    name = member.person.given_name
    if candidate.has_left:
        text = left_in_words(member)
        if not may(user, "team.change", member):
            return Searched(name, text, pauses=str(member.pk))
        url = reverse("programmes:end_role", args=[member.programme_id, member.pk])
        return Searched(name, text, url, _("End the role of %(name)s") % {"name": name}, str(member.pk))
    return Searched(name, call_first(member, has_left=False), pauses=str(member.pk))


def _of_mentee(member: Membership, open_round: MatchingRound | None) -> Searched:
    name = member.person.given_name
    if open_round is None:
        return Searched(
            name, _("%(name)s has no mentor. Suggest pairs, then choose.") % {"name": name},
            reverse("pairs:matching", args=[member.programme_id]), _("Go to matching"),
        )  # fmt: skip
    return Searched(
        name, _("%(name)s has no mentor.") % {"name": name}, reverse("pairs:choice", args=[open_round.pk, member.pk]),
        _("Choose a mentor for %(name)s") % {"name": name},
    )  # fmt: skip


def _of_mentor(mentor: Candidate, open_round: MatchingRound | None) -> Searched:
    member = mentor.membership
    name = member.person.given_name
    if not mentor.is_ready:
        return Searched(
            name, _("%(name)s has no mentee, and something is lacking.") % {"name": name},
            reverse("pairs:readiness", args=[member.programme_id]), _("Who lacks what"),
        )  # fmt: skip
    if open_round is None:
        return Searched(
            name, _("%(name)s has no mentee. Suggest pairs, then choose.") % {"name": name},
            reverse("pairs:matching", args=[member.programme_id]), _("Go to matching"),
        )  # fmt: skip
    return Searched(
        name, _("%(name)s has no mentee.") % {"name": name},
        f"{reverse('pairs:lock', args=[open_round.pk])}?mentor={member.pk}",
        _("Choose a mentee for %(name)s") % {"name": name},
    )  # fmt: skip
