"""Many entries of one act at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.journal.actions import mac_of, record_many
from handslag.journal.models import Entry
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_each_has_its_own_seal_and_all_are_written_in_one_query(cast):
    own = {"by": cast.coordinator.person, "organisation": cast.organisation.pk, "at": NOW}
    subjects = [("a", {"status": "accepted"}), ("b", {"status": "refused"})]
    with CaptureQueriesContext(connection) as seen:
        record_many("matching.decide", "pairs.proposal", subjects, **own)
    found = Entry.objects.of(cast.organisation.pk).filter(action="matching.decide").order_by("id")
    assert [(entry.subject_id, entry.detail) for entry in found] == subjects
    assert all(entry.mac == mac_of(entry) for entry in found)
    assert len([one for one in seen if one["sql"].startswith("INSERT")]) == 1
