"""How often somebody may try: counted one by one, for a time, and without keeping who it was."""

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from handslag.core import tries
from handslag.core.tries import too_many_by, too_many_letters

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()


def test_each_try_counts_for_its_time_and_one_too_many_does_not():
    with time_machine.travel("2026-03-02 09:00Z", tick=False) as clock:
        found = [too_many_by("a", "guess", most=2, seconds=60) for _try in range(3)]
        clock.shift(61)
        assert [*found, too_many_by("a", "guess", most=2, seconds=60)] == [False, False, True, False]


def test_everybody_and_everything_is_counted_apart():
    asked = [("a", "guess"), ("b", "guess"), ("a", "other"), ("A ", "guess")]
    assert [too_many_by(whose, what, most=1, seconds=60) for whose, what in asked] == [False, False, False, True]


def test_of_tries_that_come_at_once_no_two_take_the_same_place(monkeypatch):
    """Both have looked who is there before either has written."""
    monkeypatch.setattr(tries.cache, "get_many", lambda keys: {})
    assert [too_many_by("a", "guess", most=2, seconds=60) for _try in range(3)] == [False, False, True]


def test_letters_are_counted_by_the_one_who_asks_and_by_the_one_who_gets_them():
    def written(by, to) -> bool:
        return not too_many_letters("code", by=by, to=to, most=2)

    assert [written(1, "a@x.example"), written(1, "b@x.example"), written(1, "c@x.example")] == [True, True, False]
    assert [written(2, "a@x.example"), written(3, "A@X.example")] == [True, False]


def test_an_address_is_not_kept_in_the_clear():
    too_many_letters("code", by=1, to="amina@one.example", most=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM people_tries")
        keys = " ".join(key for (key,) in cursor.fetchall())
    assert keys
    assert "amina" not in keys
