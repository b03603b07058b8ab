"""Flyers: their words, the code that carries language and channel, PDF and picture, and who may make them."""

import json
import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import numpy
import pytest
import typst
import zxingcpp
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw
from pypdf import PdfReader

from handslag.content.actions import publish
from handslag.core.pdf import ROOT
from handslag.programmes.actions import add_partner, add_place
from handslag.recruitment.flyers import Flyer, as_pdf, as_picture, channel_code, flyers
from handslag.recruitment.models import Draft
from tests.cast import NOW, TODAY

from .calls import AMIR, MENTEE, open_for

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "sv", "ar", "el")
SITE = "https://handslag.example"
PAPER, CLAY = (0xFB, 0xF8, 0xF3), (0xB1, 0x44, 0x1F)


@pytest.fixture
def calls(cast):
    """An open call for each role, with the template's flyers."""
    for key, language, headline, blocks in AMIR.flyers():
        publish(
            organisation=cast.organisation, key=key, language=language, title=headline, body=json.dumps(blocks),
            by=None, at=NOW,
        )  # fmt: skip
    return {role: open_for(cast.programme, role) for role in ("mentor", "mentee")}


def flyer_of(call, language: str) -> Flyer:
    return next(flyer for flyer in flyers(call) if flyer.language == language)


def words_of(body: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return " ".join("".join(c for c in text if c not in "\u2066\u2067\u2068\u2069").split())


def codes_in(png: bytes) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(numpy.array(Image.open(BytesIO(png)).convert("L")))]


@pytest.mark.parametrize("role", ["mentor", "mentee"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["a4", "a5"])
def test_every_flyer_is_one_tagged_page_of_its_size(calls, role, language, size):
    body = as_pdf(flyer_of(calls[role], language), size, site=SITE, channel="library")
    reader = PdfReader(BytesIO(body))
    width, height = (round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:])
    assert len(reader.pages) == 1
    assert (width, height) == {"a4": (209, 297), "a5": (148, 210)}[size]
    assert reader.trailer["/Root"]["/Lang"] == language
    assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_a_flyer_says_all_that_the_annexes_ask_for(cast, calls):
    add_partner(
        programme=cast.programme, name="The Fund", kind="funder", involvement="supporter", country="SE",
        since_on=TODAY, proof="x", by=None, at=NOW,
    )  # fmt: skip
    text = words_of(as_pdf(flyer_of(calls["mentor"], "en"), "a5", site=SITE, channel=""))
    day = f"{calls['mentor'].closes_on:%-d %B %Y}"
    for said in ("Walk a part of it", "five lessons of two hours", "outside the EU", "certificate", "unpaid", day,
                 "Sara Lind", "040 123 45 67", "handslag.example/apply/", "The Fund", "no lawyer", "Voluntary and free",
                 "seven days", cast.organisation.name):  # fmt: skip
        assert said in text, said


def test_without_a_funder_nobody_is_thanked(calls):
    assert "support from" not in words_of(as_pdf(flyer_of(calls["mentor"], "en"), "a5", site=SITE, channel=""))


def test_the_mentee_flyer_has_half_the_words(calls):
    words = {
        role: len(words_of(as_pdf(flyer_of(calls[role], "en"), "a5", site=SITE, channel="")).split()) for role in calls
    }
    assert words["mentee"] <= words["mentor"] * 0.62
    assert "A no is never about you" in words_of(as_pdf(flyer_of(calls["mentee"], "en"), "a5", site=SITE, channel=""))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["a5", "square"])
def test_the_code_opens_the_application_in_its_language_and_says_where_it_hung(calls, language, size):
    png = as_picture(flyer_of(calls["mentee"], language), size, site=SITE, channel="library-lund", dots_per_inch=150)
    (address,) = codes_in(png)
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "handslag.example", f"/apply/{calls['mentee'].slug}/")
    assert parse_qs(parts.query) == {"lang": [language], "from": ["library-lund"]}


def test_who_scans_the_code_applies_with_the_channel(client, cast, calls):
    (address,) = codes_in(
        as_picture(flyer_of(calls["mentee"], "sv"), "a5", site=SITE, channel="library", dots_per_inch=150)
    )
    path = address.removeprefix(SITE)
    assert client.get(path).headers["Content-Language"] == "sv"
    assert client.post(path, MENTEE["start"]).status_code == 302
    draft = Draft.objects.of(cast.organisation).get()
    assert (draft.channel, draft.language) == ("library", "sv")


def test_a_flyer_is_never_longer_than_its_page(cast, calls):
    """Long words of an organisation's own shrink the picture; the text stays on one page."""
    blocks = flyer_of(calls["mentor"], "en").blocks | {"headline": "A rather long headline " * 4}
    for language in ("en", "sv"):
        body = as_pdf(Flyer(calls["mentor"], language, blocks), "a5", site=SITE, channel="")
        assert len(PdfReader(BytesIO(body)).pages) == 1


