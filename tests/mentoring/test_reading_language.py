"""The agreement for who reads another language than the one in which it was signed."""

import pytest
import time_machine
from django.urls import reverse

from handslag.content.actions import Wording, bring_along, publish
from handslag.mentoring.queries import codes_of_conduct
from tests.cast import NOW, programme

pytestmark = pytest.mark.django_db
SIGNED, READ = "You signed it in this language:", "Read it in your language"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def swedish(cast, document):
    return publish(
        organisation=cast.organisation, key=document.key, language="sv", title="Uppförandekod", body="# Kod\n\nLika.",
        by=None, at=NOW,
    )  # fmt: skip


def read(client, pair, language: str) -> str:
    return client.get(reverse("mentoring:signature", args=[pair.pk]) + f"?lang={language}").text


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_who_reads_another_language_is_told_and_finds_the_text_in_the_own(pair, as_role, swedish, role):
    client = as_role(role)
    page = read(client, pair, "sv")
    link = reverse("training:document", args=[pair.programme_id, swedish.key])
    assert f'href="{link}"' in page
    assert "English" in page.split("<h2")[1]
    assert swedish.title in client.get(link).text


def test_who_reads_the_language_of_the_text_is_told_nothing(pair, as_role, swedish):
    page = read(as_role("mentee"), pair, "en")
    assert SIGNED not in page
    assert READ not in page


def test_no_link_leads_to_a_text_in_a_third_language(pair, as_role, swedish):
    client = as_role("mentee")
    assert f'href="{reverse("training:document", args=[pair.programme_id, swedish.key])}"' not in read(
        client, pair, "de"
    )


def test_a_programmes_own_code_of_conduct_is_the_one_that_its_pairs_sign(cast):
    other = programme(cast.organisation, "lund-2027")
    for prog, name in ((cast.programme, "Sara"), (other, "Omar")):
        wording = Wording("code_of_conduct", "en", "Code", f"Tell {name}.")
        bring_along(organisation=cast.organisation, programme=prog.pk, wordings=[wording], by=None, at=NOW)
    assert [row.body for row in codes_of_conduct(cast.programme)] == ["Tell Sara."]
    assert [row.body for row in codes_of_conduct(other)] == ["Tell Omar."]
