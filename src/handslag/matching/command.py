"""`handslag match`: two sheets in, a proposal out. Nothing else of Handslag is needed for it."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from handslag.matching.assign import FAIRNESS
from handslag.matching.columns import ALL_COLUMNS
from handslag.matching.criteria import Criteria, Rules, Weights
from handslag.matching.outputs import STDOUT, check_targets, write
from handslag.matching.propose import Proposal, propose
from handslag.matching.report import pairs_csv, pairs_xlsx, report_json
from handslag.matching.rows import UnreadableFile
from handslag.matching.settings_files import read_columns, read_criteria
from handslag.matching.sheets import People, SheetProblems, read_people
from handslag.matching.table import WHOLE_UP_TO
from handslag.matching.telling import Progress, a_screenful, counted, cut, summary

WRONG_INPUT = 2
_HEADINGS = 20  # that are not used
_BOM = "\ufeff".encode()  # by which spreadsheet programs know UTF-8

_DESCRIPTION = """\
Proposes who should be paired with whom: as many mentees as possible get a mentor, then the worst pair is
made as good as it can be, then all pairs together. You decide: look at the cautions before you use it.
"""
_EPILOG = f"""\
Each sheet has one person a row and headings in the first row. Every person needs an id and languages
(ar:native;sv:b1); all other columns may be left out or empty:
  {", ".join(sorted(ALL_COLUMNS)[:11])},
  {", ".join(sorted(ALL_COLUMNS)[11:])}
Separate several values in a cell with a semicolon. Headings and values may also be words of an interface
language (kön, Kvinna, Arabiska). Columns with other headings are not used.

A file of columns (.toml, .json, or .csv and .xlsx with a row each) says what a form's headings and words mean:
  languages = ["Which languages do you speak?", "How well?"]    languages;How well?
  [values.languages]
  "Well enough" = "b2"                                          languages;Well enough;b2
A grid of a form (How well? [Arabic]) is joined; languages:sv = "Your Swedish" is one line of it.

examples:
  handslag match mentors.xlsx mentees.xlsx --out pairs.xlsx
  handslag match mentors.csv mentees.csv --weights weights.csv --json report.json
  handslag match form1.csv form2.xlsx --columns columns.toml
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
        _check_files(options)
        criteria = _criteria(options, options.on or today())
        people, proposal = _match(options, criteria)
        contents = _contents(options, people, proposal, criteria.fairness)
        write(contents)
        print(summary(proposal), file=sys.stderr if STDOUT in contents else sys.stdout, flush=True)
    except SheetProblems as wrong:
        return _refuse(*wrong.problems)
    except ValueError as wrong:  # as raised by all that reads and writes here
        return _refuse(str(wrong))
    except OSError as wrong:  # of standard output: all else is named where it happens
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or it is tried once more at the end
        if not isinstance(wrong, BrokenPipeError):  # as when who reads has seen enough: `| head`
            return _refuse(f"standard output: cannot be written ({wrong.strerror or wrong})")
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
        "or .xlsx of two columns, or .json or .toml. Without it: "
        + ", ".join(f"{name} {value}" for name, value in asdict(Weights()).items())
        + f". The file may also set fairness ({', '.join(FAIRNESS)}) and hard rules ("
        + ", ".join(f"{name} {value}".lower() for name, value in asdict(Rules()).items())
        + ")",
    )
    parser.add_argument(
        "--columns",
        metavar="FILE",
        type=Path,
        help="for sheets with other headings (a web form's export): our column and the form's heading; see below",
    )
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the pairs to this .csv or .xlsx")
    parser.add_argument(
        "--json",
        metavar="FILE",
        type=Path,
        help="write a full report for other programs; - is standard output (without --out and --json the pairs "
        "are printed there)",
    )
    parser.add_argument(
        "--on",
        metavar="DATE",
        type=_day,
        help="count ages and waiting to this day, such as 2026-03-31 (default: today)",
    )
    return parser


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word!r} is not known; expected YYYY-MM-DD, such as 2026-03-31") from None


def _check_files(options: argparse.Namespace) -> None:
    """Before anything long is done: two sheets, and no place for a result that is none or would be written over."""
    both = (options.mentors, options.mentees)
    if all(map(os.path.exists, both)) and os.path.samefile(*both):
        raise UnreadableFile(f"{options.mentees}: stands both for mentors and for mentees; expected a sheet of each")
    if options.out and options.out.suffix.casefold() not in (".csv", ".xlsx"):
        raise UnreadableFile(f"{options.out}: expected a name ending in .csv or .xlsx")
    settings = [file for file in (options.weights, options.columns) if file]
    for file in settings:
        if file.suffix.casefold() not in (".csv", ".xlsx", ".json", ".toml"):
            raise UnreadableFile(f"{file}: expected a file ending in .csv, .xlsx, .json or .toml")
    targets = [target for target in (options.out, options.json) if target] or [STDOUT]
    check_targets(targets, [options.mentors, options.mentees, *settings])


def _criteria(options: argparse.Namespace, on: date) -> Criteria:
    return read_criteria(options.weights, on=on) if options.weights else Criteria(on=on)


def _match(options: argparse.Namespace, criteria: Criteria) -> tuple[People, Proposal]:
    tell = Progress(sys.stderr)
    mapped = read_columns(options.columns) if options.columns else None
    people = read_people(options.mentors, options.mentees, mapped, tell, on=criteria.on)
    for note in people.notes:
        print(cut(note), file=sys.stderr)
    if criteria.fairness == "leximin" and len(people.mentees) * len(people.mentors) > WHOLE_UP_TO:
        raise ValueError("so many people cannot be matched by leximin; choose fairness floor or total")
    for file, unused in people.unused.items():
        if unused:
            more = [f"and {len(unused) - _HEADINGS} more"] if len(unused) > _HEADINGS else []
            print(cut(f"{file}: not used: {', '.join([*unused[:_HEADINGS], *more])}"), file=sys.stderr)
    both = f"{counted(people.mentees, 'mentee')} with {counted(people.mentors, 'mentor')}"
    print(f"Matching {both} ...", file=sys.stderr)
    return people, propose(people.mentors, people.mentees, criteria, forbidden=people.themselves, tell=tell)


def _contents(options: argparse.Namespace, people: People, proposal: Proposal, fairness: str) -> dict[Path, bytes]:
    """What goes where. A file of pairs is for the spreadsheet program of whoever wrote the sheet of mentors."""
    contents: dict[Path, bytes] = {}
    if options.json:
        contents[options.json] = report_json(proposal, fairness)
    if options.out and options.out.suffix.casefold() == ".xlsx":
        contents[options.out] = pairs_xlsx(proposal, people)
    elif options.out:
        contents[options.out] = _BOM + pairs_csv(proposal, people, ";" if people.separator == ";" else ",")
    return contents or {STDOUT: pairs_csv(proposal, people)}


def _refuse(*problems: str) -> int:
    print(a_screenful(problems), file=sys.stderr)
    return WRONG_INPUT
