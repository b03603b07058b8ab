"""Sealed texts on a page whose key was destroyed."""

import pytest
from django.template import Context, Template

from handslag.core.encryption import KeyLost, is_lost, opened, text_of
from handslag.people.actions import erase_keys
from handslag.people.models import Person
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor(cast):
    """The mentor of the cast as a page fetches her."""

    def fetch() -> Person:
        return Person.objects.of(cast.organisation).get(pk=cast.mentor.person_id)

    return fetch


def test_a_text_with_its_key_is_read_as_it_is(mentor):
    assert text_of(mentor(), "phone").startswith("+46 70")
    assert opened(mentor(), "phone", None) == text_of(mentor(), "phone")
    assert not is_lost(mentor(), "phone")


def test_an_erased_text_is_said_to_be_erased(mentor):
    erase_keys(person=mentor(), by=None, at=NOW)
    assert text_of(mentor(), "phone") == "(erased)"
    assert opened(mentor(), "phone", None) is None
    assert is_lost(mentor(), "phone")
    with pytest.raises(KeyLost):
        _ = mentor().phone


def test_an_empty_text_was_never_erased(mentor, cast):
    Person.objects.of(cast.organisation).filter(pk=cast.mentor.person_id).update(phone="")
    erase_keys(person=mentor(), by=None, at=NOW)
    assert text_of(mentor(), "phone") == ""


def test_a_template_that_reads_an_erased_text_stays_a_page(mentor):
    erase_keys(person=mentor(), by=None, at=NOW)
    page = Template('{% load sealed %}[{{ row.phone }}]{% if row.phone %}yes{% endif %}{{ row|text_of:"phone" }}')
    assert page.render(Context({"row": mentor()})) == "[](erased)"


def test_a_list_of_erased_people_asks_for_their_keys_once(cast, django_assert_num_queries):
    from handslag.core.encryption import unseal
    from handslag.people.keys import forget_keys

    people = [cast.people[role].person for role in ("mentor", "mentee", "trainer")]
    for person in people:
        erase_keys(person=person, by=None, at=NOW)
    rows = list(Person.objects.of(cast.organisation).filter(pk__in=[person.pk for person in people]))
    forget_keys()
    with django_assert_num_queries(1):
        assert [text_of(row, "email") for row in unseal(rows)] == ["(erased)"] * 3
