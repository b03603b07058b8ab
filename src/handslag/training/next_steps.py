"""What trainers, coordinators and mentors have to do about training. One query, whatever the role; for trainers also
how many miss a unit, asked together with the counts of other rooms."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Value
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.counts import count_of
from handslag.core.dates import short_day
from handslag.core.next_steps import NextStep, provides_from_counts, provides_next_steps
from handslag.gatherings.models import Attendance
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.days import zone as zone_of
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role

from .queries import CONFIRMS, text_in, whom_to_ask
from .timetable import next_of, own_units, timetable_of
from .trainer_day import units_over

MISSED = "missed units"  # who trains and plans is told of them once


@provides_next_steps
def steps(user, programme, at: datetime):
    takes, plans = may(user, "attendance.take", programme), may(user, "training.plan", programme)
    learns = Role.MENTOR in grants(user).roles_in(programme)
    if not (takes or plans or learns):
        return
    units = timetable_of(user, programme)
    page = reverse("training:units", args=[programme.pk])
    zone = zone_of(programme)
    if takes:
        yield from _for_trainer(units, at, zone)
    if plans:
        yield from _for_coordinator(units, at, page)
    if learns:
        yield from _for_mentor(units, at, zone, page, programme)


def _for_trainer(units, at, zone):
    expecting = [unit for unit in units if unit.missing]
    open_sessions = [(unit, session) for unit in expecting for session in unit.sessions if not session.marked]
    for unit, session in open_sessions:
        today = _is_today(session, at, zone)
        names = {"unit": text_in(unit.title), "time": date_format(session.starts_at.astimezone(zone), "H:i")}
        url = reverse("training:session", args=[session.pk])
        if session.starts_at <= at:
            day = short_day(session.starts_at.astimezone(zone))
            yield NextStep(
                text=_("Mark who came to “%(unit)s”") % names, url=url, urgency=2 if today else 1,
                why=_("The session was on %(day)s.") % {"day": day},
            )  # fmt: skip
        elif today:
            yield NextStep(text=_("Today at %(time)s: “%(unit)s”") % names, url=url, why=_where(session), urgency=2)


def _for_coordinator(units, at, page):
    undated = [unit.number for unit in units if not unit.sessions]
    if undated:
        yield NextStep(
            text=_("Plan sessions for the training"), url=f"{page}#unit-{undated[0]}", count=len(undated), urgency=3,
            why=ngettext("No date yet for unit %(units)s.", "No date yet for units %(units)s.", len(undated))
            % {"units": _listed(undated)},
        )  # fmt: skip
    declined = units[0].declined if units else 0
    if declined:
        yield NextStep(
            text=_("Call who does not go on"), url=f"{page}#mentors", count=declined, urgency=1,
            why=_("They said no after the first unit. Thank them, then end the role."),
        )  # fmt: skip
    missed = [unit for unit in units if unit.missing and unit.is_over(at)]
    if missed:
        yield NextStep(
            text=_("Plan how mentors make up what they missed"), url=f"{page}#unit-{missed[0].number}", urgency=2,
            asks_for=MISSED, count=max(unit.missing for unit in missed),
            why=ngettext("Somebody is missing unit %(units)s.", "Somebody is missing units %(units)s.", len(missed))
            % {"units": _listed([unit.number for unit in missed])},
        )  # fmt: skip


def _for_mentor(units, at, zone, page, programme):
    own = own_units(units, at)
    if ahead := next_of(own):
        starts = ahead.session.starts_at.astimezone(zone)
        when = {"day": short_day(starts, "l j F"), "time": date_format(starts, "H:i")}
        yield NextStep(
            text=_("Training: “%(unit)s”") % {"unit": text_in(ahead.unit.title)},
            why=" · ".join(filter(None, [_("%(day)s at %(time)s") % when, _where(ahead.session)])),
            url=reverse("training:session", args=[ahead.session.pk]),
            urgency=2 if _is_today(ahead.session, at, zone) else 3,
        )
    yield from _choice(own, programme)
    missed = [line.unit.number for line in own if line.state == "missed"]
    if missed:
        yield NextStep(
            text=_("Ask how you can make up what you missed"), url=page, urgency=2,
            why=ngettext("You have not done unit %(units)s.", "You have not done units %(units)s.", len(missed))
            % {"units": _listed(missed)},
        )  # fmt: skip


def _choice(own, programme):
    """After the first unit a mentor says whether to go on."""
    if any(line.unit.number == CONFIRMS and line.state == "done" and not line.unit.chosen for line in own):
        yield NextStep(
            text=_("Do you want to go on as a mentor?"), url=reverse("training:participation", args=[programme.pk]),
            why=_("Now you know what a mentor does. Tell us yes or no."), urgency=2,
        )  # fmt: skip


def _is_today(session, at, zone) -> bool:
    return session.starts_at.astimezone(zone).date() == at.astimezone(zone).date()


def _where(session) -> str:
    return session.place or (_("Online") if session.online_link else "")


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


# ---- for a trainer: how many mentors miss a unit that is over


def trains(user: Account, programme: Programme) -> bool:
    return Role.TRAINER in grants(user).roles_in(programme) and may(user, "attendance.take", programme)


def _missed(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    if not trains(user, programme):
        return {}
    over = units_over(timetable_of(user, programme), at)
    if not over:
        return {}
    unit = "gathering__training_session__unit"
    done = Attendance.objects.visible_to(user).filter(
        membership=OuterRef("pk"), status__in=Attendance.COUNTS, **{f"{unit}__in": over}
    )
    mentors = Membership.objects.visible_to(user).filter(programme=programme, role=Role.MENTOR, ended_at=None)
    behind = mentors.annotate(done=count_of(done, unit, distinct=True)).filter(done__lt=len(over))
    plans = Value(may(user, "training.plan", programme))
    return {"behind": count_of(behind), "mentors": count_of(mentors), "plans": plans}


@provides_from_counts(_missed)
def missed_steps(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[NextStep]:
    if found["behind"]:
        why = ngettext(
            "%(n)s of %(all)s mentors misses a unit that is over.",
            "%(n)s of %(all)s mentors miss a unit that is over.",
            found["behind"],
        )
        why %= {"n": found["behind"], "all": found["mentors"]}
        if not found["plans"]:
            why += " " + _("Ask %(name)s to plan a new session.") % {"name": whom_to_ask(programme)}
        yield NextStep(
            text=_("See who misses what"), url=reverse("training:units", args=[programme.pk]) + "#mentors",
            why=why, count=found["behind"], urgency=3,
            asks_for=MISSED,
        )  # fmt: skip
