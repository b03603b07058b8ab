"""Setting up a programme from a template. It only calls the actions of the rooms below."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from babel.numbers import format_currency
from django.db import transaction

from handslag.content.actions import Wording, bring_along, replace_lines
from handslag.organisations.actions import found
from handslag.organisations.models import Organisation
from handslag.people.actions import open_account, register_person
from handslag.people.models import Person
from handslag.programmes.actions import (
    add_phases,
    add_place,
    change_settings,
    give_role,
    make_founder_coordinator,
    make_programme,
    remove_place,
    rename_place,
)
from handslag.programmes.models import Place, Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.actions import install
from handslag.recruitment.actions import change_last_day, keep_guide, open_call
from handslag.recruitment.models import Call
from handslag.training.actions import add_unit

from .blueprint import Blueprint, NoSuchTemplate
from .reminders.rows import timeline


@dataclass(frozen=True)
class SetUp:
    """What a coordinator chooses; the rest comes from the template. `places`: names, or (name, latitude, longitude)."""

    title: str
    slug: str
    starts_on: date
    languages: list[str]
    places: list[str | tuple[str, float, float]]
    contact_name: str
    contact_phone: str
    contact_hours: str
    time_zone: str = "Europe/Stockholm"


@dataclass(frozen=True)
class Corrections:
    """What is to be different from how a programme was made. `places`: with the new name, empty to remove it."""

    settings: dict[str, Any] = field(default_factory=dict)
    places: list[tuple[Place, str]] = field(default_factory=list)
    more_places: list[str] = field(default_factory=list)
    last_days: list[tuple[Call, date]] = field(default_factory=list)


@transaction.atomic
def correct(*, programme: Programme, corrections: Corrections, by: Person | None, at: datetime) -> None:
    """Correct a programme that was made: all of it, or nothing where a part is refused.

    Texts in which the template names the contact are published anew: what was signed does not change with it. Flyers,
    letters and pages ask for the contact each time.
    """
    rows = Programme.objects.of(programme.organisation_id).select_for_update()
    programme.refresh_from_db(fields=["contact_name", "contact_phone"], from_queryset=rows)  # a colleague's are newer
    before = _words(programme)
    change_settings(programme=programme, by=by, at=at, **corrections.settings)
    now = _words(programme)
    if now != before:
        lines = {_filled(line, before): _filled(line, now) for line in _lines_to_fill(programme)}
        replace_lines(organisation=programme.organisation, programme=programme.pk, lines=lines, by=by, at=at)
    for place, name in corrections.places:
        if name:
            rename_place(place=place, name=name, by=by, at=at)
        else:
            remove_place(place=place, by=by, at=at)
    # The programme's row is held since it was read: a button pressed twice adds a place once.
    held = set(Place.objects.of(programme.organisation_id).filter(programme=programme).values_list("code", flat=True))
    _add_places(programme, [name for name in corrections.more_places if code_of(name) not in held], by, at)
    for call, closes_on in corrections.last_days:
        change_last_day(call=call, closes_on=closes_on, by=by, at=at)


@transaction.atomic
def set_up(
    *, organisation: Organisation, blueprint: Blueprint, choices: SetUp, by: Person | None, at: datetime
) -> Programme:
    """Make a programme from a template: phases, places, questionnaires, calls, units and documents.

    `by` becomes its coordinator. Raises SlugTaken where the short name is in use.
    """
    language = choices.languages[0]
    template = blueprint.programme
    programme = make_programme(
        organisation=organisation, title=choices.title, slug=choices.slug, template_key=blueprint.key,
        template_version=str(template["version"]), starts_on=choices.starts_on, languages=choices.languages,
        time_zone=choices.time_zone, contact_name=choices.contact_name, contact_phone=choices.contact_phone,
        contact_hours=choices.contact_hours, purpose=_text(template["purpose"]["text"], language),
        rules=template["rules"] | {"readiness": template["readiness"]} | timeline(template),
        weights=template["weights"],
        indicators=blueprint.indicators, lists=blueprint.lists, diary_form=blueprint.diary, by=by, at=at,
    )  # fmt: skip
    add_phases(programme=programme, phases=blueprint.phases(choices.starts_on, language), by=by, at=at)
    _add_places(programme, choices.places, by, at)
    _add_questionnaires(programme, blueprint, by, at)
    for unit in blueprint.units:
        add_unit(
            programme=programme, number=unit["number"], title=unit["title"], aim=unit["aim"],
            content=unit["content"], activities=unit["activities"], minutes=unit["minutes"], by=by, at=at,
        )  # fmt: skip
    for written in blueprint.guides:
        keep_guide(programme=programme, written=written, by=by, at=at)
    wordings = [*_documents(programme, blueprint), *_flyers(blueprint)]
    bring_along(organisation=organisation, programme=programme.pk, wordings=wordings, by=by, at=at)
    if by is not None:
        make_founder_coordinator(programme=programme, founder=by, at=at)
    return programme


def _documents(programme: Programme, blueprint: Blueprint) -> Iterator[Wording]:
    """The template's texts with the programme's own names and numbers in them."""
    words = _words(programme)
    for key, language, title, body in blueprint.documents():
        limit = {"{gift_limit}": _euros(programme.rules["gift_limit_eur"], language)}
        yield Wording(key, language, title, _filled(body, words | limit))


def _words(programme: Programme) -> dict[str, str]:
    """What is written for the blanks of the template's texts, in every language."""
    return {
        "{organisation}": programme.organisation.name,
        "{contact_name}": programme.contact_name,
        "{contact_phone}": programme.contact_phone,
        # Until a programme names others, safety and complaints go to the person whom everybody can ask.
        "{safeguarding_name}": programme.contact_name,
        "{complaint_name}": programme.contact_name,
    }


