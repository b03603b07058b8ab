"""Who speaks which language is matched with whom, where two codes are one language."""

import pytest

from handslag.matching.criteria import Criteria
from handslag.matching.gathering import speak
from handslag.matching.people import Mentee, Mentor
from handslag.matching.propose import propose


def are_matched(one, other):
    return bool(propose([Mentor(id="m", languages=one)], [Mentee(id="e", languages=other)]).pairs)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nb", "nn"),
        ("nb", "no"),
        ("hr", "bs"),
        ("sr", "cnr"),
        ("apc", "ar"),
        ("arz", "acm"),
        ("swc", "sw"),
        ("aln", "sq"),
    ],
)
def test_languages_that_are_one_are_shared(one, other):
    assert are_matched({one: None}, {other: None})


@pytest.mark.parametrize(("one", "other"), [("ckb", "ku"), ("fa", "prs"), ("sv", "no"), ("zh", "yue"), ("sl", "hr")])
def test_languages_whose_speakers_may_not_understand_each_other_stay_apart(one, other):
    assert not are_matched({one: None}, {other: None})


@pytest.mark.parametrize(
    ("languages", "level"),
    [
        ({"nb": "a2", "nn": "b1"}, "b1"),
        ({"nn": "b1", "nb": "a2"}, "b1"),
        ({"no": "native", "nb": None}, "native"),
        ({"no": "c1", "nb": None}, None),
    ],
)
def test_of_two_languages_that_are_one_the_better_level_counts(languages, level):
    assert Mentee(id="e", languages={**languages, "sv": "a1"}).languages == {"no": level, "sv": "a1"}


def test_a_group_that_speaks_a_language_speaks_those_that_are_one_with_it():
    assert speak([Mentor(id="m", languages={"hr": "native"})], Criteria(), "bs") == {"m"}
