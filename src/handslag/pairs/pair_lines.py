"""What the list of pairs and the page of one say of a pair, in words; who has answered, and who is waited for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from handslag.core.addresses import addresses
from handslag.core.dates import short_day
from handslag.people.models import Account
from handslag.programmes.access import may
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme

from . import wording
from .models import Answer, MatchingRound, Pair
from .queries import PAGE, pairs_of, state_by, state_of

PERSON = ("_id", "__person__given_name", "__person__family_name")
SIDES = [f"{side}{what}" for side in ("mentee", "mentor") for what in PERSON]
DATES = ("matched_at", "answer_by", "agreed_at", "started_on", "ended_on")


@dataclass(frozen=True)
class PairLine:
    """One row of the list of pairs, in words. `kind`: the sign beside the word of the state (ui/status.html).

    told: of a pair that is asked, for those who match: who has said yes, who is waited for and until when; of one that
    ended before they met: why. leads: what `user` can do next, in words, and the page for it.
    """

    url: str
    mentor: str
    mentee: str
    matched_at: datetime
    started_on: date | None
    kind: str
    state: str
    told: str = ""
    leads: list[tuple[str, str]] = field(default_factory=list)


def pair_lines(user: Account, programme: Programme, state: str, number: str | None) -> tuple[Page, list[PairLine]]:
    """A page of the pairs of `programme` and its rows. Plain values: a pair brings four rows of the database."""
    rows = pairs_of(user, programme, state)
    page = Paginator(rows.values("pk"), PAGE).get_page(number)
    # Not read yet: the mentors' names are joined to these rows alone. The order needs the names of all mentees.
    chosen: Any = page.object_list
    found = rows.filter(pk__in=chosen).annotate(searches=_searches(programme))
    shown = list(found.values("pk", "group", "end_reason", "searches", *DATES, *SIDES))
    page_of, words = addresses("pairs:pair"), wording.states()
    asked = {row["pk"] for row in shown if _state_in(row) == "asked"}
    may_match, may_hold = (may(user, permission, programme) for permission in ("pair.match", "intake.hold"))
    yes = _who_said_yes(user, asked) if asked and may_match else set()
    lines = []
    for row in shown:
        url = page_of(row["pk"])
        told, leads = _told(row, yes, may_match), _leads(row, yes, url, may_match, may_hold)
        lines.append(
            PairLine(
                url, _name(row, "mentor"), _name(row, "mentee"), row["matched_at"], row["started_on"],
                *words[_state_in(row)], told, leads,
            )
        )  # fmt: skip
    return page, lines


def _searches(programme: Programme) -> Any:
    """Whether the mentee of the pair is in the programme and has nobody."""
    organisation = programme.organisation_id
    here = Membership.objects.of(organisation).filter(pk=OuterRef("mentee"), ended_at=None)
    running = Pair.objects.of(organisation).filter(mentee=OuterRef("mentee"), ended_on=None)
    return Q(Exists(here)) & ~Exists(running)


def _told(row: dict[str, Any], yes: Collection[tuple[UUID, UUID]], may_match: bool) -> str:
    state = _state_in(row)
    if state == "asked" and may_match:
        return _asked(row, yes)
    return f"{Pair.EndReason(row['end_reason']).label}." if state == "ended" and row["started_on"] is None else ""


def _leads(
    row: dict[str, Any], yes: Collection[tuple[UUID, UUID]], url: str, may_match: bool, may_hold: bool
) -> list[tuple[str, str]]:
    """`url`: the page of the pair, which leads on to whoever is free."""
    state = _state_in(row)
    if state == "asked" and may_match:
        return _to_write_down(row, yes)
    if state == "waiting" and may_hold:
        return [_to_first_meeting(row)]
    if state == "ended" and row["started_on"] is None and row["searches"] and may_match:
        return [(_("Find somebody new for %(name)s") % {"name": row["mentee__person__given_name"]}, url)]
    return []


def _state_in(row: dict[str, Any]) -> str:
    return state_by(row["agreed_at"], row["started_on"], row["ended_on"])


def _name(row: dict[str, Any], side: str) -> str:
    return " ".join(filter(None, (row[f"{side}__person__given_name"], row[f"{side}__person__family_name"])))


def _who_said_yes(user: Account, pairs: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """(pair, membership) of everybody who said yes."""
    rows = Answer.objects.visible_to(user).filter(pair__in=pairs, said=Answer.Said.YES)
    return set(rows.values_list("pair_id", "membership_id"))


def _asked(row: dict[str, Any], yes: Collection[tuple[UUID, UUID]]) -> str:
    """Who has said yes, who is waited for and until when, in sentences."""
    sentences = []
    if told := [name for pk, name in _both(row) if (row["pk"], pk) in yes]:
        sentences.append(_yes(told))
    if waits := [name for _pk, name in _silent(row, yes)]:
        sentences.append(_("Waits for: %(names)s.") % {"names": get_text_list(waits, _("and"))})
    if row["answer_by"]:
        sentences.append(_("Until %(day)s.") % {"day": short_day(row["answer_by"])})
    return " ".join(sentences)


def _silent(row: dict[str, Any], yes: Collection[tuple[UUID, UUID]]) -> list[tuple[UUID, str]]:
    return [(pk, name) for pk, name in _both(row) if (row["pk"], pk) not in yes]


def _to_write_down(row: dict[str, Any], yes: Collection[tuple[UUID, UUID]]) -> list[tuple[str, str]]:
    """Where a colleague writes down the answer of each who is waited for."""
    return [
        (_("Write down what %(name)s says") % {"name": name}, reverse("pairs:answer_by_phone", args=[row["pk"], pk]))
        for pk, name in _silent(row, yes)
    ]


def _to_first_meeting(row: dict[str, Any]) -> tuple[str, str]:
    if row["group"]:
        return _("Hold the first meeting of the group"), reverse("mentoring:group_intake", args=[row["group"]])
    return _("Hold the first meeting"), reverse("mentoring:intake", args=[row["pk"]])


def came_of(user: Account, matching_round: MatchingRound) -> dict[tuple[UUID, UUID], str]:
    """What has come of the pairs of a published round, in sentences, by mentee and mentor: the state, who has said yes
    and who is waited for, or why it ended. For those who match: the reason of a no is told. Two queries."""
    rows = Pair.objects.visible_to(user).filter(round=matching_round).values("pk", "end_reason", *DATES, *SIDES)
    answers = Answer.objects.visible_to(user).filter(pair__round=matching_round)
    said = {(answer.pair_id, answer.membership_id): answer for answer in answers}
    yes, words = {key for key, answer in said.items() if answer.said == Answer.Said.YES}, wording.states()
    return {(row["mentee_id"], row["mentor_id"]): " ".join(_came(row, words, said, yes)) for row in rows}


def _came(
    row: dict[str, Any], words: dict, said: dict[tuple[UUID, UUID], Answer], yes: set[tuple[UUID, UUID]]
) -> Iterator[str]:
    state = _state_in(row)
    yield f"{words[state][1]}."
    told = [(name, said[row["pk"], pk]) for pk, name in _both(row) if (row["pk"], pk) in said]
    if state == "asked":
        yield _asked(row, yes)
    elif state == "waiting" and told:
        yield _yes([name for name, _answer in told])
    elif state == "ended":
        yield f"{Pair.EndReason(row['end_reason']).label}."
        yield from (f"{name}: {said_in_words(answer)}." for name, answer in told if answer.said == Answer.Said.NO)


def said_in_words(answer: Answer) -> str:
    """Yes, or no and why."""
    return ". ".join(filter(None, (str(answer.get_said_display()), str(answer.get_reason_display()))))


def _both(row: dict[str, Any]) -> list[tuple[UUID, str]]:
    """Membership and first name of the two, the mentee first."""
    return [(row[f"{side}_id"], row[f"{side}__person__given_name"]) for side in ("mentee", "mentor")]


def _yes(names: list[str]) -> str:
    return _("Yes: %(names)s.") % {"names": get_text_list(names, _("and"))}


@dataclass(frozen=True)
class AnswerLine:
    """What one of the two said, in words; empty while she is silent. `url`: where a colleague writes it down."""

    name: str
    said: str
    on: datetime | None
    by_phone: bool
    url: str


def answer_lines(user: Account, pair: Pair) -> list[AnswerLine]:
    """What the two said when they were asked, the mentee first; nothing where `user` may not see it."""
    given = {row.membership_id: row for row in Answer.objects.visible_to(user).filter(pair=pair)}
    if not given and not (state_of(pair) == "asked" and may(user, "pair.match", pair)):
        return []
    lines = []
    for member in (pair.mentee, pair.mentor):
        row = given.get(member.pk)
        lines.append(
            AnswerLine(
                str(member.person), said_in_words(row) if row else "", row.answered_at if row else None,
                row is not None and row.entered_by_id is not None,
                reverse("pairs:answer_by_phone", args=[pair.pk, member.pk]),
            )
        )  # fmt: skip
    return lines


def no_yes_yet(pair: Pair) -> str:
    """Who of a pair that is asked has not said yes, in a sentence; "" where both want to meet, or it is over."""
    if state_of(pair) != "asked":
        return ""
    yes = set(pair.answers.filter(said=Answer.Said.YES).values_list("membership", flat=True))
    silent = [member.person.given_name for member in (pair.mentee, pair.mentor) if member.pk not in yes]
    if len(silent) == 1:
        return _("%(name)s has not said yes yet.") % {"name": silent[0]}
    return _("Nobody has said yes yet.")


def answer_of(pair: Pair, member: Membership) -> Answer | None:
    """What `member`, one of the two, said; None while she is silent."""
    return pair.answers.filter(membership=member).first()


def said_before(row: Answer | None, member: Membership, programme: Programme, *, is_own: bool) -> str:
    """What `member` has said, when, and whether on the phone, in a sentence; "" while she is silent. The page is for
    herself (`is_own`) or for a colleague who writes down what she says. Why is not told here."""
    if row is None:
        return ""
    sentences = {
        (Answer.Said.YES, True, False): _("You said yes on %(day)s."),
        (Answer.Said.YES, True, True): _("You said yes on %(day)s, on the phone."),
        (Answer.Said.YES, False, False): _("%(name)s said yes on %(day)s."),
        (Answer.Said.YES, False, True): _("%(name)s said yes on %(day)s, on the phone."),
        (Answer.Said.NO, True, False): _("You said no on %(day)s."),
        (Answer.Said.NO, True, True): _("You said no on %(day)s, on the phone."),
        (Answer.Said.NO, False, False): _("%(name)s said no on %(day)s."),
        (Answer.Said.NO, False, True): _("%(name)s said no on %(day)s, on the phone."),
    }
    words = {"name": member.person.given_name, "day": short_day(day_of(programme, row.answered_at))}
    return sentences[Answer.Said(row.said), is_own, row.entered_by_id is not None] % words
