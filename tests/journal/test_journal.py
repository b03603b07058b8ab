"""The journal: append-only, tampering is found, and what cannot be written is not shown."""

import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from handslag.journal.actions import record, record_reads, seal
from handslag.journal.models import Entry, Seal
from handslag.journal.queries import faults
from tests.cast import NOW, organisation

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def org():
    made = organisation().pk
    for n in range(30):
        record("test.act", "test.thing", n, by=None, organisation=made, at=NOW)
        if n % 10 == 9:
            seal(organisation_id=made, at=LATER)
    return made


def without_triggers(statement, *values):
    """Tamper as somebody with the database's own password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS journal_entry_no_UPDATE")
            cursor.execute("DROP TRIGGER IF EXISTS journal_entry_no_DELETE")
            cursor.execute("DROP TRIGGER IF EXISTS journal_seal_no_DELETE")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER ALL")
            cursor.execute("ALTER TABLE journal_seal DISABLE TRIGGER ALL")
        cursor.execute(statement, values)


def test_an_untouched_journal_has_no_faults(org):
    assert faults(org) == []


@pytest.mark.parametrize("statement", ["UPDATE journal_entry SET action = 'x'", "DELETE FROM journal_entry"])
def test_the_database_refuses_to_change_or_remove_an_entry(org, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_querysets_refuse_to_change_or_remove_an_entry(org):
    with pytest.raises(TypeError):
        Entry.objects.of(org).update(action="x")
    with pytest.raises(TypeError):
        Entry.objects.of(org).delete()


def test_every_random_change_deletion_and_swap_is_found(org):
    dice = random.Random(7)
    ids = list(Entry.objects.of(org).values_list("pk", flat=True))
    for _ in range(60):
        one, two = dice.sample(ids, 2)
        statement = dice.choice([
            f"UPDATE journal_entry SET action = 'other' WHERE id = {one}",
            f"UPDATE journal_entry SET subject_id = '999' WHERE id = {one}",
            f"DELETE FROM journal_entry WHERE id = {one}",
            f"UPDATE journal_entry SET mac = (SELECT mac FROM journal_entry WHERE id = {two}) WHERE id = {one}",
        ])  # fmt: skip
        undo = transaction.savepoint()
        without_triggers(statement)
        assert faults(org) != [], statement
        transaction.savepoint_rollback(undo)
    assert faults(org) == []


def test_cutting_off_the_end_is_found_by_the_head_anchored_outside(org):
    head = Seal.objects.of(org).order_by("number").last()
    without_triggers("DELETE FROM journal_entry WHERE id >= %s", head.first_id)
    without_triggers("DELETE FROM journal_seal WHERE number = %s", head.number)
    assert faults(org) == []
    assert faults(org, anchor=head.digest) == ["the journal ends before the head that was anchored outside"]


def test_young_entries_wait_for_the_next_batch(org):
    record("test.act", "test.thing", 31, by=None, organisation=org, at=LATER)
    assert seal(organisation_id=org, at=LATER) is None
    assert seal(organisation_id=org, at=LATER + timedelta(minutes=6)).count == 1


def test_reads_of_a_list_are_written_one_row_each_in_one_query(org, django_assert_num_queries):
    with django_assert_num_queries(1):
        record_reads("contact", "people.person", range(40), by=None, organisation=org, at=NOW)
    assert Entry.objects.of(org).filter(action="read.contact").count() == 40
