"""A matching round as rows, for paper and for a sheet: what the board shows, no scores, nothing said in confidence."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from django.utils.translation import gettext as _

from handslag.people.models import Account
from handslag.programmes.models import Membership

from . import wording
from .board import board, decisions_of
from .decided import state_of
from .models import MatchingRound, Proposal
from .queries import APPROVED

Status = Proposal.Status
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    mentee: str
    mentor: str
    state: str
    reasons: list[str]
    cautions: list[str]


@dataclass(frozen=True)
class Paper:
    """The proposed pairs, and the mentees for whom there is nobody."""

    pairs: list[Row]
    left: list[Row]


def paper_of(user: Account, matching_round: MatchingRound, at: datetime) -> Paper:
    """All of the round; of a published one what was published, and who was left without a mentor then."""
    found = board(user, matching_round.programme, None, at, of=matching_round, everything=True)
    pairs = [
        Row(
            str(card.proposal.mentee.person), str(card.proposal.mentor.person),
            str(card.proposal.get_status_display()), card.reasons, card.cautions,
        )
        for card in found.cards
        if (card.is_approved if matching_round.published_at else card.proposal.status != Status.REFUSED)
    ]  # fmt: skip
    if matching_round.published_at:
        return Paper(pairs, _left_then(user, matching_round))
    return Paper(pairs, [Row(str(lone.membership.person), "", "", lone.reasons, lone.helps) for lone in found.mentees])


def _left_then(user: Account, matching_round: MatchingRound) -> list[Row]:
    """Who had no mentor when the round was published, by name: left open, suggested and not decided, or unmatched."""
    left_open = state_of(decisions_of(user, matching_round)).open
    rows = matching_round.proposals.values_list("mentee_id", "status")
    suggested = {str(pk) for pk, status in rows if status == Status.SUGGESTED}
    matched = {str(pk) for pk, status in rows if status in APPROVED}
    reasons = {person["membership"]: wording.unmatched(person) for person in matching_round.unmatched}
    reasons |= {key: [_("A pair was suggested, and not decided.")] for key in suggested}
    reasons |= {key: [_("The team has left this mentee open for now.")] for key in left_open}
    members = Membership.objects.of(matching_round.organisation_id).filter(pk__in=reasons.keys() - matched)
    named = {str(member.pk): str(member.person) for member in members.select_related("person")}
    return [
        Row(name, "", "", reasons[key], [])
        for key, name in sorted(named.items(), key=lambda item: (item[1].casefold(), item[0]))
    ]


def sheet_of(paper: Paper) -> bytes:
    """An XLSX file; a cell is text, whatever it begins with."""
    stream = io.BytesIO()
    no_magic = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, {"in_memory": True, **no_magic}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Pairs")[:31])
        heads = [_("Mentee"), _("Mentor"), _("State"), _("Reasons"), _("Look at")]
        sheet.write_row(0, 0, heads, bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 2, 24)
        sheet.set_column(3, 4, 60)
        for number, cells in enumerate(_cells(paper), start=1):
            for column, text in enumerate(cells):
                sheet.write_string(number, column, _harmless(text), wrapped)
    return stream.getvalue()


def _cells(paper: Paper) -> Iterable[list[str]]:
    nobody = _("nobody yet")
    for row in paper.pairs:
        yield [row.mentee, row.mentor, row.state, "\n".join(row.reasons), "\n".join(row.cautions)]
    for row in paper.left:
        yield [row.mentee, nobody, "", "\n".join(row.reasons), "\n".join(row.cautions)]


def _harmless(text: str) -> str:
    """A sheet that is saved as CSV later must not become a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
