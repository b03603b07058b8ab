"""How many made-up cases the tests by properties try: all of them in bin/check, a few in bin/test (EXAMPLES=few)."""

import os

FEW = os.environ.get("EXAMPLES") == "few"


def examples(count: int) -> int:
    """`count`, or a sixth of it where few are asked for, but never less than thirty."""
    return max(30, count // 6) if FEW else count
