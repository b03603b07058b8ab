"""What a programme looks at when it matches: weights of the criteria, hard rules, choice of fairness."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date

from handslag.matching.assign import FAIRNESS
from handslag.matching.codes import LEVELS

FULL_MARKS = 100
_HEAVIEST = 10_000


@dataclass(frozen=True, kw_only=True)
class Weights:
    """How much each criterion counts, whole numbers; a pair gets 0 to 100 for each, times its weight.

    The eight criteria are those of the AMIR manual, chapter on matching, which gives them no numbers; waiting
    time is the ninth. The numbers are our proposal, and every programme may set its own: what the mentee
    needs and what both can bring weigh most, being the purpose; then the time to meet at all and a road
    alike; "when possible" and "when relevant" in the manual (background, gender and age, homes) are wishes,
    so they give way.
    """

    background: int = 16
    gender_age: int = 8
    needs: int = 22
    availability: int = 16
    skills: int = 12
    closeness: int = 10
    temperament: int = 6
    self_assessment: int = 4
    waiting: int = 6

    def __post_init__(self) -> None:
        for criterion, weight in asdict(self).items():
            if isinstance(weight, bool) or not isinstance(weight, int) or not 0 <= weight <= _HEAVIEST:
                raise ValueError(
                    f"the weight of {criterion} must be a whole number from 0 to {_HEAVIEST}, not {weight!r}"
                )
        if not any(asdict(self).values()):
            raise ValueError("at least one weight must be above 0")

    @property
    def highest_score(self) -> int:
        """The score of a pair that is perfect by every criterion."""
        return FULL_MARKS * sum(asdict(self).values())


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The hard rules a programme can set. Required gender, exclusions and places of a mentor always hold."""

    shared_language_level: str | None = "b1"
    """Both must speak a common language at least this well; None switches the rule off."""
    same_place: bool = False
    same_format: bool = False
    """Whether a pair must have a way of meeting in common (in person or online)."""
    far_km: int = 25
    """Homes this far apart, or farther, get nothing for closeness."""

    def __post_init__(self) -> None:
        if self.shared_language_level is not None and self.shared_language_level not in LEVELS[1:]:
            raise ValueError(
                f"shared_language_level must be one of {', '.join(LEVELS[1:])}, not {self.shared_language_level!r}"
            )
        for name in ("same_place", "same_format"):
            if not isinstance(getattr(self, name), bool):
                raise ValueError(f"{name} must be true or false, not {getattr(self, name)!r}")
        if isinstance(self.far_km, bool) or not isinstance(self.far_km, int) or self.far_km < 1:
            raise ValueError(f"far_km must be a whole number of kilometres above 0, not {self.far_km!r}")

    def without_any(self) -> "Rules":
        return replace(self, shared_language_level=None, same_place=False, same_format=False)


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """All that a programme decides about its matching. `on` is the day to which ages and waiting count.

    Without it waiting counts to the day on which the last mentee began to wait, and wishes about age are
    passed over.
    """

    weights: Weights = field(default_factory=Weights)
    rules: Rules = field(default_factory=Rules)
    fairness: str = "floor"
    on: date | None = None

    def __post_init__(self) -> None:
        if self.fairness not in FAIRNESS:
            raise ValueError(f"fairness must be one of {', '.join(FAIRNESS)}, not {self.fairness!r}")


def criteria_from(settings: Mapping[str, object], *, on: date | None = None) -> Criteria:
    """Criteria from a settings file: tables `weights` and `rules`, and `fairness`; or the weights alone.

    Weights that are not named count 0, so that a file says all there is to say; raises ValueError in plain
    words.
    """
    nested = any(isinstance(value, Mapping) for value in settings.values())
    given = dict(settings) if nested else {"weights": settings}
    weights, rules = given.pop("weights", None), given.pop("rules", {})
    fairness = given.pop("fairness", "floor")
    if given:
        raise ValueError(f"{', '.join(sorted(given))} not known; expected weights, rules or fairness")
    if not isinstance(rules, Mapping) or not (weights is None or isinstance(weights, Mapping)):
        raise ValueError("weights and rules must each be a table of names and values")
    rules = dict(rules)
    if rules.get("shared_language_level") in ("off", "none"):
        rules["shared_language_level"] = None
    zero = {criterion.name: 0 for criterion in fields(Weights)}
    _names_known("weight", weights or {}, Weights)
    _names_known("rule", rules, Rules)
    chosen = Weights() if weights is None else Weights(**{**zero, **weights})
    return Criteria(weights=chosen, rules=Rules(**rules), fairness=str(fairness), on=on)


def _names_known(what: str, given: Mapping[str, object], kind: type) -> None:
    known = [known.name for known in fields(kind)]
    if unknown := sorted(set(given) - set(known)):
        raise ValueError(f"{what} {', '.join(unknown)} not known; expected {', '.join(known)}")
