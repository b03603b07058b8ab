"""Chapter three: matching, publishing, and first meetings with the team present."""

from datetime import timedelta

from handslag.content.queries import newest
from handslag.mentoring.actions import add_goal, approve_plan, hold_intake, sign
from handslag.pairs.actions import answer, decide, leave_open, publish, suggest
from handslag.pairs.models import Answer, Proposal

from .team import PAIR_BY_NAME
from .words import GOALS, OWN_POINTS, languages_of

PAIRS = 25
PLACE = "Stadsbiblioteket"


def match(programme, team, calendar) -> str:
    """Suggest, accept the best twenty-five, publish."""
    at = calendar.at(calendar.training + timedelta(days=29), hour=11)
    matching_round = suggest(programme=programme, by=team["coordinator"], at=at)
    proposals = list(matching_round.proposals.order_by("-score", *PAIR_BY_NAME))
    for proposal in proposals[:PAIRS]:
        decide(proposal=proposal, status=Proposal.Status.ACCEPTED, by=team["coordinator"], at=at)
    for proposal in proposals[PAIRS:]:
        leave_open(matching_round=matching_round, mentee=proposal.mentee, by=team["coordinator"], at=at, reason="later")
    seen = [proposal.pk for proposal in proposals[:PAIRS]]
    pairs = publish(matching_round=matching_round, seen=seen, by=team["coordinator"], at=at)
    for pair in pairs:
        for member, after in ((pair.mentor, timedelta(days=1)), (pair.mentee, timedelta(days=2))):
            answer(pair=pair, member=member, said=Answer.Said.YES, by=member.person, at=at + after)
    return f"{len(pairs)} pairs published, and all have said yes"


def first_meetings(programme, team, calendar, dice) -> str:
    """Each pair meets within two weeks of the phase's first day, signs, and begins a plan; most plans are approved."""
    document = newest(programme.organisation, "code_of_conduct", "en", programme.pk)
    if document is None:
        raise LookupError("The template brings no code of conduct.")
    pairs = list(
        programme.pairs.select_related("mentor__person", "mentee__person").order_by("matched_at", *PAIR_BY_NAME)
    )
    languages = languages_of(programme, pairs)
    for number, pair in enumerate(pairs):
        language = languages[pair.pk]
        day = calendar.mentoring + timedelta(days=number % 12)
        at = calendar.at(day, hour=16)
        agreement = hold_intake(
            pair=pair, document=document, held_on=day, own_points=OWN_POINTS[language],
            next_meetings=[(calendar.at(day + timedelta(days=7 * week), hour=17), PLACE) for week in (1, 2, 3)],
            by=team["coordinator"], at=at,
        )  # fmt: skip
        for membership in (pair.mentor, pair.mentee):
            sign(
                agreement=agreement, membership=membership, signed_name=str(membership.person), method="in_room",
                by=team["coordinator"], at=at,
            )  # fmt: skip
        _plan(pair, number, language, day, team, calendar, dice)
    return f"{len(pairs)} first meetings held"


def _plan(pair, number, language, day, team, calendar, dice) -> None:
    """One or two goals; two pairs have no approved plan yet."""
    for area, text, first_step in dice.sample(GOALS[language], 1 + number % 2):
        add_goal(
            pair=pair, area=area, text=text, first_step=first_step, due_on=day + timedelta(days=dice.randint(120, 240)),
            by=pair.mentor.person, at=calendar.at(day + timedelta(days=10), hour=18),
        )  # fmt: skip
    if number not in (7, 19):
        approve_plan(pair=pair, by=team["supervisor"], at=calendar.at(day + timedelta(days=24), hour=10))
