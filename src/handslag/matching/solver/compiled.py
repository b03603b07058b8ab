"""`@compiled` for this package: whole numbers only and no Python objects, so the same result everywhere."""

from pathlib import Path

from handslag.matching.compiling import folder_for, keeping_in

folder = folder_for("solver", Path(__file__).parent.glob("*.py"))
compiled = keeping_in(folder)
