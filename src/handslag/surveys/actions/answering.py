"""Answering: with a name known to the evaluation staff only, or with no name at all."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.questionnaires.actions import answer as keep_answers
from handslag.questionnaires.models import Response
from handslag.questionnaires.schema import Context, every_question, problems, relevant_answers

from .. import notices
from ..models import Invitation, Sheet, Wave
from .errors import SurveyClosed, Unreadable, WrongKind


@transaction.atomic
def keep_draft(*, invitation: Invitation, answers: dict, at: datetime, of_sent: bool = False) -> None:
    """Keep what was answered so far, sealed, so that nothing is lost between two pages.

    `of_sent`: it was begun from answers sent before, so the personal link will not show it.
    """
    invitation = _hold(invitation)
    _require_open(invitation, at)
    invitation.draft, invitation.of_sent = answers, of_sent
    invitation.save(update_fields=["draft", "of_sent"])


@transaction.atomic
def answer(*, invitation: Invitation, answers: dict, language: str, by: Person | None, at: datetime) -> Response:
    """Keep the answer of the person who was asked. One given before is replaced: the last one counts.

    Raises SurveyClosed, Unreadable.
    """
    invitation = _hold(invitation)
    _require_open(invitation, at)
    questionnaire, today = invitation.wave.questionnaire, day_of(invitation.wave.programme, at)
    if problems(questionnaire, answers, context=Context(on=today, language=language)):
        raise Unreadable(_("Something is missing. Look through the answers again."))
    before, person = invitation.response, invitation.membership.person
    response = keep_answers(
        questionnaire=questionnaire, person=person, answers=answers, language=language, by=by, at=at
    )
    invitation.response, invitation.answered_at = response, at
    invitation.draft, invitation.of_sent = {}, False
    invitation.save(update_fields=["response", "answered_at", "draft", "of_sent"])
    if before is not None:
        before.delete()
    notices.asked_no_more(invitation.wave, [invitation], at=at)
    return response


@transaction.atomic
def drop_sheet(*, wave: Wave, answers: dict, at: datetime) -> None:
    """Keep an anonymous answer. Nothing is written down about who gave it or at what time of the day."""
    if not wave.is_anonymous:
        raise WrongKind(_("This survey is answered with a personal link."))
    on = day_of(wave.programme, at)
    if not wave.is_open(on):
        raise SurveyClosed(_("This survey is closed."))
    context = Context(on=on)
    if problems(wave.questionnaire, answers, context=context):
        raise Unreadable(_("Something is missing. Look through the answers again."))
    kept = relevant_answers(wave.questionnaire, answers, context)
    if not kept:
        raise Unreadable(_("Answer at least one question."))
    drawers: dict[str, dict] = {"coded": {}, "sealed": {}}
    for question in every_question(wave.questionnaire, context, kept):
        if kept.get(question.name) not in (None, "", []):
            drawers["coded" if question.drawer == "coded" else "sealed"][question.name] = kept[question.name]
    sheet = Sheet(organisation_id=wave.organisation_id, wave=wave, answered_on=on, **drawers)
    sheet.save(force_insert=True)


def _hold(invitation: Invitation) -> Invitation:
    """The invitation as it is now; two answers at once come one after the other."""
    rows = Invitation.objects.of(invitation.organisation_id).select_for_update(of=("self",))
    return rows.select_related("wave__questionnaire", "wave__programme", "membership__person").get(pk=invitation.pk)


def _require_open(invitation: Invitation, at: datetime) -> None:
    today = day_of(invitation.wave.programme, at)
    if not invitation.is_open(today):
        raise SurveyClosed(_("This survey is closed now. Thank you all the same. You can always call us."))
