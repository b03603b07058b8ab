"""A mentor or mentee leaves when the pair has ended: the other one has to be told and looked after first. And who has
left, as far as the end of a pair tells it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.programmes.leaving import Tie, keeps_in_role
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role

from .models import Pair, Pause
from .readiness import Candidate


@keeps_in_role
def pair_of(membership: Membership) -> Tie | None:
    """The first pair of a mentor or mentee that has not ended."""
    if membership.role not in (Role.MENTOR, Role.MENTEE):
        return None
    side = "mentor" if membership.role == Role.MENTOR else "mentee"
    pairs = Pair.objects.of(membership.organisation_id).filter(ended_on=None, **{side: membership})
    pair = pairs.select_related("mentor__person", "mentee__person").order_by("matched_at").first()
    if pair is None:
        return None
    return Tie(
        text=_("The pair %(pair)s has not ended. End it first, so that the other one is looked after.")
        % {"pair": str(pair)},
        url=reverse("pairs:pair", args=[pair.pk]),
        link=_("Go to the pair"),
        permission="pair.end",
    )


def who_left(pair: Pair) -> list[Membership]:
    """Whichever of the two the pair ended for, as somebody who left; nobody where the reason names neither."""
    sides = [(Pair.EndReason.MENTOR_LEFT, pair.mentor), (Pair.EndReason.MENTEE_LEFT, pair.mentee)]
    return [member for reason, member in sides if pair.end_reason == reason]


def call_first(member: Membership, *, has_left: bool) -> str:
    """That nobody is looked for, as somebody wants it so or `has_left`; and what comes before that changes."""
    names = {"name": member.person, "first_name": member.person.given_name}
    if has_left:
        return _("%(name)s has left. Look again only if %(first_name)s comes back.") % names
    return _("%(name)s wants nobody for now. Call first, then look again.") % names


def asked_first(pausing: Iterable[Candidate | Pause]) -> list[tuple[Membership, str]]:
    """Who wants nobody for now, or has left, each with what comes before that changes."""
    return [(one.membership, call_first(one.membership, has_left=one.has_left)) for one in pausing]


def call_to_choose() -> str:
    """The same beside somebody who may be chosen all the same, for a group: a yes there ends the pause."""
    return _("Wants nobody for now. Call first.")


def left_in_words(member: Membership) -> str:
    """That somebody has left, and what follows."""
    name = {"name": member.person.given_name}
    return _("%(name)s has left. We look for nobody for %(name)s, until you choose to look again.") % name
