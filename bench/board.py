"""What each act at the matching board costs at the server: a POST with its repair, and the page after, in ms.

    .venv/bin/python bench/board.py [--people 100 2000] [--times 5] [--keep FOLDER]
    bin/with-postgres .venv/bin/python bench/board.py

Makes the demonstration with so many more people who wait (half of them mentors), has pairs suggested and decides at the
board through Django's own client in one process: wall time, for which nothing else may run, and beside it processor
time. After each act it is undone. Uses DATABASE_URL if that is PostgreSQL, else SQLite. Goals: < 100 ms at 100 people,
< 500 ms at 2,000; the page of other mentors, which opens the answers of seven people, < 60 ms and < 500 ms.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.pages import database  # noqa: E402
from bench.servers import environment  # noqa: E402

GOALS = {100: 100, 2000: 500}  # ms
CHOICE, CHOICE_GOALS = "page: other mentors", {100: 60, 2000: 500}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[100, 2000])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="keep the databases in this folder and use those there (SQLite)")
    parser.add_argument("--profile", default="", help="name of an act to profile")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        return measure(arguments)
    with ExitStack() as stack:
        folder = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handslag-board-")))
        folder.mkdir(exist_ok=True)
        for people in arguments.people:
            url = database(f"board_{people}", folder)
            own = environment(folder, url)
            inside = [sys.executable, __file__, "--inside", str(people), "--times", str(arguments.times)]
            subprocess.run([*inside, "--profile", arguments.profile], env=own, check=True)
    return 0


def measure(arguments) -> int:
    """The world, if it is not there yet, and a table of every act in it."""
    import django

    django.setup()
    programme = _world(arguments.inside)
    acts = Acts(programme, arguments.profile)
    acts.suggested()
    acts.once()  # warm
    acts.took.clear()
    for _time in range(arguments.times):
        acts.once()
    acts.accept_everything()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"\n{arguments.inside} people who wait, {arguments.times} times each{load}\n")
    print("| act | median ms | longest ms | processor ms | queries | goal |\n|---|--:|--:|--:|--:|--:|")
    for name, took in acts.took.items():
        wall, processor = zip(*took, strict=True)
        row = (statistics.median(wall), max(wall), statistics.median(processor), acts.queries.get(name, 0))
        print(f"| {name} |", " | ".join(f"{number:.0f}" for number in row), f"| {_goal(name, arguments.inside)} |")
    return 0


def _goal(name: str, people: int) -> int | str:
    if name == CHOICE:
        return CHOICE_GOALS.get(people, "")
    return "" if name.startswith("page") else GOALS.get(people, "")


def _world(people: int):
    from django.core.management import call_command

    from bench.candidates import add_candidates
    from bench.world import _programme
    from handslag.desk.demo.story import tell
    from handslag.programmes.models import Programme

    call_command("migrate", verbosity=0)
    if not Programme.objects.everywhere("the bench").exists():
        print(f"Making a world with {people} people who wait ...", file=sys.stderr, flush=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        for _line in tell():
            pass
        add_candidates(_programme(), people)
    return _programme()


class Acts:
    """Somebody at the board. `took`: milliseconds of each act, by the clock and of the processor, in the order of the
    first time."""

    def __init__(self, programme, profiled: str):
        from django.test import Client

        from handslag.pairs.models import MatchingRound

        self.programme, self.profiled = programme, profiled
        self.rounds = MatchingRound.objects.of(programme.organisation_id).filter(programme=programme, published_at=None)
        self.client = Client()
        coordinator = programme.memberships.filter(role="coordinator").select_related("person__account").first()
        self.client.force_login(coordinator.person.account)
        self.took, self.queries = defaultdict(list), {}
        self.turn = 0

    def suggested(self) -> None:
        """A fresh suggestion, by the action: the page has it made in the background."""
        from django.utils import timezone

        from handslag.pairs.actions import suggest

        with self._measured("suggest (the action alone)"):
            suggest(programme=self.programme, by=None, at=timezone.now())

    def once(self) -> None:
        self.turn += 1
        self.round = self.rounds.get()
        at = f"/rounds/{self.round.pk}"
        rows = list(self.round.proposals.filter(status="suggested").order_by("pk").values_list("mentee", "mentor"))
        one, her = rows[self.turn]
        other = self._who_can_swap(rows, one, her)
        self._act("accept", f"{at}/decision/", mentee=one, mentor=her, status="accepted")
        self._act("refuse", f"{at}/decision/", mentee=one, mentor=her, status="refused")
        self._act("leave open", f"{at}/mentees/{one}/wait/")
        self._act("lock", f"{at}/lock/", mentee=one, mentor=her)
        self._act("swap", f"{at}/swap/", mentee=one, other=other)
        self._timed(CHOICE, lambda: self.client.get(f"{at}/mentees/{one}/"))
        self._timed("page: the board", self._board)

    def accept_everything(self) -> None:
        for _time in range(3):
            self._act("accept all", f"/rounds/{self.round.pk}/acceptance/")

    def _who_can_swap(self, rows, one, her):
        from handslag.pairs import score_table

        scores = score_table.kept(self.round)
        for other, his in reversed(rows):
            if his != her and scores.allows(str(one), str(his)) and scores.allows(str(other), str(her)):
                return other
        raise SystemExit("nobody can swap")

    def _act(self, name: str, path: str, **said) -> None:
        before = self._seen()
        self._timed(name, lambda: self.client.post(path, {**said, "seen": before}))
        if self._seen() != before + 1:
            print(f"{name}: nothing was decided", file=sys.stderr)
            return
        undoing = f"/rounds/{self.round.pk}/undoing/"
        self._timed(f"undo {name}", lambda: self.client.post(undoing, {"seen": before + 1}))

    def _seen(self) -> int:
        return self.round.decisions.order_by("number").values_list("number", flat=True).last()

    def _board(self):
        return self.client.get(f"/programmes/{self.programme.pk}/matching/")

    @contextmanager
    def _measured(self, name: str):
        began, used = time.perf_counter(), time.process_time()
        yield
        self.took[name].append((1000 * (time.perf_counter() - began), 1000 * (time.process_time() - used)))

    def _timed(self, name: str, ask) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        if name == self.profiled and self.turn > 1:
            import cProfile
            import pstats

            with cProfile.Profile() as profile:
                ask()
            pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
            return
        if name not in self.queries:
            with CaptureQueriesContext(connection) as seen:
                answer = ask()
            self.queries[name] = len(seen)
        else:
            with self._measured(name):
                answer = ask()
        if answer.status_code not in (200, 302):
            raise SystemExit(f"{name}: {answer.status_code}")


if __name__ == "__main__":
    sys.exit(main())
