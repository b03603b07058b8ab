"""Groups: one mentor or two with two to eight mentees; each mentor and mentee in it is a pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from handslag.matching import propose
from handslag.matching.gathering import LEAST, MOST, may_gather, speak
from handslag.outbox.letters import Letter
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme

from .. import group_notices
from ..criteria import criteria_of
from ..facts import contributions_of
from ..grouping import group_pool, running_in, sides_of, with_room
from ..models import Group, Pair
from ..people import people_of
from ..readiness import pool_of
from ..turning import said_in, texts_waiting
from .errors import AlreadyEnded, NotAvailable, NotOneGroup, OtherLanguage, TextsWait, WrongMentors, WrongSize
from .lives import close, hold_running, require_day
from .rounds import hold, journal

MOST_MENTORS = 2
Reasons = dict[tuple[str, str], list[dict[str, object]]]  # of each (mentee, mentor)


@dataclass(frozen=True)
class Plan:
    """A group that is not made yet."""

    programme: Programme
    name: str
    language: str
    theme: str
    mentors: Sequence[Membership]
    mentees: Sequence[Membership]

    def group(self, by: Person | None, at: datetime) -> Group:
        programme = self.programme
        return Group(
            organisation_id=programme.organisation_id, programme=programme, name=self.name.strip(),
            language=self.language, theme=self.theme, made_at=at, made_by=by,
        )  # fmt: skip


def letters_of(plan: Plan, at: datetime) -> list[Letter]:
    """What making the group will send; nothing is written. Raises as `make_group` does."""
    reasons = _require_possible(plan, at)
    group = plan.group(None, at)
    return group_notices.group_letters(group, _pairs(group, plan.mentors, plan.mentees, reasons, at))


@transaction.atomic
def make_group(plan: Plan, *, by: Person | None, at: datetime) -> Group:
    """Make the group and its pairs, and write to everybody in it. The team has asked them before: nobody is asked to
    say yes by letter, to each of several people.

    Raises WrongSize, WrongMentors, NotAvailable, OtherLanguage, NotOneGroup where a hard rule stands against it, and
    TextsWait where something said in confidence has not been turned into rules.
    """
    hold(plan.programme)
    reasons = _require_possible(plan, at)
    group = plan.group(by, at)
    group.save(force_insert=True)
    journal("group.make", group, by=by, at=at)
    pairs = _made(group, plan.mentors, plan.mentees, reasons, by, at)
    group_notices.made(group, pairs, by=by, at=at)
    return group


@transaction.atomic
def add_to_group(*, group: Group, mentee: Membership, by: Person | None, at: datetime) -> list[Pair]:
    """Let `mentee` come to a group that meets: a pair with each of its mentors. Raises as `make_group` does, and
    AlreadyEnded where nobody is left in it."""
    hold(group.programme)
    running = running_in(group)
    mentors, mentees = sides_of(running)
    if not running:
        raise AlreadyEnded(_("This group has ended."))
    _require_sizes(len(mentors), len(mentees) + 1)
    _require_free(group.programme, (), [mentee], at)
    reasons = _require_allowed(group.programme, group.language, mentors, [*mentees, mentee], at)
    pairs = _made(group, mentors, [mentee], reasons, by, at)
    group_notices.joined(group, mentee, [*running, *pairs], by=by, at=at)
    return pairs


@transaction.atomic
def take_out(
    *, group: Group, member: Membership, reason: str, on: date, by: Person | None, at: datetime
) -> list[Pair]:  # fmt: skip
    """Let a mentee or a mentor leave the group on the day `on`: each pair of hers or his in it ends, for `reason`.

    Raises AlreadyEnded, WrongDay.
    """
    hold(group.programme)
    pairs = [pair for pair in running_in(group) if member.pk in (pair.mentor_id, pair.mentee_id)]
    if not pairs:
        raise AlreadyEnded(_("This person has left the group before."))
    for pair in pairs:
        pair.programme = group.programme
        hold_running(pair)
        require_day(pair, on, at, earliest=pair.started_on or day_of(pair.programme, pair.matched_at))
        close(pair, reason=Pair.EndReason(reason), on=on, by=by, at=at)
    if reason != Pair.EndReason.ERROR:
        group_notices.left(group, member, pairs, by=by, at=at)
    return pairs


def _require_possible(plan: Plan, at: datetime) -> Reasons:
    _require_sizes(len(set(plan.mentors)), len(set(plan.mentees)))
    _require_free(plan.programme, plan.mentors, plan.mentees, at)
    return _require_allowed(plan.programme, plan.language, plan.mentors, plan.mentees, at)


def _require_sizes(mentors: int, mentees: int) -> None:
    if not 1 <= mentors <= MOST_MENTORS:
        raise WrongMentors(_("Choose one mentor or two."))
    if not LEAST <= mentees <= MOST:
        raise WrongSize(_("A group has %(least)s to %(most)s mentees.") % {"least": LEAST, "most": MOST})


def _require_free(
    programme: Programme, mentors: Sequence[Membership], mentees: Sequence[Membership], at: datetime
) -> None:
    """Raise where somebody has left or has a pair, or a mentor is not trained or has no place."""
    members = [member.pk for member in (*mentors, *mentees)]
    pool = pool_of(programme, day_of(programme, at), members=members)
    free = {c.membership.pk for c in (*pool.mentors, *pool.mentees) if c.is_ready}
    gone = [str(member.person) for member in (*mentors, *mentees) if member.pk not in free]
    if gone:
        names = get_text_list(gone, _("and"))
        raise NotAvailable(_("Not free any more, or not trained: %(names)s. Choose somebody else.") % {"names": names})


def _require_allowed(
    programme: Programme, language: str, mentors: Sequence[Membership], mentees: Sequence[Membership], at: datetime
) -> Reasons:
    """What speaks for each pair of the group; raises where a rule stands against one, without saying which rule."""
    everybody = [*mentors, *mentees]
    if texts_waiting(programme) or any(one.told.waits for one in said_in(programme, everybody)):
        raise TextsWait(
            _("Something that was said in confidence has to be sorted out first, by a colleague who is named for it.")
        )
    on = day_of(programme, at)
    criteria = criteria_of(programme, on)
    people = people_of(programme, group_pool(mentors, mentees))
    people = with_room(people.with_ready(str(member.pk) for member in everybody), len(mentees))
    here = [*people.mentors.values(), *people.mentees.values()]
    speaking = speak(here, criteria, language)
    silent = [str(member.person) for member in everybody if str(member.pk) not in speaking]
    if silent:
        names = get_text_list(silent, _("and"))
        raise OtherLanguage(_("Not known to speak it well enough: %(names)s.") % {"names": names})
    if not may_gather(people.mentors.values(), people.mentees.values(), criteria, people.forbidden):
        raise NotOneGroup(
            _(
                "These people cannot be one group. A mentor may not fit a mentee, or another rule stands against it. "
                "Choose somebody else."
            )
        )
    return {pair: why for key in people.mentors for pair, why in _reasons(people, key, criteria)}


def _reasons(people, mentor: str, criteria):
    """((mentee, mentor), what speaks for them) of everybody in the group with one of its mentors."""
    pins = [(mentee, mentor) for mentee in people.mentees]
    found = propose([people.mentors[mentor]], people.mentees.values(), criteria, pinned=pins)
    for pair in found.pairs:
        why = contributions_of(people.mentors[mentor], people.mentees[pair.mentee], pair.contributions, criteria)
        yield (pair.mentee, mentor), why


def _pairs(group: Group, mentors, mentees, reasons: Reasons, at: datetime) -> list[Pair]:
    return [
        Pair(
            organisation_id=group.organisation_id, programme=group.programme, group=group, mentor=mentor,
            mentee=mentee, reasons=reasons[str(mentee.pk), str(mentor.pk)], matched_at=at, agreed_at=at,
        )
        for mentee in mentees
        for mentor in mentors
    ]  # fmt: skip


def _made(group: Group, mentors, mentees, reasons: Reasons, by: Person | None, at: datetime) -> list[Pair]:
    pairs = Pair.objects.bulk_create(_pairs(group, mentors, mentees, reasons, at))
    for pair in pairs:
        journal("pair.match", pair, by=by, at=at, group=str(group.pk))
    return pairs
