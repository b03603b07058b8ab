"""What an indicator gives: its counts, and the figure with its title and target."""

from dataclasses import dataclass

# A figure this far below its target is watched; below that it is behind.
WATCH = 0.10


@dataclass(frozen=True)
class Count:
    """n of N. `not_due` are those whose time to reach it is not over: they are shown beside, not in N.

    `answered`: of how many people n knows the answer, where silence counts too and they are fewer than N.
    `silent`: how many are due and have not answered, where N are only those who have.
    """

    numerator: int
    denominator: int
    not_due: int = 0
    notes: tuple[str, ...] = ()
    answered: int | None = None
    silent: int = 0

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None while nobody is counted."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Figure:
    """One indicator of a programme as of a day. `value` and `target` are shares from 0 to 1."""

    number: str
    title: str
    numerator: int
    denominator: int
    value: float | None
    target: float
    amif: tuple[str, ...] = ()
    due: bool = True
    note: str = ""
    not_due: int = 0
    silent: int = 0
    population: str = ""
    rule: str = ""
    edges: str = ""

    @property
    def state(self) -> str:
        """`on_track`, `watch`, `behind`, or `none` while nobody is counted."""
        if self.value is None:
            return "none"
        if self.value >= self.target:
            return "on_track"
        return "watch" if self.value >= self.target - WATCH else "behind"
