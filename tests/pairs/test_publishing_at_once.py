"""Two colleagues press "Publish" at the same moment: a database that can hold a row lets one of them through."""

import pytest
from django.db import connection, transaction

from handslag.outbox.models import Message
from handslag.pairs import actions
from handslag.pairs.models import MatchingRound, Pair
from tests.outbox.test_workers import at_once
from tests.pairs import made
from tests.pairs.made import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.usefixtures("only_ours")
def test_two_who_publish_at_once_make_one_pair_and_one_set_of_letters(programme):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one connection write at a time; the suite's memory has but one.")
