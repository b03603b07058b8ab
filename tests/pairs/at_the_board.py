"""A board with two pairs, and what is read of it, for the tests of its pages."""

from handslag.pairs import actions
from handslag.pairs.models import Proposal
from tests.pairs import made
from tests.pairs.made import NOW

Status = Proposal.Status


def two_pairs(programme, by):
    """Pairs suggested for two mentors and two mentees; each mentor knows one thing, which one mentee needs."""
    for n, need in enumerate(("housing", "health")):
        knows = {f"know_{theme}": 1 for theme in ("housing", "health")} | {f"know_{need}": 4}
        made.mentor(programme, f"Mentor {n}", **knows)
        made.mentee(programme, f"Mentee {n}", help_wanted=[need])
    return actions.suggest(programme=programme, by=by, at=NOW)


def text(response):
    return " ".join(response.content.decode().split())


def row_of(board, number):
    return board.proposals.exclude(status=Status.REFUSED).get(mentee__person__family_name=str(number))


def pairs_in(board):
    rows = board.proposals.exclude(status=Status.REFUSED).select_related("mentor__person", "mentee__person")
    return {(str(row.mentee.person), str(row.mentor.person), row.status) for row in rows}
