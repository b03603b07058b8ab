"""Organisations apart: queries state their scope, and the database ties both ends of a relation."""

import pytest
from django.db import IntegrityError, connection, transaction

from handslag.organisations.scope import ScopeMissing
from handslag.programmes.models import Membership, Programme
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "run",
    [list, lambda rows: rows.count(), lambda rows: rows.exists(), lambda rows: rows.first(), lambda rows: rows.delete(),
     lambda rows: rows.update(title="x"), lambda rows: list(rows.iterator()), lambda rows: rows.in_bulk(),
     lambda rows: list(rows.values("id")), lambda rows: rows.aggregate()],
)  # fmt: skip
def test_a_query_whose_scope_nobody_stated_does_not_run(cast, run):
    with pytest.raises(ScopeMissing):
        run(Programme.objects.all())


def test_rows_reached_from_a_row_are_scoped_by_it(cast):
    assert cast.programme.memberships.count() == 10
    programme = Programme.objects.of(cast.organisation).prefetch_related("memberships").get()
    assert len(programme.memberships.all()) == 10


def test_a_stranger_sees_nothing_of_another_organisation(cast):
    outsider = cast.account("outsider")
    assert list(Programme.objects.visible_to(outsider)) == [cast.other_programme]
    assert set(Membership.objects.visible_to(outsider)) == {cast.outsider}


def test_the_database_refuses_a_relation_into_another_organisation(cast):
    def join_a_stranger():
        with transaction.atomic():
            Membership.objects.create(
                organisation=cast.organisation, programme=cast.programme, person=cast.outsider.person, role="mentor",
                joined_at=NOW,
            )  # fmt: skip
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        join_a_stranger()


def test_the_database_refuses_to_move_a_row_to_another_organisation(cast):
    def move():
        with transaction.atomic():
            Membership.objects.of(cast.organisation).update(organisation=cast.other_organisation)
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        move()
