"""`@compiled` for this package: also where numbers are shares, with no step that another machine might round otherwise.

What the kernel takes from other files is frozen into it when it is compiled, so those files count as its text too.
"""

from pathlib import Path

from handslag.matching.compiling import folder_for, keeping_in

_HERE = Path(__file__).parent
folder = folder_for("scoring", [*_HERE.glob("*.py"), _HERE.parent / "quality.py", _HERE.parent / "codes.py"])
compiled = keeping_in(folder, error_model="numpy")
