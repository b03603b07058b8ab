"""The `handslag` command."""

import argparse
import os
import sys

DESCRIPTION = """\
Handslag runs peer mentoring programmes.

Try it:        handslag demo
Match only:    handslag match mentors.csv mentees.csv --out pairs.csv
In production: handslag serve, and handslag tick every few minutes (see docs/operating.md)
"""


def parser() -> argparse.ArgumentParser:
    """Every command with its help; the documentation's test reads it too."""
    from .commands import demo, figures, founding, importing, matching, running

    root = argparse.ArgumentParser(
        prog="handslag", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = root.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for module in (demo, matching, importing, founding, running, figures):
        module.add(commands)
    return root


def set_up_django() -> None:
    """Load the settings and the rooms; commands that need the database call it first."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handslag.config.settings")
    django.setup()


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
