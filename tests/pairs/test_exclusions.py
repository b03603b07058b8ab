"""What people write about whom they must not meet becomes something that the engine holds, or is left to people."""

import pytest

from handslag.pairs.exclusions import names_of, read
from handslag.people.models import Person
from handslag.programmes.models import Membership


def member(given: str, family: str = "") -> Membership:
    return Membership(person=Person(given_name=given, family_name=family))


ALI, ALIA, KARIM = member("Ahmed", "Ali"), member("Alia", "Noor"), member("Karim", "Ali")
NAMES = names_of([ALI, ALIA, KARIM])


@pytest.mark.parametrize("text", ["", "no", "Nobody", " - ", "none; nej", "No."])
def test_nothing_is_understood_as_nothing(text):
    assert read(text, NAMES, ["en"]) == (set(), True)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("SY", {"SY"}), ("sy", {"SY"}), ("SY;RU", {"SY", "RU"}), ("Syria", {"SY"}),
        ("not from Syria or Russia", {"SY", "RU"}),
        ("inte från Ryssland", {"RU"}), ("people from South Sudan", {"SS"}), ("Saudi Arabia, Iran", {"SA", "IR"}),
    ],
)  # fmt: skip
def test_countries_are_understood_as_codes_and_by_name(text, codes):
    assert read(text, NAMES, ["en", "sv"]) == (codes, True)


def test_a_whole_name_excludes_that_person_only():
    assert read("please not Ahmed Ali", NAMES, ["en"]) == ({str(ALI.pk)}, True)


def test_a_name_that_several_bear_excludes_them_all():
    assert read("Ali", NAMES, ["en"]) == ({str(ALI.pk), str(KARIM.pk)}, True)


def test_small_words_are_not_countries():
    assert read("my cousin is in it", NAMES, ["en"]) == (set(), False)


@pytest.mark.parametrize("text", ["my old neighbours", "Syria; my old neighbours", "Damascus"])
def test_what_is_not_understood_is_said_so(text):
    excluded, understood = read(text, NAMES, ["en"])
    assert not understood
    assert excluded <= {"SY"}
