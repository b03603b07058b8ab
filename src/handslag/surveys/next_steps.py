"""What a person was asked and has not answered yet; and for the evaluation staff, who asked for a call."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, QuerySet, Subquery, UUIDField
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from handslag.core.counts import count_of
from handslag.core.dates import short_day
from handslag.core.home_panels import OwnPage
from handslag.core.next_steps import NextStep, provides_from_counts, provides_next_steps
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .models import Invitation
from .queries import asked_of, takes_answers, title_of

# A wish for a call is shown for as long as it takes to call (annex 9, signal 8), and a little longer.
CALL_DAYS = timedelta(days=14)
# So many lines on the home; where more wait, the last one leads to the list of them all.
SHOWN = 3


@provides_next_steps
def steps(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    """What the mentor or mentee is asked."""
    held = grants(user).roles_in(programme)
    if Role.MENTOR not in held and Role.MENTEE not in held:
        return
    rows = asked_of(user, at, wave__programme=programme, answered_at=None)
    shown = rows if len(rows) <= SHOWN else rows[: SHOWN - 1]
    for row in shown:
        yield _question(row)
    if more := len(rows) - len(shown):
        text = ngettext("And %(n)s more survey", "And %(n)s more surveys", more) % {"n": more}
        yield NextStep(text=text, url=reverse("surveys:own"), count=more, urgency=2)


def _question(row: Invitation) -> NextStep:
    day = short_day(row.closes_on)
    why = _("You can answer until %(day)s.") % {"day": day}
    if row.nudged_at:
        why = _("We miss your answer. You can answer until %(day)s.") % {"day": day}
    if row.about is not None:
        why = _("About you and %(name)s.") % {"name": row.about.person.given_name} + " " + why
    text = title_of(row.wave, get_language() or "en")
    return NextStep(text=text, url=reverse("surveys:answer", args=[row.pk]), why=why, urgency=2)


def _own(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    held = grants(user)
    if not held.roles_in(programme) & {Role.MENTOR, Role.MENTEE}:
        return {}
    mine = [m.pk for m in held.memberships if m.programme_id is not None]
    return {"any": Exists(Invitation.objects.visible_to(user).filter(takes_answers(at), membership_id__in=mine))}


@provides_from_counts(_own)
def own_page(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[OwnPage]:
    """What a mentor or mentee is asked, also where it is answered and can still be changed."""
    if found["any"]:
        yield OwnPage(_("Your surveys"), reverse("surveys:own"))


def _wishes(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    """Mentors who want a call; what mentees wrote becomes a signal of their pair."""
    if not may(user, "survey.read", programme):
        return {}
    rows: QuerySet[Invitation] = Invitation.objects.of(programme.organisation_id).filter(
        wave__programme=programme,
        membership__role=Role.MENTOR,
        answered_at__gte=at - CALL_DAYS,
        response__coded__call="yes",
    )
    newest = Subquery(rows.order_by("-answered_at").values("wave")[:1], output_field=UUIDField())
    return {"wishes": count_of(rows), "waves": count_of(rows, "wave", distinct=True), "wave": newest}


@provides_from_counts(_wishes)
def calls(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[NextStep]:
    """The calls that mentors asked for."""
    if count := found["wishes"]:
        several = found["waves"] > 1  # then the list is where each can be found
        one = reverse("surveys:answers", args=[found["wave"]])
        url = reverse("surveys:surveys", args=[programme.pk]) if several else one
        text = ngettext("Call %(n)s person who asked for it", "Call %(n)s people who asked for it", count)
        yield NextStep(
            text=text % {"n": count}, url=url,
            why=_("They wrote so in the short survey. Call within three days."), count=count, urgency=1,
        )  # fmt: skip
