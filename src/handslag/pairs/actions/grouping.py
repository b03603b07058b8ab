"""Groups: one mentor or two with two to eight mentees; each mentor and mentee in it is a pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.outbox.letters import Letter
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme

from .. import group_notices
from ..grouping import running_in, sides_of
from ..leaving import who_left
from ..models import Group, Pair
from .errors import AlreadyEnded
from .group_rules import Reasons, require_allowed, require_free, require_not_left, require_sizes
from .lives import close, hold_running, require_day, take_back_questions
from .pausing import look_again, pause
from .rounds import hold, journal, refusal_noted


@dataclass(frozen=True)
class Plan:
    """A group that is not made yet. Somebody named twice is in it once."""

    programme: Programme
    name: str
    language: str
    theme: str
    mentors: Sequence[Membership]
    mentees: Sequence[Membership]

    def __post_init__(self) -> None:
        object.__setattr__(self, "mentors", list(dict.fromkeys(self.mentors)))
        object.__setattr__(self, "mentees", list(dict.fromkeys(self.mentees)))

    def group(self, by: Person | None, at: datetime) -> Group:
        programme = self.programme
        return Group(
            organisation_id=programme.organisation_id, programme=programme, name=self.name.strip(),
            language=self.language, theme=self.theme, made_at=at, made_by=by,
        )  # fmt: skip


def letters_of(plan: Plan, *, by: Person | None, at: datetime) -> list[Letter]:
    """What making the group will send; nothing is made. Raises as `make_group` does; as there a refusal is noted."""
    with refusal_noted("group.refuse", plan.programme, by=by, at=at):
        reasons = _require_possible(plan, at)
    group = plan.group(None, at)
    return group_notices.group_letters(group, _pairs(group, plan.mentors, plan.mentees, reasons, at))


def make_group(plan: Plan, *, by: Person | None, at: datetime) -> Group:
    """Make the group and its pairs, and write to everybody in it. The team has asked them before: nobody is asked to
    say yes by letter, to each of several people; and whoever wanted nobody for now wants this group, so the pause ends.

    Raises WrongSize, WrongMentors, NotAvailable, WantsNobody where somebody has left, OtherLanguage, NotOneGroup where
    a hard rule stands against it, and TextsWait where something said in confidence has not been turned into rules.
    """
    with refusal_noted("group.refuse", plan.programme, by=by, at=at), transaction.atomic():
        hold(plan.programme)
        reasons = _require_possible(plan, at)
        group = plan.group(by, at)
        group.save(force_insert=True)
        journal("group.make", group, by=by, at=at)
        pairs = _made(group, plan.mentors, plan.mentees, reasons, by, at)
        for member in (*plan.mentors, *plan.mentees):
            look_again(membership=member, by=by, at=at)
        group_notices.made(group, pairs, by=by, at=at)
    return group


def add_to_group(*, group: Group, mentee: Membership, by: Person | None, at: datetime) -> list[Pair]:
    """Let `mentee` come to a group that meets: a pair with each of its mentors, who may go on wanting nobody beside the
    group. Raises as `make_group` does, and AlreadyEnded where nobody is left in it."""
    with refusal_noted("group.refuse", group, by=by, at=at), transaction.atomic():
        hold(group.programme)
        running = running_in(group)
        mentors, mentees = sides_of(running)
        if not running:
            raise AlreadyEnded(_("This group has ended."))
        require_sizes(len(mentors), len(mentees) + 1)
        require_not_left(group.programme, [*mentors, mentee])
        require_free(group.programme, (), [mentee], at)
        reasons = require_allowed(group.programme, group.language, mentors, [*mentees, mentee], at, new=mentee)
        pairs = _made(group, mentors, [mentee], reasons, by, at)
        look_again(membership=mentee, by=by, at=at)
        group_notices.joined(group, mentee, [*running, *pairs], by=by, at=at)
    return pairs


@transaction.atomic
def take_out(
    *, group: Group, member: Membership, reason: str, on: date, by: Person | None, at: datetime
) -> list[Pair]:  # fmt: skip
    """Let a mentee or a mentor leave the group on the day `on`: each pair of hers or his in it ends, for `reason`. Who
    has left, as the reason says, wants nobody for now.

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
    if member in who_left(pairs[0]):
        pause(membership=member, by=by, at=at, has_left=True)
        take_back_questions([member], reason=reason, by=by, at=at)
    group_notices.left(group, member, pairs, by=by, at=at)
    return pairs


def _require_possible(plan: Plan, at: datetime) -> Reasons:
    require_sizes(len(plan.mentors), len(plan.mentees))
    require_not_left(plan.programme, [*plan.mentors, *plan.mentees])
    require_free(plan.programme, plan.mentors, plan.mentees, at)
    return require_allowed(plan.programme, plan.language, plan.mentors, plan.mentees, at)


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
