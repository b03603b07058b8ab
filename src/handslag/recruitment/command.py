"""`handslag import FILE`: applications from a spreadsheet, told line by line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.errors import Refused
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .actions.importing import ImportResult, import_applications
from .checking import Checked, sorted_out, together
from .headings import plain
from .importing import Reader, read
from .sheets import problem_in_words

MOST_PROBLEMS = 100
TELL_EVERY = 500


class WrongMap(Exception):
    """The file that says what columns are is not one."""


def run(
    path: Path | str, programme_slug: str | None = None, *, out: TextIO, take_good: bool = False,
    map_file: Path | None = None, role: str = "",
) -> int:  # fmt: skip
    """Import the applications in a CSV or XLSX file; without a slug into the only programme there is.

    Prints progress and a summary to `out`. Gives 0, or 2 where the file or the programme is wrong; nothing is
    written then. `take_good` takes the rows that fit all the same (2 is given where any did not). `map_file`: a JSON
    object, heading -> name of the question or "-" to leave the column out. `role`: whose applications they all are,
    where neither a column nor the names of the sheets say it.
    """

    def say(text: str) -> None:
        print(text, file=out, flush=True)

    programme, why = _programme(programme_slug)
    if programme is None:
        say(why)
        return 2
    at = timezone.now()
    say(_("Reading %s …") % Path(path).name)
    try:
        rows, problems = read(path, programme, timezone.localdate(at), _mapped(map_file, programme), role)
    except WrongMap as error:
        say(str(error))
        return 2
    if problems:
        checked = sorted_out(programme, rows, problems)
        _tell(checked, say)
        rows = [*checked.fit, *checked.there] if take_good else []
        if not rows:
            say(_("Nothing was imported. Correct the file and try again."))
            return 2
    total = len(rows)
    told = lambda n: say(_("%(done)d of %(total)d") % {"done": n, "total": total}) if n % TELL_EVERY == 0 else None  # noqa: E731
    try:
        result = import_applications(programme=programme, rows=rows, by=None, at=at, told=told)
    except Refused as refusal:
        say(_("Nothing was imported. %s") % refusal)
        return 2
    say(summary(result))
    return 2 if problems else 0


def _tell(checked: Checked, say: Callable[[str], None]) -> None:
    """What is wrong with whole sheets, then with rows: once where it is the same in several, as on the page."""
    lines = [str(problem) for problem in checked.general]
    for line in together(checked.as_json()["bad"]):
        lines.append(problem_in_words(line["sheet"], line["rows"], line["count"], line["column"], line["reason"]))
    for text in lines[:MOST_PROBLEMS]:
        say(text)
    if len(lines) > MOST_PROBLEMS:
        say(_("… and %d more.") % (len(lines) - MOST_PROBLEMS))


def _mapped(map_file: Path | None, programme: Programme) -> dict[str, str]:
    """What the file of columns says, by heading as it is compared. Raises WrongMap."""
    if map_file is None:
        return {}
    try:
        said = json.loads(map_file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WrongMap(_("The file of columns cannot be read: %s") % error) from error
    if not isinstance(said, dict) or not all(isinstance(target, str) for target in said.values()):
        raise WrongMap(_('The file of columns holds no pairs of heading and name: {"Mobile no.": "phone"}.'))
    headings = Reader(programme, timezone.localdate()).headings
    for heading, target in said.items():
        if not headings.knows(target):
            words = {"target": target, "heading": heading}
            raise WrongMap(_("No question is called “%(target)s” (for the column “%(heading)s”).") % words)
    return {plain(heading): target for heading, target in said.items()}


def summary(result: ImportResult) -> str:
    """One line: how many of each role are new, and how many were there before."""
    count = {role: sum(application.role == role for application in result.made) for role in (Role.MENTOR, Role.MENTEE)}
    made = len(result.made)
    return "{}: {}, {}; {}".format(
        ngettext("%d application", "%d applications", made) % made,
        ngettext("%d mentor", "%d mentors", count[Role.MENTOR]) % count[Role.MENTOR],
        ngettext("%d mentee", "%d mentees", count[Role.MENTEE]) % count[Role.MENTEE],
        ngettext("%d was there already", "%d were there already", result.already_there) % result.already_there,
    )


def _programme(slug: str | None) -> tuple[Programme | None, str]:
    """The programme that is meant, or the sentence that says why none is."""
    every = Programme.objects.everywhere("the command line serves whoever runs the server").select_related(
        "organisation"
    )
    found = list(every.filter(slug=slug) if slug else every[:2])
    if len(found) == 1:
        return found[0], ""
    if slug:
        return None, _("There is no programme called “%s”.") % slug
    if not found:
        return None, _("There is no programme yet. Make one first.")
    slugs = ", ".join(every.values_list("slug", flat=True)[:20])
    return None, _("There are several programmes. Name one with --programme: %s") % slugs
