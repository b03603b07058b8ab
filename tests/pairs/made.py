"""Mentors and mentees with answers and training, for the tests of this room."""

from datetime import datetime, timedelta

from handslag.desk.blueprint import Blueprint
from handslag.gatherings.models import Attendance, Gathering
from handslag.pairs import actions
from handslag.pairs.actions.publishing import approved_of
from handslag.pairs.models import MatchingRound, Pair
from handslag.pairs.turning import said_in
from handslag.people.models import Person
from handslag.programmes.actions import add_place
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.actions import answer, install
from handslag.questionnaires.models import Questionnaire
from handslag.training.models import Session, Unit
from tests import cast as made
from tests.cast import NOW, TODAY

AMIR = Blueprint.named("amir")

MENTOR = {
    "languages": ["ar", "sv"], "level_ar": "native", "level_sv": "b2", "know_housing": 4, "know_health": 3,
    "slots": ["mon_eve", "sat_am"], "format": "both", "place": "malmo", "kind_offer": ["advice"],
    **{f"trait_{n}": 3 for n in range(1, 6)},
}  # fmt: skip
MENTEE = {
    "languages": ["ar"], "host_level": "a2", "help_wanted": ["housing"], "times": ["weekday_eve"], "place": "malmo",
    "permit": "yes", "age_band": "18_30", "time_here": "1_3y",
}  # fmt: skip


def amir(programme: Programme) -> None:
    """Give `programme` the lists, weights, questionnaires and five units of the template."""
    programme.lists, programme.weights = AMIR.lists, AMIR.programme["weights"]
    programme.rules = AMIR.programme["rules"] | {"readiness": AMIR.programme["readiness"]}
    programme.save()
    add_place(programme=programme, code="malmo", name="Malmö", latitude=55.6, longitude=13.0, by=None, at=NOW)
    for form in AMIR.questionnaires:
        install(
            programme=programme, key=form["key"], version=form["version"], title=form["title"], screens=form["screen"],
            lists=AMIR.lists, by=None, at=NOW,
        )  # fmt: skip
    for unit in AMIR.units:
        row = Unit.objects.create(
            organisation_id=programme.organisation_id, programme=programme, number=unit["number"], title=unit["title"]
        )
        gathering = Gathering.objects.create(
            organisation_id=programme.organisation_id, programme=programme, kind="training", title="Unit",
            starts_at=NOW - timedelta(days=10),
        )  # fmt: skip
        Session.objects.create(organisation_id=programme.organisation_id, unit=row, gathering=gathering)


def train(membership: Membership, units: int = 5) -> None:
    sessions = Session.objects.of(membership.organisation_id).filter(unit__programme=membership.programme)
    for session in sessions.order_by("unit__number")[:units]:
        Attendance.objects.create(
            organisation_id=membership.organisation_id, gathering=session.gathering, membership=membership,
            status="present", marked_at=NOW - timedelta(days=9),
        )  # fmt: skip


def tell(membership: Membership, answers: dict, *, key: str = "", at=NOW) -> None:
    """Let a member answer the application, or the questionnaire `key`."""
    forms = Questionnaire.objects.of(membership.organisation_id).filter(programme=membership.programme)
    form = forms.get(key=key or f"{membership.role}_application")
    answer(questionnaire=form, person=membership.person, answers=answers, language="en", by=None, at=at)


def mentor(programme: Programme, name: str = "Maha Mentor", *, units: int = 5, **answers) -> Membership:
    member = made.member(programme, made.person(programme.organisation, name, gender="female"), Role.MENTOR)
    tell(member, MENTOR | answers)
    train(member, units)
    return member


def mentee(programme: Programme, name: str = "Nour Mentee", **answers) -> Membership:
    member = made.member(programme, made.person(programme.organisation, name), Role.MENTEE)
    tell(member, MENTEE | answers)
    return member


def pair(mentor: Membership, mentee: Membership, **fields) -> Pair:
    """A published pair in which both have said yes, unless `fields` say otherwise."""
    return Pair.objects.create(
        organisation_id=mentor.organisation_id, programme=mentor.programme, mentor=mentor, mentee=mentee,
        **({"matched_at": NOW - timedelta(days=20), "agreed_at": NOW - timedelta(days=19)} | fields),
    )  # fmt: skip


def publish(matching_round: MatchingRound, by: Person | None = None, at: datetime = NOW) -> list[Pair]:
    """Publish what is approved, as somebody who has just looked at it; what was said in confidence is sorted out."""
    sort_out(matching_round.programme, by, at)
    seen = [proposal.pk for proposal in approved_of(matching_round)]
    return actions.publish(matching_round=matching_round, seen=seen, by=by, at=at)


def sort_out(programme: Programme, by: Person | None = None, at: datetime = NOW) -> None:
    """Let a named colleague find that what people said in confidence concerns nobody here."""
    for said in said_in(programme):
        if said.told.waits:
            actions.turn(
                member=said.member, persons=[], countries=[], names="", told_at=said.told.at, by=by, at=at
            )  # fmt: skip


__all__ = ["NOW", "TODAY", "amir", "mentee", "mentor", "pair", "publish", "sort_out", "tell", "train"]


def round_of_three(programme: Programme, by: Person) -> MatchingRound:
    """Pairs suggested for three mentors and three mentees; each mentor knows one thing, which one mentee needs."""
    for n, need in enumerate(("housing", "health", "employment")):
        knows = {f"know_{theme}": 1 for theme in ("housing", "health", "employment")} | {f"know_{need}": 4}
        mentor(programme, f"Mentor {n}", **knows)
        mentee(programme, f"Mentee {n}", help_wanted=[need])
    return actions.suggest(programme=programme, by=by, at=NOW)
