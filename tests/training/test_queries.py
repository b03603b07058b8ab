"""Who has done which unit, on which day; and texts by language."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from handslag.training.queries import language_in, text_in, trained, units_done
from tests.cast import NOW, TODAY

YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.django_db
def test_present_late_and_made_up_count_and_absent_does_not(cast, training):
    for number, status in enumerate(["present", "late", "made_up", "absent"], start=1):
        training.marked(training.unit(number), {cast.mentor: status})
    assert units_done(cast.programme) == {cast.mentor.pk: {1, 2, 3}}


@pytest.mark.django_db
def test_a_unit_done_twice_counts_once_and_in_one_query(cast, training, django_assert_num_queries):
    unit = training.unit(4)
    training.marked(unit, {cast.mentor: "absent", cast.second_mentor: "present"})
    training.marked(unit, {cast.mentor: "present", cast.second_mentor: "present"}, NOW)
    with django_assert_num_queries(1):
        done = units_done(cast.programme)
    assert done == {cast.mentor.pk: {4}, cast.second_mentor.pk: {4}}


@pytest.mark.django_db
def test_what_came_after_the_day_is_left_out(cast, training):
    training.marked(training.unit(1), {cast.mentor: "present"}, NOW - timedelta(days=1), at=NOW)
    training.marked(training.unit(2), {cast.mentor: "present"}, NOW)
    training.marked(training.unit(3), {cast.mentor: "made_up"}, NOW - timedelta(days=9), at=NOW)
    assert units_done(cast.programme, YESTERDAY) == {cast.mentor.pk: {1}}
    assert units_done(cast.programme, TODAY) == {cast.mentor.pk: {1, 2, 3}}


@pytest.mark.django_db
def test_a_day_ends_at_midnight_of_the_programmes_place(cast, training):
    late = datetime.fromisoformat("2026-03-01T23:30:00+00:00")  # 00:30 on 2 March in Malmö
    training.marked(training.unit(1), {cast.mentor: "present"}, late)
    assert units_done(cast.programme, YESTERDAY) == {}
    assert units_done(cast.programme, TODAY) == {cast.mentor.pk: {1}}


@pytest.mark.django_db
def test_a_mentor_is_trained_after_all_the_units_that_the_rule_asks_for(cast, training):
    for number in range(1, 5):
        training.marked(training.unit(number), {cast.mentor: "present", cast.second_mentor: "present"})
    assert trained(cast.programme) == set()
    training.marked(training.unit(5), {cast.mentor: "made_up", cast.second_mentor: "absent"})
    assert trained(cast.programme) == {cast.mentor.pk}
    cast.programme.rules = {"units_required": 4}
    assert trained(cast.programme) == {cast.mentor.pk, cast.second_mentor.pk}


@pytest.mark.django_db
def test_another_programme_has_its_own_units(cast, training):
    training.marked(training.unit(1), {cast.mentor: "present"})
    assert units_done(cast.other_programme) == {}


@pytest.mark.parametrize(
    ("texts", "language", "text", "written"),
    [({"en": "Trust", "sv": "Tillit"}, "sv", "Tillit", "sv"),
     ({"en": "Trust", "sv": "Tillit"}, "sv-fi", "Tillit", "sv"),
     ({"en": "Trust", "sv": ""}, "sv", "Trust", "en"), ({"el": "Εμπιστοσύνη"}, "sv", "Εμπιστοσύνη", "el"),
     ({}, "sv", "", "sv"), ({"en": ["One"]}, "ar", ["One"], "en")],
)  # fmt: skip
def test_a_text_falls_back_to_english_and_then_to_any_language(texts, language, text, written):
    assert (text_in(texts, language), language_in(texts, language)) == (text, written)


def test_without_a_language_the_one_of_the_page_is_meant():
    with translation.override("sv"):
        assert text_in({"en": "Trust", "sv": "Tillit"}) == "Tillit"
