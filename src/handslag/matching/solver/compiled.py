"""`@compiled`: numba's compiler, with its results kept on disk where they are found again.

The first compilation takes many seconds, so `bin/setup` (or `python -m handslag.matching.solver`) does it once and
later processes load the result. numba by itself notices a changed function, but not a changed function that it
calls in another file: so the folder is named after the text of the whole package. It lies beside the sources, or
in $NUMBA_CACHE_DIR, or, where an installed package may not be written to, in the user's cache folder.
"""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import config

_Function = TypeVar("_Function", bound=Callable[..., Any])
_HERE = Path(__file__).parent


def cache_folder() -> Path:
    """The folder for what this very text of the solver compiles to."""
    text = sha256()
    for source in sorted(_HERE.glob("*.py")):
        text.update(source.read_bytes())
    return _cache_root() / f"solver-{text.hexdigest()[:16]}"


def _cache_root() -> Path:
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"])
    beside = _HERE / "__pycache__"
    if os.access(beside if beside.exists() else _HERE, os.W_OK):
        return beside
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "handslag"


_folder = str(cache_folder())
settings = cast(Any, config)


def compiled(function: _Function) -> _Function:
    """The function as machine code. Whole numbers only, no Python objects, one thread: the same result everywhere."""
    kept, settings.CACHE_DIR = settings.CACHE_DIR, _folder
    try:
        return cast(_Function, numba.njit(cache=True, nogil=True)(function))
    except (RuntimeError, OSError):  # nowhere to write: compile anew in each process
        return cast(_Function, numba.njit(nogil=True)(function))
    finally:
        settings.CACHE_DIR = kept
