"""What a mentor or mentee whose pair has ended sees first on the home."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, UUIDField, Value

from handslag.core.home_panels import Panel
from handslag.core.next_steps import provides_from_counts
from handslag.people.models import Account
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .access import own_side
from .endings import looked_for_after, what_comes
from .models import Pair

ENDED = "pairs/home/ended.html"
# So long a mentor who has another pair reads that this one has ended.
BESIDE_ANOTHER = timedelta(days=30)


def questions(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    """Of a mentor or mentee: the last pair that met and has ended, while she or he has no other; of a mentor who has
    another, for a while."""
    member = own_side(user, programme)
    if member is None:
        return {}
    side, organisation = str(member.role), member.organisation_id
    is_told = Q(~Exists(Pair.objects.of(organisation).filter(ended_on=None, **{side: member})))
    if side == Role.MENTOR:
        is_told |= Q(ended_on__gt=day_of(programme, at) - BESIDE_ANOTHER)
    met = Pair.objects.of(organisation).filter(started_on__isnull=False, ended_on__isnull=False, **{side: member})
    rows = met.exclude(end_reason=Pair.EndReason.ERROR)  # there was no pair: nothing has ended
    last = rows.filter(is_told).order_by("-ended_on", "-matched_at").values("pk")[:1]
    return {"ended": Subquery(last, output_field=UUIDField()), "is_mentor": Value(side == Role.MENTOR)}


@provides_from_counts(questions)
def panels(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[Panel]:
    """That the pair has ended, and whether we look for somebody new, by the rule of the letters. No query while no pair
    has ended."""
    if not found["ended"]:
        return
    side, is_mentor = ("mentor", True) if found["is_mentor"] else ("mentee", False)
    others = Pair.objects.of(programme.organisation_id).filter(ended_on=None, **{side: OuterRef(side)})
    rows = Pair.objects.of(programme.organisation_id).annotate(
        has_another=Exists(others), is_in_group=Exists(others.filter(group=OuterRef("group")))
    )
    pair = rows.select_related("mentor__person", "mentee__person", "group").get(pk=found["ended"])
    pair.programme = programme
    member = pair.mentor if is_mentor else pair.mentee
    said = {
        "name": "" if is_mentor else pair.mentor.person.given_name,  # a mentor sees nothing of a pair that has ended
        "has_another": pair.has_another, "group": "" if pair.is_in_group else pair.group,
        "is_mentor": is_mentor, "what_comes": what_comes(member, looked_for_after(pair, at)),
    }  # fmt: skip
    yield Panel(ENDED, said, order=-1)
