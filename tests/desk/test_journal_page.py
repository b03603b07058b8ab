"""The journal as the administrator of an organisation reads it."""

import pytest

from handslag.journal.actions import record
from handslag.journal.models import Entry
from handslag.programmes.roles import Role
from tests.cast import NOW

pytestmark = pytest.mark.django_db
JOURNAL = "/journal/"


def note(cast, organisation, action):
    record(action, "pairs.pair", cast.programme.pk, by=None, organisation=organisation.pk, at=NOW)


def test_an_administrator_reads_the_journal_of_the_own_organisation_only(cast, as_role):
    note(cast, cast.organisation, "test.ours")
    note(cast, cast.other_organisation, "test.theirs")
    page = as_role("administrator").get(JOURNAL)
    assert "test.ours" in page.text
    assert "test.theirs" not in page.text


def test_reading_the_journal_is_in_the_journal(cast, as_role):
    as_role("administrator").get(JOURNAL)
    entry = Entry.objects.of(cast.organisation.pk).get(action="read.journal")
    assert entry.actor_id == cast.administrator.person_id
    assert not Entry.objects.of(cast.other_organisation.pk).filter(action="read.journal").exists()


@pytest.mark.parametrize("role", [role.value for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_reads_it(cast, as_role, role):
    assert as_role(role).get(JOURNAL).status_code == 404
    assert not Entry.objects.filter(action="read.journal").exists()
