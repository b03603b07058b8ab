"""Languages and countries in the reader's language."""

import pytest

from handslag.questionnaires.lists import countries, country_codes, language_codes, language_name, languages


def test_a_language_bears_its_own_name_and_the_readers():
    assert language_name("so", "en") == "Soomaali (Somali)"
    assert language_name("sv", "sv") == "Svenska"
    assert language_name("ar", "en") == "\u200e\u2068العربية\u2069 (Arabic)"
    assert language_name("prs", "sv").endswith("(dari)")
    assert language_name("ps", "sv").endswith("(pashto)")


def test_a_code_of_several_languages_bears_their_names():
    assert language_name("sh", "en") == "Bosnian, Croatian, Serbian"
    assert language_name("sh", "sv") == "Bosniska, kroatiska, serbiska"


def test_the_programmes_languages_lead():
    found = languages("en", ("sv", "ti", "nonsense"))
    assert [choice.code for choice in found[:3]] == ["sv", "ti", "ar"]
    assert found[0].common
    assert not found[-1].common


@pytest.mark.parametrize("codes", [language_codes(), country_codes()])
def test_no_code_stands_twice(codes):
    assert len(codes) == len(set(codes)) > 150


def test_countries_are_named_in_the_readers_language():
    found = {choice.code: choice.label for choice in countries("sv", ("SE",))}
    assert (found["SY"], found["SE"]) == ("Syrien", "Sverige")
    assert not {"EU", "ZZ", "UN"} & set(found)
