"""The pages of certificates: issuing in few clicks, paper in three languages, the public answer, and near misses."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from handslag.core import pdf
from handslag.core.next_steps import next_steps
from handslag.evaluation import paper
from handslag.evaluation.actions import revoke
from handslag.evaluation.models import Certificate
from handslag.evaluation.views.checking import MOST
from handslag.programmes.roles import Role
from tests.cast import NOW, member, person
from tests.evaluation.certified import closing, issued, train
from tests.supervision.rows import started

pytestmark = pytest.mark.django_db
SITE = "https://handslag.example"


@pytest.fixture(autouse=True)
def _no_tries():
    cache.clear()


def index(cast) -> str:
    return reverse("evaluation:certificates", args=[cast.programme.pk])


def words_of(body: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return " ".join("".join(c for c in text if c not in "\u2066\u2067\u2068\u2069").split())


# ---- the team ---------------------------------------------------------------------------------------------------


def test_all_are_issued_with_one_button_and_printed_as_one_pdf(cast, as_role):
    mentors = [member(cast.programme, person(cast.organisation, f"Mentor {n}"), Role.MENTOR) for n in range(30)]
    train(cast, *mentors)
    client = as_role("coordinator")
    assert "Issue all 30 certificates" in client.get(index(cast)).content.decode()
    answer = client.post(index(cast), {"everybody": "1"}, follow=True)
    assert "30 certificates are issued." in answer.content.decode()
    body = client.get(reverse("evaluation:certificate_documents", args=[cast.programme.pk])).content
    assert len(PdfReader(BytesIO(body)).pages) == 30


def test_everybody_on_the_page_is_ticked_and_one_can_be_left_out(cast, as_role):
    train(cast, cast.mentor, cast.second_mentor)
    client = as_role("coordinator")
    assert len(re.findall(r'name="who" value="[^"]+" checked', client.get(index(cast)).content.decode())) == 2
    assert client.post(index(cast), {"who": [f"{cast.mentor.pk}:training"]}).status_code == 302
    assert Certificate.objects.of(cast.organisation).get().membership == cast.mentor


def test_nobody_ticked_or_somebody_else_named_is_an_error_that_keeps_the_ticks(cast, as_role):
    train(cast, cast.mentor)
    client = as_role("coordinator")
    assert client.post(index(cast), {}).status_code == 422
    given = {"who": [f"{cast.mentor.pk}:training", f"{cast.outsider.pk}:training"]}
    answer = client.post(index(cast), given)
    assert answer.status_code == 422
    assert f'value="{cast.mentor.pk}:training" checked' in answer.content.decode()
    assert not Certificate.objects.of(cast.organisation).exists()


def test_languages_whose_wording_nobody_has_read_are_named(cast, as_role):
    cast.mentor.person.language = "ar"
    cast.mentor.person.save()
    train(cast, cast.mentor)
    assert "is a draft" in as_role("coordinator").get(index(cast)).content.decode()


def test_taking_back_asks_for_a_reason(cast, as_role):
    train(cast, cast.mentor)
    (certificate,) = issued(cast)
    client, url = as_role("coordinator"), reverse("evaluation:revocation", args=[certificate.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Wrong name"}).status_code == 302
    assert not Certificate.objects.of(cast.organisation).get().is_valid


def test_the_list_makes_as_many_queries_for_thirty_as_for_one(cast, as_role):
    train(cast, cast.mentor)
    client = as_role("coordinator")
    client.get(index(cast))
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(index(cast))
        counts.append(len(captured))
        if len(counts) == 1:
            mentors = [member(cast.programme, person(cast.organisation, f"Mentor {n}"), Role.MENTOR) for n in range(30)]
            train(cast, *mentors)
            issued(cast)
    assert counts[1] <= counts[0]


def test_the_steps_say_what_is_ready(cast):
    started(cast)
    coordinator, mentor = cast.account("coordinator"), cast.account("mentor")
    issue_text, ready = "Issue the certificates", "Your certificate is ready"
    assert issue_text not in [step.text for step in next_steps(coordinator, cast.programme, NOW)]
    closing(cast)
    programme = type(cast.programme).objects.of(cast.organisation).get(pk=cast.programme.pk)
    found = [step for step in next_steps(cast.account("coordinator"), programme, NOW) if step.text == issue_text]
    assert [step.count for step in found] == [2]
    assert ready not in [step.text for step in next_steps(mentor, programme, NOW)]
    issued(cast)
    assert issue_text not in [step.text for step in next_steps(cast.account("coordinator"), programme, NOW)]
    assert ready in [step.text for step in next_steps(cast.account("mentor"), programme, NOW)]
    assert ready not in [step.text for step in next_steps(cast.account("second_mentor"), programme, NOW)]


def test_a_certificate_is_ready_until_whoever_it_is_about_has_taken_it(cast, as_role):
    started(cast)
    closing(cast)
    own = next(one for one in issued(cast) if one.membership == cast.mentor)
    programme = type(cast.programme).objects.of(cast.organisation).get(pk=cast.programme.pk)

    def is_ready(role: str) -> bool:
        return "Your certificate is ready" in [step.text for step in next_steps(cast.account(role), programme, NOW)]

    url = reverse("evaluation:certificate_document", args=[own.pk])
    assert as_role("coordinator").get(url).status_code == 200
    assert as_role("mentor").head(url).status_code == 200
    assert is_ready("mentor")
    assert as_role("mentor").get(url).status_code == 200
    assert [is_ready(role) for role in ("mentor", "mentee")] == [False, True]


def test_the_home_lists_the_page_of_certificates_once_there_is_one(cast, as_role):
    started(cast)
    path = reverse("evaluation:my_certificates")
    listed = f'<li><a href="{path}">My certificates</a></li>'
    assert f'href="{path}"' not in as_role("mentor").get("/home/").text
    closing(cast)
    made = next(certificate for certificate in issued(cast) if certificate.membership == cast.mentor)
    assert [as_role(role).get("/home/").text.count(f'href="{path}"') for role in ("mentor", "second_mentor")] == [1, 0]
    client = as_role("mentor")
    assert listed not in client.get("/home/").text  # a step leads there
    client.get(reverse("evaluation:certificate_document", args=[made.pk]))
    assert listed in client.get("/home/").text


# ---- whose it is ------------------------------------------------------------------------------------------------


def test_a_mentor_finds_and_gets_the_own_certificate(cast, as_role):
    train(cast, cast.mentor, cast.second_mentor)
    own = next(certificate for certificate in issued(cast) if certificate.membership == cast.mentor)
    client = as_role("mentor")
    body = client.get(reverse("evaluation:my_certificates")).content.decode()
    assert own.code in body
    assert body.count("Get the certificate") == 1
    answer = client.get(reverse("evaluation:certificate_document", args=[own.pk]))
    assert "Mentor One" in words_of(answer.content)


@pytest.mark.parametrize(
    "role", ["second_mentor", "mentee", "trainer", "supervisor", "partner", "administrator", "outsider"]
)
def test_nobody_else_gets_it(cast, as_role, role):
    train(cast, cast.mentor)
    (certificate,) = issued(cast)
    client = as_role(role)
    for name, key in (
        ("certificate_document", certificate.pk), ("revocation", certificate.pk),
        ("certificates", cast.programme.pk), ("certificate_documents", cast.programme.pk),
    ):  # fmt: skip
        assert client.get(reverse(f"evaluation:{name}", args=[key])).status_code in (403, 404), name
    assert client.post(index(cast), {"everybody": "1"}).status_code in (403, 404)
    assert client.post(reverse("evaluation:revocation", args=[certificate.pk]), {"reason": "x"}).status_code in (
        403,
        404,
    )
    assert certificate.code not in client.get(reverse("evaluation:my_certificates")).content.decode()


def test_the_mentor_does_not_get_it_once_it_is_taken_back(cast, as_role):
    train(cast, cast.mentor)
    (certificate,) = issued(cast)
    revoke(certificate=certificate, reason="x", by=None, at=NOW)
    assert as_role("mentor").get(reverse("evaluation:certificate_document", args=[certificate.pk])).status_code == 404


# ---- paper ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "har varit frivillig mentor"),
        ("el", "πρόσφερε εθελοντικά ως μέντορας"),
        ("ar", "AMIR"),
        ("en", "voluntary mentor"),
    ],
)
def test_a_certificate_is_tagged_and_in_both_languages(cast, language, said):
    cast.mentor.person.language = language
    cast.mentor.person.save()
    started(cast)
    closing(cast)
    certificate = next(one for one in issued(cast) if one.kind == "mentor")
    body = paper.as_pdf([(certificate, certificate.facts)], site=SITE)
    reader = PdfReader(BytesIO(body))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], len(reader.pages)) == ("sv", True, 1)
    text = words_of(body)
    for words in ("Mentor One", "Vi intygar att", said, certificate.code, "handslag.example/certificates/"):
        assert words in text, words
    assert ("Βεβαίωση" in text) == (language == "el")
    assert any("\u0600" <= letter <= "\u06ff" or letter >= "\ufb50" for letter in text) == (language == "ar")


def test_the_code_on_the_paper_leads_to_the_public_page(client, cast):
    train(cast, cast.mentor)
    (certificate,) = issued(cast)
    page = paper._page(certificate, certificate.facts, SITE)
    png = pdf.picture(paper.TEMPLATE, {"pages": [page], "language": "sv"}, dots_per_inch=120)
    (address,) = codes_in(png)
    assert address == f"{SITE}/certificates/{certificate.code}/"
    assert client.get(address.removeprefix(SITE)).status_code == 200


def codes_in(png: bytes) -> list[str]:
    import numpy
    from PIL import Image

    return [found.text for found in zxingcpp.read_barcodes(numpy.array(Image.open(BytesIO(png)).convert("L")))]


def test_every_wording_has_the_same_lines_and_blanks():
    blanks = {
        language: {key: _blanks(value) for key, value in words.items() if key != "review"}
        for language, words in paper.wording().items()
    }
    assert all(found == blanks["en"] for found in blanks.values())


def _blanks(value):
    if isinstance(value, dict):
        return {key: _blanks(text) for key, text in value.items()}
    return sorted(re.findall(r"\{\w+\}", value))


def test_a_language_without_wording_is_printed_in_english(cast):
    cast.mentor.person.language = "ti"
    cast.mentor.person.save()
    train(cast, cast.mentor)
    (certificate,) = issued(cast)
    assert "We confirm that" in words_of(paper.as_pdf([(certificate, certificate.facts)], site=SITE))


# ---- the public page --------------------------------------------------------------------------------------------


def test_everybody_may_check_a_code_and_learns_no_more_than_the_paper_says(client, cast):
    train(cast, cast.mentor)
    (certificate,) = issued(cast)
    typed = certificate.code.lower().replace("-", " ")
    answer = client.get(reverse("evaluation:certificates_check"), {"code": typed}, follow=True)
    body = answer.content.decode()
    assert "This certificate is valid" in body
    for said in ("Mentor One", "AMIR malmo-2026", "Solidaritet Malmö", "1 February 2026 to 5 February 2026"):
        assert said in body
    for private in ("mentor@one.example", "+46", str(certificate.pk), str(cast.mentor.pk), "Lesson 1"):
        assert private not in body
    assert answer["X-Robots-Tag"] == "noindex"


def test_one_that_is_taken_back_says_so_and_not_why(client, cast):
    train(cast, cast.mentor)
    (certificate,) = issued(cast)
    revoke(certificate=certificate, reason="Forged attendance", by=None, at=NOW)
    body = client.get(reverse("evaluation:certificate", args=[certificate.code])).content.decode()
    assert "not valid any more" in body
    assert "Forged" not in body


def test_unknown_and_malformed_codes_have_one_and_the_same_page(client, cast):
    answers = [
        client.get(f"/certificates/{code}/") for code in ("ACDE-3469-HJKM", "nonsense", "0", "<script>", "a" * 300)
    ]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {re.sub(r'(value|href|action)="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert len(bodies) == 1
    typed = client.get(reverse("evaluation:certificates_check"), {"code": "nonsense"}, follow=True)
    assert typed.status_code == 404


def test_an_empty_code_is_asked_for_again(client, db):
    assert client.get("/certificates/").status_code == 200
    assert client.get("/certificates/", {"code": ""}).status_code == 422


def test_who_guesses_is_stopped_and_others_are_not(client, cast):
    for _try in range(MOST):
        assert client.get("/certificates/ACDE-3469-HJKM/").status_code == 404
    assert client.get("/certificates/ACDE-3469-HJKM/").status_code == 429
    assert client.get("/certificates/ACDE-3469-HJKM/", HTTP_X_FORWARDED_FOR="10.0.0.9").status_code == 429
    assert client.get("/certificates/ACDE-3469-HJKM/", REMOTE_ADDR="10.0.0.9").status_code == 404


def test_a_quarter_of_an_hour_later_codes_are_checked_again(client, cast, time_machine):
    time_machine.move_to(NOW)
    for _try in range(MOST + 1):
        client.get("/certificates/ACDE-3469-HJKM/")
    time_machine.move_to(NOW + timedelta(minutes=16))
    assert client.get("/certificates/ACDE-3469-HJKM/").status_code == 404
