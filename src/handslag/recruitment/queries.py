"""Reads for the pages about applications."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from babel import Locale
from django.db.models import Count, QuerySet, Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handslag.core.addresses import addresses
from handslag.core.encryption import is_lost, opened, unseal
from handslag.people.models import Account
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.lists import language_name
from handslag.questionnaires.models import Response
from handslag.questionnaires.schema import in_language, sections

from .doubles import has_open_double
from .hints import Hint, hints, is_reachable
from .models import Application
from .questions import context_for
from .second_person import waits_for
from .signing_in import lacks_sign_in

State = Application.State
# What the filter offers beside the single states: everything that still needs an answer (so it begins), and all.
OPEN, ALL = "open", "all"


@dataclass(frozen=True)
class Filter:
    """One link of the filter; `value` is what stands in the address."""

    value: str
    title: str
    count: int
    current: bool


@dataclass(frozen=True)
class Line:
    """One row of the list, in words. `next`: what comes next; `is_open`: it can be answered.

    `is_mine`: the reader is the second person who can confirm or refuse what is proposed.
    """

    id: UUID
    url: str
    name: str
    role: str
    received_at: datetime
    languages: str
    state: str
    kind: str
    hints: list[Hint]
    next: str
    is_mine: bool
    is_open: bool


# The sign beside the word of a state (see ui/status.html).
KINDS = {
    State.RECEIVED: "info", State.INTERVIEWED: "now", State.PROPOSED: "warn", State.ACCEPTED: "ok",
    State.WAITING: "", State.DECLINED: "", State.WITHDRAWN: "",
}  # fmt: skip


# What a row of the list is made of; the keys of the organisations are part of the seals.
SHOWN = (
    "organisation_id", "programme_id", "role", "state", "received_at",
    "person__organisation_id", "person__given_name", "person__family_name", "person__birth_year",
    "person__account_id", "person__email_index", "person__phone_index",
    "response__organisation_id", "response__person_id", "response__coded", "response__sealed",
    "invitation__invited_at", "invitation__application",
    "booking__starts_at", "booking__minutes", "booking__cancelled_at", "booking__application",
)  # fmt: skip


def list_of(user: Account, programme: Programme, role: str, state: str, decides: UUID | None) -> QuerySet[Application]:
    """The applications of `programme` that `user` may see, oldest first; "" for any role.

    `state`: one of the states, OPEN or ALL. Of the accepted, those who cannot sign in come first: they need somebody.
    `decides`: the person as whom `user` confirms what colleagues propose; None: may not.
    """
    rows = Application.objects.visible_to(user).filter(programme=programme)
    if role:
        rows = rows.filter(role=role)
    if state == OPEN:
        rows = rows.filter(state__in=Application.OPEN)
    elif state != ALL:
        rows = rows.filter(state=state)
    first = ["-lacks_sign_in"] if state == State.ACCEPTED else []
    rows = rows.select_related("person", "response", "invitation", "booking").only(*SHOWN)
    mine, double = (waits_for(decides), has_open_double()) if decides else (Value(False), Value(False))
    # Annotated, it is no list of applications to mypy.
    asked: Any = rows.annotate(lacks_sign_in=lacks_sign_in(programme), waits_for_me=mine, has_open_double=double)
    return asked.order_by(*first, "received_at", "id")


@dataclass(frozen=True)
class Filters:
    """The filters by role and by state; how many rows the current choice has, and how many there are at all."""

    roles: list[Filter]
    states: list[Filter]
    count: int
    total: int

    def count_of(self, state: str) -> int:
        """How many rows the filter by `state` has."""
        return next(found.count for found in self.states if found.value == state)


def filters(user: Account, programme: Programme, role: str, state: str) -> Filters:
    """The filters with their counts; one query."""
    rows = Application.objects.visible_to(user).filter(programme=programme)
    counted = list(rows.order_by().values_list("role", "state").annotate(n=Count("*")))
    of: dict[str, set[str]] = {OPEN: set(Application.OPEN), ALL: set(State.values)}

    def count(wanted_role: str, wanted_state: str) -> int:
        states = of.get(wanted_state, {wanted_state})
        return sum(n for r, s, n in counted if wanted_role in ("", r) and s in states)

    roles = [("", _("Everybody")), (Role.MENTOR, _("Mentors")), (Role.MENTEE, _("Mentees"))]
    states = [(OPEN, _("Need an answer")), (ALL, _("All")), *State.choices]
    return Filters(
        [Filter(value, str(title), count(value, state), value == role) for value, title in roles],
        [Filter(value, str(title), count(role, value), value == state) for value, title in states],
        count(role, state),
        count("", ALL),
    )


def lines(
    rows: Iterable[Application], programme: Programme, at: datetime, language: str, *, sensitive: bool
) -> list[Line]:  # fmt: skip
    """Rows of the list with their hints; sealed answers are opened only where `sensitive`."""
    rows = list(rows)
    for row in rows:
        row.programme = programme
    if sensitive:
        unseal(row.response for row in rows)
    # What all rows have in common is said once, not once a row.
    page_of = addresses("recruitment:application")
    called = Locale.parse(language.split("-")[0]).languages
    states = {state: str(State(state).label) for state in State.values}
    roles = {role: str(Role(role).label) for role in (Role.MENTOR, Role.MENTEE)}
    return [
        Line(
            id=row.pk, url=page_of(row.pk), name=str(row.person), role=roles[Role(row.role)],
            received_at=row.received_at, languages=_languages(row, called, language), state=states[row.state],
            kind=KINDS[State(row.state)], hints=[*_double(row), *hints(row, at, sensitive=sensitive)],
            next="" if row.waits_for_me else _next(row, at), is_mine=row.waits_for_me, is_open=row.awaits_answer,
        )
        for row in rows
    ]  # fmt: skip


def _double(application: Application) -> list[Hint]:
    """That somebody has to say who it is: the page of the person asks it, and nobody is answered before unawares."""
    asks_who = application.has_open_double and application.awaits_answer
    return [Hint(_("Perhaps known already. Look first"), "warn")] if asks_who else []


def _next(application: Application, at: datetime) -> str:
    """What somebody of the team does next; empty where the application has its answer."""
    if application.state == State.RECEIVED:
        return _next_of_received(application, at)
    return {
        State.INTERVIEWED: _("Next: propose a selection."),
        State.PROPOSED: _("Next: a colleague confirms."),
        State.WAITING: _("Next: propose anew when a place is free."),
    }.get(State(application.state), "")


def _next_of_received(application: Application, at: datetime) -> str:
    booking, invitation = getattr(application, "booking", None), getattr(application, "invitation", None)
    is_newer = booking and invitation and invitation.invited_at > booking.starts_at
    if booking and booking.is_on and not is_newer:  # who was invited since is to be called
        day = {"day": date_format(day_of(application.programme, booking.starts_at), "MONTH_DAY_FORMAT")}
        if booking.is_ahead(at):
            return _("Interview on %(day)s. Next: meet.") % day
        return _("The interview was on %(day)s. Note it, or book another.") % day
    if not is_reachable(application.person):
        return _("No phone number and no e-mail. Next: find out how to reach the person.")
    if invitation:
        day = {"day": date_format(timezone.localdate(invitation.invited_at), "MONTH_DAY_FORMAT")}
        return _("Invited on %(day)s. Next: call and meet.") % day
    return _("Next: call and invite to an interview.")


def _languages(application: Application, called: Mapping[str, str], language: str) -> str:
    """The languages as the reader calls them: the list is scanned, the page of a person has their own names too."""
    spoken = application.response.coded.get("languages", [])
    return ", ".join(called.get(code) or language_name(code, language) for code in spoken)


@dataclass(frozen=True)
class Answer:
    """One question and its answer in words."""

    label: str
    text: str


@dataclass(frozen=True)
class AnsweredScreen:
    """The answers to the questions of one screen that may be read. `title` is empty where a row says the same."""

    title: str
    rows: list[Answer]


def answers_of(
    application: Application, responses: Iterable[Response], language: str, at: datetime, *, sensitive: bool
) -> list[tuple[str, list[AnsweredScreen]]]:
    """(title of the questionnaire, screens) of what was answered and may be read.

    The team (T) reads the coded answers meant for it. With `sensitive` also the sealed ones, and those for the
    interviewer (A). What is sealed for the matching staff (Z) is never here.
    """
    wanted = {"T", "A"} if sensitive else {"T"}
    found = []
    for response in responses:
        questionnaire = response.questionnaire
        sealed: Any = opened(response, "sealed", {}) if sensitive else {}
        context = context_for(application.programme, questionnaire, at, language)
        screens = []
        for section in sections(questionnaire, {**response.coded, **sealed}, context):
            rows = [Answer(row.label, row.text) for row in section.rows if row.text and wanted & set(row.question.see)]
            if rows:
                is_said = any(row.label == section.title for row in rows)
                screens.append(AnsweredScreen("" if is_said else section.title, rows))
        if sensitive and is_lost(response, "sealed"):
            screens.append(AnsweredScreen(_("Sealed answers"), [Answer(_("Sealed answers"), _("(erased)"))]))
        found.append((in_language(questionnaire.title, language), screens))
    return found
