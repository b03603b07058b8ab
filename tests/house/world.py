"""A world for the access matrix: three programmes in two organisations, each with every kind of row.

Whatever is private in a programme carries its canary, a word that occurs nowhere else; so a page that shows anything
of a programme it should not know of gives itself away.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.apps import apps
from django.utils import timezone

from handslag.content.queries import newest
from handslag.desk.actions import SetUp, set_up
from handslag.desk.blueprint import Blueprint
from handslag.evaluation.actions import issue
from handslag.gatherings.actions import mark_held, take_attendance
from handslag.mentoring.actions import (
    add_goal,
    approve_plan,
    book_meeting,
    hold_intake,
    record_step,
    sign,
    write_diary,
)
from handslag.mentoring.actions.closing import assess_goal, reflect, say_afterwards, say_needs
from handslag.organisations.actions import found
from handslag.organisations.models import Organisation, OrganisationRow
from handslag.outbox.actions import queue
from handslag.outbox.letters import Letter
from handslag.pairs.actions import end, lock, suggest
from handslag.pairs.models import Group, Suggesting
from handslag.people.actions import open_account, register_person
from handslag.people.models import Account, Person
from handslag.programmes.actions import add_partner, end_role, give_role
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.recruitment.actions import (
    apply,
    book_interview,
    check_permit,
    confirm,
    note_interview,
    open_call,
    propose,
    save_answers,
    start_draft,
)
from handslag.recruitment.actions.uploading import hand_over, tell_columns
from handslag.recruitment.importing import Reader
from handslag.recruitment.models import Double
from handslag.recruitment.sheets import Table
from handslag.supervision.actions import (
    agree_pause,
    ask,
    decide,
    hold_meeting,
    join,
    look,
    make_group,
    plan_meeting,
    report,
)
from handslag.surveys.actions import Asked, drop_sheet, invite, open_wave
from handslag.surveys.actions import answer as answer_survey
from handslag.surveys.links import token_for
from handslag.training.actions import plan_session
from tests.pairs.made import publish
from tests.recruitment.received import MENTEE, MENTOR

AMIR = Blueprint.named("amir")
TEAM = ("coordinator", "second_coordinator", "supervisor", "trainer", "expert", "partner", "administrator")
# The parts that people play in a programme: `mentor` and `mentee` are a running pair, so are `second_mentor` and
# `second_mentee`; the pair of `past_mentor` and `past_mentee` has ended; the last two wait to be matched.
MENTORS = ("mentor", "past_mentor", "second_mentor", "free_mentor")
MENTEES = ("mentee", "past_mentee", "second_mentee", "free_mentee")


@dataclass
class Story:
    """One programme with all that has happened in it; `rows` holds one row for each name used in addresses."""

    canary: str
    number: int
    organisation: Organisation
    now: datetime
    programme: Programme = None
    persons: dict[str, Person] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    past: dict = field(default_factory=dict)  # the rows of the pair that has ended
    other: dict = field(default_factory=dict)  # the rows of another running pair
    phones: list[str] = field(default_factory=list)

    def ago(self, days: int, hour: int = 12) -> datetime:
        return (self.now - timedelta(days=days)).replace(hour=hour)

    def word(self, text: str) -> str:
        """`text` with the canary in it."""
        return f"{text} {self.canary}"

    def phone(self) -> str:
        self.phones.append(f"070174{self.number}{len(self.phones):03d}")
        return self.phones[-1]


def tell(canary: str, number: int, organisation: Organisation | None = None) -> Story:
    """Let everything happen once in a new programme that is in its mentoring phase."""
    now = timezone.now()
    organisation = organisation or found(name=f"House {number}", country="SE", host_language="sv", at=now)
    story = Story(canary, number, organisation, now)
    _hire(story)
    _begin(story)
    for name in MENTORS:
        _accept(story, name, MENTOR | {"full_name": story.word(name), "motivation": story.word("Because")})
    for name in MENTEES:
        _accept(story, name, MENTEE | {"first_name": story.word(name), "permit": "yes"})
    _waiting(story)
    _train(story)
    _pair(story)
    _supervise(story)
    _upload(story)
    _certify(story)
    _write(story)
    _survey(story)
    return story


def _survey(story: Story) -> None:
    """A short survey that waits for the mentor, one that was answered, and one without names."""
    forms = {
        form.key: form for form in story.programme.questionnaires.filter(key__in=["pulse", "skills_pulse", "free_word"])
    }
    mentor, mentee, last_day = story.members["mentor"], story.members["mentee"], story.now.date() + timedelta(days=9)
    kinds = dict.fromkeys(forms, "confidential") | {"free_word": "anonymous"}
    waves = {
        key: open_wave(questionnaire=form, occasion="30", kind=kinds[key], by=None, at=story.ago(2))
        for key, form in forms.items()
    }
    for key, about in (("pulse", mentee), ("skills_pulse", None)):
        invite(wave=waves[key], people=[Asked(mentor, about)], closes_on=last_day, by=None, at=story.ago(2))
    waiting, asked = (waves[key].invitations.get() for key in ("pulse", "skills_pulse"))
    answer_survey(
        invitation=asked, answers={"used_goals": "often", "example": story.word("Bank")}, language="en",
        by=story.persons["mentor"], at=story.ago(1),
    )  # fmt: skip
    drop_sheet(wave=waves["free_word"], answers={"safe": 4, "change": story.word("Evenings")}, at=story.ago(1))
    story.rows |= {"wave_id": waves["skills_pulse"], "open_wave_id": waves["free_word"], "invitation_id": waiting}
    story.rows |= {"token": token_for(waiting), "number": "8", "sheet": "csv"}


def _certify(story: Story) -> None:
    """All mentors are trained: they get certificates, but for one that is left to be issued."""
    by, keys = story.persons["coordinator"], [f"{story.members[name].pk}:training" for name in MENTORS[:3]]
    issued = issue(programme=story.programme, keys=keys, by=by, at=story.now)
    own = {certificate.membership_id: certificate for certificate in issued}
    certificate = own[story.members["mentor"].pk]
    # `form` of a flyer: what it is made for.
    story.rows |= {"certificate_id": certificate, "code": certificate.code, "language": "en", "form": "a5"}


def _upload(story: Story) -> None:
    """A file of applications that waits to be checked, with one row that fits and one that does not."""
    lines = [["full_name", "phone", "shoe size"], ["Amina Haj Ali", "070 174 06 99", "38"], ["Nobody", "", ""]]
    table = Table("", list(enumerate(lines, start=1)))
    by = story.persons["coordinator"]
    draft = hand_over(programme=story.programme, role="mentee", name="a.csv", tables=[table], by=by, at=story.now)
    reader = Reader(story.programme, story.now.date(), "mentee")
    tell_columns(draft=draft, layouts={0: reader.layout(table)}, by_hand={}, at=story.now)
    story.rows["import_id"] = draft


def _person(story: Story, name: str) -> Person:
    person = register_person(
        organisation=story.organisation, given_name=name, family_name=story.canary, phone=story.phone(),
        email=f"{name}@{story.canary}.example", by=None, at=story.ago(160),
    )  # fmt: skip
    story.persons[name] = person
    story.accounts[name] = open_account(
        person=person, email=f"{name}@{story.canary}.example", by=None, at=story.ago(160)
    )
    return person


def _hire(story: Story) -> None:
    for name in TEAM:
        _person(story, name)


def _begin(story: Story) -> None:
    by = story.persons["coordinator"]
    choices = SetUp(
        title=story.word("AMIR"), slug=f"amir-{story.number}", starts_on=story.ago(150).date(), languages=["en", "sv"],
        places=["Malmö"], contact_name="The team", contact_phone="040 1", contact_hours="Always",
    )  # fmt: skip
    story.programme = set_up(organisation=story.organisation, blueprint=AMIR, choices=choices, by=by, at=story.ago(150))
    story.members["coordinator"] = story.programme.memberships.get(role=Role.COORDINATOR)
    for name in TEAM[1:]:
        role = Role.COORDINATOR if name == "second_coordinator" else Role(name)
        story.members[name] = give_role(
            programme=None if role is Role.ADMINISTRATOR else story.programme, person=story.persons[name], role=role,
            by=None if role is Role.ADMINISTRATOR else by, at=story.ago(149),  # after the first coordinator
        )  # fmt: skip
    story.rows["membership_id"] = story.members["trainer"]
    story.rows["partner_id"] = add_partner(
        programme=story.programme, name=story.word("City"), kind="authority", involvement="partner", country="SE",
        since_on=story.ago(100).date(), proof=story.word("Letter"), by=by, at=story.ago(100),
    )  # fmt: skip
    story.rows["programme_id"] = story.programme


def _application(story: Story, role: str, answers: dict, days: int):
    form = story.programme.questionnaires.get(key=f"{role}_application")
    answers = answers | {"phone": story.phone(), "place": "malmö"}
    if role == Role.MENTOR:
        answers |= {"email": f"m{len(story.phones)}@{story.canary}.example", "exclude": story.word("My cousin")}
    return apply(
        programme=story.programme, role=role, questionnaire=form, answers=answers, language="en", channel="friend",
        by=None, at=story.ago(days),
    )  # fmt: skip


def _judge(story: Story, application, days: int):
    """Interview, permit and proposal by the first coordinator."""
    by = {"by": story.persons["coordinator"]}
    note_interview(
        application=application, held_on=story.ago(days).date(), notes=story.word("Calm"), at=story.ago(days), **by
    )
    check_permit(
        application=application, seen_as="card", valid_until=(story.now + timedelta(days=400)).date(),
        at=story.ago(days), **by,
    )  # fmt: skip
    return propose(
        application=application, outcome="accept", reason_code="", reasons=story.word("Good"), at=story.ago(days), **by
    )


def _accept(story: Story, name: str, answers: dict) -> None:
    role = Role.MENTOR if "full_name" in answers else Role.MENTEE
    application = _application(story, role, answers, 140)
    selection = _judge(story, application, 130)
    story.members[name] = confirm(selection=selection, by=story.persons["second_coordinator"], at=story.ago(125))
    story.persons[name] = application.person
    story.accounts[name] = open_account(
        person=application.person, email=f"{name}@{story.canary}.example", by=None, at=story.ago(120)
    )


def _waiting(story: Story) -> None:
    """What is under way: an application, one that waits for confirmation, an open call with a half-written draft."""
    mentee = MENTEE | {"first_name": story.word("Waiting")}
    story.rows["application_id"] = _application(story, Role.MENTEE, mentee, 3)
    story.rows["double_id"] = Double.objects.create(
        organisation=story.organisation, application=story.rows["application_id"], known=story.persons["mentee"]
    )
    book_interview(
        application=story.rows["application_id"], starts_at=story.now + timedelta(days=2), place=story.word("Office"),
        by=story.persons["coordinator"], at=story.now,
    )  # fmt: skip
    story.rows["selection_id"] = _judge(story, _application(story, Role.MENTEE, mentee, 3), 1)
    call = open_call(
        programme=story.programme, role=Role.MENTEE, slug=f"open-{story.number}",
        questionnaire=story.programme.questionnaires.get(key="mentee_application"),
        opens_on=story.ago(5).date(), closes_on=(story.now + timedelta(days=5)).date(),
        by=story.persons["coordinator"], at=story.ago(5),
    )  # fmt: skip
    draft = start_draft(call=call, language="en", channel="friend", at=story.ago(1))
    save_answers(draft=draft, answers={"first_name": story.word("Writing"), "phone": story.phone()}, at=story.ago(1))
    story.rows |= {"call": call.slug, "draft_key": draft.key, "screen": "contact", "template": "amir"}
    story.rows |= {"key": "code_of_conduct", "passkey_id": 0}  # nobody has that passkey


def _train(story: Story) -> None:
    by, at = story.persons["coordinator"], story.ago(110)
    mentors = [story.members[name] for name in MENTORS]
    for unit in story.programme.units.order_by("number"):
        session = plan_session(
            unit=unit, starts_at=story.ago(100 - unit.number), place=story.word("Library"), by=by, at=at,
            led_by=story.persons["trainer"],
        )  # fmt: skip
        statuses = dict.fromkeys(mentors, "present")
        take_attendance(gathering=session.gathering, statuses=statuses, by=by, at=story.ago(90))
        mark_held(gathering=session.gathering, by=by, at=story.ago(90), notes=story.word("Went well"))
    story.rows |= {"session_id": session, "unit_id": unit}


def _pair(story: Story) -> None:
    by, members = story.persons["coordinator"], story.members
    matching_round = suggest(programme=story.programme, by=by, at=story.ago(80))
    for mentor, mentee in list(zip(MENTORS, MENTEES, strict=True))[:3]:
        lock(matching_round=matching_round, mentor=members[mentor], mentee=members[mentee], by=by, at=story.ago(80))
    pairs = {pair.mentor: pair for pair in publish(matching_round, by, story.ago(79))}
    for name, rows in (("mentor", story.rows), ("past_mentor", story.past), ("second_mentor", story.other)):
        rows |= _mentoring(story, pairs[members[name]], name)
    write_diary(  # the signal of `signal_code`
        pair=story.rows["pair_id"], what="met", on_date=story.ago(7).date(), by=story.persons["mentor"],
        at=story.ago(7), activity="talk", mood=4, themes=["housing"], flags=["support_wanted"],
    )  # fmt: skip
    _assess(story)
    _group(story)
    ended = story.past["pair_id"]
    end(pair=ended, reason="moved", on=story.ago(2).date(), by=by, at=story.ago(2))
    open_round = suggest(programme=story.programme, by=by, at=story.ago(1))
    story.rows |= {"round_id": open_round, "proposal_id": open_round.proposals.first()}
    story.rows["suggesting_id"] = Suggesting.objects.create(
        organisation_id=story.programme.organisation_id, programme=story.programme, asked_by=by,
        asked_at=story.ago(1), ended_at=story.ago(1), outcome=Suggesting.Outcome.STOPPED,
    )  # fmt: skip
    story.rows |= {"mentee_id": story.members["free_mentee"], "member_id": story.members["free_mentor"]}
    assert story.rows["proposal_id"]


def _group(story: Story) -> None:
    """The running pair is all that is left of a group."""
    pair = story.rows["pair_id"]
    group = Group.objects.create(
        organisation=story.organisation, programme=story.programme, name=story.word("Group"), language="ar",
        made_at=story.ago(79),
    )  # fmt: skip
    pair.group = group
    pair.save(update_fields=["group"])
    story.rows |= {"mentoring_group_id": group, "in_group_id": story.members["mentee"]}


def _mentoring(story: Story, pair, name: str) -> dict:
    """A first meeting, a goal, diaries and a booked meeting of the pair of mentor `name`; returns its rows."""
    by = story.persons["coordinator"]
    agreement = hold_intake(
        pair=pair, document=newest(story.organisation, "code_of_conduct", "en"), held_on=story.ago(70).date(),
        own_points=story.word(f"Our points-{name}"), by=by, at=story.ago(70),
    )  # fmt: skip
    for member in (pair.mentor, pair.mentee):
        sign(
            agreement=agreement, membership=member, signed_name=story.word("Signed"), method="in_room", by=by,
            at=story.ago(70),
        )  # fmt: skip
    pair.refresh_from_db()
    mentor = pair.mentor.person
    goal = add_goal(
        pair=pair, area="employment", text=story.word(f"Goal-{name}"), first_step=story.word(f"First-{name}"),
        due_on=(story.now + timedelta(days=60)).date(), by=mentor, at=story.ago(65),
    )  # fmt: skip
    approve_plan(pair=pair, by=story.persons["supervisor"], at=story.ago(60))
    for days in (50, 20, 8):
        entry = write_diary(
            pair=pair, what="met", on_date=story.ago(days).date(), by=mentor, at=story.ago(days), activity="talk",
            mood=4, themes=["housing"], goals=[goal], sentence=story.word(f"Sentence-{name}"),
        )  # fmt: skip
    step = record_step(
        pair=pair, code="job_application", done_on=story.ago(10).date(), evidence="seen_by_staff", by=by,
        at=story.ago(9), goal=goal,
    )  # fmt: skip
    meeting = book_meeting(
        pair=pair, starts_at=story.now + timedelta(days=3), place=story.word(f"Cafe-{name}"), by=mentor, at=story.ago(3)
    )
    return {"pair_id": pair, "goal_id": goal, "meeting_id": meeting, "entry_id": entry, "step_id": step}


def _assess(story: Story) -> None:
    """The final plan assessment of the running pair, complete but for the two signatures."""
    pair, mentor, at = story.rows["pair_id"], story.members["mentor"], story.ago(1)
    assess_goal(
        goal=story.rows["goal_id"], status="moving", result=story.word("Result-mentor"), by=mentor.person, at=at
    )
    say_needs(pair=pair, needs={"employment": 1}, by=mentor.person, at=at)
    say_afterwards(pair=pair, relation="contact_rule", contact_rule=story.word("Rule-mentor"), by=mentor.person, at=at)
    reflect(pair=pair, membership=mentor, text=story.word("Alone-mentor"), shared=False, by=mentor.person, at=at)


def _supervise(story: Story) -> None:
    by = story.persons["coordinator"]
    group = make_group(
        programme=story.programme, name=story.word("Group"), supervisor=story.members["supervisor"], by=by,
        at=story.ago(70),
    )  # fmt: skip
    day = story.ago(70).date()
    places = [join(group=group, mentor=story.members[n], on=day, by=by, at=story.ago(70)) for n in MENTORS[:2]]
    held = plan_meeting(group=group, starts_at=story.ago(40), place=story.word("Hall"), by=by, at=story.ago(60))
    statuses = {place.mentor: "present" for place in places}
    hold_meeting(meeting=held, statuses=statuses, notes=story.word("Notes"), by=by, at=story.ago(39))
    story.rows |= {"group_id": group, "place_id": places[0], "supervision_meeting_id": held}
    mentor = story.members["mentor"]
    story.rows["follow_up_id"] = decide(
        meeting=held, text=story.word("Decision"), who=mentor, due_on=day, by=by, at=story.ago(39)
    )
    coming = plan_meeting(
        group=group, starts_at=story.now + timedelta(days=9), place=story.word("Hall"), by=by, at=story.ago(20)
    )
    ask(meeting=coming, mentor=mentor, text=story.word("Question"), by=mentor.person, at=story.ago(1))
    story.rows["concern_id"] = report(
        programme=story.programme, reporter=mentor, text=story.word("Worry"), at=story.ago(1)
    )
    story.rows["signal_code"] = "help_asked"
    look(programme=story.programme, at=story.ago(1))
    first = story.now.date() + timedelta(days=60)
    story.rows["pause_id"] = agree_pause(
        pair=story.rows["pair_id"], from_on=first, until_on=first, reason="travel", by=by, at=story.ago(1)
    )


def _write(story: Story) -> None:
    """A message to the mentor."""
    words = story.word("Message")
    letter = Letter(story.persons["mentor"], "reminder", words, words, url="/home/", once_key=story.canary)
    queue(programme=story.programme, letters=[letter], by=None, at=story.ago(1))
    story.rows["message_id"] = story.programme.messages.get(once_key=story.canary)


@dataclass
class World:
    """Two programmes of one organisation, one of another, and people who stand in between."""

    here: Story
    beside: Story
    abroad: Story
    accounts: dict[str, Account]

    @classmethod
    def make(cls) -> "World":
        here = tell("quokka", 1)
        beside = tell("narwhal", 2, here.organisation)
        abroad = tell("axolotl", 3)
        names = [*TEAM, "mentor", "second_mentor", "past_mentor", "mentee", "second_mentee", "past_mentee"]
        accounts = {name: here.accounts[name] for name in names}
        accounts |= {f"outside_{name}": abroad.accounts[name] for name in ("coordinator", "administrator")}
        accounts["outside_mentor"] = abroad.accounts["free_mentor"]
        accounts["beside_coordinator"] = beside.accounts["coordinator"]
        accounts["two_hats"] = _two_hats(here, abroad)
        _second_hats(here, beside, abroad)
        accounts["departed"] = _departed(here)
        return cls(here, beside, abroad, accounts)

    def ids_of(self, story: Story) -> set[str]:
        """The ids of all rows of the organisation of `story`, and of its accounts."""
        models = [model for model in apps.get_models() if issubclass(model, OrganisationRow)]
        rows = {str(pk) for model in models for pk in model.objects.of(story.organisation).values_list("pk", flat=True)}
        shared = [self.accounts["two_hats"], self.accounts["second_mentee"]]  # at home in both organisations
        persons = Person.objects.of(story.organisation).exclude(account__in=shared)
        return rows | {str(pk) for pk in persons.values_list("account", flat=True)} | {str(story.organisation.pk)}


def _two_hats(here: Story, abroad: Story) -> Account:
    """Coordinator here, trainer and mentor in the other organisation: what one may do here is nothing there."""
    person = _person(here, "two_hats")
    give_role(programme=here.programme, person=person, role=Role.COORDINATOR, by=None, at=here.ago(50))
    there = register_person(organisation=abroad.organisation, given_name="Two", by=None, at=here.ago(50))
    open_account(person=there, email=f"two_hats@{here.canary}.example", by=None, at=here.ago(50))
    for role in (Role.TRAINER, Role.MENTOR):
        give_role(programme=abroad.programme, person=there, role=role, by=None, at=here.ago(50))
    return here.accounts["two_hats"]


def _second_hats(here: Story, beside: Story, abroad: Story) -> None:
    """The second mentor is a coordinator in the programme beside, the second mentee a trainer abroad."""
    mentor, email = here.persons["second_mentor"], here.accounts["second_mentee"].email
    give_role(programme=beside.programme, person=mentor, role=Role.COORDINATOR, by=None, at=here.ago(50))
    there = register_person(organisation=abroad.organisation, given_name="Second", by=None, at=here.ago(50))
    open_account(person=there, email=email, by=None, at=here.ago(50))
    give_role(programme=abroad.programme, person=there, role=Role.TRAINER, by=None, at=here.ago(50))


def _departed(here: Story) -> Account:
    """Was a coordinator until yesterday."""
    person = _person(here, "departed")
    held = give_role(programme=here.programme, person=person, role=Role.COORDINATOR, by=None, at=here.ago(50))
    end_role(membership=held, reason="left", by=None, at=here.ago(1))
    return here.accounts["departed"]