# How high the drawing of the one to the right is for its width; in the mentee's the smile beside belongs to it.
WHOLE = {"mentor": 623 / 322, "mentee": 548 / 613}


@pytest.mark.parametrize("role", ["mentor", "mentee"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["a4", "square"])
@pytest.mark.parametrize("times", [1, 2])
def test_the_picture_is_whole_beside_short_and_long_texts(calls, role, language, size, times):
    flyer = flyer_of(calls[role], language)
    longer = {key: " ".join([flyer.blocks[key]] * times) for key in ("headline", "lead")}
    flyer = Flyer(calls[role], language, flyer.blocks | longer)
    png = as_picture(flyer, size, site=SITE, channel="", dots_per_inch=60)
    dots = numpy.array(Image.open(BytesIO(png)).convert("RGB")).astype(int)
    end = next(row for row, line in enumerate(dots) if (abs(line - PAPER) < 2).all())
    side = dots.shape[1] // 9  # without the sign of the organisation, which has the colour too
    rows, columns = numpy.nonzero(abs(dots[:end, side:-side] - CLAY).sum(axis=2) < 60)
    assert (rows.max() - rows.min() + 1) / (columns.max() - columns.min() + 1) == pytest.approx(WHOLE[role], rel=0.05)


FAR, NEAR = (0xA9, 0xCF, 0xCE), (0xF8, 0xE4, 0xDA)


@pytest.fixture
def landscape(tmp_path):
    """The mentors' drawing as it is in the file, four units of it to a dot."""
    page = tmp_path / "page.typ"
    page.write_text('#set page(width: 1110pt, height: auto, margin: 0pt)\n#image("/core/typst/art/road.svg")', "utf-8")
    (tmp_path / "core").symlink_to(ROOT / "core")
    png = typst.compile(page, root=tmp_path, format="png", ppi=72)
    return numpy.array(Image.open(BytesIO(png)).convert("RGB")).astype(int)


def test_the_hills_of_the_picture_have_no_folds(landscape):
    is_near = abs(landscape - NEAR).sum(axis=2) < 20
    heights = {x: int(is_near[:, x].argmax()) for x in range(0, 1110, 10) if is_near[:, x].any()}
    steps = {x: heights[x + 10] - heights[x] for x in heights if x + 10 in heights and not 440 <= x <= 640}  # the two
    assert all(abs(steps[x + 10] - steps[x]) <= 2 for x in steps if x + 10 in steps)


def test_the_road_of_the_picture_ends_where_the_land_does_and_not_on_a_house(landscape):
    is_far = abs(landscape - FAR).sum(axis=2) < 20
    crest = (is_far[:, 600:660].sum(axis=1) > 6).argmax()  # fewer dots are the edges of houses
    painted = Image.fromarray(landscape.astype("uint8"))
    ImageDraw.floodfill(painted, (592, 166), (255, 0, 255), thresh=6)
    road = (numpy.array(painted) == (255, 0, 255)).all(axis=2)
    assert crest <= numpy.nonzero(road)[0].min() <= crest + 10


def test_an_own_word_becomes_a_channel():
    assert channel_code("  The library, Lund ") == "the-library-lund"
    assert channel_code("Стара школа") == "стара-школа"
    assert channel_code("<b>") == "b"
    assert len(channel_code("x" * 90)) == 40


def page(cast) -> str:
    return reverse("recruitment:flyers", args=[cast.programme.pk])


def test_the_page_shows_the_flyer_that_was_chosen(cast, as_role, calls):
    asked = {"call": calls["mentee"].slug, "lang": "ar", "own": "Library Lund"}
    body = as_role("coordinator").get(page(cast), asked).content.decode()
    assert f"/calls/{calls['mentee'].slug}/flyers/ar/a4/?from=library-lund" in body
    assert f"http://testserver/apply/{calls['mentee'].slug}/?lang=ar&amp;from=library-lund" in body
    assert "is a draft" in body


def test_a_language_that_there_is_not_keeps_the_rest(cast, as_role, calls):
    answer = as_role("coordinator").get(page(cast), {"lang": "xx", "own": "Library"})
    assert answer.status_code == 422
    assert 'value="Library"' in answer.content.decode()


def test_a_programme_without_calls_says_so(cast, as_role):
    assert "No call yet" in as_role("coordinator").get(page(cast)).content.decode()


@pytest.mark.parametrize(
    ("form", "kind"),
    [("a4", "application/pdf"), ("a5", "application/pdf"), ("square", "image/png"), ("preview", "image/png")],
)
def test_the_files_are_what_they_say(cast, as_role, calls, form, kind):
    path = reverse("recruitment:flyer", args=[calls["mentor"].slug, "sv", form])
    answer = as_role("coordinator").get(path, {"from": "school"})
    assert answer["Content-Type"] == kind
    assert "attachment" in answer["Content-Disposition"]
    if form == "square":
        assert Image.open(BytesIO(answer.content)).size[0] >= 1080


def test_what_there_is_not_is_not_found(cast, as_role, calls):
    client = as_role("coordinator")
    for language, form in (("xx", "a4"), ("en", "a3")):
        path = reverse("recruitment:flyer", args=[calls["mentor"].slug, language, form])
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("role", ["mentor", "mentee", "trainer", "supervisor", "partner", "administrator", "outsider"])
def test_only_the_coordinator_makes_flyers(cast, as_role, calls, role):
    client = as_role(role)
    assert client.get(page(cast)).status_code in (403, 404)
    path = reverse("recruitment:flyer", args=[calls["mentor"].slug, "en", "a4"])
    assert client.get(path).status_code in (403, 404)


def test_the_closing_day_on_the_flyer_is_that_of_the_call(calls):
    assert calls["mentor"].closes_on > timezone.localdate() - timedelta(days=1)
    assert flyer_of(calls["mentor"], "sv").words["apply_by"].startswith("Ansök senast")


@pytest.mark.parametrize(("days", "warned"), [(0, False), (1, True)])
def test_the_flyer_of_a_call_that_is_over_warns_where_its_code_leads(cast, as_role, calls, days, warned):
    call = calls["mentee"]
    call.closes_on = timezone.localdate() - timedelta(days=days)
    call.opens_on = call.closes_on - timedelta(days=30)
    call.save()
    shown = as_role("coordinator").get(page(cast), {"call": call.slug}).text
    assert ("leads to the page “Applications are closed”" in shown) == warned


# ---- the place that it names -------------------------------------------------------------------------------------


def has_places(programme, *names):
    programme.places.all().delete()
    for name in names:
        add_place(programme=programme, code=name.lower(), name=name, by=None, at=NOW)


def test_it_names_the_place_that_the_organisation_is_named_after_not_the_first_of_the_alphabet(cast, calls):
    has_places(cast.programme, "Burlöv", "Lund", "Malmö", "Lomma", "Svedala", "Vellinge")
    assert flyer_of(calls["mentor"], "en").words["lead"].startswith("Be a mentor in Malmö:")


@pytest.mark.parametrize(
    ("names", "named"),
    [
        (("Kävlinge", "Lund"), "Kävlinge och Lund"),
        (("Eslöv", "Kävlinge", "Lund", "Ystad"), "AMIR malmo-2026"),  # too many for a sentence
        ((), "AMIR malmo-2026"),
    ],
)
def test_where_no_place_gives_the_name_it_names_all_or_the_programme(cast, calls, names, named):
    has_places(cast.programme, *names)
    assert flyer_of(calls["mentor"], "sv").words["lead"].startswith(f"Bli mentor i {named}:")


def test_the_team_chooses_the_place_and_the_files_name_it(cast, as_role, calls):
    has_places(cast.programme, "Burlöv", "Lund", "Malmö")
    client = as_role("coordinator")
    body = client.get(page(cast), {"town": "lund", "own": "Library"}).text
    assert "/en/a4/?from=library&amp;in=lund" in body
    choices = re.findall(r'<option value="(.*?)"( selected)?>(.*?)</option>', body)
    towns = [(value, label) for value, _chosen, label in choices if value in ("burlöv", "lund", "*")]
    assert towns == [("burlöv", "Burlöv"), ("lund", "Lund"), ("*", "Burlöv, Lund, and Malmö")]
    path = reverse("recruitment:flyer", args=[calls["mentor"].slug, "en", "a5"])
    for asked, named in (("lund", "Lund"), ("*", "Burlöv, Lund, and Malmö"), ("nowhere", "Malmö"), ("", "Malmö")):
        assert f"Be a mentor in {named}:" in words_of(client.get(path, {"in": asked}).content)


@pytest.mark.parametrize(
    ("language", "mentee", "mentor"),
    [("en", "5 minutes", "15 minutes"), ("sv", "5 minuter", "15 minuter"), ("ar", "5 دقائق", "15 دقيقة"),
     ("el", "5 λεπτά", "15 λεπτά")],
)  # fmt: skip
def test_flyer_and_first_page_say_alike_how_long_applying_takes(client, calls, language, mentee, mentor):
    for role, takes in (("mentee", mentee), ("mentor", mentor)):
        assert takes in flyer_of(calls[role], language).words["year"][0][1]
    page = client.get("/", query_params={"lang": language}).text
    assert mentee in page
    assert mentor in page
