"""From opening a call to an application that is received.

Drafts are written by somebody without an account, so they leave no trace in the journal; the application does.
"""

import re
import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.content.queries import newest
from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.actions import give_consent, register_person
from handslag.people.models import Consent, Person
from handslag.programmes.closed import require_open
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme
from handslag.questionnaires.actions import answer
from handslag.questionnaires.models import Questionnaire
from handslag.questionnaires.schema import problems, relevant_answers

from .. import notices
from ..models import Application, Call, Draft, hash_of
from ..plausible import implausible
from ..questions import context_at
from .doubles import note_doubles

DRAFT_LIVES = timedelta(days=14)


class SlugTaken(Refused):
    """Another call has this address."""


class WrongDates(Refused):
    """The call would end before it begins."""


class CallClosed(Refused):
    """The call is not open on this day."""


class Incomplete(Refused):
    """Answers are missing or wrong; `problems` says which (name of the question -> sentence)."""

    def __init__(self, found: dict[str, str]):
        self.problems = found
        super().__init__(_("Some answers are missing or not right. Please look at them again."))


@transaction.atomic
def open_call(
    *, programme: Programme, role: str, questionnaire: Questionnaire, slug: str, opens_on: date, closes_on: date,
    by: Person | None, at: datetime,
) -> Call:  # fmt: skip
    """Let people apply for `role` from `opens_on` to `closes_on`, both days included, at the address `slug`."""
    require_open(programme)
    if opens_on > closes_on:
        raise WrongDates(_("The last day lies before the first. Choose a later last day."))
    if Call.objects.everywhere("addresses are unique over all organisations").filter(slug=slug).exists():
        raise SlugTaken(_("The address “%(slug)s” is in use. Choose another one.") % {"slug": slug})
    call = Call.objects.create(
        organisation_id=programme.organisation_id, programme=programme, role=role, questionnaire=questionnaire,
        slug=slug, opens_on=opens_on, closes_on=closes_on,
    )  # fmt: skip
    record("call.open", "recruitment.call", call.pk, by=by, organisation=programme.organisation_id, at=at)
    return call


def _refuse_closed(call: Call, at: datetime) -> None:
    if not call.is_open(day_of(call.programme, at)):
        raise CallClosed(_("This call is closed."))


@transaction.atomic
def start_draft(*, call: Call, language: str, channel: str, at: datetime) -> Draft:
    """Begin an application. `channel` is the flyer's code; anything that does not look like a code is left out.

    The draft that is given holds its `key`, which is kept nowhere else.
    """
    _refuse_closed(call, at)
    key = uuid.uuid4()
    draft = Draft.objects.create(
        organisation_id=call.organisation_id, call=call, language=language, started_at=at, saved_at=at,
        channel=channel if re.fullmatch(r"[\w-]{1,40}", channel) else "", key_hash=hash_of(key),
    )  # fmt: skip
    draft.key = key
    return draft


def kept_until(draft: Draft) -> date:
    """The last day on which somebody can go on with the draft, if nothing is written on it before."""
    return min(day_of(draft.call.programme, draft.saved_at + DRAFT_LIVES), draft.call.closes_on)


def is_expired(draft: Draft, at: datetime) -> bool:
    """Whether nobody has written on the draft for 14 days."""
    return draft.sent_at is None and at - draft.saved_at > DRAFT_LIVES


@transaction.atomic
def save_answers(*, draft: Draft, answers: dict, at: datetime, language: str = "", reached: int = 0) -> None:
    """Keep `answers` (all of them) in the draft, sealed; they may be incomplete. A sent draft takes no more.

    `language`: the one that the applicant reads in now, where it is another than at the start. `reached`: number of
    the screen that was answered.
    """
    _refuse_closed(draft.call, at)
    if not Draft.objects.of(draft.organisation_id).filter(pk=draft.pk, sent_at=None).update(saved_at=at):
        return
    draft.answers, draft.saved_at, draft.language = answers, at, language or draft.language
    draft.reached = max(reached, draft.reached)
    draft.save(update_fields=["answers", "saved_at", "language", "reached"])


