"""`@compiled` for this package: as in the solver, but also where numbers are shares, and kept by this package's text.

What the kernel takes from other files is frozen into it when it is compiled, so those files count as its text too.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

from handslag.matching.solver.compiled import cache_folder as solver_folder
from handslag.matching.solver.compiled import settings

_Function = TypeVar("_Function", bound=Callable[..., Any])
_HERE = Path(__file__).parent


def cache_folder() -> Path:
    """The folder for what this very text compiles to."""
    text = sha256()
    for source in [*sorted(_HERE.glob("*.py")), _HERE.parent / "quality.py", _HERE.parent / "codes.py"]:
        text.update(source.read_bytes())
    return solver_folder().parent / f"scoring-{text.hexdigest()[:16]}"


_folder = str(cache_folder())


def compiled(function: _Function) -> _Function:
    """The function as machine code, one thread, and no step that another machine might round otherwise."""
    kept, settings.CACHE_DIR = settings.CACHE_DIR, _folder
    try:
        return cast(_Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))
    except (RuntimeError, OSError):  # nowhere to write: compile anew in each process
        return cast(_Function, numba.njit(nogil=True, error_model="numpy")(function))
    finally:
        settings.CACHE_DIR = kept
