"""`handslag match`: two sheets in, a proposal out. Nothing else of Handslag is needed for it."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TextIO

from handslag.matching.criteria import Criteria, Weights, criteria_from
from handslag.matching.propose import Proposal, propose
from handslag.matching.report import pairs_csv, pairs_xlsx, report_json
from handslag.matching.rows import UnreadableFile
from handslag.matching.settings_files import read_headings, read_weights
from handslag.matching.sheets import ALL_COLUMNS, People, SheetProblems, read_people

WRONG_INPUT = 2
_SECONDS_OF_SILENCE = 2
_LINES = 50  # of one kind: a sheet that is wrong in every row is told soon enough

_DESCRIPTION = """\
Proposes who should be paired with whom: as many mentees as possible get a mentor, then the worst pair is
made as good as it can be, then all pairs together. You decide: look at the cautions before you use it.
"""
_EPILOG = f"""\
Each sheet has one person a row and headings in the first row. Every person needs an id and languages
(ar:native;sv:b1); all other columns may be left out or empty:
  {", ".join(sorted(ALL_COLUMNS)[:11])},
  {", ".join(sorted(ALL_COLUMNS)[11:])}
Separate several values in a cell with a semicolon. Columns with other headings are not used.

examples:
  handslag match mentors.xlsx mentees.xlsx --out pairs.xlsx
  handslag match mentors.csv mentees.csv --weights weights.csv --json report.json
"""


def run(argv: Sequence[str], *, today: Callable[[], date] = date.today) -> int:
    """The command. Returns 0, or 2 when the input is wrong: then nothing is written.

    Here, at the edge, and nowhere else in the engine the clock is asked, unless `--on` gives the day.
    """
    try:
        options = _parser().parse_args(argv)
    except SystemExit as leaving:  # argparse has printed the help or the mistake
        return int(leaving.code or 0)
    try:
        _check_targets(options)
        people, proposal = _match(options, options.on or today())
        _write(options, people, proposal)
    except SheetProblems as wrong:
        return _refuse(*wrong.problems)
    except (UnreadableFile, ValueError) as wrong:
        return _refuse(str(wrong))
    except OSError as wrong:
        return _refuse(f"{wrong.filename or 'the result'}: cannot be written ({wrong.strerror or wrong})")
    _summarise(proposal, to=sys.stdout if options.out or options.json else sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handslag match",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("mentors", metavar="MENTORS", type=Path, help="sheet of mentors, .csv or .xlsx")
    parser.add_argument("mentees", metavar="MENTEES", type=Path, help="sheet of mentees, .csv or .xlsx")
    parser.add_argument(
        "--weights",
        metavar="FILE",
        type=Path,
        help="how much each criterion counts, as whole numbers; one that is not named counts 0. A .csv "
        "or .xlsx of two columns, or .json or .toml, which may also set hard rules. Without it: "
        + ", ".join(f"{name} {value}" for name, value in asdict(Weights()).items()),
    )
    parser.add_argument(
        "--columns",
        metavar="FILE",
        type=Path,
        help="for sheets with other headings (a web form's export): two columns, our name and your heading",
    )
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the pairs to this .csv or .xlsx")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write a full report for other programs")
    parser.add_argument(
        "--on",
        metavar="DATE",
        type=date.fromisoformat,
        help="count ages and waiting to this day, such as 2026-03-31 (default: today)",
    )
    return parser


def _check_targets(options: argparse.Namespace) -> None:
    if options.out and options.out.suffix.casefold() not in (".csv", ".xlsx"):
        raise UnreadableFile(f"{options.out}: expected a name ending in .csv or .xlsx")
    targets = [target.resolve() for target in (options.out, options.json) if target]
    sources = [source.resolve() for source in (options.mentors, options.mentees)]
    if len(set(targets)) < len(targets) or set(targets) & set(sources):
        raise UnreadableFile("each of the files must be another one: no sheet may be written over")


def _match(options: argparse.Namespace, on: date) -> tuple[People, Proposal]:
    criteria = Criteria(on=on)
    if options.weights:
        criteria = criteria_from(read_weights(options.weights), on=on)
    headings = read_headings(options.columns) if options.columns else {}
    people = read_people(options.mentors, options.mentees, headings)
    for file, unused in people.unused.items():
        if unused:
            print(f"{file}: not used: {', '.join(unused)}", file=sys.stderr)
    print(f"Matching {len(people.mentees)} mentees with {len(people.mentors)} mentors ...", file=sys.stderr)
    return people, propose(people.mentors, people.mentees, criteria, tell=Progress(sys.stderr))


class Progress:
    """Says how far a long run has come: a line at most every few seconds, so nothing at all in a short run."""

    def __init__(self, to: TextIO, seconds: Callable[[], float] = time.monotonic) -> None:
        self._to, self._seconds, self._said_at = to, seconds, seconds()

    def __call__(self, words: str) -> None:
        if self._seconds() - self._said_at >= _SECONDS_OF_SILENCE:
            self._said_at = self._seconds()
            print(f"... {words}", file=self._to, flush=True)


def _write(options: argparse.Namespace, people: People, proposal: Proposal) -> None:
    """Both files or neither: they are made in full beside their places before either is put there."""
    contents = {}
    if options.out:
        make = pairs_xlsx if options.out.suffix.casefold() == ".xlsx" else pairs_csv
        contents[options.out] = make(proposal, people)
    if options.json:
        contents[options.json] = report_json(proposal)
    if not contents:
        sys.stdout.write(pairs_csv(proposal, people).decode())
    ready: list[tuple[str, Path]] = []
    try:
        for target, content in contents.items():
            with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".handslag-", delete=False) as file:
                ready.append((file.name, target))
                file.write(content)
        for made, target in ready:
            os.chmod(made, 0o600)  # people's names and wishes: for the one who asked
            os.replace(made, target)
    finally:
        for made, _ in ready:
            Path(made).unlink(missing_ok=True)


def _summarise(proposal: Proposal, *, to: TextIO) -> None:
    everybody = proposal.matched + len(proposal.unmatched)
    lines = [f"{proposal.matched} of {everybody} mentees have a mentor."]
    if proposal.worst is not None:
        lines.append(f"The weakest pair has {proposal.worst} of {proposal.highest_score} points.")
    if not proposal.optimal:
        lines.append("It could not be proved that no better set of pairs exists.")
    none = [f"{person.mentee} has none: {', '.join(person.reasons)}" for person in proposal.unmatched]
    print("\n".join(lines + _at_most(_LINES, none)), file=to)


def _at_most(many: int, lines: Sequence[str]) -> list[str]:
    """The first of them, and how many more there are."""
    return [*lines[:many], *([f"... and {len(lines) - many} more"] if len(lines) > many else [])]


def _refuse(*problems: str) -> int:
    print("\n".join(_at_most(_LINES, problems)), file=sys.stderr)
    return WRONG_INPUT
