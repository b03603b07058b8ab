"""Codes become sentences that a coordinator understands, in the language of the page."""

import pytest
from django.utils import translation

from handslag.matching.codes import SLOTS
from handslag.matching.explain import explained_pairs
from handslag.pairs import wording
from handslag.programmes.models import Programme
from handslag.questionnaires.lists import language_name
from tests.pairs.made import AMIR

PROGRAMME = Programme(lists=AMIR.lists)


def row(criterion, points, *facts):
    return {"criterion": criterion, "points": points, "most": points,
            "facts": [{"what": what, "codes": codes} for what, codes in facts]}  # fmt: skip


def test_the_language_comes_first_then_what_weighs_most_and_three_at_most():
    rows = [
        row("waiting", 100, ("waiting", ["3"])),
        row("needs", 2000, ("themes", ["housing", "finances"]), ("kinds", ["advice"])),
        row("background", 1600),
        row("language", 0, ("language", ["ar"])),
        row("availability", 1600, ("times", ["mon_eve", "sat_am"])),
    ]
    assert wording.reasons(rows, PROGRAMME) == [
        f"Both speak {language_name('ar', 'en')}.",
        "The mentee needs help with this, and the mentor knows it: A home, Money.",
        "Both can meet: Monday evening, Saturday morning.",
    ]


def test_words_of_the_lists_are_those_of_the_programme_in_the_language_of_the_page():
    with translation.override("sv"):
        assert wording.label(PROGRAMME, "theme", "housing") == "Bostad"
    assert wording.label(PROGRAMME, "theme", "own_code") == "own code"


@pytest.mark.parametrize(
    ("what", "codes", "sentence"),
    [
        ("background", [], "They have a similar background."),
        ("gender_wish_mentee", ["female"], "The mentee asked for a woman."),
        ("gender_wish_mentor", ["male"], "The mentor asked for a man."),
        ("waiting", ["1"], "The mentee has waited 1 month."),
        ("interests", ["food"], "Both like: Food."),
        ("near", [], "They live close to each other."),
    ],
)
def test_each_fact_has_a_sentence(what, codes, sentence):
    assert wording.reasons([row("x", 1, (what, codes))], PROGRAMME) == [sentence]


def test_every_time_of_the_week_has_a_name():
    assert len({wording.slot(code) for code in SLOTS}) == 21
    assert wording.slot("sun_eve") == "Sunday evening"


def test_every_caution_of_the_engine_has_a_sentence():
    names = [const for code in _codes_of(explained_pairs) for const in code if isinstance(const, str)]
    cautions = {name for name in names if name in wording._CAUTIONS}
    assert cautions == set(wording._CAUTIONS)
    assert len(wording.cautions(wording._CAUTIONS)) == len(wording._CAUTIONS)


def _codes_of(function):
    """The constants of the functions in the module of `function`."""
    for name in vars(__import__(function.__module__, fromlist=["x"])).values():
        if hasattr(name, "__code__"):
            for const in name.__code__.co_consts:
                yield const if isinstance(const, tuple) else (const,)


def test_an_unmatched_mentee_is_explained_with_the_languages_and_with_what_would_help():
    person = {
        "membership": "1", "reasons": ["no_shared_language"], "languages": ["ti", "so"],
        "relaxations": [{"rule": "language", "mentor": "m", "to": "a2"}, {"rule": "ready", "mentor": "u", "to": None}],
    }  # fmt: skip
    assert wording.unmatched(person) == [
        f"No mentor with a free place speaks {language_name('ti', 'en')} or {language_name('so', 'en')} well enough."
    ]
    assert wording.helps(person, {"m": "Maha", "u": "Ulla"}, PROGRAMME) == [
        "Maha would fit if a lower level of a common language is enough: Simple things (A2).",
        "Ulla would fit when the training is done.",
    ]


def test_rules_that_have_to_give_way_together_are_named_together():
    way = {"rule": "place", "mentor": "m", "to": "a2", "also": ["language", "gender"]}
    person = {"membership": "1", "reasons": [], "languages": [], "relaxations": [way, way | {"to": "none"}]}
    assert wording.helps(person, {"m": "Maha"}, PROGRAMME) == [
        "Maha would fit only if all of this could give way: the place, the level of the language and the wish for a "
        "woman or a man."
    ]


def test_somebody_who_is_excluded_reads_like_anybody_who_does_not_fit():
    person = {"membership": "1", "reasons": ["no_free_mentor_fits"], "languages": ["ar"], "relaxations": []}
    (sentence,) = wording.unmatched(person)
    assert sentence == "No mentor with a free place fits under all the rules."
    assert "exclu" not in sentence.lower()
