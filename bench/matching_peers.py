"""One other solver on one table of scores, in a process of its own: prints the seconds it took, and what it found.

    .venv/bin/python -m bench.matching_peers NAME TABLE.npz

Exit status 3 where it is not installed. The table is made before the clock starts, in the form the solver wants.
"""

import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

NOT_INSTALLED = 3
Scores = NDArray[np.int64]
Pairs = list[tuple[int, int]]
Solve = Callable[[], Pairs]


def mentor_match(score: Scores, capacity: Scores) -> Solve:
    """With our scores as its only rule; a mentor with several places is several mentors."""
    process, rules = importlib.import_module("matching.process"), importlib.import_module("matching.rules.rule")
    mentees = importlib.import_module("matching.mentee").Mentee
    mentors = importlib.import_module("matching.mentor").Mentor
    column = np.repeat(np.arange(len(capacity)), capacity)

    class OurScore(rules.Rule):  # type: ignore[name-defined, misc]
        def apply(self, match: Any) -> int:
            found = int(score[match.mentee.row, match.mentor.column])
            match.disallowed = match.disallowed or found < 0
            return max(found, 0)

    people = [mentees(grade=0, email=f"e{row}") for row in range(len(score))]
    others = [mentors(grade=0, email=f"m{number}") for number in range(len(column))]
    for row, person in enumerate(people):
        person.row = row
    for number, person in enumerate(others):
        person.column = int(column[number])

    def solve() -> Pairs:
        process.match_and_assign_participants(process.generate_match_matrix(others, people, [OurScore()]))
        return [(person.row, person.mentors[0].column) for person in people if person.mentors]

    return solve


def munkres(score: Scores, capacity: Scores) -> Solve:
    """A column for each place; what is not allowed costs more than all scores together."""
    solver = importlib.import_module("munkres")
    cost, column = _costs(score, capacity)
    return lambda: _kept(score, column, *solver.linear_sum_assignment(cost.astype(np.float64)))


def munkres_counterfactual(score: Scores, capacity: Scores) -> Solve:
    """What forcing one pair would cost."""
    solver = importlib.import_module("munkres")
    cost, _ = _costs(score, capacity)

    def solve() -> Pairs:
        solver.counterfactual(cost, 0, 0)
        return []

    return solve


def munkres_algorithm(score: Scores, capacity: Scores) -> Solve:
    """JavaScript, by Node: it measures itself (`munkres_algorithm.cjs`), so that its start does not count."""
    cost, column = _costs(score, capacity)

    def solve() -> Pairs:
        with tempfile.NamedTemporaryFile() as file:
            cost.astype(np.float64).tofile(file)
            file.flush()
            script = Path(__file__).with_name("munkres_algorithm.cjs")
            done = subprocess.run(["node", script, file.name, *map(str, cost.shape)], capture_output=True, text=True)
        if "Cannot find module" in done.stderr:
            raise ImportError
        found = json.loads(done.stdout)
        solve.seconds = found["seconds"]  # type: ignore[attr-defined]
        rows = [row for row, place in enumerate(found["assignments"]) if place is not None]
        return _kept(score, column, rows, [found["assignments"][row] for row in rows])

    return solve


def ortools_flow(score: Scores, capacity: Scores) -> Solve:
    """Minimum-cost flow over the same candidates; a mentee who stays without is worth nothing."""
    flow = importlib.import_module("ortools.graph.python.min_cost_flow")
    row, column = np.nonzero(score >= 0)
    mentees, mentors = score.shape
    bonus = int(score.max()) * mentees + 1
    source, sink = mentees + mentors, mentees + mentors + 1
    tail = np.concatenate([row, np.full(mentees, source), mentees + np.arange(mentors), np.arange(mentees)])
    head = np.concatenate([mentees + column, np.arange(mentees), np.full(mentors, sink), np.full(mentees, sink)])
    room = np.concatenate([np.ones(len(row)), np.ones(mentees), capacity, np.ones(mentees)])
    cost = np.concatenate([-(bonus + score[row, column]), np.zeros(mentees + mentors + mentees)]).astype(np.int64)

    def solve() -> Pairs:
        graph = flow.SimpleMinCostFlow()
        graph.add_arcs_with_capacity_and_unit_cost(tail, head, room.astype(np.int64), cost)
        graph.set_node_supply(source, mentees)
        graph.set_node_supply(sink, -mentees)
        graph.solve()
        used = graph.flows(np.arange(len(row))) > 0
        return list(zip(row[used].tolist(), column[used].tolist(), strict=True))

    return solve


