"""Which counts are too small to be shown to those outside."""

# What is counted here is countries, not people.
NOT_PEOPLE = {"9"}


def is_few(number: str, n: int, total: int, least: int) -> bool:
    """Whether n or N of the indicator `number` are fewer than `least` people."""
    return min(n, total) < least and number not in NOT_PEOPLE
