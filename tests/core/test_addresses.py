"""Remembered addresses are those that `reverse` gives."""

import uuid

from django.urls import reverse

from handslag.core.addresses import address, addresses, answers_get


def test_an_address_is_that_of_reverse():
    pk = uuid.uuid4()
    assert address("recruitment:application", pk) == reverse("recruitment:application", args=[pk])
    assert address("landing") == reverse("landing")


def test_the_pages_of_rows_differ_by_their_ids():
    page_of, pks = addresses("recruitment:application"), [uuid.uuid4() for _ in range(3)]
    assert [page_of(pk) for pk in pks] == [reverse("recruitment:application", args=[pk]) for pk in pks]


def test_what_comes_before_the_id_stays():
    programme, pk = uuid.uuid4(), uuid.uuid4()
    assert addresses("programmes:member", programme)(pk) == reverse("programmes:member", args=[programme, pk])


def test_a_page_that_answers_is_told_from_the_address_of_a_form(client, db):
    for path in (f"/programmes/{uuid.uuid4()}/people/", "/", "/sign-in/", "/no/such/page/"):
        assert answers_get(path)
    assert not answers_get(reverse("language"))
    assert not answers_get(reverse("mentoring:goal_status", args=[uuid.uuid4(), uuid.uuid4()]))
