"""Who is satisfied and was helped: who is in the population, what counts, who is not due yet. No database."""

from handslag.evaluation.facts import Answer, Facts
from handslag.evaluation.indicators import satisfaction

from .made import day, n_of_total, pair


def final(person, key="mentee_final", on=360, **coded):
    return Answer(person, key, day(on), coded)


def test_nobody_is_due_before_the_final_survey_but_the_population_is_known():
    count = satisfaction.count(Facts(day(100), (pair(),)))
    assert n_of_total(count) == (0, 0, 2)
    assert count.value is None


def test_satisfied_and_helped_both_need_four():
    people = [pair("p", "a", "x"), pair("q", "b", "y")]
    answers = (
        final("x", sat=4, helpful=4), final("y", sat=5, helpful=3),
        final("a", "mentor_final", sat=4, helpful=2, helped_mentee=5), final("b", "mentor_final", sat=3, helpful=5),
    )  # fmt: skip
    count = satisfaction.count(Facts(day(370), tuple(people), answers=answers))
    assert n_of_total(count) == (2, 4, 0)
    assert "Mentors: 1 of 2." in count.notes
    assert "Mentees: 1 of 2." in count.notes


def test_a_half_filled_answer_is_missing_and_the_last_answer_counts():
    answers = (final("e", on=355, sat=5, helpful=5), final("e", on=360, sat=2, helpful=2), final("m", sat=5))
    count = satisfaction.count(Facts(day(370), (pair(),), answers=answers))
    assert n_of_total(count) == (0, 1, 0)
    assert any("60 %" in note for note in count.notes)


def test_somebody_in_both_roles_is_one_person_in_the_total():
    pairs = (pair("p", "m", "e"), pair("q", "e", "z"))
    answers = (final("e", sat=5, helpful=5, on=360), final("e", "mentor_final", sat=1, helpful=1, on=361))
    assert n_of_total(satisfaction.count(Facts(day(370), pairs, answers=answers)))[:2] == (0, 1)


def test_where_nobody_has_answered_the_silent_are_known_and_no_warning_is_given():
    count = satisfaction.count(Facts(day(370), (pair(),)))
    assert (n_of_total(count), count.silent) == ((0, 0, 0), 2)
    assert count.notes == ("Answered: 0 of 2 who were due.",)
