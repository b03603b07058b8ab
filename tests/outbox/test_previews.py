"""What letters will say, before they are queued."""

import pytest

from handslag.outbox.letters import Letter
from handslag.outbox.models import Message
from handslag.outbox.previews import preview
from tests.cast import person

pytestmark = pytest.mark.django_db


def letter(to, title="Hello", **more) -> Letter:
    return Letter(to, Message.Kind.MATCH, title, f"Hello, {to.given_name}.", **more)


def test_a_text_stands_once_for_each_language_with_all_who_read_it(cast):
    one, two, three = (person(cast.organisation, f"{name} N", language=code)
                       for name, code in (("A", "en"), ("B", "en"), ("C", "sv")))  # fmt: skip
    found = preview(cast.programme, [letter(one), letter(two), letter(three), letter(one, "Other")])
    assert [(w.language, w.called, w.title, w.readers) for w in found.wordings] == [
        ("en", "English", "Hello", [one, two]),
        ("en", "English", "Other", [one]),
        ("sv", "Swedish", "Hello", [three]),
    ]
    assert found.wordings[0].body == "Hello, A."
    assert found.wordings[0].others == [two]
    assert found.count == 4


def test_who_has_no_address_is_to_be_called_and_who_is_erased_gets_nothing(cast):
    without, erased = person(cast.organisation, "No Mail"), person(cast.organisation, "Gone Away")
    erased.erased_at = cast.programme.created_at
    found = preview(cast.programme, [letter(without), letter(cast.mentor.person), letter(erased)])
    assert found.to_call == [without]
    assert found.count == 2


def test_a_draft_language_is_only_for_letters_that_are_there_in_it(cast, settings):
    settings.DRAFT_LANGUAGES = ["ar"]
    reader = person(cast.organisation, "Nour N", language="ar", email="nour@one.example")
    found = preview(cast.programme, [letter(reader, drafted=True), letter(reader, "Other")])
    assert [(w.language, w.direction, w.title) for w in found.wordings] == [
        ("ar", "rtl", "Hello"),
        ("en", "ltr", "Other"),
    ]
    assert not Message.objects.everywhere("test").exists()


def test_who_is_called_gets_no_draft_which_the_team_could_not_read_out(cast, settings):
    settings.DRAFT_LANGUAGES = ["ar"]
    reader = person(cast.organisation, "Nour N", language="ar")
    found = preview(cast.programme, [letter(reader, drafted=True)])
    assert [wording.language for wording in found.wordings] == ["en"]
    assert [(one.person, one.reads, one.written) for one in found.foreign] == [(reader, "Arabic", "English")]


def test_who_reads_a_language_that_there_is_no_text_in_is_named_with_it(cast):
    amina = person(cast.organisation, "Amina N", language="ti")
    english, chose = (
        person(cast.organisation, "Eva N", language="en"),
        person(cast.organisation, "Omar N", language="ti"),
    )
    chose.account = cast.mentor.person.account
    chose.account.language = "sv"
    found = preview(cast.programme, [letter(amina), letter(amina, "Other"), letter(english), letter(chose)])
    assert [(one.person, one.reads, one.written) for one in found.foreign] == [(amina, "Tigrinya", "English")]


def test_a_language_of_another_country_is_the_same_language(cast):
    reader = person(cast.organisation, "Eva N", language="sv-FI")
    assert not preview(cast.programme, [letter(reader)]).foreign
