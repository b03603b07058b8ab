"""Whether a pair has agreed not to meet, or one of the two asks for that, for the page of the pair, whose room does
not know of pauses."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.core.dates import short_day
from handslag.pairs.models import Pair
from handslag.pairs.told import AskedPause, tells_of_pause, tells_of_request
from handslag.people.models import Account
from handslag.programmes.access import grants
from handslag.programmes.days import day_of

from .models import PairPause, PauseRequest


@tells_of_pause
def days_of_pauses(pair: Pair, at: datetime) -> QuerySet:
    """For everybody who sees the pair: when it meets again is no secret between the two, why it does not is."""
    today = day_of(pair.programme, at)
    rows = PairPause.objects.of(pair.organisation_id).filter(pair=pair, until_on__gte=today)
    return rows.order_by("from_on").values_list("from_on", "until_on")


@tells_of_request
def request_of(user: Account, pair: Pair) -> AskedPause | None:
    """For the team, where it is answered; for who asked, what was asked. The other of the two learns of the answer."""
    rows = PauseRequest.objects.visible_to(user).filter(pair=pair, answered_at=None)
    request = rows.select_related("asked_by__person").first()
    if request is None:
        return None
    if request.asked_by_id in {m.pk for m in grants(user).memberships}:
        url, link = reverse("supervision:ask_pause", args=[pair.pk]), _("See what you asked for")
        return AskedPause(_("You asked for a pause. We answer you soon."), url, link)
    said = {"name": request.asked_by.person.given_name, "day": short_day(day_of(pair.programme, request.asked_at))}
    url, link = reverse("supervision:pair", args=[pair.pk]), _("Say yes or no")
    return AskedPause(_("%(name)s asked for a pause on %(day)s.") % said, url, link)
