"""What the mentor, the mentee and the team have to do with the pairs, derived from the state of the moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.next_steps import NextStep, provides_next_steps
from handslag.pairs.models import Pair
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .days import day_of, zone
from .models import DiaryEntry, Goal, PairMeeting, Signature
from .queries import my_pairs

DIARY_DAYS = 7


@provides_next_steps
def steps(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    held = grants(user).roles_in(programme)
    if Role.MENTOR in held or Role.MENTEE in held:
        yield from _of_the_two(user, programme, at)
    if may(user, "intake.hold", programme) or may(user, "plan.approve", programme):
        yield from _of_the_team(user, programme, at)


# ---- mentor and mentee ----


def _of_the_two(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    mine = {m.pk for m in grants(user).memberships}
    for pair in _with_state(my_pairs(user, programme), mine, at):
        if pair.mentor_id in mine:
            yield from _of_mentor(pair, programme, at)
        else:
            yield from _of_mentee(pair, programme, at)


def _with_state(pairs: QuerySet[Pair], mine: set, at: datetime) -> QuerySet[Pair]:
    """One query: each pair with what its two are reminded of."""
    meetings = PairMeeting.objects.everywhere("of the pairs joined here").filter(pair=OuterRef("pk"), cancelled_at=None)
    past = meetings.filter(starts_at__lt=at).order_by("-starts_at")
    coming = meetings.filter(starts_at__gte=at).order_by("starts_at")
    entries = DiaryEntry.objects.everywhere("of the pairs joined here").filter(pair=OuterRef("pk")).order_by("-on_date")
    signed = Signature.objects.everywhere("of the pairs joined here").filter(
        agreement__pair=OuterRef("pk"), membership_id__in=mine
    )
    goals = Goal.objects.everywhere("of the pairs joined here").filter(plan__pair=OuterRef("pk"))
    return pairs.select_related("mentor__person", "mentee__person").annotate(
        agreement_id_=F("agreement__pk"),
        is_signed=Exists(signed),
        has_goals=Exists(goals),
        last_entry_on=Subquery(entries.values("on_date")[:1]),
        last_meeting_at=Subquery(past.values("starts_at")[:1]),
        next_meeting_at=Subquery(coming.values("starts_at")[:1]),
        next_place=Subquery(coming.values("place")[:1]),
    )


def _of_mentor(pair, programme: Programme, at: datetime) -> Iterator[NextStep]:
    name = pair.mentee.person.given_name
    yield from _signing(pair, name)
    if pair.started_on is not None:
        yield from _diary(pair, programme, name, at)
    yield from _next_meeting(pair, programme, name)


def _of_mentee(pair, programme: Programme, at: datetime) -> Iterator[NextStep]:
    name = pair.mentor.person.given_name
    yield from _signing(pair, name)
    yield from _next_meeting(pair, programme, name)
    if pair.started_on is not None and not pair.has_goals:
        yield NextStep(
            text=_("Choose your first goal"),
            url=reverse("mentoring:new_goal", args=[pair.pk]),
            why=_("%(name)s helps you to reach it.") % {"name": name},
            urgency=3,
        )


def _signing(pair, name: str) -> Iterator[NextStep]:
    if pair.agreement_id_ is not None and not pair.is_signed:
        yield NextStep(
            text=_("Read and sign what you promised each other"),
            url=reverse("mentoring:signature", args=[pair.pk]),
            why=_("You and %(name)s start when both have signed.") % {"name": name},
            urgency=2,
        )


def _diary(pair, programme: Programme, name: str, at: datetime) -> Iterator[NextStep]:
    since = pair.last_entry_on or pair.started_on
    met_on = day_of(programme, pair.last_meeting_at) if pair.last_meeting_at else None
    if met_on is not None and met_on >= pair.started_on and (not pair.last_entry_on or met_on > pair.last_entry_on):
        why = _("You planned to meet on %(day)s.") % {"day": date_format(met_on, "l j F")}
    elif day_of(programme, at) - since >= timedelta(days=DIARY_DAYS):
        why = _("Nothing was written since %(day)s.") % {"day": date_format(since, "l j F")}
    else:
        return
    yield NextStep(
        text=_("Write the diary with %(name)s: five taps") % {"name": name},
        url=reverse("mentoring:new_entry", args=[pair.pk]),
        why=why,
        urgency=2,
    )


def _next_meeting(pair, programme: Programme, name: str) -> Iterator[NextStep]:
    url = reverse("mentoring:meetings", args=[pair.pk])
    if pair.next_meeting_at is not None:
        when = date_format(pair.next_meeting_at.astimezone(zone(programme)), "l j F, H:i")
        text = _("Next meeting with %(name)s: %(when)s") % {"name": name, "when": when}
        yield NextStep(text=text, url=url, why=pair.next_place, urgency=3)
    elif pair.started_on is not None:
        yield NextStep(
            text=_("Book the next meeting with %(name)s") % {"name": name},
            url=url,
            why=_("No meeting is planned."),
            urgency=3,
        )


# ---- the team ----


def _of_the_team(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    rows = list(_waiting(programme))
    unmet = [row for row in rows if row["agreement"] is None]
    to_approve = [row for row in rows if row["approvable"]]
    if unmet and may(user, "intake.hold", programme):
        yield _intakes(unmet, programme, at)
    if to_approve and may(user, "plan.approve", programme):
        yield _approvals(to_approve)


def _waiting(programme: Programme) -> QuerySet:
    """One query: the pairs without a first meeting, and those whose plan has goals and waits for a yes."""
    goals = Goal.objects.of(programme.organisation_id).filter(plan__pair=OuterRef("pk"), status__in=Goal.LIVE)
    pairs = Pair.objects.of(programme.organisation_id).filter(programme=programme, ended_on=None)
    approvable = Q(started_on__isnull=False, plan__isnull=False, plan__approved_at=None) & Q(Exists(goals))
    return (
        pairs.annotate(approvable=approvable)
        .filter(Q(agreement=None) | Q(approvable=True))
        .order_by("matched_at")
        .values("pk", "matched_at", "agreement", "approvable")
    )


def _intakes(rows: list[dict], programme: Programme, at: datetime) -> NextStep:
    days = int(programme.rules.get("intake_days", 14))
    oldest = (at - rows[0]["matched_at"]).days
    why = ngettext("Waiting for %(n)s day.", "The longest has waited %(n)s days.", oldest) % {"n": oldest}
    one = len(rows) == 1
    return NextStep(
        text=ngettext("Hold the first meeting of a pair", "Hold the first meetings of pairs", len(rows)),
        url=reverse("mentoring:intake", args=[rows[0]["pk"]]) if one else reverse("pairs:pairs", args=[programme.pk]),
        why=why,
        count=len(rows),
        urgency=1 if oldest > days else 2,
    )


def _approvals(rows: list[dict]) -> NextStep:
    return NextStep(
        text=ngettext("Approve a plan", "Approve plans, the oldest first", len(rows)),
        url=reverse("mentoring:plan", args=[rows[0]["pk"]]),
        why=ngettext("A pair waits for your yes to its goals.", "Pairs wait for your yes to their goals.", len(rows)),
        count=len(rows),
        urgency=2,
    )
