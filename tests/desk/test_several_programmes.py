"""Whoever is in several programmes: which one the home is of, and what waits in the others."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from handslag.programmes.actions import add_phases
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role
from tests.cast import NOW, member, programme
from tests.recruitment.calls import open_for
from tests.recruitment.received import received

DAY = timedelta(days=1)


def run(prog: Programme, first: date, last: date) -> Programme:
    """Let `prog` last from `first` to `last`."""
    prog.starts_on = first
    prog.save()
    prog.phases.all().delete()
    add_phases(programme=prog, phases=[("mentoring", "Mentoring", first, last)], by=None, at=NOW)
    return prog


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def running(cast, today):
    return run(cast.programme, today - 100 * DAY, today + 100 * DAY)


@pytest.fixture
def to_come(cast, today, running):
    """A programme that begins later, with the same coordinator."""
    prog = run(programme(cast.organisation, "lund-2027"), today + 30 * DAY, today + 300 * DAY)
    member(prog, cast.coordinator.person, Role.COORDINATOR)
    return prog


def home_of(client) -> str:
    """The title of the programme that the home is of."""
    return re.search(r'<p class="eyebrow">(.*?)</p>', client.get("/home/").text)[1]


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_the_home_is_of_the_programme_that_runs_before_one_that_begins_later(as_role, to_come, role):
    assert home_of(as_role(role)) == "AMIR malmo-2026"


def test_one_that_begins_comes_before_one_that_is_over_and_the_next_before_a_later_one(cast, as_role, to_come, today):
    run(cast.programme, today - 300 * DAY, today - 100 * DAY)
    later = run(programme(cast.organisation, "kalmar-2028"), today + 400 * DAY, today + 700 * DAY)
    member(later, cast.coordinator.person, Role.COORDINATOR)
    assert home_of(as_role("coordinator")) == "AMIR lund-2027"


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_home_leads_back_to_the_programme_whose_page_one_looked_at(as_role, running, to_come, role):
    client = as_role(role)
    client.get(reverse("programmes:people", args=[to_come.pk]))
    assert home_of(client) == "AMIR lund-2027"
    assert home_of(client) == "AMIR lund-2027"
    client.get(reverse("programmes:people", args=[running.pk]))
    assert home_of(client) == "AMIR malmo-2026"


def test_a_programme_that_one_is_no_longer_in_is_forgotten(cast, as_role, to_come):
    client = as_role("coordinator")
    client.get(reverse("programmes:people", args=[to_come.pk]))
    member(programme(cast.organisation, "third"), cast.coordinator.person, Role.COORDINATOR)
    to_come.memberships.update(ended_at=timezone.now())
    assert home_of(client) == "AMIR malmo-2026"


def test_another_programme_where_one_could_apply_is_not_taken_for_ones_own(cast, as_role, to_come):
    call = open_for(cast.other_programme, "mentee")
    client = as_role("coordinator")
    client.get(reverse("programmes:people", args=[to_come.pk]))
    client.get(f"/apply/{call.slug}/")
    assert home_of(client) == "AMIR lund-2027"


def test_who_is_in_one_programme_has_nothing_kept(as_role, running):
    client = as_role("mentee")
    client.get("/home/")
    assert SESSION_KEY in client.session
    assert "programme" not in client.session


def test_another_programmes_line_says_how_many_urgent_things_wait_and_leads_to_its_home(as_role, running, to_come):
    received(running, at=timezone.now() - 60 * DAY)
    client = as_role("coordinator")
    page = client.get(reverse("desk:programme", args=[to_come.pk])).text
    [line] = re.findall(rf'<li><a href="/programmes/{running.pk}/">.*?</li>', page)
    assert "AMIR malmo-2026" in line
    assert "2 urgent things wait there" in line
    page = client.get(reverse("desk:programme", args=[running.pk])).text
    [line] = re.findall(rf'<li><a href="/programmes/{to_come.pk}/">.*?</li>', page)
    assert "urgent" not in line


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_a_home_costs_the_same_with_many_other_programmes(cast, as_role, to_come, today, role):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/home/")
        return len(queries)

    def more(numbers):
        for n in numbers:
            prog = run(programme(cast.organisation, f"run-{n}"), today - n * DAY, today + DAY)
            member(prog, cast.coordinator.person, Role.COORDINATOR)

    client = as_role(role)
    more((101, 102))
    client.get("/home/")
    few = asked()
    more(range(103, 120))
    assert asked() == few
