"""Joins the style files into one file per audience, so that a first visit costs one request.

Nothing is resolved or rewritten: files are put one after the other, without their comments. The finder
gives the joined files to the development server, to the tests and to `collectstatic` alike; in development
a changed source is seen at the next request.
"""

import re
import tempfile
from pathlib import Path
from threading import Lock

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCE = Path(__file__).resolve().parent / "static" / "css"

GROUND = ["layers.css", "fonts.css", "tokens.css", "reset.css", "base.css", "layout.css"]
SHARED = [
    f"components/{name}.css"
    for name in (
        "icon", "button", "card", "field", "tiles", "faces", "errors", "status", "nav", "steps", "summary",
        "meter", "notice",
    )
]  # fmt: skip
APPLICANT_ONLY = [f"components/{name}.css" for name in ("landing", "quick_exit")]
STAFF_ONLY = [
    f"components/{name}.css"
    for name in ("table", "phases", "indicator", "pagination", "flyer", "tick", "board", "beside")
]

BUNDLES: dict[str, list[str]] = {
    # people who are not signed in: the public page, the application, the sign-in
    "css/applicant.css": [*GROUND, *SHARED, *APPLICANT_ONLY, "utilities.css"],
    # everybody who is signed in
    "css/staff.css": [*GROUND, *SHARED, *STAFF_ONLY, "utilities.css"],
}


def joined(names: list[str]) -> str:
    """The text of the files `names`, in that order, without comments and indentation."""
    text = "\n".join((SOURCE / name).read_text(encoding="utf-8") for name in names)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return "\n".join(line for line in map(str.strip, text.splitlines()) if line) + "\n"


def build(destination: Path) -> list[Path]:
    """Write every joined file below `destination`; returns what was written."""
    written = []
    for path, names in BUNDLES.items():
        target = destination / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(joined(names), encoding="utf-8")
        written.append(target)
    return written


class BundleFinder(BaseFinder):
    """Lets Django find the joined files. They live in one temporary folder of this process: the first requests come
    several at once, and Django may make a finder for each of them."""

    _lock = Lock()
    _folder: tempfile.TemporaryDirectory | None = None
    _built_at = 0

    def _refresh(self) -> FileSystemStorage:
        """Where the files are, as new as their sources."""
        with self._lock:
            one = BundleFinder
            one._folder = one._folder or tempfile.TemporaryDirectory(prefix="handslag-css-")
            newest = max(path.stat().st_mtime_ns for path in SOURCE.rglob("*.css"))
            if newest > one._built_at:
                build(Path(one._folder.name))
                one._built_at = newest
            return FileSystemStorage(location=one._folder.name)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        """The file's place on disk; as a list if all matches are wanted."""
        everything = find_all or kwargs.get("all", False)
        if path not in BUNDLES:
            return [] if everything else None
        place = self._refresh().path(path)
        return [place] if everything else place

    def list(self, ignore_patterns):
        """Every joined file with its storage, for `collectstatic`."""
        storage = self._refresh()
        for path in BUNDLES:
            yield path, storage
