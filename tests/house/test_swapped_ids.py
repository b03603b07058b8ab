"""Every id in every form exchanged for somebody else's, and fields added that no form has: nothing comes of it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from handslag.core.addresses import answers_get
from handslag.mentoring.models import DiaryEntry
from handslag.organisations.models import OrganisationRow
from handslag.programmes.models import Membership
from tests.house.addresses import addresses
from tests.house.forms_on_page import Form, forms_in
from tests.house.matrix import UUID, Visitor, ask, may_open, path_of, relations, visitors
from tests.house.world import TEAM, World

pytestmark = pytest.mark.django_db
# The mentor's forms are tried each time, the team's, which are many, in the full run.
FULL_RUN = [
    pytest.param(name, marks=pytest.mark.slow)
    for name in ("administrator", "two_hats", "supervisor", "trainer", "mentee")
]
VISITORS = ["mentor", *FULL_RUN]
ONE_OF_EACH = (
    *(name for name in TEAM if name != "second_coordinator"),
    "mentor",
    "free_mentor",
    "mentee",
    "free_mentee",
)


class Owners:
    """Whose row an id is, and the rows of the same kind that belong to others."""

    def __init__(self, world: World):
        self.kind, self.strangers = {}, {}
        for model in apps.get_models():
            if issubclass(model, OrganisationRow):
                self._take(model, world)
        self._outside_the_pair(world)

    def _take(self, model, world: World) -> None:
        here, there = (model.objects.of(org) for org in (world.here.organisation, world.abroad.organisation))
        self.kind |= {str(pk): model for pk in here.values_list("pk", flat=True)}
        self.strangers[model] = [str(pk) for pk in there.values_list("pk", flat=True)[:3]]
        beside = here.filter(programme_id=world.beside.programme.pk) if hasattr(model, "programme_id") else here.none()
        self.strangers[model] += [str(pk) for pk in beside.values_list("pk", flat=True)[:3]]

    def _outside_the_pair(self, world: World) -> None:
        for row in (world.here.other["goal_id"], world.here.other["meeting_id"]):
            self.strangers[type(row)].append(str(row.pk))
        entries = DiaryEntry.objects.of(world.here.organisation).filter(pair=world.here.other["pair_id"])
        self.strangers[DiaryEntry] += [str(entry.pk) for entry in entries]
        # Instead of the first few: one in each role, and of mentors and mentees those in a pair and those who wait.
        self.strangers[Membership] = [
            str(story.members[name].pk) for story in (world.beside, world.abroad) for name in ONE_OF_EACH
        ]

    def others_than(self, value: str, name: str) -> list[str]:
        """Ids to put in the place of `value`; a key that the page itself made up stands for a diary entry."""
        model = self.kind.get(value, DiaryEntry if name == "entry_id" else None)
        return self.strangers.get(model, [])


def all_forms(visitor: Visitor, world: World) -> list[Form]:
    """The forms that the visitor finds on the own pages, each once."""
    found: dict[str, Form] = {}
    own = relations(world)[0]
    for address in addresses():
        if address.permission == "public" or address.name.startswith(("account_", "mfa_")):
            continue
        path = path_of(address, own)
        # Elsewhere there is an error page, as the access matrix sees to.
        if not may_open(visitor, address, own) or not answers_get(path):
            continue
        for form in forms_in(ask(visitor, "GET", path).body, path):
            found.setdefault(f"{form.action} {sorted(form.fields)}", form)
    return list(found.values())


def answers_that_work(visitor: Visitor, form: Form) -> tuple[dict, list[str]] | None:
    """The form filled in so that it is taken, and what it then writes: with today's date, with one to come, or with
    all ticks of a list; at once, or on a page that shows first what will happen."""
    today, later = str(timezone.localdate()), str(timezone.localdate() + timedelta(days=40))
    plain = form.filled_in()
    for answers in (plain, {name: later if value == today else value for name, value in plain.items()}, *form.ticked()):
        answer = ask(visitor, "POST", form.action, answers)
        if answer.status == 302:
            return answers, answer.writes
        for shown in forms_in(answer.body, form.action) if answer.status == 200 else ():
            agreed = {name: value for name, value in shown.filled_in().items() if name != "change"}
            if shown.action == form.action and (answer := ask(visitor, "POST", form.action, agreed)).status == 302:
                return agreed, answer.writes
    return None


def swaps(answers: dict, owners: Owners):
    """The answers with one id exchanged, in a value or in the name of a field; and the id that came in."""
    for name, value in answers.items():
        for own in UUID.findall(f"{name} {value}"):
            for other in owners.others_than(own, name):
                content = [one.replace(own, other) for one in ([value] if isinstance(value, str) else value)]
                rest = {key: kept for key, kept in answers.items() if key != name}
                yield rest | {name.replace(own, other): content}, other


def mentions(writes: list[str], ids: list[str]) -> list[str]:
    return [line[:300] for line in writes if any(i in line or i.replace("-", "") in line for i in ids)]


def added(world: World) -> dict[str, str]:
    """Fields that no form has: whose it is, who did it, what it belongs to."""
    there = world.abroad
    rows = {name.removesuffix("_id"): str(row.pk) for name, row in there.rows.items() if hasattr(row, "pk")}
    people = {name: str(there.members[name].pk) for name in ("mentor", "mentee", "supervisor")}
    person = str(there.persons["mentee"].pk)
    ids = rows | people | dict.fromkeys(("person", "by", "led_by", "written_by", "membership", "account"), person)
    ids |= {f"{name}_id": value for name, value in ids.items()} | {"id": rows["pair"], "pk": rows["pair"]}
    return ids | {"organisation": str(there.organisation.pk), "organisation_id": str(there.organisation.pk)}


@pytest.mark.parametrize("name", VISITORS)
def test_no_id_of_somebody_else_is_taken_by_a_form(world, name, record_property):
    visitor, owners, extra = visitors(world)[name], Owners(world), added(world)
    wrong, asked, refused = [], 0, []
    for form in all_forms(visitor, world):
        works = answers_that_work(visitor, form)
        has_ids = any(UUID.search(f"{key} {value}") for key, value in form.filled_in().items())
        if works is None:
            refused += [form.action] if has_ids else []
            continue
        answers, before = works
        for swapped, other in swaps(answers, owners):
            answer = ask(visitor, "POST", form.action, swapped)
            asked += 1
            wrong += [f"{form.action}: {line}" for line in mentions(answer.writes, [other])]
            wrong += [f"{form.action}: {answer.status}"] * (answer.status >= 500)
        plain = {key: value for key, value in extra.items() if key not in answers}
        answer = ask(visitor, "POST", form.action, answers | plain)
        asked += 1
        # The way to get messages is written in every organisation that one belongs to: what the form writes anyway.
        new = [value for value in plain.values() if not mentions(before, [value])]
        wrong += [f"{form.action}, added: {line}" for line in mentions(answer.writes, new)]
    print(f"swapped ids as {name}: {asked} requests")
    record_property("requests", asked)
    assert not wrong, "\n".join(wrong[:40])
    assert not refused, f"forms with ids that could not be filled in, so nothing was tried: {refused}"
    assert asked
