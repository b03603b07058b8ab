"""The story in order: founding, recruitment, training, matching, first meetings, a hundred days, surveys, a second
round, a group, calls, a neighbour."""

import random
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from handslag.evaluation.closing_actions import keep_figures
from handslag.organisations.actions import found
from handslag.programmes.actions import add_partner, give_role
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role

from ..actions import SetUp, set_up
from ..blueprint import Blueprint
from .calendar import Calendar
from .calls import call_around
from .mentoring import hundred_days
from .neighbour import neighbour
from .pairing import first_meetings, match
from .recruitment import recruit
from .second_round import second_round
from .surveys import ask_around
from .team import TEAM, hire
from .together import meet_together
from .training import train

PLACES = [
    ("Malmö", 55.605, 13.0), ("Lund", 55.704, 13.191), ("Burlöv", 55.637, 13.098),
    ("Staffanstorp", 55.642, 13.206), ("Svedala", 55.507, 13.235), ("Trelleborg", 55.376, 13.157),
]  # fmt: skip


@transaction.atomic
def tell() -> Iterator[str]:
    """Tell the whole story in one transaction; yields a line after each chapter."""
    zone = ZoneInfo(settings.HANDSLAG_TIME_ZONE)
    morning_has_passed = timezone.now().astimezone(zone) - timedelta(hours=9)
    calendar = Calendar(morning_has_passed.date(), zone)  # what is told of today has happened by nine
    dice = random.Random(2026)  # noqa: S311  (the same story every time)
    programme, team = founding(calendar)
    yield f"{programme.organisation.name}: {programme.title}, begun {programme.starts_on}"
    yield recruit(programme, team, calendar, dice)
    yield train(programme, team, calendar)
    yield match(programme, team, calendar)
    yield first_meetings(programme, team, calendar, dice)
    yield hundred_days(programme, team, calendar, dice)
    yield ask_around(programme, team, calendar, dice)
    yield second_round(programme, team, calendar)
    yield meet_together(programme, team, calendar)
    yield call_around(programme, team, calendar)
    # Last of all: chapters tell of earlier days, and a home says what was kept of them.
    keep_figures(programme=programme, at=calendar.at(calendar.today, hour=7))
    yield neighbour(calendar)


def founding(calendar):
    """The organisation, its programme and the team; gives the programme and the persons by key."""
    day = calendar.at(calendar.recruitment, hour=8)
    organisation = found(name="Nya Grannar Malmö", country="SE", host_language="sv", at=day)
    team = hire(organisation, day)
    choices = SetUp(
        title="AMIR Malmö", slug="amir-malmo", starts_on=calendar.recruitment, languages=["en", "sv"],
        places=PLACES, contact_name="Sara Lindqvist", contact_phone="040-628 04 02",
        contact_hours="9–16", time_zone=str(calendar.zone),
    )  # fmt: skip
    programme = set_up(
        organisation=organisation,
        blueprint=Blueprint.named("amir"),
        choices=choices,
        by=team["coordinator"],
        at=day,
    )
    for key, _name, _phone, role in TEAM:
        if key != "coordinator":
            scope = None if role is Role.ADMINISTRATOR else programme
            by = team["coordinator"] if scope else None  # the administrator was there before anybody
            give_role(programme=scope, person=team[key], role=role, by=by, at=day)
    add_partner(
        programme=programme, name="Malmö stad, arbetsmarknad", kind="authority", involvement="partner", country="SE",
        since_on=calendar.recruitment, proof="Agreement no. 12, kept by the coordinator", by=team["coordinator"],
        at=day,
    )  # fmt: skip
    add_partner(
        programme=programme, name="Asyl-, migrations- och integrationsfonden (AMIF)", kind="funder",
        involvement="beneficiary", country="SE", since_on=calendar.recruitment,
        proof="Grant agreement, kept by the coordinator", by=team["coordinator"], at=day,
    )  # fmt: skip
    return programme, team


def member(programme, person, role) -> Membership:
    """The running role of `person` in `programme`."""
    return Membership.objects.of(programme.organisation_id).get(
        programme=programme, person=person, role=role, ended_at=None
    )
