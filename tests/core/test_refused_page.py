"""The page for somebody who may see a matter and may not do this step."""

import pytest
from django.template.loader import render_to_string

pytestmark = pytest.mark.django_db


def test_the_page_names_whom_to_ask_where_one_is_known():
    page = render_to_string("403.html", {"who_to_ask": {"name": "Sara Lind", "phone": "040-123 45 67"}})
    assert "Ask Sara Lind." in page
    assert "040" in page


def test_without_a_contact_the_page_promises_none():
    page = render_to_string("403.html")
    assert "below" not in page
    assert "Ask the person who helps you in the programme." in page


def test_the_page_says_nothing_of_a_role_that_it_does_not_know():
    assert "your role" not in render_to_string("403.html")