def mentormatch(score: Scores, capacity: Scores) -> Solve:
    """Its own rounds of proposals, with our scores deciding who is preferred and who may not meet."""
    context = importlib.import_module("mentormatch.api.app.setup_app_context")
    kinds = importlib.import_module("mentormatch.utils")
    checker = importlib.import_module("mentormatch.api.compatibility.compatibility_checker_implementation")
    pairs = importlib.import_module("mentormatch.api.pair.pair")
    first = 1_000_000

    def ours(pair: Any) -> int:
        return int(score[pair.mentee.wwid, pair.mentor.wwid - first])

    checker.CompatibilityRandomMentee.is_compatible = lambda self, pair: ours(pair) >= 0
    for name in ("NoPreference", "YearsDelta", "LevelDelta"):
        getattr(checker, f"Compatibility{name}").is_compatible = lambda self, pair: True
    pairs.Pair.__gt__ = lambda self, other: ours(self) > ours(other)
    alike = {"skills": ["s"], "function": "f", "first_name": "x", "location": "L", "gender": "f"}
    alike |= {"preference_yes": ["L", "f"], "preference_no": [], "preference_maybe": ["m", "d", "p", "q", "r"]}
    mentees = [
        *({**alike, "wwid": row, "last_name": str(row), "position_level": 3, "years_total": 10.0, "favor": 0}
          | {"preferred_functions": ["f"], "preferred_wwids": []} for row in range(len(score)))
    ]  # fmt: skip
    mentors = [
        *({**alike, "wwid": first + column, "last_name": str(column), "position_level": 4, "years_total": 20.0}
          | {"max_mentee_count": int(places)} for column, places in enumerate(capacity.tolist()))
    ]  # fmt: skip

    def solve() -> Pairs:
        made = context.Context(mentors, mentees)
        for kind in (kinds.ApplicantType.MENTOR, kinds.ApplicantType.MENTEE):
            made.get_applicants(kind).assemble_applicant_objects()
        made.get_matcher(kinds.PairType.PREFERRED).execute()
        made.get_matcher(kinds.PairType.RANDOM).execute()
        found = made.get_applicants(kinds.ApplicantType.MENTEE)
        return [(pair.mentee.wwid, pair.mentor.wwid - first) for person in found for pair in person.yield_pairs]

    return solve


def scipy(score: Scores, capacity: Scores) -> Solve:
    solver = importlib.import_module("scipy.optimize")
    cost, column = _costs(score, capacity)
    return lambda: _kept(score, column, *solver.linear_sum_assignment(cost.astype(np.float64)))


PEERS = {
    "mentor-match": mentor_match,
    "mentormatch": mentormatch,
    "munkres-algorithm": munkres_algorithm,
    "munkres 3": munkres,
    "munkres 3, one counterfactual": munkres_counterfactual,
    "OR-tools": ortools_flow,
    "scipy": scipy,
}

WARMED = ("scipy", "munkres 3", "munkres 3, one counterfactual")
"""Quick enough to run once before the clock starts, so that loading code and filling caches count for nobody."""


def _costs(score: Scores, capacity: Scores) -> tuple[Scores, Scores]:
    column = np.repeat(np.arange(len(capacity)), capacity)
    highest = int(score.max())
    cost = np.where(score >= 0, highest - score, (highest + 1) * (len(score) + 1))
    return np.ascontiguousarray(cost[:, column]), column


def _kept(score: Scores, column: Scores, rows: Any, columns: Any) -> Pairs:
    chosen = [(int(row), int(column[place])) for row, place in zip(rows, columns, strict=True)]
    return [pair for pair in chosen if score[pair] >= 0]


def main() -> int:
    name, table = sys.argv[1:]
    given = SimpleNamespace(**np.load(table))
    try:
        solve = PEERS[name](given.score, given.capacity)
        if name in WARMED:
            solve()
        begun = time.process_time()
        pairs = solve()
    except (ImportError, FileNotFoundError):
        return NOT_INSTALLED
    seconds = getattr(solve, "seconds", time.process_time() - begun)
    legal = [pair for pair in pairs if given.score[pair] >= 0]
    total = sum(int(given.score[pair]) for pair in legal)
    print(json.dumps({"seconds": seconds, "matched": len(legal), "total": total, "forbidden": len(pairs) - len(legal)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
