"""The final plan assessment (annex 12): the pair fills it in together, each reflects alone, both sign."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.models import Membership

from ..choices import coded
from ..models import FinalAssessment, FinalGoal, FinalReflection, FinalSignature, Goal
from .errors import AlreadySigned, NotOfThisPair, PairEnded, UnknownCode, check_code, check_running, locked
from .planning import change_goal


class NotComplete(Refused):
    """Something is missing before it can be signed."""


class AlreadySettled(Refused):
    """The assessment is done, or noted as not done."""


@transaction.atomic
def assess_goal(
    *, goal: Goal, status: str, by: Person | None, at: datetime, result: str = "", helped: list[str] | None = None,
    hindered: list[str] | None = None, goes_on: bool = False, goes_on_with: str = "",
) -> FinalGoal:  # fmt: skip
    """Say how a goal ended. The plan shows the same status."""
    pair = locked(goal.plan.pair)
    assessment = _open(pair, at)
    for code in [*(helped or ()), *(hindered or ())]:
        check_code(code, coded(pair.programme, "hindered"))
    change_goal(goal=goal, status=status, by=by, at=at)
    rows = FinalGoal.objects.of(pair.organisation_id)
    final = rows.filter(goal=goal).first() or FinalGoal(
        organisation_id=pair.organisation_id, assessment=assessment, goal=goal
    )
    final.goal, final.status, final.result = goal, status, result.strip()
    final.helped, final.hindered = helped or [], hindered or []
    final.goes_on, final.goes_on_with = goes_on, goes_on_with.strip() if goes_on else ""
    final.save()
    _changed(assessment, "goal", by, at)
    return final


@transaction.atomic
def say_needs(*, pair: Pair, needs: dict[str, int], by: Person | None, at: datetime) -> FinalAssessment:
    """Say how much help is needed now in each area, 0 to 3."""
    pair = locked(pair)
    assessment = _open(pair, at)
    for area, need in needs.items():
        check_code(area, coded(pair.programme, "area"))
        if need not in range(4):
            raise UnknownCode(_("“%(code)s” is not one of the choices here.") % {"code": need})
    assessment.needs = needs
    assessment.save(update_fields=["needs"])
    _changed(assessment, "needs", by, at)
    return assessment


@transaction.atomic
def say_afterwards(
    *, pair: Pair, relation: str, by: Person | None, at: datetime, contact_rule: str = "", advice: str = "",
    life_map: bool = False,
) -> FinalAssessment:  # fmt: skip
    """Say what the two want of each other afterwards, and what the programme can learn."""
    pair = locked(pair)
    assessment = _open(pair, at)
    check_code(relation, coded(pair.programme, "relation_after"))
    assessment.pair = pair
    assessment.relation, assessment.life_map = relation, life_map
    assessment.contact_rule, assessment.advice = contact_rule.strip(), advice.strip()
    assessment.save(update_fields=["relation", "life_map", "contact_rule", "advice"])
    _changed(assessment, "afterwards", by, at)
    return assessment


@transaction.atomic
def reflect(
    *, pair: Pair, membership: Membership, text: str, shared: bool, by: Person | None, at: datetime
) -> FinalReflection:
    """Write what one of the two thinks; `shared`: the other may read it. It is never part of what both sign."""
    pair = locked(pair)
    assessment = _open(pair, at)
    if membership.pk not in (pair.mentor_id, pair.mentee_id) or by is None or by.pk != membership.person_id:
        raise NotOfThisPair(_("Each of the two writes an own reflection."))
    rows = FinalReflection.objects.of(pair.organisation_id)
    reflection = rows.filter(assessment=assessment, membership=membership).first() or FinalReflection(
        organisation_id=pair.organisation_id, assessment=assessment, membership=membership
    )
    reflection.membership, reflection.text = membership, text.strip()
    reflection.shared, reflection.written_at = shared, at
    reflection.save()
    _journal("final.reflect", assessment, by, at)
    return reflection


@transaction.atomic
def sign_final(
    *, pair: Pair, membership: Membership, signed_name: str, by: Person | None, at: datetime
) -> FinalSignature:
    """Sign for one of the two; with the second signature the assessment is done."""
    pair = locked(pair)
    assessment = _open(pair, at)
    if membership.pk not in (pair.mentor_id, pair.mentee_id):
        raise NotOfThisPair(_("Only the two of this pair sign."))
    goals = Goal.objects.of(pair.organisation_id).filter(plan__pair=pair, final=None)
    if missing := what_is_missing(assessment, goals_open=goals.exists()):
        raise NotComplete(missing[0])
    rows = FinalSignature.objects.of(pair.organisation_id).filter(assessment=assessment)
    signed = set(rows.values_list("membership", flat=True))
    if membership.pk in signed:
        raise AlreadySigned(_("This signature is there already."))
    if not signed_name.strip():
        raise NotComplete(_("Type the name to sign."))
    signature = FinalSignature.objects.create(
        organisation_id=pair.organisation_id, assessment=assessment, membership=membership,
        signed_name=signed_name.strip(), signed_at=at,
    )  # fmt: skip
    _journal("final.sign", assessment, by, at)
    if signed | {membership.pk} == {pair.mentor_id, pair.mentee_id}:
        assessment.done_at = at
        assessment.save(update_fields=["done_at"])
    return signature


@transaction.atomic
def note_not_done(*, pair: Pair, reason: str, by: Person | None, at: datetime) -> FinalAssessment:
    """The team notes why a pair that has ended did no final assessment; its figures come from the plan and diary."""
    pair = locked(pair)
    if pair.ended_on is None:
        raise NotComplete(_("This pair is still running. Ask the two to fill it in together."))
    assessment, _made = _assessment(pair, at)
    if assessment.is_settled:
        raise AlreadySettled(_("This is settled already."))
    assessment.not_done, assessment.not_done_by = FinalAssessment.NotDone(reason), by
    assessment.save(update_fields=["not_done", "not_done_by"])
    _journal("final.not_done", assessment, by, at)
    return assessment


def what_is_missing(assessment: FinalAssessment | None, *, goals_open: bool) -> list[str]:
    """What is missing before the two can sign, a sentence each. `goals_open`: a goal was not looked at yet."""
    parts = [
        (_("Look at every goal first."), not goals_open),
        (_("Say how much help is needed now."), assessment is not None and bool(assessment.needs)),
        (_("Say how you want it to be afterwards."), assessment is not None and bool(assessment.relation)),
    ]
    return [said for said, is_there in parts if not is_there]


def _assessment(pair: Pair, at: datetime) -> tuple[FinalAssessment, bool]:
    return FinalAssessment.objects.of(pair.organisation_id).get_or_create(
        pair=pair, defaults={"organisation_id": pair.organisation_id, "begun_at": at}
    )


def _open(pair: Pair, at: datetime) -> FinalAssessment:
    """The assessment of a running pair that is not signed by both."""
    if pair.ended_on is not None:
        raise PairEnded(_("This pair has ended. Nothing can be added to it."))
    check_running(pair)
    assessment, _made = _assessment(pair, at)
    if assessment.is_settled:
        raise AlreadySettled(_("You have both signed. Nothing can be changed any more."))
    return assessment


def _changed(assessment: FinalAssessment, part: str, by: Person | None, at: datetime) -> None:
    """What one has signed must not change behind her or his back: the signature is gone."""
    FinalSignature.objects.of(assessment.organisation_id).filter(assessment=assessment).delete()
    _journal("final.change", assessment, by, at, part=part)


def _journal(action: str, assessment: FinalAssessment, by: Person | None, at: datetime, **detail: str) -> None:
    record(
        action, "mentoring.finalassessment", assessment.pk, by=by, organisation=assessment.organisation_id, at=at,
        detail=detail,
    )  # fmt: skip
