"""Encrypted fields: nothing readable on disk, nothing that opens in another place, nothing after the key is gone."""

import pytest
from django.db import connection

from handslag.core.encryption import KeyLost, unseal
from handslag.people.actions import erase_keys
from handslag.people.keys import forget_keys
from handslag.people.models import DataKey, Person
from tests.cast import NOW, organisation, person

pytestmark = pytest.mark.django_db

PHONE = "+46 70 555 12 34"


def read(pk) -> Person:
    forget_keys()
    return Person.objects.everywhere("test").get(pk=pk)


def stored(pk, column="phone") -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM people_person WHERE id = %s",
            [pk if connection.vendor != "sqlite" else pk.hex],
        )
        return cursor.fetchone()[0]


def test_a_phone_number_is_read_back_and_lies_sealed_in_the_database():
    made = person(organisation(), "Amina Yusuf", phone=PHONE)
    assert read(made.pk).phone == PHONE
    assert "555" not in stored(made.pk)


def test_saving_a_row_again_does_not_change_an_unread_text():
    made = person(organisation(), "Amina Yusuf", phone=PHONE)
    before = stored(made.pk)
    again = read(made.pk)
    again.given_name = "Aminah"
    again.save()
    assert stored(made.pk) == before


def test_a_text_moved_to_another_row_does_not_open():
    org = organisation()
    one, two = person(org, "Amina Yusuf", phone=PHONE), person(org, "Binyam Tesfay", phone="+46 70 555 99 99")
    with connection.cursor() as cursor:
        ids = [pk.hex if connection.vendor == "sqlite" else pk for pk in (two.pk, one.pk)]
        cursor.execute(
            "UPDATE people_person SET phone = (SELECT phone FROM people_person WHERE id = %s) WHERE id = %s",
            ids,
        )
    with pytest.raises(KeyLost):
        read(one.pk).phone  # noqa: B018


def test_a_text_moved_to_another_field_does_not_open():
    made = person(organisation(), "Amina Yusuf", phone=PHONE, email="amina@one.example")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET email = phone")
    with pytest.raises(KeyLost):
        read(made.pk).email  # noqa: B018


def test_erasing_the_key_makes_the_text_unreadable_at_once():
    made = person(organisation(), "Amina Yusuf", phone=PHONE)
    erase_keys(person=made, by=None, at=NOW)
    with pytest.raises(KeyLost):
        read(made.pk).phone  # noqa: B018


def test_plain_text_cannot_slip_in_by_an_update():
    made = person(organisation(), "Amina Yusuf", phone=PHONE)
    with pytest.raises(TypeError):
        Person.objects.everywhere("test").filter(pk=made.pk).update(phone="040 1")


def test_a_list_opens_all_its_texts_with_one_query_for_keys(django_assert_num_queries):
    org = organisation()
    for n in range(30):
        person(org, f"Person {n}", phone=f"{PHONE}{n}")
    forget_keys()
    with django_assert_num_queries(2):
        rows = unseal(Person.objects.of(org).order_by("created_at", "given_name"))
        assert {row.phone for row in rows} == {f"{PHONE}{n}" for n in range(30)}


def test_each_person_has_a_key_of_their_own_under_the_organisations():
    org = organisation()
    person(org, "Amina Yusuf", phone=PHONE)
    person(org, "Binyam Tesfay", phone=PHONE)
    assert DataKey.objects.of(org).count() == 3
