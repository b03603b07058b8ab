"""Words of the interface languages instead of codes: what they mean, and that none is guessed."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from babel import Locale
from babel.core import get_global

from handslag.matching import codes, iso
from handslag.matching.cells import NotUnderstood
from handslag.matching.coded import ages, countries, languages, one_of, several, themes
from handslag.matching.codes import as_code
from handslag.matching.columns import ALL_COLUMNS
from handslag.matching.names import countries_called, languages_called, languages_coded
from handslag.matching.vocabulary import interface_languages, words_of

SOURCE = Path(__file__).parents[2] / "src"
LISTS = tomllib.loads((SOURCE / "handslag/blueprints/amir/lists.toml").read_text(encoding="utf-8"))["list"]
CODES = {
    "heading": ALL_COLUMNS,
    "gender": codes.GENDERS,
    "gender_wish": codes.GENDER_WISHES,
    "level": codes.LEVELS,
    "theme": codes.THEMES,
    "need": [str(level) for level in codes.NEED_LEVELS],
    "kind": codes.KINDS,
    "interest": codes.INTERESTS,
    "format": [*codes.FORMATS, "in_person;online"],
    "part": ("am", "pm", "eve"),
    "week": list(codes.WEEK),
    "age": ["any", *codes.AGE_EXAMPLES],
    "yes_no": ("yes", "no"),
    "not_said": (codes.NOT_SAID,),
}
FILES = sorted((SOURCE / "handslag/matching/words").glob("*.toml"))


def test_every_word_means_one_code_of_its_list():
    meanings = {}
    for file in FILES:
        for kind, listed in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for code, words in listed.items():
                assert code in CODES[kind], (file.name, kind, code)
                for word in words:
                    assert meanings.setdefault((kind, as_code(word)), code) == code, (file.name, kind, word)


def test_no_word_is_another_code_of_its_list():
    for kind, known in CODES.items():
        assert [word for word, code in words_of(kind).items() if word in known and word != code] == []


def test_every_language_says_yes_and_no_the_genders_and_the_parts_of_a_day():
    assert len(FILES) == len(interface_languages()) == 17
    for file in FILES:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        assert [{*table[kind]} for kind in ("gender", "yes_no", "part")] == [
            {"female", "male", "other"},
            {"yes", "no"},
            {"am", "pm", "eve"},
        ]


def test_swedish_has_words_for_every_code_and_column():
    table = tomllib.loads((FILES[0].parent / "sv.toml").read_text(encoding="utf-8"))
    alike = {"heading": {"traits"}, "interest": {"sport"}, "age": {"under_18"}}
    for kind, known in CODES.items():
        assert {*known} - {*table[kind]} <= alike.get(kind, set()) | {"id"}, kind


@pytest.mark.parametrize(
    ("kind", "listed"),
    [
        *(("theme", "theme"), ("kind", "kind"), ("level", "cefr"), ("gender", "sex"), ("gender_wish", "gender_wish")),
        *(("format", "fmt"), ("need", "need"), ("interest", "interests"), ("week", "coarse_time"), ("age", "age_band")),
    ],
)
def test_the_words_of_the_template_are_known(kind, listed):
    for row in LISTS[listed]:
        code = "in_person;online" if row["code"] == "both" else row["code"]
        for word in row["label"].values():
            assert words_of(kind).get(as_code(word), as_code(word)) == code


def test_every_country_and_short_language_code_is_one_of_the_cldr():
    english = Locale("en")
    assert {*english.territories} >= iso.COUNTRIES
    assert {code for code in iso.LANGUAGES if len(code) == 2} == {code for code in english.languages if len(code) == 2}


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (languages, "Svenska: B1; arabiska:modersmål", {"sv": "b1", "ar": "native"}),
        (languages, "Dari, العربية, Sorani", {"prs": None, "ar": None, "ckb": None}),
        (
            languages,
            "eng:b1; som; swe; ara; fre; deu",
            {"en": "b1", "so": None, "sv": None, "ar": None, "fr": None, "de": None},
        ),
        (languages, "kmr:a1; pes; prs; fil; rhg", {"ku": "a1", "fa": None, "prs": None, "tl": None, "rhg": None}),
        (languages, "en-GB; zh_hans; sr-Latn-RS; es-419", {"en": None, "zh": None, "sr": None, "es": None}),
        (languages, "apc; nob; nynorska", {"apc": None, "nb": None, "nn": None}),
        (languages, "Tagalog:c1; Filipino; Tigrinska", {"tl": "c1", "ti": None}),
        (languages, "Arabic (Syrian); Persian (Farsi):b1; es (Chile)", {"ar": None, "fa": "b1", "es": None}),
        (languages, "Arabic; ar:b1; Arabiska", {"ar": "b1"}),
        (countries, "Palestina, Palestine; Turkey; UK, Holland, Burma", ("PS", "TR", "GB", "NL", "MM")),
        (countries, "Syrien, Österrike; Ελλάδα; se", ("SY", "AT", "GR", "SE")),
        (one_of(codes.GENDERS, "gender"), "Kvinna", "female"),
        (one_of(codes.GENDERS, "gender"), "muškarac", "male"),
        (one_of(codes.GENDERS, "gender"), "Vill inte säga", ""),
        (several(codes.SLOTS, "slot"), "Måndag kväll; Freitag Vormittag", ("mon_eve", "fri_am")),
        (several(codes.SLOTS, "slot"), "Vardagar, kväll, sun_am", (*codes.WEEK["weekday_eve"], "sun_am")),
        (several(codes.FORMATS, "format"), "Båda går bra", ("in_person", "online")),
        (themes(codes.NEED_LEVELS), "Arbete:Mycket hjälp; Hälsa", {"employment": 2, "health": None}),
        (ages, "18 till 30; Över 60; 25-35", ("18_30", "over_60", "25_35")),
        (several(codes.SLOTS, "slot"), "Ma\u030andag kva\u0308ll", ("mon_eve",)),
    ],
)
def test_a_word_of_any_interface_language_is_its_code(read, cell, value):
    assert read(cell) == value


@pytest.mark.parametrize(
    ("read", "cell", "words"),
    [
        (languages, "Ladino", "'Ladino' may mean lad or lld; expected the code"),
        (languages, "afghanska", "'afghanska' is not known; expected language codes"),
        (languages, "xx", "'xx' is not known; expected language codes"),
        (languages, "xyz", "'xyz' is not known; expected language codes"),
        (languages, "mul", "'mul' is not known; expected language codes"),
        (languages, "Okänt språk", "'Okänt språk' is not known; expected language codes"),
        (languages, "kom", "'kom' may mean bkm or kv; expected the code"),
        (languages, "sv-en", "'sv-en' is not known; expected language codes"),
        (languages, "en-GB-oed", "'en-GB-oed' is not known; expected language codes"),
        (languages, "sv-b1", "'sv-b1' is not known; expected sv:b1"),
        (languages, "Svenska B1", "'Svenska B1' is not known; expected svenska:b1"),
        (languages, "Kurdish (Sorani)", "'Kurdish (Sorani)' may mean ckb or ku; expected the code"),
        (languages, "Arabic (C1)", "'Arabic (C1)' is not known; expected Arabic:c1"),
        (languages, "Arabic (basics)", "'Arabic (basics)' is not known; expected language codes"),
        (languages, "Syrian (Arabic)", "'Syrian (Arabic)' is not known; expected language codes"),
        (languages, "Arabiska:b1;ar:c1", "ar stands twice, with b1 and c1; expected one level"),
        (countries, "Kongo", "'Kongo' is not known; expected a two-letter country code"),
        (countries, "QQ", "'QQ' is not known; expected a two-letter country code"),
        (several(codes.SLOTS, "slot"), "ma morning", "'ma morning' is not known"),
    ],
)
def test_what_may_mean_two_things_or_nothing_is_not_guessed(read, cell, words):
    with pytest.raises(NotUnderstood, match=re.escape(words)):
        read(cell)


def test_a_language_has_one_code_however_it_is_written():
    """All that have a code of two letters, by their codes of three and by their names."""
    aliases = get_global("language_aliases")
    threes = {code: short for code, short in aliases.items() if len(code) == 3 and short in iso.LANGUAGES}
    assert {*threes.values()} >= iso.LANGUAGES - {"ckb", "prs", "sh", "tl", "tw"}
    for code, short in threes.items():
        assert short in languages_coded(code) or code == "twi"
    for code in iso.LANGUAGES:
        assert languages(code) == {code: None}


def test_names_beside_those_of_unicode_are_of_one_country():
    for language in interface_languages():
        for code, name in Locale.parse(language).territories.items():
            assert code not in iso.COUNTRIES or countries_called(name) <= {code}, name


def test_names_are_those_of_every_interface_language():
    for language in interface_languages():
        names = Locale.parse(language)
        assert languages_called(names.languages["ar"]) == {"ar"}
        assert countries_called(names.territories["SY"]) == {"SY"}


def test_babel_is_loaded_only_where_a_word_is_no_code():
    code = (
        "import sys; from handslag.matching import command, coded, codes; "
        "coded.languages('ar:native;sv:b1;prs'); coded.countries('SY'); "
        "coded.several(codes.SLOTS, 'slot')('mon_am'); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(SOURCE)}).returncode == 0
