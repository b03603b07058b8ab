"""The `handslag` command."""

import argparse
import sys

from .commands import demo, figures, founding, importing, matching, running

DESCRIPTION = """\
Handslag runs peer mentoring programmes.

Try it:        handslag demo
Match only:    handslag match mentors.csv mentees.csv --out pairs.csv
In production: handslag serve, and handslag tick every few minutes (see docs/operating.md)
"""


def parser() -> argparse.ArgumentParser:
    """Every command with its help; the documentation's test reads it too."""
    root = argparse.ArgumentParser(
        prog="handslag", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = root.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for module in (demo, matching, importing, founding, running, figures):
        module.add(commands)
    return root


def main(argv: list[str] | None = None) -> int:
    """Run one command. Exit code: 0 done, 1 a rule said no, 2 the input is wrong."""
    arguments = parser().parse_args(argv)
    try:
        return arguments.run(arguments)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
