"""What every answer says about itself."""

import pytest
from django.contrib.staticfiles import finders
from django.test import Client


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/sign-in/code/", "/home/", "/apply/nowhere/", "/no/such/page/"])
def test_no_page_is_kept_by_a_browser(client, db, path):
    assert "no-store" in client.get(path).headers["Cache-Control"]


def test_pages_for_signed_in_people_are_not_kept(as_role):
    for role in ("mentor", "coordinator"):
        assert "no-store" in as_role(role).get("/home/").headers["Cache-Control"]


def test_static_files_may_be_kept(client, db):
    assert finders.find("img/mark.svg")
    answer = client.get("/static/img/mark.svg")
    assert answer.status_code == 200
    assert "no-store" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", ["/apply/nowhere/", "/home/"])
def test_a_form_whose_key_is_gone_says_how_to_go_on(db, path):
    answer = Client(enforce_csrf_checks=True).post(path)
    assert answer.status_code == 403
    assert f'class="button" href="{path}"' in answer.text
    assert "We could not send this page" in answer.text
