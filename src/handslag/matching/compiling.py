"""Numba's compiler, with its results kept on disk where they are found again.

The first compilation takes many seconds, so `bin/setup` (`python -m handslag.matching.compile_ahead`) does it once and
later processes load the result. numba by itself notices a changed function, but not a changed function that it
calls in another file: so each package's folder is named after the text of the whole package.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar, cast

import numba
from numba.core import config

_Function = TypeVar("_Function", bound=Callable[..., Any])
_BESIDE = Path(__file__).parent / "__pycache__"
settings = cast(Any, config)


def folder_for(name: str, sources: Iterable[Path]) -> Path:
    """The folder for what the text of these very sources compiles to.

    It lies beside the sources; where they may not be written to, in $NUMBA_CACHE_DIR or the user's own cache folder,
    which begin as a copy of what the set-up compiled.
    """
    text = sha256()
    for source in [Path(__file__), *sorted(sources)]:
        text.update(source.read_bytes())
    named = f"{name}-{text.hexdigest()[:16]}"
    folder, compiled_ahead = _root() / named, _BESIDE / named
    if compiled_ahead.is_dir() and not folder.exists():
        with suppress(OSError):  # nowhere to write: each process compiles anew
            _copy(compiled_ahead, folder)
    return folder


def keeping_in(folder: Path, **options: Any) -> Callable[[_Function], _Function]:
    """A decorator: the function as machine code on one thread, kept in `folder`. `options` go to `numba.njit`."""

    def compiled(function: _Function) -> _Function:
        kept, settings.CACHE_DIR = settings.CACHE_DIR, str(folder)
        try:
            return cast(_Function, numba.njit(cache=True, nogil=True, **options)(function))
        except (RuntimeError, OSError):  # nowhere to write
            return cast(_Function, numba.njit(nogil=True, **options)(function))
        finally:
            settings.CACHE_DIR = kept

    return compiled


def _root() -> Path:
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"])
    if os.access(_BESIDE if _BESIDE.exists() else _BESIDE.parent, os.W_OK):
        return _BESIDE
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "handslag"


def _copy(source: Path, target: Path) -> None:
    """Whole or not at all: another process may be copying too, or already reading."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(dir=target.parent))
    try:
        shutil.copytree(source, beside / source.name)
        (beside / source.name).rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
