"""What supervisors, coordinators and mentors have to do for supervision, derived from the state of the moment."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.next_steps import NextStep, provides_next_steps
from handslag.mentoring.days import day_of, zone
from handslag.mentoring.models import DiaryEntry
from handslag.pairs.models import Pair
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .access import my_places
from .attention import PairState, handed_in
from .models import GroupPlace, SupervisionMeeting
from .periods import DAYS_OF_A_MONTH, days_within, diary_month
from .queries import needing_attention, pair_states, without_group

# From when on a mentor is reminded of the meeting, and how many pairs are named one by one.
NOTICE_DAYS = 14
NAMED = 3


@provides_next_steps
def steps(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    held = grants(user).roles_in(programme)
    if Role.SUPERVISOR in held and may(user, "supervision.hold", programme):
        yield from _of_supervisor(user, programme, at)
    if Role.COORDINATOR in held and may(user, "supervision.hold", programme):
        yield from _of_coordinator(programme)
    if Role.MENTOR in held:
        yield from _of_mentor(user, programme, at)


def _words(programme: Programme, starts_at: datetime) -> dict[str, str]:
    starts = starts_at.astimezone(zone(programme))
    return {"day": date_format(starts, "j F"), "time": date_format(starts, "H:i")}


# ---- supervisor: the pairs of the own groups ----


def _of_supervisor(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    mine = {m.pk for m in grants(user).memberships if m.role == Role.SUPERVISOR}
    today = day_of(programme, at)
    meeting = _meeting_to_hold(programme, mine, at)
    if meeting is not None:
        yield _hold(meeting, programme)
    states = pair_states(programme, at, place__group__supervisor_id__in=mine)
    needing = needing_attention(states, programme, today)
    for one in needing[:NAMED]:
        first = one.reasons[0]
        yield NextStep(
            text=_("%(mentor)s and %(mentee)s: %(step)s") % _named(one.state, first.step),
            url=reverse("pairs:pair", args=[one.state.pair_id]),
            why=first.facts,
            urgency=first.urgency,
        )
    if len(needing) > NAMED:
        yield NextStep(
            text=_("Look at the other pairs that need attention"),
            url=reverse("supervision:groups", args=[programme.pk]),
            count=len(needing) - NAMED,
        )
    missing = {s.mentor_id for s in states if s.due_on and today > s.due_on and handed_in(s, today) is False}
    if missing:
        yield NextStep(
            text=ngettext("%(n)s mentor has not handed in the diary", "%(n)s mentors have not handed in the diary",
                          len(missing)) % {"n": len(missing)},
            url=reverse("supervision:groups", args=[programme.pk]),
            why=_("The diary is due a week before supervision."),
            count=len(missing),
        )  # fmt: skip


def _named(state: PairState, step: str) -> dict[str, str]:
    return {"mentor": state.mentor, "mentee": state.mentee, "step": step}


def _meeting_to_hold(programme: Programme, mine: set, at: datetime) -> SupervisionMeeting | None:
    rows = SupervisionMeeting.objects.of(programme.organisation_id).filter(
        group__programme=programme, group__supervisor_id__in=mine, gathering__held_at=None
    )
    soon = rows.filter(gathering__starts_at__lte=at).order_by("gathering__starts_at")
    return soon.select_related("group", "gathering").first()


def _hold(meeting: SupervisionMeeting, programme: Programme) -> NextStep:
    said = {"group": meeting.group.name, **_words(programme, meeting.gathering.starts_at)}
    return NextStep(
        text=_("Write who came to supervision, and the notes: %(group)s") % said,
        url=reverse("supervision:meeting", args=[meeting.pk]),
        why=_("The meeting was on %(day)s at %(time)s.") % said,
        urgency=1,
    )


# ---- coordinator ----


def _of_coordinator(programme: Programme) -> Iterator[NextStep]:
    """Mentors of running pairs who have no group: nobody supports them."""
    running = Pair.objects.of(programme.organisation_id).filter(started_on__isnull=False, ended_on=None)
    alone = without_group(programme).filter(pk__in=running.filter(programme=programme).values("mentor")).count()
    if alone:
        yield NextStep(
            text=ngettext("Find a supervision group for %(n)s mentor", "Find a supervision group for %(n)s mentors",
                          alone) % {"n": alone},
            url=reverse("supervision:groups", args=[programme.pk]),
            why=_("They meet their mentees, but have no supervision."),
            count=alone,
        )  # fmt: skip


# ---- mentor: the next meeting of the own group, and the diary before it ----


def _of_mentor(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    coming = (
        SupervisionMeeting.objects.of(programme.organisation_id)
        .filter(group=OuterRef("group"), gathering__starts_at__gte=at)
        .order_by("gathering__starts_at")
    )
    running = Pair.objects.of(programme.organisation_id).filter(
        mentor=OuterRef("mentor"), started_on__isnull=False, ended_on=None
    )
    entries = DiaryEntry.objects.of(programme.organisation_id).filter(
        pair__mentor=OuterRef("mentor"), pair__ended_on=None
    )
    place = (
        GroupPlace.objects.of(programme.organisation_id)
        .filter(my_places(user), group__programme=programme)
        .annotate(
            meeting=Subquery(coming.values("pk")[:1]),
            starts_at=Subquery(coming.values("gathering__starts_at")[:1]),
            place=Subquery(coming.values("gathering__place")[:1]),
            due_on=Subquery(coming.values("diary_due_on")[:1]),
            pair=Subquery(running.order_by("started_on").values("pk")[:1]),
            began_on=Subquery(running.order_by("started_on").values("started_on")[:1]),
            last_on=Subquery(entries.order_by("-on_date").values("on_date")[:1]),
        )
        .first()
    )
    if place is None or place.meeting is None:
        return
    yield from _meeting_ahead(place, programme, at)
    yield from _diary_due(place, day_of(programme, at))


def _meeting_ahead(place, programme: Programme, at: datetime) -> Iterator[NextStep]:
    days = (day_of(programme, place.starts_at) - day_of(programme, at)).days
    if days <= NOTICE_DAYS:
        said = _words(programme, place.starts_at)
        yield NextStep(
            text=_("Come to supervision on %(day)s at %(time)s") % said,
            url=reverse("supervision:meeting", args=[place.meeting]),
            why=place.place,
            urgency=3 if days > 1 else 2,
        )


def _diary_due(place, today) -> Iterator[NextStep]:
    first, last = diary_month(place.due_on)
    if place.pair is None or (place.last_on and place.last_on >= first) or today < first:
        return
    if days_within([(place.began_on, None)], first, last) >= DAYS_OF_A_MONTH:
        late = today > last
        yield NextStep(
            text=_("Write the diary"),
            url=reverse("mentoring:new_entry", args=[place.pair]),
            why=(_("It was due on %(day)s.") if late else _("It is due on %(day)s."))
            % {"day": date_format(last, "j F")},
            urgency=1 if late else 3,
        )
