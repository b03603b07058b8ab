"""A matching round as rows, for paper and for a sheet: what the board shows, no scores, nothing said in confidence."""

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import xlsxwriter
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.journal.models import Entry
from handslag.people.models import Account
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.keys import KEYS
from handslag.questionnaires.models import Response
from handslag.training.queries import units_counted, units_required

from . import wording
from .board import board, decisions_of
from .decided import state_of
from .models import MatchingRound, Pair, Pause, Proposal
from .pair_lines import came_of
from .queries import APPROVED
from .readiness import must_be_trained

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
    """The proposed pairs; the mentees for whom there is nobody; the mentors with free places, by name, and how many."""

    pairs: list[Row]
    left: list[Row]
    mentors: list[tuple[str, int]]


def paper_of(user: Account, matching_round: MatchingRound, at: datetime) -> Paper:
    """All of the round; of a published one what was published and has come of it, and who was left without anybody
    then."""
    if matching_round.published_at:
        return _published(user, matching_round, matching_round.published_at)
    found = board(user, matching_round.programme, None, at, of=matching_round, everything=True)
    proposals = (card.proposal for card in found.cards if card.proposal.status != Status.REFUSED)
    return Paper(
        [_row(proposal, str(proposal.get_status_display()), matching_round.programme) for proposal in proposals],
        [
            Row(str(lone.membership.person), "", "", lone.reasons, lone.helps)
            for lone in (*found.mentees, *found.pausing)
        ],
        [(str(lone.membership.person), lone.places) for lone in found.mentors],
    )


def _published(user: Account, matching_round: MatchingRound, at: datetime) -> Paper:
    rows = Proposal.objects.visible_to(user).filter(round=matching_round)
    proposals = list(rows.select_related("mentor__person", "mentee__person"))
    came, approved = came_of(user, matching_round), [row for row in proposals if row.status in APPROVED]
    pairs = [_row(row, came.get((row.mentee_id, row.mentor_id), ""), matching_round.programme) for row in approved]
    pairs.sort(key=lambda row: (row.mentee.casefold(), row.mentor))
    mentors = _mentors_then(matching_round, at)
    return Paper(pairs, _left_then(user, matching_round, proposals, every_place_taken=not mentors), mentors)


def _row(proposal: Proposal, state: str, programme: Programme) -> Row:
    reasons = wording.reasons(proposal.contributions, programme)
    mentee, mentor = str(proposal.mentee.person), str(proposal.mentor.person)
    return Row(mentee, mentor, state, reasons, wording.cautions(proposal.cautions))


def _left_then(
    user: Account, matching_round: MatchingRound, proposals: Iterable[Proposal], every_place_taken: bool
) -> list[Row]:  # fmt: skip
    """Who had no mentor when the round was published, by name: left open, suggested and not decided, or unmatched."""
    left_open = state_of(decisions_of(user, matching_round)).open
    suggested = {str(row.mentee_id) for row in proposals if row.status == Status.SUGGESTED}
    matched = {str(row.mentee_id) for row in proposals if row.status in APPROVED}
    why = matching_round.unmatched
    reasons = {one["membership"]: wording.unmatched(one, every_place_taken=every_place_taken) for one in why}
    reasons |= {key: [_("A pair was suggested, and not decided.")] for key in suggested}
    reasons |= {key: [_("The team has left this mentee open for now.")] for key in left_open}
    members = Membership.objects.of(matching_round.organisation_id).filter(pk__in=reasons.keys() - matched)
    named = {str(member.pk): str(member.person) for member in members.select_related("person")}
    return [
        Row(name, "", "", reasons[key], [])
        for key, name in sorted(named.items(), key=lambda item: (item[1].casefold(), item[0]))
    ]


def _mentors_then(matching_round: MatchingRound, at: datetime) -> list[tuple[str, int]]:
    """Which mentors had places left when the round was published (`at`), and how many: ready then, and not pausing.
    Pairs whose end was written later took their places still, whatever day they ended on, and so did all that the round
    made. Four queries at most."""
    programme, organisation = matching_round.programme, matching_round.organisation_id
    on = day_of(programme, at)
    told = Response.objects.of(organisation).filter(
        programme=programme, person=OuterRef("person"), questionnaire__key__in=KEYS[Role.MENTOR], answered_at__lte=at
    )
    offered = told.annotate(offered=KT("coded__places")).order_by("-answered_at").values("offered")[:1]
    then = Q(ended_at=None) | Q(ended_at__gt=at)
    pausing = Pause.objects.of(organisation).filter(then, membership=OuterRef("pk"), since__lte=at)
    rows = Membership.objects.of(organisation).filter(
        then, ~Exists(pausing), programme=programme, role=Role.MENTOR, joined_at__lte=at
    )
    pairs = Pair.objects.of(organisation).filter(programme=programme, matched_at__lte=at)
    found = list(pairs.values_list("pk", "mentor_id", "ended_on", "round_id"))
    ended = [str(pk) for pk, _mentor, ended_on, _round in found if ended_on is not None and ended_on <= on]
    later = Entry.objects.of(organisation).filter(action="pair.end", subject_id__in=ended, at__gt=at)
    ended_later = {UUID(key) for key in later.values_list("subject_id", flat=True)}
    taken = Counter(
        mentor
        for pk, mentor, ended_on, made_in in found
        if ended_on is None or ended_on > on or pk in ended_later or made_in == matching_round.pk
    )
    done, required = units_counted(programme, on), units_required(programme) if must_be_trained(programme) else 0
    free = [
        (str(mentor.person), int(mentor.offered or 1) - taken[mentor.pk])
        for mentor in rows.select_related("person").annotate(offered=Subquery(offered))
        if done.get(mentor.pk, 0) >= required
    ]
    return sorted(((name, places) for name, places in free if places > 0), key=lambda one: one[0].casefold())


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
    for name, places in paper.mentors:
        yield [nobody, name, "", ngettext("%(n)s place", "%(n)s places", places) % {"n": places}, ""]


def _harmless(text: str) -> str:
    """A sheet that is saved as CSV later must not become a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