@transaction.atomic
def send(*, draft: Draft, at: datetime) -> Application:
    """Make the application out of the draft. Sent twice, even at once, it is one application.

    Raises CallClosed, or Incomplete with what is missing.
    """
    rows = Draft.objects.of(draft.organisation_id)
    # Claiming the draft is one statement, so of two that come together the second waits and finds it claimed.
    if not rows.filter(pk=draft.pk, sent_at=None).update(sent_at=at):
        return Application.objects.of(draft.organisation_id).get(draft=draft)
    draft = rows.select_related("call__programme__organisation", "call__questionnaire").get(pk=draft.pk)
    call = draft.call
    _refuse_closed(call, at)
    context = context_at(call, at, draft.language)
    answers = relevant_answers(call.questionnaire, draft.answers, context)
    if found := problems(call.questionnaire, answers, context=context) | implausible(call.role, answers, context.on):
        raise Incomplete(found)
    application = apply(
        programme=call.programme, role=call.role, questionnaire=call.questionnaire, answers=answers,
        language=draft.language, channel=answers.get("heard_from") or draft.channel, by=None, at=at, call=call,
        draft=draft,
    )  # fmt: skip
    draft.answers = {}
    draft.save(update_fields=["answers"])
    notices.application_received(application, at=at)
    return application


@transaction.atomic
def apply(
    *, programme: Programme, role: str, questionnaire: Questionnaire, answers: dict, language: str, channel: str,
    by: Person | None, at: datetime, call: Call | None = None, draft: Draft | None = None, fingerprint: str = "",
) -> Application:  # fmt: skip
    """Receive an application: register the person, keep consent and answers. The answers have been checked.

    `fingerprint` is given by an import; the database takes each only once in a programme and role.
    Raises ProgrammeClosed.
    """
    require_open(programme)
    person = _register(programme, answers, language, by, at)
    if answers.get("consent"):
        _consent(person, programme, language, by, at)
    response = answer(questionnaire=questionnaire, person=person, answers=answers, language=language, by=by, at=at)
    application = Application.objects.create(
        organisation_id=programme.organisation_id, programme=programme, call=call, draft=draft, role=role,
        person=person, response=response, channel=channel, fingerprint=fingerprint, received_at=at,
    )  # fmt: skip
    note_doubles(application=application)
    record(
        "application.receive", "recruitment.application", application.pk, by=by,
        organisation=programme.organisation_id, at=at, detail={"role": role},
    )  # fmt: skip
    return application


def _register(programme: Programme, answers: dict, language: str, by: Person | None, at: datetime) -> Person:
    full_name = answers.get("full_name") or answers.get("first_name") or ""
    given, _space, family = (
        " ".join(full_name.split()).partition(" ") if "full_name" in answers else (full_name, "", "")
    )
    gender = answers.get("sex", "")
    return register_person(
        organisation=programme.organisation, given_name=given, family_name=family, by=by, at=at,
        phone=answers.get("phone", ""), email=answers.get("email", ""), language=language,
        gender=gender if gender in Person.Gender.values else Person.Gender.NOT_SAID,
        birth_year=answers.get("birth_year"),
    )  # fmt: skip


def _consent(person: Person, programme: Programme, language: str, by: Person | None, at: datetime) -> None:
    notice = newest(programme.organisation, "privacy_notice", language, programme.pk)
    give_consent(
        person=person, purpose=Consent.Purpose.TAKING_PART, given=True, version=str(notice.version) if notice else "",
        language=notice.language if notice else language, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def remove_old_drafts(*, at: datetime) -> int:
    """Remove drafts on which nobody has written for 14 days; gives their number."""
    old = Draft.objects.everywhere("the schedule clears up in every organisation").filter(
        sent_at=None, saved_at__lt=at - DRAFT_LIVES
    )
    return old.delete()[0]
