"""What is done on schedule."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from handslag.desk.tick import tick
from handslag.journal.models import Seal
from handslag.journal.queries import faults, newest_anchors
from handslag.people.actions import forget_old_tries

pytestmark = pytest.mark.django_db


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        return cursor.fetchone()[0]


def test_a_tick_seals_the_journal_and_anchors_its_head_outside(cast, settings, tmp_path):
    settings.HANDSLAG_JOURNAL_ANCHOR = str(tmp_path / "anchor.txt")
    list(tick())
    organisation = cast.organisation.pk
    head = Seal.objects.of(organisation).order_by("number").last()
    assert newest_anchors(tmp_path / "anchor.txt")[str(organisation)] == head.digest
    assert faults(organisation, anchor=head.digest) == []


def test_a_second_tick_seals_nothing_anew(cast, settings, tmp_path):
    settings.HANDSLAG_JOURNAL_ANCHOR = str(tmp_path / "anchor.txt")
    list(tick())
    before = Seal.objects.count()
    assert "journal: 0 batches sealed" in list(tick())
    assert Seal.objects.count() == before


def test_counts_of_tries_are_forgotten_once_they_have_run_out(db):
    cache.clear()
    cache.set("old", 1, timeout=60)
    cache.set("young", 1, timeout=3 * 24 * 3600)
    assert forget_old_tries(timezone.now() + timedelta(days=1)) == 1
    assert rows("people_tries") == 1
