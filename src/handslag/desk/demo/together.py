"""Chapter seven: a mentor leads a group of three who speak her language and look for a home. They came by another
road: an association brought them, so they wrote no application on the site."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from handslag.content.models import Document
from handslag.content.queries import newest
from handslag.gatherings.actions import take_attendance
from handslag.gatherings.models import Attendance
from handslag.mentoring.actions import add_goal, approve_plan, book_meeting, hold_intake, sign, write_group_diary
from handslag.pairs.actions import Plan, make_group
from handslag.pairs.models import Pair
from handslag.people.actions import register_person
from handslag.programmes.actions import give_role
from handslag.programmes.roles import Role
from handslag.questionnaires.actions import answer
from handslag.supervision.actions import join
from handslag.training.actions import confirm_participation
from handslag.training.models import Session
from handslag.training.queries import CODE_OF_CONDUCT

MENTOR = ("Fadumo", "Warsame")
MENTEES = [("Ifrah", "Ali"), ("Hodan", "Nur"), ("Ayaan", "Farah")]
KNOWS = {
    "languages": ["so", "sv"], "level_so": "native", "level_sv": "c1", "know_housing": 4, "know_rights": 3,
    "slots": ["sat_am", "wed_eve"], "format": "in_person",
}  # fmt: skip
NEEDS = {"languages": ["so"], "host_level": "a1", "help_wanted": ["housing"], "permit": "yes", "age_band": "18_30"}
JOINED, MADE, STARTED = 60, 45, 40  # days ago
MET = [(33, "Everybody is in the housing queue now."), (19, "They read the rules of the house together."),
       (5, "")]  # fmt: skip


def meet_together(programme, team, calendar) -> str:
    """Take the four in, make the group, hold its first meeting; they meet every second week."""
    mentor = _come(programme, team, calendar, MENTOR, Role.MENTOR, KNOWS)
    mentees = [_come(programme, team, calendar, name, Role.MENTEE, NEEDS) for name in MENTEES]
    _train(programme, team, calendar, mentor)
    plan = Plan(programme, "A home in Malmö", "so", "housing", [mentor], mentees)
    group = make_group(plan, by=team["coordinator"], at=_on(calendar, MADE, 11))
    rows = Pair.objects.of(programme.organisation_id).filter(group=group)
    pairs = list(rows.select_related("programme__organisation", "mentor__person", "mentee__person"))
    for pair in pairs:
        _begin(pair, team, calendar)
    for ago, sentence in MET:
        write_group_diary(
            pairs=pairs, on_date=calendar.today - timedelta(days=ago), by=mentor.person, at=_on(calendar, ago, 20),
            entry_id=uuid5(NAMESPACE_URL, f"{group.pk}:{ago}"), themes=["housing"], activity="talk", minutes=90,
            mood=4, sentence=sentence,
        )  # fmt: skip
    return f"a group of {len(mentees)} with one mentor, met {len(MET)} times"


def _on(calendar, days: int, hour: int):
    return calendar.at(calendar.today - timedelta(days=days), hour=hour)


def _come(programme, team, calendar, name, role, answers):
    at, by = _on(calendar, JOINED, 9), team["coordinator"]
    person = register_person(
        organisation=programme.organisation, given_name=name[0], family_name=name[1], language="en", gender="female",
        by=by, at=at,
    )  # fmt: skip
    member = give_role(programme=programme, person=person, role=role, by=by, at=at)
    form = programme.questionnaires.get(key=f"{role.value}_application")
    answer(questionnaire=form, person=person, answers=answers, language="en", by=by, at=at)
    return member


def _code_of_conduct(programme) -> Document:
    document = newest(programme.organisation, CODE_OF_CONDUCT, "en", programme.pk)
    if document is None:
        raise LookupError("The template brings no code of conduct.")
    return document


def _train(programme, team, calendar, mentor) -> None:
    """All five units, made up for with the trainer."""
    sessions = Session.objects.of(programme.organisation_id).filter(
        unit__programme=programme, gathering__held_at__isnull=False
    )
    at, document = _on(calendar, MADE + 2, 18), _code_of_conduct(programme)
    for session in sessions.select_related("gathering__programme"):
        take_attendance(
            gathering=session.gathering, statuses={mentor: Attendance.Status.MADE_UP}, by=team["trainer"], at=at
        )
    confirm_participation(membership=mentor, document=document, goes_on=True, by=mentor.person, at=at)
    day, group = calendar.today - timedelta(days=MADE), programme.supervision_groups.earliest("name")
    join(group=group, mentor=mentor, on=day, by=team["coordinator"], at=_on(calendar, MADE, 9))


def _begin(pair, team, calendar) -> None:
    """The first meeting with the team, a goal, and the next meeting with all the others."""
    day, by = calendar.today - timedelta(days=STARTED), team["coordinator"]
    agreement = hold_intake(
        pair=pair, document=_code_of_conduct(pair.programme), held_on=day,
        own_points="What is told in the group stays in the group.", by=by, at=_on(calendar, STARTED, 16),
    )  # fmt: skip
    for member in (pair.mentor, pair.mentee):
        sign(
            agreement=agreement, membership=member, signed_name=str(member.person), method="in_room", by=by,
            at=_on(calendar, STARTED, 16),
        )  # fmt: skip
    add_goal(
        pair=pair, area="housing", text="Stand in the housing queue and see two flats", by=pair.mentor.person,
        first_step="Register in the queue", due_on=calendar.today + timedelta(days=90), at=_on(calendar, 33, 18),
    )  # fmt: skip
    approve_plan(pair=pair, by=team["supervisor"], at=_on(calendar, 30, 10))
    book_meeting(
        pair=pair, starts_at=calendar.at(calendar.today + timedelta(days=9), hour=10), place="Garaget",
        by=pair.mentor.person, at=_on(calendar, 2, 18),
    )  # fmt: skip
