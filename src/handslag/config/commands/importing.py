"""`handslag import`: applications from a sheet into a programme."""

import sys
from pathlib import Path


def add(parsers) -> None:
    command = parsers.add_parser(
        "import",
        help="take applications from a CSV or XLSX file into a programme",
        description="Take applications of mentors and mentees from a CSV or XLSX file. Every problem is reported with "
        "its row, column and reason; with a problem nothing is taken. The same file twice makes no doubles.",
    )
    command.add_argument("file", type=Path, metavar="FILE", help="a .csv or .xlsx file with the forms' column names")
    command.add_argument("--programme", metavar="NAME", help="the programme's short name (needed if there are several)")
    command.set_defaults(run=take)


def take(arguments) -> int:
    from ..cli import set_up_django

    set_up_django()
    from handslag.recruitment.command import run

    return run(arguments.file, arguments.programme, out=sys.stdout)
