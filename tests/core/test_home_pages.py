"""The list of one's own pages at the end of the home of a mentor or mentee."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from handslag.core.home_panels import OWN_PAGES, home_of
from tests.cast import NOW
from tests.supervision.rows import started

pytestmark = pytest.mark.django_db


def pages_of(cast, role: str) -> list[str]:
    _steps, _above, below = home_of(cast.account(role), cast.programme, NOW + timedelta(minutes=1))
    lists = [panel for panel in below if panel.template == OWN_PAGES]
    assert len(lists) <= 1
    assert not lists or below[-1] is lists[0]
    return [page.url for panel in lists for page in panel.context["pages"]]


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_whom_one_does_not_want_to_meet_can_be_said_from_the_home_at_any_time(cast, as_role, role):
    url = reverse("pairs:own_exclusion", args=[cast.programme.pk])
    with time_machine.travel(NOW, tick=False):
        asked = as_role(role).get("/home/").text
        assert "More for you" not in asked
        assert asked.count(f'href="{url}"') == 1
        started(cast)
        found = as_role(role).get("/home/").text
    assert "More for you" in found
    assert found.count(f'href="{url}"') == 1


@pytest.mark.parametrize("role", ["coordinator", "trainer", "supervisor", "expert"])
def test_the_team_has_no_such_list(cast, role):
    assert pages_of(cast, role) == []
