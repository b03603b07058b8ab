from collections import Counter
from functools import cache
from itertools import zip_longest

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handslag.core.home_panels import home_of
from handslag.core.marks import drafted, public, signed_in
from handslag.core.next_steps import OVERDUE, WHEN_THERE_IS_TIME, next_steps
from handslag.journal.actions import record_reads
from handslag.mentoring.queries import own_pairs
from handslag.pairs.home_panels import ENDED
from handslag.programmes.access import acting_person, grants, may, seen_programme
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role
from handslag.recruitment.calls import open_calls, time_to_apply
from handslag.recruitment.models import Call

from ..blueprint import Blueprint, NoSuchTemplate
from ..context import asked_at
from ..which_programme import has_several, programme_of, programmes_of

SHOWN = 7  # steps at once; more would be a list to be put off
LISTED, COUNTED = 20, 3  # other programmes named on a home, and those whose urgent steps it counts


@drafted
@public
def landing(request):
    """The front door: what this is, and the two ways in; those of each programme where several are open."""
    calls: dict[Programme, list[Call]] = {}
    for call in open_calls(timezone.localdate()):
        calls.setdefault(call.programme, []).append(call)
    language = get_language() or "en"
    times = {f"{role}_time": time_to_apply(role, language) for role in (Role.MENTEE, Role.MENTOR)}
    if len(calls) > 1:
        request.programme = None  # no name and no contact may stand above or below another one's doors
        return render(request, "core/landing.html", times | {"programmes": _each_with_its_doors(calls)})
    if calls:
        request.programme = next(iter(calls))
    return render(
        request, "core/landing.html", times | {"doors": _doors([call for of in calls.values() for call in of])}
    )


def _each_with_its_doors(calls: dict[Programme, list[Call]]) -> list[dict]:
    """The programmes with an open call by the names of their organisations; one that has several gets their titles."""
    several = Counter(programme.organisation_id for programme in calls)
    return [
        {
            "label_id": f"programme-{number}",
            "organisation": programme.organisation.name,
            "title": programme.title if several[programme.organisation_id] > 1 else "",
            "places": _places(programme),
            "doors": [door for door in _doors(calls[programme]) if "url" in door],
            "who_to_ask": asked_at(programme),
        }
        for number, programme in enumerate(sorted(calls, key=_by_name), 1)
    ]


def _by_name(programme: Programme) -> tuple[str, str]:
    return programme.organisation.name.casefold(), programme.title.casefold()


def _doors(calls: list[Call]) -> list[dict]:
    """The two ways into the programme of `calls`, which are the newest last."""
    newest = {call.role: call for call in calls}
    return [_door(role, newest.get(role)) for role in (Role.MENTEE, Role.MENTOR)]


def _places(programme: Programme) -> str:
    return ", ".join(place.name for place in programme.places.all())


def _door(role: str, call) -> dict:
    """One of the two ways in; without an open call it says that it is closed."""
    if call is None:
        return {"role": role}
    return {
        "role": role,
        "url": reverse("recruitment:apply", args=[call.slug]),
        "closes_on": call.closes_on,
        "place": _places(call.programme),
    }


@signed_in
def home(request):
    """What do I do next? In the programme that I looked at last, or that runs today."""
    return _home(request, programme_of(request))


@signed_in
def programme_home(request, programme_id):
    """What do I do next, in one programme."""
    request.programme = seen_programme(request.user, programme_id)
    return _home(request, request.programme)


