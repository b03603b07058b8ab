"""Flyers (annexes 1 and 2): the words of a language, the code that carries language and channel, PDF and picture.

The words are documents of the organisation, one for each role and language, so that each may be changed; their body
is JSON with the blocks of `blueprints/*/flyers.toml`.
"""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

from babel.dates import format_date
from babel.lists import format_list
from django.urls import reverse
from django.utils.translation import get_language

from handslag.content.models import Document
from handslag.content.queries import standing_for
from handslag.core import pdf
from handslag.programmes.models import Partner, Programme
from handslag.questionnaires.lists import language_name

from .calls import time_to_apply
from .models import Call

TEMPLATE = Path(__file__).parent / "typst" / "flyer.typ"
SIZES = ("a4", "a5", "square")
PREVIEW = "preview"
EVERY_PLACE, FEW_PLACES = "*", 3
PETROL, CLAY = "#0F5E63", "#B1441F"


@dataclass(frozen=True)
class Flyer:
    """The flyer of one call in one language. `blocks` is what the document holds; `town`, as in `town_in_words`."""

    call: Call
    language: str
    blocks: dict
    town: str = ""

    @property
    def is_draft(self) -> bool:
        return self.blocks.get("review") != "reviewed"

    @property
    def name(self) -> str:
        """The language by its own name and the reader's."""
        return language_name(self.language, get_language() or "en")

    @cached_property
    def words(self) -> dict:
        """The texts with the names, numbers and days of the programme in them; a line that nothing fills is empty."""
        programme = self.call.programme
        funders = [partner.name for partner in programme.partners.all() if partner.kind == Partner.Kind.FUNDER]
        tokens = {
            "place": town_in_words(programme, self.town, self.language),
            "day": format_date(self.call.closes_on, "d MMMM y", locale=self.language.replace("-", "_")),
            "contact": f"\u2068{programme.contact_name or programme.organisation.name}\u2069",
            "phone": f"\u2066{programme.contact_phone}\u2069",
            "funders": ", ".join(funders),
            "time": time_to_apply(self.call.role, self.language),
        }
        words = {key: _filled(block, tokens) for key, block in self.blocks.items()}
        return words if funders else words | {"thanks": ""}


def _filled(block, tokens: dict[str, str]):
    """`block` (text, or a list of texts or lists) with its {tokens} filled in."""
    if isinstance(block, list):
        return [_filled(part, tokens) for part in block]
    return re.sub(r"\{(\w+)\}", lambda found: tokens.get(found[1], found[0]), str(block))


def places_of(programme: Programme) -> list[str]:
    return [place.name for place in programme.places.all()]


def town_in_words(programme: Programme, town: str, language: str) -> str:
    """What a flyer says after "in": the place with the code `town`, or EVERY_PLACE; else what a reader would expect.

    That is the place in the name of the programme or of its organisation; without one all places, where they are few.
    """
    places = {place.code: place.name for place in programme.places.all()}
    if town in places:
        return places[town]
    called = f"{programme.title} {programme.organisation.name}".casefold()
    named = [name for name in places.values() if re.search(rf"\b{re.escape(name.casefold())}\b", called)]
    if town != EVERY_PLACE and named:
        return named[0]
    if places and (town == EVERY_PLACE or len(places) <= FEW_PLACES):
        return format_list(list(places.values()), locale=language.replace("-", "_"))
    return programme.title


def flyers(call: Call, town: str = "") -> list[Flyer]:
    """The flyers of a call: the programme's languages first, then the others that somebody has written."""
    key, own = f"flyer_{call.role}", call.programme.languages
    rows = Document.objects.of(call.organisation_id).filter(key=key)
    newest = standing_for(call.organisation_id, call.programme_id, rows).get(key, {})
    order = sorted(newest, key=lambda code: (own.index(code) if code in own else len(own), code))
    return [Flyer(call, language, json.loads(newest[language].body), town) for language in order]


def channel_code(word: str) -> str:
    """`word` as it can stand in an address: "The library, Lund" is `the-library-lund`."""
    return re.sub(r"[^\w]+", "-", word.strip().lower()).strip("-_")[:40]


def address(call: Call, language: str, channel: str) -> str:
    """The path that the code on the flyer leads to: it opens in `language` and remembers where the flyer hung."""
    asked = {"lang": language} | ({"from": channel} if channel else {})
    return f"{reverse('recruitment:apply', args=[call.slug])}?{urlencode(asked)}"


def _data(flyer: Flyer, size: str, *, site: str, channel: str) -> dict:
    """What the template needs. `site` is the address of the installation, e.g. `https://handslag.example`."""
    call, programme = flyer.call, flyer.call.programme
    mentee = call.role == "mentee"
    in_leaf = CLAY if mentee else PETROL
    return {
        "size": size, "role": call.role, "language": flyer.language, "words": flyer.words,
        "picture": flyer.blocks["picture"],
        "can_icons": [pdf.icon(name, in_leaf) for name in flyer.blocks["can_icons"]],
        "year_icons": [pdf.icon(name, in_leaf) for name in flyer.blocks["year_icons"]],
        "qr": pdf.qr_code(site + address(call, flyer.language, channel)),
        # What somebody types who cannot scan: as short as it gets.
        "link": site.partition("://")[2] + reverse("recruitment:apply", args=[call.slug]),
        "organisation": programme.organisation.name, "hours": programme.contact_hours,
        "places": " · ".join(places_of(programme)),
    }  # fmt: skip


def as_pdf(flyer: Flyer, size: str, *, site: str, channel: str) -> bytes:
    """The flyer on A4 or A5, to be printed."""
    return pdf.render(TEMPLATE, _data(flyer, size, site=site, channel=channel))


def as_picture(flyer: Flyer, size: str, *, site: str, channel: str, dots_per_inch: float) -> bytes:
    """The flyer as PNG: `square` for social media, the others to be looked at."""
    return pdf.picture(TEMPLATE, _data(flyer, size, site=site, channel=channel), dots_per_inch=dots_per_inch)
