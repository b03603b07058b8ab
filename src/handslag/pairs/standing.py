"""Whether a mentor or mentee has a pair, for pages of rooms that do not know of pairs."""

from collections.abc import Iterator

from django.db.models import Exists, F
from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.programmes.standing import Standing, tells_of_member, tells_standing

from .afterwards import still_in
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
def left(membership: Membership) -> Iterator[Standing]:
    """That a mentor or mentee has left, with the pairs and groups that have to end yet; where none runs, with the pair
    that ended last."""
    if membership.role not in (Role.MENTOR, Role.MENTEE):
        return
    lasting = Pause.objects.of(membership.organisation_id).filter(membership=membership, ended_at=None, has_left=True)
    rows = Pair.objects.of(membership.organisation_id).filter(Exists(lasting), **{membership.role: membership})
    rows = rows.select_related("mentor__person", "mentee__person", "group").order_by("matched_at", "pk")
    running = [pair for pair in rows if pair.ended_on is None]
    over = sorted((pair for pair in rows if pair.ended_on is not None), key=lambda pair: pair.ended_on)
    text, permission = left_in_words(membership), "pair.read"
    if running:
        yield Standing(text=text, url="", link="", permission=permission)
        for one in still_in(membership, running):
            yield Standing(text=one.text, url=one.url, link=one.link, permission=permission)
    elif over:
        url = reverse("pairs:pair", args=[over[-1].pk])
        yield Standing(text=text, url=url, link=_("Go to the pair"), permission=permission)
