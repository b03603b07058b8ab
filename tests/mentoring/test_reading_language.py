"""The agreement for who reads another language than the one in which it was signed."""

import pytest
import time_machine
from django.urls import reverse

from handslag.content.actions import Wording, bring_along, publish
from handslag.core.templatetags.ui import phone_link
from handslag.mentoring.models import Agreement
from handslag.mentoring.queries import codes_of_conduct
from tests.cast import NOW, programme
from tests.supervision.rows import DAY

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


@pytest.fixture
def names_sara(cast, document):
    """Another version of the code of conduct, published at `at`, which names the contact of that time."""

    def written(at, name=cast.programme.contact_name, phone=cast.programme.contact_phone):
        return publish(
            organisation=cast.organisation, key=document.key, language="en", title=document.title,
            body=f"# Code\n\nAsk {name}, {phone}.", by=None, at=at, programme=cast.programme.pk,
        )  # fmt: skip

    return written


def asked_now(client, pair) -> bool:
    return "Now ask:" in read(client, pair, "en")


@pytest.mark.parametrize(("name", "phone"), [("Amina Noor", "0470 11 22 33"), (None, "0470 11 22 33")])
def test_beside_what_was_signed_stands_whom_to_ask_now(cast, pair, as_role, names_sara, name, phone):
    client, programme = as_role("mentee"), cast.programme
    Agreement.objects.of(cast.organisation).update(document=names_sara(NOW))
    assert not asked_now(client, pair)
    programme.contact_name, programme.contact_phone = name or programme.contact_name, phone
    programme.save()
    assert not asked_now(client, pair)  # no text that counts names the new one
    names_sara(NOW + DAY, programme.contact_name, phone)
    page = read(client, pair, "en")
    assert f"Now ask: <bdi>{programme.contact_name}</bdi>, {phone_link(phone)}." in page
    assert "Ask Sara Lind, " in page  # what was signed stays as it was


def test_where_the_code_of_conduct_names_nobody_nobody_is_added_to_it(pair, as_role):
    assert not asked_now(as_role("mentor"), pair)
