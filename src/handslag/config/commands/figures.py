"""`handslag status` and `handslag indicators`: what a script or a monitor wants to know."""

import argparse
import json
import sys
from datetime import date

from ..setting_up import set_up_django


def add(parsers) -> None:
    status = parsers.add_parser(
        "status", help="the programmes with their phase and counts", description="The programmes, their phase today "
        "and how many applications, mentors, mentees and pairs they have. Counts only, no names.",
    )  # fmt: skip
    status.add_argument("--json", action="store_true", help="print JSON for scripts")
    status.set_defaults(run=_status)
    indicators = parsers.add_parser(
        "indicators", help="the ten indicators of a programme", description="The ten indicators of a programme with "
        "their numbers behind them. A value is empty (null) while nobody is due yet.",
    )  # fmt: skip
    indicators.add_argument("programme", metavar="PROGRAMME", help="the programme's short name (see handslag status)")
    indicators.add_argument("--json", action="store_true", help="print JSON for scripts")
    indicators.add_argument("--on", type=_day, metavar="DATE", help="as of this day, e.g. 2026-03-31 (default: today)")
    indicators.set_defaults(run=_indicators)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day. Write it like 2026-03-31.") from error


def _status(arguments) -> int:
    set_up_django()
    from handslag.desk.status import programmes

    rows = programmes()
    if arguments.json:
        print(json.dumps({"programmes": rows}, indent=2, ensure_ascii=False))
        return 0
    for row in rows:
        counts = ", ".join(f"{count} {name}" for name, count in row["counts"].items())
        print(f"{row['programme']}: {row['title']} ({row['organisation']}), {row['phase'] or 'no phase now'}; {counts}")
    return 0


def _indicators(arguments) -> int:
    set_up_django()
    from django.utils import timezone

    from handslag.evaluation.command import as_json
    from handslag.programmes.models import Programme

    rows = Programme.objects.everywhere("the command line is the operator's").filter(slug=arguments.programme)
    programme = rows.first()
    if programme is None:
        known = ", ".join(Programme.objects.everywhere("as above").values_list("slug", flat=True)) or "none yet"
        print(f"There is no programme “{arguments.programme}”. Programmes: {known}.", file=sys.stderr)
        return 2
    figures = as_json(programme, arguments.on or timezone.localdate())
    if arguments.json:
        print(json.dumps(figures, indent=2, ensure_ascii=False))
        return 0
    for figure in figures:
        # Rounded down, as on the page: a figure just below its target must not look as if it had reached it.
        value = "not due" if figure["value"] is None else f"{int(round(figure['value'] * 100, 6))} %"
        share = f"{figure['numerator']}/{figure['denominator']}"
        target = f"{figure['target'] * 100:.0f} %"
        print(f"{figure['number']:>3}  {value:>8}  {share:>9}  target {target}  {figure['title']}")
    return 0
