"""What matching costs, as ratios measured in one run: the goals of docs/performance.md, ours beside other solvers.

    .venv/bin/python bench/matching.py [--rounds 5] [--peers DIR] [--slow-peers]
    .venv/bin/python bench/matching.py --people 1000000 600000     only the large programme, with time and memory

Seconds are processor time of one thread; a ratio is the median over rounds of what was measured within one round, so
that a busy machine slows all alike. Other solvers are an extra (bench/requirements.txt, into DIR) and run in processes
of their own; what is not installed is said to be so and gets no figure.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.matching_peers import NOT_INSTALLED  # noqa: E402
from bench.population import population  # noqa: E402
from handslag.matching.assign import assign  # noqa: E402
from handslag.matching.costs import costs  # noqa: E402
from handslag.matching.criteria import Criteria, Rules  # noqa: E402
from handslag.matching.generate import Task, choose  # noqa: E402
from handslag.matching.scoring.search import all_scores, best_of_each, pairs_above, pairs_to_score  # noqa: E402
from handslag.matching.solver.sparse import (  # noqa: E402
    Candidates,
    Priced,
    bonus_for,
    highest_total,
    most_pairs,
)
from handslag.matching.updates import Kept  # noqa: E402

CRITERIA = Criteria()
Table = tuple[np.ndarray, np.ndarray]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", type=Path, help="folder that bench/requirements.txt was installed into")
    parser.add_argument("--slow-peers", action="store_true", help="also those that take minutes at 1,000 mentees")
    parser.add_argument("--people", type=int, nargs=2, metavar=("MENTEES", "MENTORS"))
    options = parser.parse_args()
    if options.people:
        large(*options.people)
        return 0
    print("| goal | measured |\n|---|---|")
    for name, measure in (
        ("n = 100: at most 2 x scipy's solve alone, scoring and certificate included", small),
        ("at least 5 x scipy at 1,000, 15 x at 5,000", beside_scipy),
        ("at least 1,000 x mentor-match, 200 x mentormatch at 1,000", beside_programmes),
        ("at least 10 x munkres-algorithm at 1,000", beside_javascript),
        ("at least 5 x OR-tools' flow, 50 candidates each; never below 1 x with many unmatched", beside_flow),
        ("kernel at most 1.0 ns a pair, best-k 2.5 x, pricing 1.5 x the kernel", kernel),
        ("cost of every pair at 1,000: a tenth of one counterfactual of munkres 3", every_cost),
        ("an update at most 1/500 of a solve", update),
        ("floor at most 2.5 x, leximin 10 x a plain solve, at 1,000", fairness),
    ):
        print(f"| {name} | {measure(options)} |", flush=True)
    return 0


# ---- measuring ----


def seconds(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def beside(ours: Callable[[], float], other: Callable[[], float | None], rounds: int) -> str:
    """How often ours goes into the other."""
    ratios, mine = [], []
    for _ in range(rounds):
        there = other()
        if there is None:
            return "not installed"
        mine.append(ours())
        ratios.append(there / mine[-1])
    return f"{statistics.median(ratios):,.3g} x (ours {statistics.median(mine):.3g} s)"


def peer(name: str, table: Table, options: argparse.Namespace) -> float | None:
    """Seconds that another solver takes, in a process of its own; None where it is not installed."""
    path = [str(ROOT), str(ROOT / "src"), *([str(options.peers)] if options.peers else [])]
    with tempfile.NamedTemporaryFile(suffix=".npz") as file:
        np.savez(file, score=table[0], capacity=table[1])
        file.flush()
        done = subprocess.run(
            [sys.executable, "-m", "bench.matching_peers", name, file.name],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
            cwd=ROOT,
        )
    if done.returncode == NOT_INSTALLED:
        return None
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr.strip().splitlines()[-1]}")
    found = json.loads(done.stdout)
    tell_apart(name, table, found["matched"], found["total"], found["forbidden"])
    return float(found["seconds"])


def tell_apart(name: str, table: Table, matched: int, total: int, forbidden: int) -> None:
    """Say on stderr where another solver finds something else than we do: then the two did not do the same work."""
    ours = assign(*table, fairness="total")
    if "counterfactual" not in name and (matched, total, forbidden) != (ours.matched, ours.total, 0):
        print(
            f"... {name}: {matched} pairs, total {total}, {forbidden} forbidden; ours {ours.matched}, {ours.total}",
            file=sys.stderr,
        )


def table_of(mentees: int, *, mentors: int | None = None, seed: int = 7) -> Table:
    rows, columns, places = population(mentees, mentors or round(0.6 * mentees), seed)
    return all_scores(pairs_to_score(rows, columns, CRITERIA)).astype(np.int64), places


def solved(table: Table, fairness: str = "total") -> Callable[[], object]:
    return lambda: assign(*table, fairness=fairness)


# ---- the goals ----


def small(options: argparse.Namespace) -> str:
    rows, columns, places = population(100, 60, 7)
    table = table_of(100)

    def whole() -> None:
        score = all_scores(pairs_to_score(rows, columns, CRITERIA)).astype(np.int64)
        if not assign(score, places, fairness="total").certificate.verify(score, places):
            raise RuntimeError("not proved")

    whole()
    ours = statistics.median(seconds(whole) for _ in range(4 * options.rounds))
    theirs = statistics.median(filter(None, (peer("scipy", table, options) for _ in range(options.rounds))))
    return f"{ours / theirs:.2f} x (ours {1000 * ours:.2f} ms)"


def beside_scipy(options: argparse.Namespace) -> str:
    found = []
    for people in (1000, 5000):
        table = table_of(people)
        seconds(solved(table))
        found.append(
            beside(lambda t=table: seconds(solved(t)), lambda t=table: peer("scipy", t, options), options.rounds)
        )
    return "; ".join(found)


def beside_programmes(options: argparse.Namespace) -> str:
    people, found = (1000 if options.slow_peers else 100), []
    table = table_of(people)
    for name in ("mentor-match", "mentormatch"):
        ratio = beside(lambda: seconds(solved(table)), lambda name=name: peer(name, table, options), 1)
        found.append(f"{name} at {people}: {ratio}")
    return "; ".join(found)


def beside_javascript(options: argparse.Namespace) -> str:
    table = table_of(1000)
    return beside(lambda: seconds(solved(table)), lambda: peer("munkres-algorithm", table, options), options.rounds)


def beside_flow(options: argparse.Namespace) -> str:
    """Both get the same lists, each in the form it wants, and prove the same: most pairs, then the highest total."""
    found = []
    for what, mentors in (("places for all", 1200), ("half unmatched", 570)):
        rows, columns, places = population(2000, mentors, 7)
        best = best_of_each(pairs_to_score(rows, columns, CRITERIA), 50)
        lists = Candidates(best.row_start, best.column, best.score.astype(np.int64))
        few = np.full((2000, mentors), -1, np.int64)
        few[np.repeat(np.arange(2000), np.diff(lists.row_start)), lists.column] = lists.score
        table = few, places
        ours = lambda given=(lists, places): seconds(lambda: on_lists(*given))  # noqa: E731
        ours()
        ratio = beside(ours, lambda t=table: peer("OR-tools", t, options), options.rounds)
        found.append(f"{what}: {ratio}")
    return "; ".join(found)


def on_lists(lists: Candidates, places: np.ndarray) -> Priced:
    most = most_pairs(lists, places)
    bonus = bonus_for(int(lists.score.max()), len(most.mentor_of), int(places.sum()))
    return highest_total(lists, places, bonus=bonus, start=most)


def kernel(options: argparse.Namespace) -> str:
    rows, columns, _ = population(2000, 8000, 1)
    pairs = pairs_to_score(rows, columns, CRITERIA)
    limit, nothing = np.full(2000, 8200), np.zeros(8000, np.int64)

    def plain() -> None:
        for _ in pairs.blocks(np.arange(2000)):
            pass

    acts = (
        plain,
        lambda: best_of_each(pairs, 64),
        lambda: pairs_above(pairs, np.arange(2000), limit, nothing, at_least=0, most=16),
    )
    for act in acts:
        act()
    taken = [[seconds(act) for act in acts] for _ in range(options.rounds)]
    each = statistics.median(times[0] for times in taken) / 16e6 * 1e9
    best, pricing = (statistics.median(times[at] / times[0] for times in taken) for at in (1, 2))
    return f"{each:.2f} ns a pair; best 64 {best:.2f} x; pricing {pricing:.2f} x"


def every_cost(options: argparse.Namespace) -> str:
    score, places = table_of(1000)
    certificate = assign(score, places, fairness="total").certificate
    costs(score, places, certificate)
    ours = lambda: seconds(lambda: costs(score, places, certificate))  # noqa: E731
    return beside(ours, lambda: peer("munkres 3, one counterfactual", (score, places), options), 1)


def update(options: argparse.Namespace) -> str:
    score, places = table_of(5000)
    kept, edits = Kept(score, places, fairness="total"), []
    for mentee in range(0, 5000, 5000 // (20 * options.rounds)):
        pair = mentee, int(kept.assignment().mentor_of[mentee])
        if pair[1] >= 0:
            edits.append(seconds(lambda pair=pair: (kept.forbid(*pair), kept.assignment())))
    return f"1/{seconds(solved((score, places))) / statistics.median(edits):,.0f} (5,000 mentees)"


def fairness(options: argparse.Namespace) -> str:
    table = table_of(1000)
    kinds = ("total", "floor", "leximin")
    for kind in kinds:
        seconds(solved(table, kind))
    taken = [[seconds(solved(table, kind)) for kind in kinds] for _ in range(options.rounds)]
    floor, leximin = (statistics.median(times[at] / times[0] for times in taken) for at in (1, 2))
    return f"floor {floor:.2f} x; leximin {leximin:.2f} x"


def large(mentees: int, mentors: int) -> None:
    """12 cities and 3 programmes; goal: a million and 600,000 in 300 s and 1 GB, proved."""
    rows, columns, places = population(mentees, mentors, 3, cities=12, programmes=3)
    criteria = Criteria(rules=Rules(same_place=True), fairness="total")
    begun = time.process_time()
    choice = choose(Task(rows, columns, places, criteria), tell=lambda words: print(f"... {words}", file=sys.stderr))
    taken = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    matched = int((choice.mentor_of >= 0).sum())
    print(f"{mentees:,} mentees, {mentors:,} mentors: {matched:,} matched, proved: {choice.proved},", end=" ")
    print(f"{taken:.1f} s, {memory:.2f} GB at most")


if __name__ == "__main__":
    sys.exit(main())
