"""Fairness by group: who gets a mentor, and how good a one, so that a coordinator sees a skew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handslag.matching.codes import NOT_SAID, said
from handslag.matching.people import Mentee


@dataclass(frozen=True)
class Group:
    """Mentees of one gender, language or background, by its code; whoever has not told is in `not_said`.

    A mentee with two languages counts in both. mean_score: of those matched, whole points; None where nobody is.
    """

    by: str
    code: str
    mentees: int
    matched: int
    mean_score: int | None


def groups_of(mentees: Iterable[Mentee], score_of: Mapping[str, int]) -> tuple[Group, ...]:
    """Every group, in the order of its codes. score_of: by the id of each mentee who has a pair, its score."""
    scores: dict[tuple[str, str], list[int | None]] = {}
    for mentee in mentees:
        score = score_of.get(mentee.id)
        for by, codes in (
            ("gender", said(mentee.gender)),
            ("language", said(mentee.languages)),
            ("background", sorted({country.upper() for country in said(mentee.background)})),
        ):
            for code in codes or (NOT_SAID,):
                scores.setdefault((by, code), []).append(score)
    order = ("gender", "language", "background")
    return tuple(_group(*group, scores[group]) for group in sorted(scores, key=lambda g: (order.index(g[0]), g[1])))


def _group(by: str, code: str, scores: list[int | None]) -> Group:
    matched = [score for score in scores if score is not None]
    return Group(by, code, len(scores), len(matched), sum(matched) // len(matched) if matched else None)
