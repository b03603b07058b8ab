"""`handslag match`: matching alone, from sheets to sheets, without a database."""

import argparse


def add(parsers) -> None:
    command = parsers.add_parser(
        "match", help="propose pairs from two sheets, without a database", add_help=False, prefix_chars="\0",
        description="Propose pairs from two sheets.",
    )  # fmt: skip
    command.add_argument("arguments", nargs=argparse.REMAINDER)
    command.set_defaults(run=match)


def match(arguments) -> int:
    from handslag.matching.command import run

    return run(arguments.arguments)
