"""Installing questionnaires and keeping answers.

An installed questionnaire is never changed: a new wording is a new version, so an old answer keeps its words.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from .expressions import ExpressionError, evaluate
from .lists import lists_of
from .models import Questionnaire, Response
from .reading import NOT_SAID, Context
from .schema import every_question, relevant_answers

# Parts of addresses that stand beside the screens of a questionnaire.
TAKEN_KEYS = {"answers", "later", "sent"}


class NotReadable(Refused):
    """The questionnaire cannot be read: a name twice, a list that is missing, a condition that is wrong."""


class VersionTaken(Refused):
    """This version is installed already."""


@transaction.atomic
def install(
    *, programme: Programme, key: str, version: int, title: dict, screens: list[dict],
    lists: dict[str, list[dict]], by: Person | None, at: datetime,
) -> Questionnaire:  # fmt: skip
    """Install one version of a questionnaire in `programme`; of `lists` only those that it uses are copied.

    Raises NotReadable for a questionnaire that would fail later, VersionTaken for one that is there.
    """
    if Questionnaire.objects.of(programme.organisation_id).filter(programme=programme, key=key, version=version):
        raise VersionTaken(_("Version %(version)s of this questionnaire is installed already.") % {"version": version})
    questionnaire = Questionnaire(
        organisation_id=programme.organisation_id, programme=programme, key=key, version=version, title=title,
        screens=screens,
    )  # fmt: skip
    used = {name.lstrip("@") for name in lists_of(questionnaire)} | {NOT_SAID}
    questionnaire.lists = {name: rows for name, rows in lists.items() if name in used}
    _refuse_unreadable(questionnaire)
    questionnaire.save(force_insert=True)
    record(
        "questionnaire.install", "questionnaires.questionnaire", questionnaire.pk, by=by,
        organisation=programme.organisation_id, at=at,
    )  # fmt: skip
    return questionnaire


def _refuse_unreadable(questionnaire: Questionnaire) -> None:
    keys = [screen["key"] for screen in questionnaire.screens]
    questions = [question for screen in questionnaire.screens for question in screen.get("question", ())]
    names = [question["name"] for question in questions]
    for word in [*keys, *names]:
        if (keys.count(word) > 1 or names.count(word) > 1) or (word in keys and word in TAKEN_KEYS):
            raise NotReadable(_("The name “%(name)s” stands twice or is not free.") % {"name": word})
    for question in questions:
        wanted = question.get("list", "@")
        if not wanted.startswith("@") and wanted not in questionnaire.lists:
            raise NotReadable(_("There is no list “%(name)s”.") % {"name": wanted})
        try:
            evaluate(question.get("relevant", ""), {})
        except ExpressionError as error:
            raise NotReadable(
                _("The condition of “%(name)s” cannot be read: %(error)s") % {"name": question["name"], "error": error}
            ) from error


@transaction.atomic
def answer(
    *,
    questionnaire: Questionnaire,
    person: Person,
    answers: dict,
    language: str,
    by: Person | None,
    at: datetime,
) -> Response:
    """Keep the answers of `person` (name -> value), each in the drawer that its question asks for.

    Answers that no longer concern the person are dropped. They were checked before, by `schema.problems`.
    """
    context = Context(on=day_of(questionnaire.programme, at), language=language)
    kept = relevant_answers(questionnaire, answers, context)
    drawers: dict[str, dict] = {"coded": {}, "sealed": {}, "secret": {}}
    for question in every_question(questionnaire, context, kept):
        if kept.get(question.name) not in (None, "", []):
            drawers[question.drawer][question.name] = kept[question.name]
        if other := kept.get(f"{question.name}_other"):
            # One's own words, beside the choices: never plain.
            drawers["secret" if question.drawer == "secret" else "sealed"][f"{question.name}_other"] = other
    response = Response.objects.create(
        organisation_id=questionnaire.organisation_id, programme_id=questionnaire.programme_id,
        questionnaire=questionnaire, person=person, language=language, answered_at=at, **drawers,
    )  # fmt: skip
    record(
        "questionnaire.answer", "questionnaires.response", response.pk, by=by,
        organisation=questionnaire.organisation_id, at=at, detail={"questionnaire": questionnaire.key},
    )  # fmt: skip
    return response
