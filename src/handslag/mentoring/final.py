"""Reads for the final plan assessment: what was there at the start, and what is done of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, QuerySet, Subquery

from handslag.core.encryption import text_of, unseal
from handslag.pairs.models import Pair
from handslag.people.models import Account
from handslag.questionnaires.models import Response

from .choices import labels
from .models import FinalAssessment, FinalGoal, FinalReflection, FinalSignature, FormalStep, Goal


@dataclass
class FinalLine:
    """One goal with how it ended, ready for the page."""

    goal: Goal
    text: str
    area: str
    final: FinalGoal | None
    steps: list[str] = field(default_factory=list)

    @property
    def result(self) -> str:
        return text_of(self.final, "result") if self.final else ""


def assessment_of(user: Account, pair: Pair) -> FinalAssessment | None:
    return FinalAssessment.objects.visible_to(user).filter(pair=pair).first()


def with_final(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """The pairs with their assessment, who has signed it, and the needs at the start: for those who may see the plan,
    as `access` has it."""
    signed = FinalSignature.objects.everywhere("joined to pairs that were fetched with a scope")
    signed = signed.filter(assessment__pair=OuterRef("pk"))
    start = _interviews().filter(programme=OuterRef("programme"), person=OuterRef("mentee__person"))
    return pairs.select_related("final_assessment").annotate(
        mentor_signed=Exists(signed.filter(membership=OuterRef("mentor"))),
        mentee_signed=Exists(signed.filter(membership=OuterRef("mentee"))),
        interview=Subquery(start.values("coded")[:1], output_field=JSONField()),
    )


def final_lines(user: Account, pair: Pair, also: Iterable[Any] = ()) -> list[FinalLine]:
    """The goals of the plan, each with its formal steps; three queries, which bring the keys of `also`, too."""
    goals = Goal.objects.visible_to(user).filter(plan__pair=pair).select_related("final", "plan__pair__mentee")
    rows = list(goals.order_by("made_at"))
    unseal([*rows, *(goal.final for goal in rows if hasattr(goal, "final")), *also])
    areas, words = labels(pair.programme, "area"), labels(pair.programme, "formal_step")
    steps = list(FormalStep.objects.visible_to(user).filter(pair=pair).order_by("done_on"))
    return [
        FinalLine(
            goal, text_of(goal, "text"), areas.get(goal.area, goal.area), getattr(goal, "final", None),
            [words.get(step.code, step.code) for step in steps if _belongs(step, goal)],
        )
        for goal in rows
    ]  # fmt: skip


def _belongs(step: FormalStep, goal: Goal) -> bool:
    return step.goal_id == goal.pk if step.goal_id else step.area == goal.area


def _interviews() -> QuerySet[Response]:
    """The talks with the team before a pair was made, the newest first."""
    rows = Response.objects.everywhere("joined to pairs that were fetched with a scope")
    return rows.filter(questionnaire__key="mentee_interview").order_by("-answered_at")


def needs_at_start(pair: Any) -> dict[str, str]:
    """Area -> need at the start, in words, from the talk with the team; of a pair that came `with_final`."""
    coded = pair.interview or {}
    words = labels(pair.programme, "need")
    return {
        area: words[str(coded[f"need_{area}"])] for area in labels(pair.programme, "area")
        if str(coded.get(f"need_{area}")) in words
    }  # fmt: skip


def needs_now(pair: Pair, assessment: FinalAssessment | None) -> list[tuple[str, str, str]]:
    """(area, need at the start, need now) in words."""
    if assessment is None or not assessment.needs:
        return []
    start, words = needs_at_start(pair), labels(pair.programme, "need")
    areas = labels(pair.programme, "area")
    now = assessment.needs.items()
    return [(areas.get(area, area), start.get(area, ""), words.get(str(need), "")) for area, need in now]


def reflections_of(user: Account, assessment: FinalAssessment | None) -> list[FinalReflection]:
    """Those that `user` may read."""
    if assessment is None:
        return []
    rows = FinalReflection.objects.visible_to(user).filter(assessment=assessment)
    return list(rows.select_related("membership__person"))
