"""Whom a name finds, the same on each database."""

import pytest

from handslag.people.models import Person
from handslag.people.queries import name_has
from handslag.programmes.models import Membership
from tests.cast import person

pytestmark = pytest.mark.django_db
FOUND = [
    ("Åsa Lind", ["åsa", "ÅSA", "Åsa", "ås lin", " Lind  Åsa "]),
    ("Anna-Åsa Öberg", ["anna-åsa", "ANNA-ÅSA", "a-å", "öBERG anna"]),
    ("Şivan Özgür", ["şivan özgür", "ŞIV"]),
    ("O'Neill (Ann+)", ["o'neill", "(ann+)"]),
]


@pytest.mark.parametrize(("name", "written"), [(name, text) for name, texts in FOUND for text in texts])
def test_every_word_is_found_written_small_or_large(cast, name, written):
    for one, _texts in FOUND:
        if one != name:
            person(cast.organisation, one.replace("Åsa", "Eva"))
    who = person(cast.organisation, name)
    assert Person.objects.of(cast.organisation).get(name_has(written)) == who


@pytest.mark.parametrize("written", [".", "%", "_", "mentor nobody", "[a-z]", "\\w", "^"])
def test_what_stands_in_no_name_finds_nobody(cast, written):
    assert not Person.objects.of(cast.organisation).filter(name_has(written)).exists()


def test_without_words_everybody_is_found(cast):
    rows = Person.objects.of(cast.organisation)
    assert rows.filter(name_has("  ")).count() == rows.count()


def test_rows_about_people_are_found_by_the_path_to_them(cast):
    rows = Membership.objects.of(cast.organisation)
    assert list(rows.filter(name_has("mentor one", person="person__"))) == [cast.mentor]
