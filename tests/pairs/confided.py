"""What was said in confidence, for the tests of that: made into rules, and what is suggested then."""

from datetime import timedelta

from handslag.pairs import actions
from handslag.pairs.turning import said_in
from tests.pairs.made import NOW

LATER = NOW + timedelta(hours=1)


def suggested(programme, by):
    rows = actions.suggest(programme=programme, by=by, at=LATER).proposals.all()
    return {(row.mentor, row.mentee) for row in rows}


def text(response):
    return " ".join(response.content.decode().split())


def turn(member, by, **rules):
    told_at = said_in(member.programme, [member])[0].told.at
    rules = {"persons": [], "countries": [], "names": ""} | rules
    actions.turn(member=member, told_at=told_at, by=by, at=LATER, **rules)
