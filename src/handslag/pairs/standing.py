"""Whether a mentor or mentee has a pair, for pages of rooms that do not know of pairs."""

from django.db.models import Exists, F
from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.programmes.standing import Standing, tells_of_member, tells_standing

from .leaving import left_in_words
from .models import Pair, Pause
from .queries import state_of


@tells_standing
def pair_of(programme: Programme, person: Person, role: str) -> Standing | None:
    """The pair that waits or runs, else the one that ended last."""
    if role not in (Role.MENTOR, Role.MENTEE):
        return None
    rows = Pair.objects.of(programme.organisation_id).filter(programme=programme, **{f"{role}__person": person})
    rows = rows.exclude(end_reason=Pair.EndReason.ERROR)
    rows = rows.exclude(ended_on__isnull=False, started_on=None)  # they never met
    pair = rows.order_by(F("ended_on").desc(nulls_first=True), "-matched_at").first()
    if pair is None:
        return None
    said = {
        "asked": _("Accepted. Asked about a match."),
        "waiting": _("Accepted, and matched. Next comes the first meeting."),
        "running": _("Accepted, and in a pair that meets."),
        "ended": _("Accepted. The pair has ended."),
    }
    return Standing(
        text=said[state_of(pair)], url=reverse("pairs:pair", args=[pair.pk]), link=_("Go to the pair"),
        permission="pair.read",
    )  # fmt: skip


@tells_of_member
def left(membership: Membership) -> Standing | None:
    """That a mentor or mentee has left, with the pair that ended last."""
    if membership.role not in (Role.MENTOR, Role.MENTEE):
        return None
    lasting = Pause.objects.of(membership.organisation_id).filter(membership=membership, ended_at=None, has_left=True)
    rows = Pair.objects.of(membership.organisation_id).filter(Exists(lasting), **{membership.role: membership})
    pair = rows.exclude(ended_on=None).order_by("ended_on", "matched_at").last()
    if pair is None:
        return None
    return Standing(
        text=left_in_words(membership), url=reverse("pairs:pair", args=[pair.pk]), link=_("Go to the pair"),
        permission="pair.read",
    )  # fmt: skip
