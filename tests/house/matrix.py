"""Asks every address in every way as everybody, and says what went wrong.

Each request runs in a transaction that is rolled back, so that the world stays as it is; what it would have written
is seen in the statements themselves.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse

from handslag.core.encryption import opened
from handslag.people.own_contact import own_persons
from handslag.programmes.roles import PERMISSIONS, ROLES, Role
from tests.house.addresses import Address, addresses
from tests.house.world import MENTORS, Story, World
from tests.people.signing_in import sign_in_now

OTHER_METHODS = ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"')
# Sessions, counted tries and the journal of reads are written on the way; they are no effect of a request.
ON_THE_WAY = {"django_session", "people_tries", "journal_entry"}

# Who asks, and as what in which programme ("here", "beside", "abroad").
TEAM = {"coordinator", "second_coordinator", "supervisor", "trainer", "expert", "partner"}
HATS = {name: {"here": {Role(name)}} for name in TEAM - {"second_coordinator"}}
HATS |= {name: {"here": {Role.MENTOR}} for name in ("mentor", "past_mentor")}
HATS |= {name: {"here": {Role.MENTEE}} for name in ("mentee", "past_mentee")}
HATS |= {
    "anonymous": {},
    "departed": {},
    "second_coordinator": {"here": {Role.COORDINATOR}},
    "administrator": {"here": {Role.ADMINISTRATOR}, "beside": {Role.ADMINISTRATOR}},
    "beside_coordinator": {"beside": {Role.COORDINATOR}},
    "outside_coordinator": {"abroad": {Role.COORDINATOR}},
    "outside_administrator": {"abroad": {Role.ADMINISTRATOR}},
    "outside_mentor": {"abroad": {Role.MENTOR}},
    # Two hats: what one may do under the one is nothing under the other.
    "two_hats": {"here": {Role.COORDINATOR}, "abroad": {Role.TRAINER, Role.MENTOR}},
    "second_mentor": {"here": {Role.MENTOR}, "beside": {Role.COORDINATOR}},
    "second_mentee": {"here": {Role.MENTEE}, "abroad": {Role.TRAINER}},
}
# What a participant may open without holding a permission: pages of the own running pair and the own group. The
# page is a mentee's too unless it is left out here; the diary and new entries are the mentor's alone.
OWN_PAIR = {
    "outbox:reading": {"mentor"},
    "pairs:pair": {"mentor", "mentee"},
    "pairs:answer": {"mentor", "mentee"},
    "mentoring:group": {"mentor", "mentee"},
    "mentoring:group_diary": {"mentor"},
    "mentoring:group_meeting": {"mentor"},
    "mentoring:signature": {"mentor", "mentee"},
    "mentoring:diary": {"mentor"},
    "mentoring:new_entry": {"mentor"},
    "mentoring:correction": {"mentor"},
    "mentoring:removal": {"mentor"},
    "mentoring:plan": {"mentor", "mentee"},
    "mentoring:new_goal": {"mentor", "mentee"},
    "mentoring:goal_status": {"mentor", "mentee"},
    "mentoring:goal_correction": {"mentor", "mentee"},
    "mentoring:new_step": {"mentor", "mentee"},
    "mentoring:meetings": {"mentor", "mentee"},
    "mentoring:meeting": {"mentor", "mentee"},
    "mentoring:cancellation": {"mentor", "mentee"},
    "mentoring:move": {"mentor", "mentee"},
    "mentoring:calendar": {"mentor", "mentee"},
    "evaluation:certificate_document": {"mentor"},
    "supervision:ask_pause": {"mentor", "mentee"},
    "supervision:withdraw_request": {"mentor", "mentee"},
    "supervision:calendar": {"mentor", "past_mentor"},
    "supervision:meeting": {"mentor", "past_mentor"},
    "supervision:question": {"mentor", "past_mentor"},
    "supervision:receipt": {"mentor"},
    "surveys:answer": {"mentor"},
    "mentoring:final": {"mentor", "mentee"},
    "mentoring:final_goal": {"mentor", "mentee"},
    "mentoring:final_needs": {"mentor", "mentee"},
    "mentoring:final_afterwards": {"mentor", "mentee"},
    "mentoring:final_reflection": {"mentor", "mentee"},
    "mentoring:final_signature": {"mentor", "mentee"},
}
# What everybody who is signed in has for oneself alone, beside the account. A page that no table names is nobody's.
OWN_PAGES = {
    *("desk:home", "evaluation:my_certificates", "kept_form", "kept_form_removal"),
    *("outbox:own", "outbox:reading_all", "outbox:channel", "surveys:own"),
    *("own_contact", "own_address", "own_address_code"),
}
# And what the team needs for the same pages.
TEAM_NEEDS = {
    "outbox:reading": None,
    "pairs:pair": "pair.read",
    "pairs:answer": None,
    "pairs:own_exclusion": "programme.see",
    "mentoring:group": "pair.read",
    "mentoring:group_diary": None,
    "mentoring:group_meeting": "intake.hold",
    "pairs:own_looking": "programme.see",
    "mentoring:signature": "intake.hold",
    "mentoring:diary": "diary.read",
    "mentoring:new_entry": None,
    "mentoring:correction": None,
    "mentoring:removal": None,
    "mentoring:plan": "plan.read",
    "surveys:answer": None,
    "mentoring:final": "plan.read",
    "mentoring:final_goal": "plan.approve",
    "mentoring:final_needs": "plan.approve",
    "mentoring:final_afterwards": "plan.approve",
    "mentoring:final_reflection": None,
    "mentoring:final_signature": "intake.hold",
    "mentoring:new_goal": "plan.approve",
    "mentoring:goal_status": "plan.approve",
    "mentoring:goal_correction": "plan.approve",
    "mentoring:new_step": "plan.approve",
    "mentoring:step_correction": "plan.approve",
    "mentoring:step_removal": "plan.approve",
    "mentoring:meetings": "pair.read",
    "mentoring:meeting": "pair.read",
    "mentoring:cancellation": "intake.hold",
    "mentoring:move": "intake.hold",
    "mentoring:calendar": "pair.read",
    "evaluation:certificate_document": "certificate.issue",
    "supervision:ask_pause": None,
    "supervision:withdraw_request": None,
    "supervision:calendar": "supervision.see",
    "supervision:meeting": "supervision.see",
    "supervision:question": None,
    "supervision:new_concern": "programme.see",
    "supervision:receipt": None,
    "desk:programme": "programme.see",
}
# Where letters lead to a pair: its mentor is led home once it has ended, and sees nothing of it.
LEADS_HOME = {
    *("pairs:pair", "pairs:answer", "mentoring:meetings", "mentoring:meeting", "mentoring:plan"),
    "supervision:ask_pause",
}
# Words of a programme that only those with a permission may read in it.
SECRETS = {
    "Calm": "interview.read",
    "Good": "application.read",
    "Because": "application.read",
    "My cousin": "exclusion.read",
    "Waiting": "application.read",
    "Letter": "indicator.read",
    "Went well": "training.see",
    "Bank": "survey.read",
    "Evenings": "survey.read",
    "Decision": "supervision.see",
}
FIRST_COORDINATORS = {"coordinator", "beside_coordinator", "outside_coordinator"}
PAIR_SECRETS = {
    "Sentence": "diary.read",
    "Goal": "plan.read",
    "First": "plan.read",
    "Our points": "pair.read",
    "Cafe": "pair.read",
    "Result": "plan.read",
    "Rule": "plan.read",
    "Alone": "plan.read",
}
# Of the words above those that the mentor alone wrote, and not for the mentee.
MENTORS_OWN = {"Sentence", "Alone"}


@dataclass
class Visitor:
    """Somebody who asks: a signed-in browser, and the words that must never come up in it.

    `known`: the own e-mail address and name, and the name of somebody of another programme who holds a role in one's
    own, too.
    `phones`: the own numbers.
    `at_the_door`: the titles of programmes, which the front door shows to everybody while people can apply.
    """

    name: str
    cookies: dict[str, str]
    forbidden: re.Pattern
    known: tuple[str, ...]
    phones: tuple[str, ...]
    at_the_door: tuple[str, ...]

    def holds(self, permission: str, where: str) -> bool:
        return any(permission in ROLES[role] for role in HATS[self.name].get(where, ()))

    def holds_anywhere(self, permission: str) -> bool:
        return any(self.holds(permission, where) for where in HATS[self.name])


@dataclass
class Relation:
    """Whose things are asked for: the story they belong to, and the parts of addresses."""

    name: str
    where: str  # "here", "beside", "abroad" or "" where there is no such thing
    parts: dict


@dataclass
class Answer:
    status: int
    body: str
    headers: str
    writes: list[str]
    location: str = ""


@dataclass
class Findings:
    """What was asked and what went wrong."""

    requests: int = 0
    opened: set = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def visitors(world: World) -> dict[str, Visitor]:
    stories = {"here": world.here, "beside": world.beside, "abroad": world.abroad}
    found = {}
    for name, hats in HATS.items():
        client = Client()
        if name != "anonymous":
            sign_in_now(client, world.accounts[name])
        words = [word for where, story in stories.items() for word in _forbidden(name, hats.get(where, set()), story)]
        found[name] = Visitor(
            name,
            {key: morsel.value for key, morsel in client.cookies.items()},
            re.compile("|".join(map(re.escape, words))),
            (
                *([world.accounts[name].email, world.accounts[name].name] if name in world.accounts else []),
                *([str(world.here.persons["second_mentor"])] if "beside" in hats else []),
            ),
            _own_phones(world, name),
            tuple(story.programme.title for story in stories.values()),
        )
    return found


def _own_phones(world: World, name: str) -> tuple[str, ...]:
    return tuple(opened(person, "phone") for person in own_persons(world.accounts[name])) if name != "anonymous" else ()


def visitor_without_cookies(name: str) -> Visitor:
    """Who knows only what `name` may open: for those who bring a browser of their own."""
    return Visitor(name, {}, re.compile(""), (), (), ())


def _forbidden(name: str, roles: set, story: Story) -> list[str]:
    """The words of `story` that somebody with `roles` in it must not see."""
    if not roles:
        return [story.canary, *story.phones]
    held = set().union(*(ROLES[role] for role in roles))
    words = [story.word(word) for word, permission in SECRETS.items() if permission not in held]
    for word, permission in PAIR_SECRETS.items():
        if permission in held:
            continue
        own = name.replace("mentee", "mentor") if word not in MENTORS_OWN else name
        words += [story.word(f"{word}-{mentor}") for mentor in MENTORS if mentor != own or name == "past_mentor"]
    if name not in FIRST_COORDINATORS:  # of all who may the first coordinator alone reads these, nobody being named
        words += [story.word("Worry"), story.word("My cousin")]
    if "contact.read" not in held:
        words += story.phones
    return words


def relations(world: World) -> list[Relation]:
    """The parts of addresses for each relation; `mixed` has a pair of one's own with a goal of somebody else's."""
    here, abroad = world.here, world.abroad
    nothing = {name: uuid.uuid4() for name in here.rows} | {"call": "no-such-call", "screen": "contact"}
    nothing["passkey_id"] = 0
    children = ("goal_id", "meeting_id", "entry_id", "step_id", "draft_key")
    return [
        Relation("own", "here", here.rows),
        Relation("ended pair", "here", here.rows | here.past),
        Relation("other pair", "here", here.rows | here.other),
        Relation("beside", "beside", world.beside.rows),
        Relation("abroad", "abroad", abroad.rows),
        Relation("missing", "", nothing | {"template": "no-such-template"}),
        Relation("mixed: other pair", "", here.rows | {name: here.other.get(name, nothing[name]) for name in children}),
        Relation("mixed: abroad", "", here.rows | {name: abroad.rows[name] for name in children}),
    ]


def path_of(address: Address, relation: Relation) -> str:
    parts = dict(relation.parts)
    if address.name.startswith("supervision:"):
        parts |= {"meeting_id": parts["supervision_meeting_id"], "code": parts["signal_code"]}
    if address.name == "pairs:answer_by_phone":  # of one of the two
        parts["member_id"] = getattr(parts["pair_id"], "mentee_id", parts["member_id"])
    if address.name == "surveys:sheet":  # without names
        parts["wave_id"] = parts["open_wave_id"]
    return reverse(address.name, kwargs={name: getattr(parts[name], "pk", parts[name]) for name in address.parameters})


def ask(visitor: Visitor, method: str, path: str, data: dict | None = None) -> Answer:
    """One request whose effects are undone."""
    writes: list[str] = []

    def watch(execute, sql, params, many, context):
        if (written := WRITE.match(sql)) and written[1] not in ON_THE_WAY:
            writes.append(f"{sql} {params}")
        return execute(sql, params, many, context)

    response = respond(visitor, method, path, data, watch=watch)
    return Answer(
        response.status_code, response.content.decode(errors="replace"), str(response.headers), writes,
        response.headers.get("Location", ""),
    )  # fmt: skip


def respond(visitor: Visitor, method: str, path: str, data: dict | None = None, *, watch: Callable) -> HttpResponseBase:
    """What the product answers to a request whose effects are undone; `watch` is around each statement of it."""
    request = RequestFactory().post(path, data) if data is not None else RequestFactory().generic(method, path)
    request.COOKIES = dict(visitor.cookies)
    request._dont_enforce_csrf_checks = True
    with transaction.atomic(), connection.execute_wrapper(watch):
        response = _handler().get_response(request)
        transaction.set_rollback(True)
    return response


@cache
def _handler() -> WSGIHandler:
    """The product as a server runs it, without what the test client adds."""
    handler = WSGIHandler()
    handler.load_middleware()
    return handler


@dataclass(frozen=True)
class Round:
    """Which questions to ask: everybody in `names`, by `methods`, with the relations in `kinds`, but nobody in
    `asked_already` with what the round of them asks."""

    names: frozenset[str]
    methods: tuple[str, ...]
    kinds: frozenset[str]
    asked_already: "Round | None" = None

    def __contains__(self, question: tuple[str, str, str]) -> bool:
        name, method, kind = question
        if name not in self.names or method not in self.methods or kind not in self.kinds:
            return False
        return self.asked_already is None or question not in self.asked_already


def requests(world: World, asked: Round) -> Iterator[tuple[str, str, Address, Relation]]:
    """The questions of a round, one after the other."""
    kinds = relations(world)
    for address in addresses():
        wanted = [relation for relation in kinds if relation.name in asked.kinds and _differs(address, relation)]
        for name in HATS:
            for method in asked.methods:
                yield from (
                    (name, method, address, relation) for relation in wanted if (name, method, relation.name) in asked
                )


def _differs(address: Address, relation: Relation) -> bool:
    """Whether this relation asks for something else at `address` than the own one does."""
    named = set(address.parameters) - {"template"}
    pairs = {"pair_id", "goal_id", "meeting_id", "entry_id", "step_id"}
    pairs = set() if address.name.startswith("supervision:") else pairs
    if relation.name == "own":
        return True
    if relation.name in {"ended pair", "other pair"}:
        return bool(named & pairs)
    if relation.name.startswith("mixed"):
        return len(named) > 1 and bool(named & {"goal_id", "meeting_id", "entry_id", "step_id", "draft_key"})
    return bool(named)


def run(world: World, asked: Round, *, always_nothing: frozenset[str] = frozenset(HATS)) -> Findings:
    """Ask, and collect what is wrong. `always_nothing`: see `_Nothing`."""
    findings, people = Findings(), visitors(world)
    foreign_ids = {"here": world.ids_of(world.here), "abroad": world.ids_of(world.abroad)}
    nothing = _Nothing(world, findings, always_nothing)
    for name, method, address, relation in requests(world, asked):
        visitor, path = people[name], path_of(address, relation)
        answer = ask(visitor, method, path)
        findings.requests += 1
        where = f"{method} {path} ({address.name}) as {name}, {relation.name}"
        if method == "GET" and answer.status in {200, 302, 405} and may_open(visitor, address, relation):
            findings.opened.add(address.name)
        problems = list(_leaks(visitor, answer, path, foreign_ids)) + list(
            _judge(visitor, method, address, relation, answer)
        )
        if (
            method in {"GET", "POST"}
            and relation.name in {"beside", "abroad"}
            and not HATS[name].get(relation.where)
            and address.permission != "public"
        ):
            problems += nothing.differences(visitor, method, address, answer, path)
        findings.wrong += [f"{where}: {problem}" for problem in problems]
    return findings


class _Nothing:
    """What somebody is told where there is nothing: the same as where there is something of somebody else's.

    The visitors in `always` ask for both at each address. The others ask for nothing only where they are told something
    about somebody else's that they were not yet told about nothing by the same method at another address.
    """

    def __init__(self, world: World, findings: Findings, always: frozenset[str]):
        self.missing = next(relation for relation in relations(world) if relation.name == "missing")
        self.findings, self.always = findings, always
        self.asked: dict[tuple[str, str, str], tuple[int, int]] = {}
        self.told: set[tuple[str, str, int, int]] = set()

    def differences(self, visitor: Visitor, method: str, address: Address, answer: Answer, path: str) -> list[str]:
        seen = _looks(answer, path)
        if visitor.name not in self.always and (visitor.name, method, *seen) in self.told:
            return []
        key = (visitor.name, method, address.name)
        if key not in self.asked:
            there = path_of(address, self.missing)
            self.asked[key] = _looks(ask(visitor, method, there), there)
            self.findings.requests += 1
        if seen == self.asked[key]:
            self.told |= {(visitor.name, method, *seen)} if answer.status == 404 else set()
            return []
        (status, size), (status_of_nothing, size_of_nothing) = seen, self.asked[key]
        return [f"{status} with {size} characters, nothing there: {status_of_nothing}, {size_of_nothing}"]


def _looks(answer: Answer, path: str) -> tuple[int, int]:
    """Status and size; every page names its own address, and addresses differ in length."""
    return answer.status, len(answer.body.replace(path, ""))


def _leaks(visitor: Visitor, answer: Answer, path: str, foreign_ids: dict) -> Iterator[str]:
    seen = answer.body + answer.headers
    if answer.status >= 500:
        yield f"{answer.status}"
    # Who has the address of a draft or the code of a certificate, both unguessable, was given it by whom it is about.
    if not path.startswith(("/apply/", "/certificates/", "/surveys/link/", "/surveys/open/")) and (
        found := visitor.forbidden.search(_without(seen, path, *visitor.known, *_own_here(visitor, path)))
    ):
        yield f"shows “{found[0]}”"
    for where, ids in foreign_ids.items():
        if not any(HATS[visitor.name].get(place) for place in _same_house(where)):
            shown = (set(UUID.findall(seen)) & ids) - set(UUID.findall(path))
            if shown:
                yield f"shows the ids {shown}"


def _own_here(visitor: Visitor, path: str) -> tuple[str, ...]:
    """What only this page may show of what is forbidden elsewhere."""
    return {"/": visitor.at_the_door, reverse("own_contact"): visitor.phones}.get(path, ())


def _without(text: str, *parts: str) -> str:
    for part in parts:
        text = text.replace(part, "")
    return text


def _same_house(where: str) -> tuple:
    return ("here", "beside") if where == "here" else (where,)


def may_open(visitor: Visitor, address: Address, relation: Relation) -> bool:
    """Whether the policy (roles.py, and the tables above) lets the visitor open this."""
    permission = address.permission
    if permission == "public":
        return True
    if visitor.name == "anonymous":
        return False
    if permission in PERMISSIONS:
        if not address.parameters or set(address.parameters) == {"template"}:
            return visitor.holds_anywhere(permission) and relation.name != "missing"
        return visitor.holds(permission, relation.where) if relation.where else False
    if address.name not in TEAM_NEEDS:
        return address.name in OWN_PAGES or address.name.startswith(("account_", "mfa_"))
    if not relation.where:
        return False
    needed = TEAM_NEEDS[address.name]
    return (needed is not None and visitor.holds(needed, relation.where)) or _own(visitor, address, relation)


def _own(visitor: Visitor, address: Address, relation: Relation) -> bool:
    if relation.name == "ended pair":  # the mentee keeps what was agreed, the mentor keeps nothing
        return visitor.name == "past_mentee" and "mentee" in OWN_PAIR.get(address.name, ())
    if relation.name == "other pair":
        role = visitor.name.removeprefix("second_")
        return visitor.name in {"second_mentor", "second_mentee"} and role in OWN_PAIR.get(address.name, ())
    return relation.name == "own" and visitor.name in OWN_PAIR.get(address.name, ())


def _is_led_home(visitor: Visitor, method: str, address: Address, relation: Relation) -> bool:
    is_over = visitor.name == "past_mentor" and relation.name == "ended pair"
    return is_over and method == "GET" and address.name in LEADS_HOME


def _judge(visitor: Visitor, method: str, address: Address, relation: Relation, answer: Answer) -> Iterator[str]:
    allowed = may_open(visitor, address, relation)
    if visitor.name == "anonymous" and not allowed:
        if not (answer.status == 302 and answer.location.startswith("/sign-in/")):
            yield f"{answer.status} instead of the sign-in page"
    elif _is_led_home(visitor, method, address, relation):
        if (answer.status, answer.location) != (302, "/home/"):
            yield f"{answer.status} {answer.location} instead of home"
    elif not allowed and answer.status not in {403, 404, 405}:
        yield f"{answer.status} {answer.location} without the permission"
    if answer.writes and not (allowed and method == "POST"):
        yield f"writes {answer.writes[0][:120]}"
    if "no-store" not in answer.headers and answer.status < 500:
        yield "may be kept by the browser"