def _home(request, programme):
    at = timezone.now()
    if programme and grants(request.user).is_staff:
        prefetch_related_objects([programme], "phases")  # the strip and some steps ask for them
    if programme and grants(request.user).roles_in(programme) & {Role.MENTOR, Role.MENTEE}:
        request.pair = next(iter(own_pairs(request.user, programme, at)), None)  # the navigation asks for it too
    steps, above, below = home_of(request.user, programme, at) if programme else ([], [], [])
    if told := [pair for step in steps[:SHOWN] for pair in step.tells_of]:
        by = acting_person(request.user, programme)
        record_reads("attention", "pairs.pair", told, by=by, organisation=programme.organisation_id, at=at)
    is_told = any(map(_is_due, steps)) or any(panel.template == ENDED for panel in above)
    context = {
        "programme": programme,
        "phases": _phases(programme, timezone.localdate(at)) if _sees_phases(request.user, programme) else [],
        "steps": steps[:SHOWN],
        "panels_above": above,
        "panels_below": below,
        "more_steps": max(0, len(steps) - SHOWN),
        "waiting": _waiting(request.user, programme, at) if programme and not is_told else "",
        "may_change": programme is not None and may(request.user, "programme.change", programme),
        "may_make": grants(request.user).holds_anywhere("programme.make"),
        "other_programmes": _others(request.user, programme, at),
    }
    return render(request, "desk/home.html", context)


def _is_due(step) -> bool:
    return step.urgency < WHEN_THERE_IS_TIME


def _waiting(user, programme, at) -> str:
    """What a mentor, a mentee or the expert group waits for when nothing is due, in a sentence."""
    roles = grants(user).roles_in(programme)
    if roles == {Role.EXPERT}:
        return _expert_waiting(programme)
    if Role.MENTEE not in roles and Role.MENTOR not in roles:
        return ""
    mine = {m.pk for m in grants(user).memberships}
    pair = next(iter(own_pairs(user, programme, at)), None)
    if pair is None and Role.MENTEE in roles:
        return _("We look for a mentor who fits you. We call you when we have found someone.")
    if pair is None:
        return _("We look for a mentee who fits you. We call you when we have found someone.")
    if pair.group_id is None:
        return ""  # a panel tells what a pair waits for
    if pair.started_on is None and pair.mentee_id in mine:
        name = pair.mentor.person.given_name
        return _("You have a mentor: %(name)s. We call you to find a day for your first meeting.") % {"name": name}
    if pair.started_on is None:
        name = pair.mentee.person.given_name
        return _("You have a mentee: %(name)s. We call you to find a day for your first meeting.") % {"name": name}
    return ""


def _expert_waiting(programme) -> str:
    """The group's meetings are agreed upon by the people who know each other; the product does not plan them."""
    if programme.contact_name:
        said = _("You have no date to keep now. %(name)s tells you when the group meets next, and where.")
        return said % {"name": programme.contact_name}
    return _("You have no date to keep now. Your coordinator tells you when the group meets next, and where.")


def _sees_phases(user, programme: Programme | None) -> bool:
    """The team, and the expert group: what comes when is what it gives advice on."""
    held = grants(user)
    return programme is not None and (held.is_staff or Role.EXPERT in held.roles_in(programme))


def _phases(programme, today) -> list[dict]:
    """The phases with their state today, for the strip."""
    return [
        {
            "title": _title(phase, programme.template_key),
            "starts": phase.starts_on,
            "ends": phase.ends_on,
            "state": "done" if phase.ends_on < today else "next" if phase.starts_on > today else "now",
        }
        for phase in programme.phases.all()
    ]


@cache
def _blueprint(key: str) -> Blueprint | None:
    try:
        return Blueprint.named(key)
    except NoSuchTemplate:
        return None  # the template of a programme may have gone


def _title(phase, template: str) -> str:
    """In the reader's language, unless the programme has a wording of its own."""
    blueprint = _blueprint(template)
    return blueprint.phase_title(phase.key, phase.title, get_language() or "en") if blueprint else phase.title


def _others(user, programme, at) -> list[dict]:
    """The programmes of `user` besides this one, each with how many urgent things wait there.

    Asks the database only where there can be any. So that a home costs the same with many programmes, only the first
    COUNTED are looked into: those that run today come first.
    """
    if not has_several(user):
        return []
    rows = programmes_of(user)
    others = list((rows.exclude(pk=programme.pk) if programme else rows)[:LISTED])
    prefetch_related_objects(others[:COUNTED], "phases")
    urgent = [sum(step.urgency <= OVERDUE for step in next_steps(user, other, at)) for other in others[:COUNTED]]
    return [{"programme": other, "urgent": count} for other, count in zip_longest(others, urgent, fillvalue=0)]
