"""A supervisor leaves when somebody else leads the groups."""

import pytest
from django.urls import reverse

from handslag.programmes.actions import StillTied, end_role
from handslag.programmes.leaving import ties_of
from handslag.supervision.actions import change_supervisor
from tests.cast import NOW

from .rows import group

pytestmark = pytest.mark.django_db


def test_a_supervisor_with_a_group_stays_until_somebody_else_leads_it(cast, programme, as_role):
    made = group(cast, cast.mentor)
    with pytest.raises(StillTied):
        end_role(membership=cast.supervisor, reason="moved", by=cast.coordinator.person, at=NOW)
    page = as_role("coordinator").get(reverse("programmes:end_role", args=[programme.pk, cast.supervisor.pk]))
    assert "Group 1 has no other supervisor." in page.text
    assert reverse("supervision:supervisor", args=[made.pk]) in page.text
    change_supervisor(group=made, supervisor=cast.second_coordinator, by=cast.coordinator.person, at=NOW)
    end_role(membership=cast.supervisor, reason="moved", by=cast.coordinator.person, at=NOW)
    assert cast.supervisor.ended_at == NOW


def test_a_group_without_mentors_keeps_nobody(cast, programme):
    group(cast)
    assert ties_of(cast.supervisor) == []
