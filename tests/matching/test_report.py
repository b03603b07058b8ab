"""A proposal as files that a project worker opens in whatever spreadsheet program there is."""

import csv
import io
import json
from dataclasses import replace

import pytest

from handslag.matching import propose
from handslag.matching.criteria import Criteria
from handslag.matching.people import Mentee, Mentor
from handslag.matching.report import PAIR_HEADINGS, pairs_csv, report_json
from handslag.matching.sheets import People

LANGUAGES = {"sv": None}


def people_named(name, mentees=2):
    """One mentor, and mentees who all have the same name."""
    everybody = [Mentee(id=f"e{number}", name=name, languages=LANGUAGES) for number in range(mentees)]
    return People(mentors=(Mentor(id="m", languages=LANGUAGES),), mentees=tuple(everybody), unused={})


def proposed(people, fairness="floor"):
    return propose(people.mentors, people.mentees, Criteria(fairness=fairness))


def opened(content, separator):
    """The cells as a program has them that takes this separator for its own, whatever was meant."""
    return [cell for row in csv.reader(io.StringIO(content.decode(), newline=""), delimiter=separator) for cell in row]


@pytest.mark.parametrize("written", [",", ";"])
@pytest.mark.parametrize("read", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "Eva;=cmd|'/C calc'!A0;",
        "Eva,+46",
        'Eva;"=1+1"',
        "Eva; \t-1",
        "Eva\t@SUM(A1)",
        "Eva\n=1+1",
        "Eva|=1+1",
        "Eva;＝1+1",
    ],
)
def test_no_cell_starts_a_formula_whatever_separates_the_cells(name, read, written):
    people = people_named(name)
    content = pairs_csv(proposed(people), people, written)
    lines = [line for cell in opened(content, read) for line in cell.splitlines()]
    starts = {line.lstrip(' \t\r\n"')[:1] for line in lines}
    assert not starts & set("=+-@＝＋－＠")


@pytest.mark.parametrize("name", ["Anna-Lena", "C++; C#", "a=b", "Åsa (x+y)"])
def test_a_text_that_starts_nothing_stays_as_it_is(name):
    people = people_named(name)
    assert name in opened(pairs_csv(proposed(people), people), ",")


def test_the_unmatched_stand_below_the_pairs_with_their_reasons():
    people = people_named("Åsa")
    rows = list(csv.DictReader(io.StringIO(pairs_csv(proposed(people), people, ";").decode()), delimiter=";"))
    assert list(rows[0]) == [*PAIR_HEADINGS, "reasons", "relaxations"]
    assert [(row["mentee"], row["mentee_name"], row["mentor"], row["score"], row["reasons"]) for row in rows] == [
        ("e0", "Åsa", "m", rows[0]["score"], ""),
        ("e1", "Åsa", "", "", "no_free_mentor_fits"),
    ]


@pytest.mark.parametrize(
    ("fairness", "cost", "told"),
    [
        ("floor", (0, 0, 0), (0, 0, 0)),
        ("floor", (0, 0, 7), (0, 0, 7)),
        ("floor", (0, 5, 0), (0, 5, None)),
        ("floor", (1, 0, 0), (1, None, None)),
        ("leximin", (0, 0, 0), (0, 0, None)),
        ("leximin", (1, 0, 0), (1, None, None)),
        ("total", (0, 0, 7), (0, None, 7)),
        ("total", (1, 0, -9), (1, None, -9)),
    ],
)
def test_what_an_alternative_costs_is_told_as_far_as_it_was_worked_out(fairness, cost, told):
    people = People(
        mentors=tuple(Mentor(id=name, languages=LANGUAGES) for name in ("m1", "m2")),
        mentees=(Mentee(id="e", languages=LANGUAGES),),
        unused={},
    )
    proposal = proposed(people, fairness)
    (pair,) = proposal.pairs
    (other,) = pair.alternatives
    other = replace(other, cost=type(other.cost)(*cost))
    proposal = replace(proposal, pairs=(replace(pair, alternatives=(other,)),))
    (pair,) = json.loads(report_json(proposal, fairness))["pairs"]
    names = ("fewer_matched", "lower_worst", "lower_total")
    assert pair["alternatives"][0]["cost"] == dict(zip(names, told, strict=True))
