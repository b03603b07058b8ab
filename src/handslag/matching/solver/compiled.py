"""`@compiled` for this package: whole numbers only and no Python objects, so the same result everywhere."""

from pathlib import Path

from handslag.matching.compiling import folder_for, keeping_in

_HERE = Path(__file__).parent
folder = folder_for("solver", [*_HERE.glob("*.py"), _HERE.parent / "spread.py"])
compiled = keeping_in(folder)
