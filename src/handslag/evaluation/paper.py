"""Certificates on paper: the language of the place and the person's own, side by side, with a code to check."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal
from django.urls import reverse

from handslag.core import pdf

from .models import Certificate

HERE = Path(__file__).parent
TEMPLATE = HERE / "typst" / "certificate.typ"


@cache
def wording() -> dict[str, dict]:
    """The wording of certificates by language."""
    return tomllib.loads((HERE / "certificates.toml").read_text("utf-8"))


def is_draft(language: str) -> bool:
    """Whether nobody who speaks the language has read its wording; a language without wording is printed in English."""
    return wording().get(_written(language), {}).get("review") != "reviewed"


def _written(language: str) -> str:
    """The language in which a certificate for `language` is printed."""
    return next(code for code in (language, language.partition("-")[0], "en") if code in wording())


def as_pdf(rows: Iterable[tuple[Certificate, dict]], *, site: str) -> bytes:
    """Certificates with their facts as one PDF, a page each. `site`: e.g. `https://handslag.example`."""
    pages = [_page(certificate, facts, site) for certificate, facts in rows]
    first = pages[0]["columns"][0]["language"]
    return pdf.render(TEMPLATE, {"pages": pages, "language": first})


def _page(certificate: Certificate, facts: dict, site: str) -> dict:
    path = reverse("evaluation:certificate", args=[certificate.code])
    languages = dict.fromkeys(_written(language) for language in facts["languages"])
    return {
        "columns": [_column(language, certificate, facts, first=at == 0) for at, language in enumerate(languages)],
        "name": facts["name"], "kind": facts["kind"], "organisation": facts["organisation"],
        "code": certificate.code, "qr": pdf.qr_code(site + path, dark="#0F5E63"),
        "link": site.partition("://")[2] + reverse("evaluation:certificates_check"),
    }  # fmt: skip


def _column(language: str, certificate: Certificate, facts: dict, *, first: bool) -> dict:
    words, kind = wording()[language], facts["kind"]
    tokens = {
        # Names keep their own direction inside a sentence that runs the other way.
        "programme": f"\u2068{facts['programme']}\u2069", "organisation": f"\u2068{facts['organisation']}\u2069",
        "units": str(len(facts["units"])), "hours": format_decimal(facts["minutes"] / 60, "0.#", locale=language),
        "since": _day(facts["since"], language), "until": _day(facts["until"], language),
        "day": _day(certificate.issued_on, language),
    }  # fmt: skip
    said = {key: _filled(words[key], tokens) for key in ("certifies", "topics", "issued", "for_us", "check", "code")}
    # Lessons that have no name in the person's language are named once, in the language of the place.
    known = [title for title in facts["units"] if first or language in title]
    titles = [title.get(language) or title.get("en") or next(iter(title.values()), "") for title in known]
    return said | {
        "language": language, "title": words["title"][kind], "did": _filled(words["did"][kind], tokens),
        "lessons": titles if kind == Certificate.Kind.TRAINING else [],
        "trained": _filled(words["trained"], tokens) if kind == Certificate.Kind.MENTOR and facts["units"] else "",
    }  # fmt: skip


def _day(day: date | str, language: str) -> str:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(day, "d MMMM y", locale=language)


def _filled(text: str, tokens: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: tokens.get(found[1], found[0]), text)