def _filled(text: str, words: Mapping[str, str]) -> str:
    for blank, word in words.items():
        text = text.replace(blank, word)
    return text


def _lines_to_fill(programme: Programme) -> Iterator[str]:
    """The lines of the template's texts that have blanks; none where the template has gone."""
    try:
        texts = Blueprint.named(programme.template_key).documents()
    except NoSuchTemplate:
        return
    for _key, _language, _title, body in texts:
        yield from (line for line in body.split("\n") if any(blank in line for blank in _words(programme)))


def _flyers(blueprint: Blueprint) -> Iterator[Wording]:
    for key, language, headline, blocks in blueprint.flyers():
        yield Wording(key, language, headline, json.dumps(blocks, ensure_ascii=False, indent=1))


def _euros(amount: int, language: str) -> str:
    """An amount with the currency as a word: its sign stands before it in some languages and behind it in others."""
    return format_currency(amount, "EUR", format="#,##0 ¤¤¤", locale=language, currency_digits=False)


def _text(by_language: dict, language: str) -> str:
    return by_language.get(language, by_language["en"])


def _add_places(programme: Programme, places: list, by: Person | None, at: datetime) -> None:
    for place in places:
        name, latitude, longitude = (place, None, None) if isinstance(place, str) else place
        add_place(
            programme=programme,
            code=code_of(name),
            name=name,
            latitude=latitude,
            longitude=longitude,
            by=by,
            at=at,
        )


def code_of(name: str) -> str:
    """A short code for a place: letters and digits of any script, joined by hyphens."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())[:40]


def _add_questionnaires(programme: Programme, blueprint: Blueprint, by: Person | None, at: datetime) -> None:
    """Install the template's questionnaires, and open a call for those that people apply with."""
    ends = {phase.key: phase.ends_on for phase in programme.phases.all()}
    # AMIR: mentees can still apply while the mentors are trained.
    last_day = {Role.MENTOR: ends["recruitment"], Role.MENTEE: ends.get("training", ends["recruitment"])}
    for form in blueprint.questionnaires:
        questionnaire = install(
            programme=programme, key=form["key"], version=form["version"], title=form["title"],
            screens=form["screen"], lists=blueprint.lists, by=by, at=at,
        )  # fmt: skip
        if form["key"].endswith("_application"):
            open_call(
                programme=programme, role=form["role"], questionnaire=questionnaire,
                slug=f"{programme.slug}-{form['role']}", opens_on=programme.starts_on,
                closes_on=last_day[form["role"]], by=by, at=at,
            )  # fmt: skip


@transaction.atomic
def found_with_administrator(
    *, name: str, country: str, host_language: str, email: str, person: str, at: datetime
) -> Organisation:
    """Found an organisation; `person` (first and family name) becomes its administrator and signs in with `email`."""
    organisation = found(name=name, country=country, host_language=host_language, at=at)
    given_name, _, family_name = person.partition(" ")
    administrator = register_person(
        organisation=organisation, given_name=given_name, family_name=family_name, email=email,
        language=host_language, by=None, at=at,
    )  # fmt: skip
    open_account(person=administrator, email=email, by=None, at=at)
    give_role(programme=None, person=administrator, role=Role.ADMINISTRATOR, by=None, at=at)
    return organisation
