"""How the pairs of a programme stand, as a picture on the home of the team; and what the expert group is asked."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, DateField, Exists, Func, JSONField, OuterRef, Subquery, UUIDField, When
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.core.counts import count_of
from handslag.core.dates import short_day
from handslag.core.home_panels import OwnPage, Panel, provides_home_panels
from handslag.core.next_steps import provides_from_counts
from handslag.mentoring.queries import my_pairs
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.days import day_of, zone
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .access import my_places
from .expert_home import expert_panel
from .models import CancelledMeeting, GroupPlace, PauseRequest, SupervisionMeeting
from .queries import APART, MEET, PAUSED, apart, paused


def questions(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    """For who sees pairs and is told of signals: how many pairs meet, do not meet, are in a pause,
    and have not met yet."""
    if not may(user, "pair.read", programme) or not may(user, "diary.read", programme):
        return {}
    # All pairs hang on the programme: asking for the organisation too would keep the counts out of the indexes.
    pairs = programme.pairs.filter(ended_on=None)
    today = day_of(programme, at)
    pauses = paused(programme, today)
    return {
        "running": count_of(pairs.filter(started_on__isnull=False)),
        "to_come": count_of(pairs.filter(started_on=None, agreed_at__isnull=False)),
        "asked": count_of(pairs.filter(started_on=None, agreed_at=None)),
        "apart": count_of(apart(programme, today), "pair", distinct=True),
        "paused": count_of(pauses),
        "paused_until": Subquery(pauses.values("until_on")[:1]),
    }


@provides_from_counts(questions)
def panels(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[Panel]:
    total = found["running"] + found["to_come"] + found["asked"]
    if not total:
        return
    pairs = reverse("pairs:pairs", args=[programme.pk])
    running = reverse("supervision:pairs", args=[programme.pk])
    in_pause = _("In an agreed pause")
    if found["paused"] == 1:
        in_pause = _("Pause until %(day)s") % {"day": short_day(found["paused_until"])}
    states = [
        ("ok", _("They meet"), found["running"] - found["apart"] - found["paused"], f"{running}?how={MEET}"),
        ("error", _("They do not meet"), found["apart"], f"{running}?how={APART}"),
        ("info", in_pause, found["paused"], f"{running}?how={PAUSED}"),
        ("warn", _("First meeting to come"), found["to_come"], f"{pairs}?state=waiting"),
        ("info", _("Asked whether they want to meet"), found["asked"], f"{pairs}?state=asked"),
    ]
    shares, start = [], 0
    for kind, word, count, url in states:
        if count:
            shares.append({"kind": kind, "word": word, "count": count, "url": url, "start": start})
            start += count
    yield Panel("supervision/home/pairs.html", {"shares": shares, "total": total, "url": pairs}, order=5)


@provides_home_panels
def expert_panels(user: Account, programme: Programme, at: datetime) -> Iterator[Panel]:
    if panel := expert_panel(user, programme, at):
        yield panel


class _Gathered(Func):
    """Columns of all rows as one JSON list of lists; without grouping, as in `core.counts`."""

    output_field = JSONField()
    template = "JSONB_AGG(JSONB_BUILD_ARRAY(%(expressions)s))"

    def as_sqlite(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, template="JSON_GROUP_ARRAY(JSON_ARRAY(%(expressions)s))", **more)


def _own_pairs(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    """For one of pairs that meet: all of them, each with when it was matched, the other's given name, and whether
    `user` has asked for a pause and waits for the answer."""
    if not {Role.MENTOR, Role.MENTEE} & set(grants(user).roles_in(programme)):
        return {}
    mine = {m.pk for m in grants(user).memberships}
    waits = PauseRequest.objects.of(programme.organisation_id).filter(
        pair=OuterRef("pk"), asked_by__in=mine, answered_at=None
    )
    pairs = my_pairs(user, programme).filter(started_on__isnull=False).order_by()
    named = pairs.annotate(
        other=Case(When(mentor__in=mine, then="mentee__person__given_name"), default="mentor__person__given_name"),
        waits=Exists(waits),
    )
    gathered = named.annotate(gathered=_Gathered("matched_at", "other", "pk", "waits")).values("gathered")
    return {"pairs": Subquery(gathered, output_field=JSONField())}


@provides_from_counts(_own_pairs)
def pause_pages(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[OwnPage]:
    """Where one of a pair that meets asks for a pause; who has asked waits for the answer first."""
    running = sorted(found["pairs"] or ())
    for _matched_at, name, pair, waits in running:
        text = _("We need a pause: %(name)s") % {"name": name} if len(running) > 1 else _("We need a pause")
        if not waits:
            yield OwnPage(text, reverse("supervision:ask_pause", args=[UUID(pair)]))


def _of_the_two(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    """For a mentor or mentee: the pair for which she or he asks for a pause, and the next supervision of the own group
    that is cancelled and has no new day."""
    if not {Role.MENTOR, Role.MENTEE} & set(grants(user).roles_in(programme)):
        return {}
    organisation, mine = programme.organisation_id, {m.pk for m in grants(user).memberships}
    asked = PauseRequest.objects.of(organisation).filter(
        asked_by__in=mine, answered_at=None, pair__programme=programme, pair__ended_on=None
    )
    places = GroupPlace.objects.of(organisation).filter(my_places(user), group__programme=programme)
    off = CancelledMeeting.objects.of(organisation).filter(group__in=places.values("group"), starts_at__gte=at)
    off = off.annotate(of=TruncMonth("starts_at", output_field=DateField(), tzinfo=zone(programme)))
    # A group waits for a new day until a meeting of that month, or of a later one, is planned.
    planned = SupervisionMeeting.objects.of(organisation).filter(group=OuterRef("group"), month__gte=OuterRef("of"))
    off = off.filter(~Exists(planned)).order_by("starts_at", "cancelled_at")
    return {
        "asked": Subquery(asked.order_by("asked_at").values("pair")[:1], output_field=UUIDField()),
        "off": Subquery(off.values("pk")[:1], output_field=UUIDField()),
        "off_at": Subquery(off.values("starts_at")[:1]),
    }


@provides_from_counts(_of_the_two)
def told(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[Panel]:
    """What one waits for, or need not come to. Why a supervision is cancelled is sealed, and stands on its page."""
    if found["asked"]:
        yield Panel("supervision/home/asked_pause.html", {"pair": found["asked"]}, order=-2)
    if found["off"]:
        yield Panel("supervision/home/cancelled.html", {"meeting": found["off"], "starts_at": found["off_at"]}, order=3)
