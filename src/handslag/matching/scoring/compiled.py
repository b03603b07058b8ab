"""`@compiled` for this package: also where numbers are shares, with no step that another machine might round otherwise.

What the kernel takes from other files is frozen into it when it is compiled, so those files count as its text too.
"""

from pathlib import Path

from handslag.matching.compiling import folder_for, keeping_in

_HERE = Path(__file__).parent
_TAKEN = ("quality.py", "codes.py", "spread.py")
folder = folder_for("scoring", [*_HERE.glob("*.py"), *(_HERE.parent / name for name in _TAKEN)])
# A mentee's row takes dozens of short calls: written into one another they are a fifth faster.
compiled = keeping_in(folder, error_model="numpy", forceinline=True)
