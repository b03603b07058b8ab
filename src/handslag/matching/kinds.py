"""Whether the numbers of a certificate are of the kinds that its proof counts on.

Flags that are numbers turn into other indices when they are negated, and numbers with a fraction round: what is checked
with them would be checked for something else. So only whole numbers of 64 bits, real flags and Python's integers pass.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from handslag.matching.certificate import FAIRNESS, Certificate, Cover, Duals, Level, Numbers, Pair


def whole_numbers(given: ArrayLike) -> Numbers:
    """As numbers of 64 bits. Raises TypeError for others, and for those without a sign: `assign` takes neither."""
    array = np.asarray(given)
    if array.size and not np.issubdtype(array.dtype, np.signedinteger):
        raise TypeError(f"expected signed integers, not {array.dtype}")
    return array.astype(np.int64, copy=False)


def has_right_kinds(certificate: Certificate) -> bool:
    one = certificate
    return (
        one.fairness in FAIRNESS
        and _are_numbers(one.mentor_of)
        and _are_integers(one.matched, one.total, one.floor, one.fingerprint)
        and all(isinstance(pair, tuple) and len(pair) == 2 and _are_integers(*pair) for pair in one.pinned)
        and all(isinstance(pair, tuple) and len(pair) == 2 and _are_integers(*pair) for pair in one.forbidden)
        and all(cover is None or _is_cover(cover) for cover in (one.most, one.above_floor))
        and (one.duals is None or _are_duals(one.duals))
        and all(_is_level(level) for level in one.levels)
    )


def lie_within(pairs: tuple[Pair, ...], rows: int, columns: int) -> bool:
    return all(0 <= row < rows and 0 <= column < columns for row, column in pairs)


def _is_cover(cover: Cover) -> bool:
    return _are_flags(cover.rows) and _are_flags(cover.columns)


def _are_duals(duals: Duals) -> bool:
    return _are_numbers(duals.profit) and _are_numbers(duals.price) and _are_integers(duals.bonus)


def _is_level(level: Level) -> bool:
    return _are_integers(level.score) and all(map(_are_numbers, (level.rows, level.profit, level.columns, level.price)))


def _are_numbers(array: Any) -> bool:
    return type(array) is np.ndarray and array.dtype == np.int64 and array.ndim == 1


def _are_flags(array: Any) -> bool:
    return type(array) is np.ndarray and array.dtype == np.bool_ and array.ndim == 1


def _are_integers(*numbers: Any) -> bool:
    return all(type(number) is int for number in numbers)
