"""What two people have in common, as codes that words can be made of: why the engine gave a pair its points.

Only what is true is said: the engine gives full marks where somebody has not told, and such marks have no fact here.
Nothing sealed is stored: of backgrounds only that they are alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from handslag.matching.codes import LEVELS, SLOTS
from handslag.matching.criteria import FULL_MARKS, Criteria
from handslag.matching.people import Mentee, Mentor, Person

_ENOUGH = 0.7  # of the full marks, to be called a strength where there is no single fact to name
_KNOWS = 2  # of 4
_MOST = 4


@dataclass(frozen=True)
class Fact:
    """`what`: code of the sentence. `codes`: what it names (languages, themes, times ...)."""

    what: str
    codes: tuple[str, ...] = ()


def contributions_of(
    mentor: Mentor, mentee: Mentee, points: Mapping[str, int], criteria: Criteria
) -> list[dict[str, object]]:
    """For each criterion its points, the most it can give and its facts; the shared languages come first."""
    weights = asdict(criteria.weights)
    marks = {name: points[name] / (FULL_MARKS * weight) if weight else 0.0 for name, weight in weights.items()}
    rows: list[dict[str, object]] = [_row("language", 0, 0, _languages(mentor, mentee, criteria))]
    for name, weight in weights.items():
        facts = _FACTS[name](mentor, mentee, marks[name], criteria.on)
        rows.append(_row(name, points[name], FULL_MARKS * weight, facts))
    return rows


def _row(criterion: str, points: int, most: int, facts: Iterator[Fact]) -> dict[str, object]:
    told = [{"what": fact.what, "codes": list(fact.codes[:_MOST])} for fact in facts]
    return {"criterion": criterion, "points": points, "most": most, "facts": told}


def _languages(mentor: Mentor, mentee: Mentee, criteria: Criteria) -> Iterator[Fact]:
    least = LEVELS.index(criteria.rules.shared_language_level or LEVELS[1])
    both = [code for code in mentee.languages if code in mentor.languages]
    shared = [code for code in both if min(_level(mentor, code), _level(mentee, code)) >= least]
    if shared:
        yield Fact("language", tuple(sorted(shared, key=lambda code: -_level(mentee, code))))


def _level(person: Person, code: str) -> int:
    level = person.languages[code]
    return LEVELS.index(level) if level in LEVELS else len(LEVELS) - 1


def _background(mentor: Mentor, mentee: Mentee, mark: float, on: date | None) -> Iterator[Fact]:
    counts = mentor.background_counts and mentee.background_counts
    if counts and set(mentor.background) & set(mentee.background):
        yield Fact("background")


def _gender_age(mentor: Mentor, mentee: Mentee, mark: float, on: date | None) -> Iterator[Fact]:
    for asking, asked, who in ((mentee, mentor, "mentee"), (mentor, mentee, "mentor")):
        if asking.wants_gender != "any" and asking.wants_gender == asked.gender:
            yield Fact(f"gender_wish_{who}", (asked.gender,))


def _needs(mentor: Mentor, mentee: Mentee, mark: float, on: date | None) -> Iterator[Fact]:
    needed = {theme: level for theme, level in mentee.themes.items() if level != 0}
    known = [theme for theme in needed if (mentor.themes.get(theme) or 0) >= _KNOWS]
    if known:
        yield Fact("themes", tuple(sorted(known, key=lambda theme: (-(needed[theme] or 0), theme))))
    kinds = [kind for kind in mentee.kind if kind in set(mentor.kind)]
    if kinds:
        yield Fact("kinds", tuple(kinds))


def _availability(mentor: Mentor, mentee: Mentee, mark: float, on: date | None) -> Iterator[Fact]:
    both = set(mentor.availability) & set(mentee.availability)
    if both:
        yield Fact("times", tuple(sorted(both, key=SLOTS.index)))


def _skills(mentor: Mentor, mentee: Mentee, mark: float, on: date | None) -> Iterator[Fact]:
    trades = {trade.strip().casefold() for trade in mentee.trade} & {trade.strip().casefold() for trade in mentor.trade}
    if trades:
        yield Fact("trade")  # the trade itself may be a text that is sealed
    interests = [interest for interest in mentee.interests if interest in set(mentor.interests)]
    if interests:
        yield Fact("interests", tuple(interests))


def _closeness(mentor: Mentor, mentee: Mentee, mark: float, on: date | None) -> Iterator[Fact]:
    if mentor.place and mentor.place == mentee.place:
        yield Fact("same_place", (mentor.place,))
    elif mark >= _ENOUGH and None not in (mentor.latitude, mentee.latitude):
        yield Fact("near")


def _temperament(mentor: Mentor, mentee: Mentee, mark: float, on: date | None) -> Iterator[Fact]:
    if mark >= _ENOUGH and all(mentor.traits) and all(mentee.traits) and mentor.traits and mentee.traits:
        yield Fact("temperament")


def _self_assessment(mentor: Mentor, mentee: Mentee, mark: float, on: date | None) -> Iterator[Fact]:
    told = any(level and mentor.themes.get(theme) for theme, level in mentee.themes.items())
    if told and mark >= _ENOUGH:
        yield Fact("knows_well")


def _waiting(mentor: Mentor, mentee: Mentee, mark: float, on: date | None) -> Iterator[Fact]:
    if mentee.waiting_since and on and (days := (on - mentee.waiting_since).days) >= 60:
        yield Fact("waiting", (str(days // 30),))


_FACTS = {
    "background": _background,
    "gender_age": _gender_age,
    "needs": _needs,
    "availability": _availability,
    "skills": _skills,
    "closeness": _closeness,
    "temperament": _temperament,
    "self_assessment": _self_assessment,
    "waiting": _waiting,
}
