"""How many made-up cases the tests by properties try: all of them in bin/check, a few in bin/test (EXAMPLES=few)."""

import os

FEW = os.environ.get("EXAMPLES") == "few"


def examples(count: int) -> int:
    """`count`, or a tenth of it where few are asked for, but never less than twenty."""
    return max(20, count // 10) if FEW else count
