"""Which of many equals each row takes."""

from typing import Any

_ODD = 2654435761  # 2**32 divided by the golden ratio


def spread(row: Any, among: Any) -> Any:
    """Where `row` begins to count through `among` equals: apart from other rows (multiplicative hashing, Knuth 1973).

    Where people have told little many pairs are equal. If all mentees listed the same few mentors, the lists would
    hold far fewer pairs than can be made, and it would take as many rounds as there are mentors to see that.
    """
    return (row * _ODD % 2**32) * among >> 32
