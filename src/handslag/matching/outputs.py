"""Where the result goes: looked at before the matching begins, and written in full or not at all."""

import os
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

STDOUT = Path("-")


class CannotWrite(ValueError):
    """A place where the result cannot go; the text names it and says why."""


def check_targets(targets: Collection[Path], sources: Collection[Path]) -> None:
    """Raises CannotWrite for a place that is no place for a file, or that would be written over."""
    files = [target for target in targets if target != STDOUT]
    if len(files) < len(targets) and sys.stdout is None:
        raise CannotWrite("standard output is closed: say with --out FILE where the pairs go")
    for number, target in enumerate(files):
        with _naming(target):
            if any(_same(target, other) for other in (*sources, *files[:number])):
                words = "each of the files must be another one: nothing that is read is written over"
                raise CannotWrite(f"{target}: {words}")
            _check_place(target)


def write(contents: Mapping[Path, bytes]) -> None:
    """All of the files or none: they are made beside their places before any is put there. What is no file but a pipe
    or a device stays what it is, and gets the bytes when the files are made; standard output gets them last, as its
    reader may leave at any moment.

    Raises CannotWrite, which names the place; for standard output the OSError itself.
    """
    made: list[tuple[Path, Path]] = []
    try:
        for target, content in sorted(contents.items(), key=lambda one: _takes_bytes(one[0])):
            with _naming(target):
                if target == STDOUT:
                    continue
                if _takes_bytes(target):
                    target.write_bytes(content)
                else:
                    made.append((_beside(target), target))
                    made[-1][0].write_bytes(content)
        for new, target in made:
            with _naming(target):
                os.replace(new, _resolved(target))
        if STDOUT in contents:
            sys.stdout.buffer.write(contents[STDOUT])
            sys.stdout.flush()
    finally:
        for new, _ in made:
            new.unlink(missing_ok=True)


def _beside(target: Path) -> Path:
    """A new, empty file in the folder of the target. Only who asked may read it: it holds names and wishes."""
    number, name = tempfile.mkstemp(dir=_resolved(target).parent, prefix=".handslag-")
    os.close(number)
    return Path(name)


def _check_place(target: Path) -> None:
    folder = _resolved(target).parent
    if target.is_dir():
        raise CannotWrite(f"{target}: cannot be written (it is a folder; add the name of a file)")
    if not folder.is_dir():
        raise CannotWrite(f"{target}: cannot be written (there is no folder {folder})")
    # A file is put in place of what is there, so both must be ours to write.
    needed = {target} if target.exists() else set()
    if not all(os.access(path, os.W_OK) for path in needed | (set() if _takes_bytes(target) else {folder})):
        raise CannotWrite(f"{target}: cannot be written (you have no right to)")


def _takes_bytes(target: Path) -> bool:
    return target == STDOUT or (target.exists() and not target.is_file())


def _same(one: Path, other: Path) -> bool:
    return _resolved(one) == _resolved(other) or (one.exists() and other.exists() and one.samefile(other))


def _resolved(path: Path) -> Path:
    """Where the links lead, be they a ring (which `Path.resolve` refuses)."""
    return Path(os.path.realpath(path))


@contextmanager
def _naming(target: Path) -> Iterator[None]:
    """A failure says the name that was given, not that of the file beside it."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(f"{target}: cannot be written ({error.strerror or error})") from None
