"""`handslag import`: applications from a sheet into a programme."""

import sys
from pathlib import Path

from ..setting_up import set_up_django


def add(parsers) -> None:
    command = parsers.add_parser(
        "import",
        help="take applications from a CSV or XLSX file into a programme",
        description="Take applications of mentors and mentees from a CSV or XLSX file. Every problem is reported with "
        "its row, column and reason; with a problem nothing is taken. The same file twice makes no doubles. Columns "
        "carry the names of the questions or their wording in English or Swedish, as exports of Google Forms do.",
    )
    command.add_argument("file", type=Path, metavar="FILE", help="a .csv or .xlsx file with the forms' column names")
    command.add_argument("--programme", metavar="NAME", help="the programme's short name (needed if there are several)")
    command.add_argument(
        "--role", choices=("mentor", "mentee"), default="", help="whose applications they are, if the file does not say"
    )
    command.add_argument("--take-good", action="store_true", help="take the rows that fit although others do not")
    command.add_argument(
        "--map", type=Path, metavar="JSON", help='what columns are: {"Mobile no.": "phone", "Shoe size": "-"}'
    )
    command.set_defaults(run=take)


def take(arguments) -> int:
    set_up_django()
    from handslag.recruitment.command import run

    return run(
        arguments.file, arguments.programme, out=sys.stdout, take_good=arguments.take_good, map_file=arguments.map,
        role=arguments.role,
    )  # fmt: skip
