"""Both of a published pair are asked whether they want to meet; it goes on when both say yes."""

from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from handslag.core.dates import short_day
from handslag.people.models import Person
from handslag.programmes.days import day_of, zone
from handslag.programmes.models import Membership, Programme

from .. import notices
from ..models import Answer, Pair
from .errors import AlreadyEnded, AlreadyStarted, AnsweredMeanwhile, NotAsked, WhyNot
from .lives import agree, close, hold_running
from .pausing import pause
from .rounds import journal

# A week, where the programme's rules (`match_answer_days`) say nothing else. Three days before its end those who are
# silent are asked once more.
ANSWER_DAYS, REMINDED_DAYS = 7, 3
ONE_DAY = timedelta(days=1)

BOTH = 2  # the mentor and the mentee


def last_day(programme: Programme, at: datetime) -> date:
    """The last day on which those who are asked at `at` can say yes."""
    days = int(programme.rules.get("match_answer_days", ANSWER_DAYS))
    return day_of(programme, at) + timedelta(days=days)


@transaction.atomic
def answer(
    *, pair: Pair, member: Membership, said: str, reason: str = "", by: Person | None, at: datetime,
    seen: str | None = None,
) -> None:  # fmt: skip
    """`member`, one of the two, says yes or no, herself or to the colleague `by`. A no, with one of Answer.Reason, ends
    the pair and the other one is told without it; whoever has no time is not suggested until she has.

    A yes may become a no until the first meeting, by somebody who has seen it. `seen`: the mark of the answer that the
    page showed, "" where it showed none; None asks for no such check.
    Raises NotAsked, WhyNot, AlreadyStarted, AlreadyEnded, AnsweredMeanwhile.
    """
    if member.pk not in (pair.mentor_id, pair.mentee_id):
        raise NotAsked(_("This person is not one of the two."))
    hold_running(pair)
    if pair.started_on is not None:
        raise AlreadyStarted(_("You have met. Does it not fit? Call us."))
    entered_by = by if by is not None and by.pk != member.person_id else None
    if said == Answer.Said.NO and reason not in Answer.Reason.values:
        raise _why_not(entered_by)
    _require_seen(pair, member, said, seen, by)
    Answer.objects.of(pair.organisation_id).update_or_create(
        pair=pair, membership=member,
        defaults={
            "organisation_id": pair.organisation_id, "said": said, "answered_at": at, "entered_by": entered_by,
            "reason": reason if said == Answer.Said.NO else "",
        },
    )  # fmt: skip
    journal("pair.answer", pair, by=by, at=at)
    if said == Answer.Said.NO or pair.agreed_at is None:  # a second yes leaves the letter that both said yes
        notices.no_question_any_more(pair, member.person, by=by, at=at)
    if said == Answer.Said.NO:
        _decline(pair, member, reason, by, at)
    elif pair.answers.filter(said=Answer.Said.YES).count() == BOTH and agree(pair, by=by, at=at):
        notices.agreed(pair, by=by, at=at)


def _require_seen(pair: Pair, member: Membership, said: str, seen: str | None, by: Person | None) -> None:
    """Raise AnsweredMeanwhile where the other answer would overwrite one that the page did not show."""
    row = pair.answers.filter(membership=member).exclude(said=said).select_related("entered_by").first()
    if seen is None or row is None or row.mark == seen:
        return
    who = row.entered_by or member.person
    if by is not None and who.pk == by.pk:
        text = _("You wrote yes on %(day)s at %(time)s. Nothing was changed now. Look at the pair.")
    else:
        text = _("%(name)s wrote yes on %(day)s at %(time)s. Nothing was changed now. Look at the pair.")
    then = row.answered_at.astimezone(zone(pair.programme))
    words = {"name": who.given_name, "day": short_day(then.date()), "time": time_format(then.time(), "TIME_FORMAT")}
    raise AnsweredMeanwhile(text % words)


def _why_not(entered_by: Person | None) -> WhyNot:
    if entered_by is None:
        return WhyNot(_("Choose why not. You can choose that you do not want to say."))
    return WhyNot(_("Choose the reason that you were told. One is that the person does not want to say."))


def _decline(pair: Pair, member: Membership, reason: str, by: Person | None, at: datetime) -> None:
    close(pair, reason=Pair.EndReason.DECLINED, on=day_of(pair.programme, at), by=by, at=at)
    if reason == Answer.Reason.TIME:
        pause(membership=member, by=by, at=at)
    notices.searching(pair, [pair.mentor if member.pk == pair.mentee_id else pair.mentee], by=by, at=at)


def remind_unanswered(*, programme: Programme, at: datetime) -> int:
    """Ask once more whoever has not answered three days before the end; returns how many were written to."""
    today = day_of(programme, at)
    due = _silent(programme).filter(
        answer_by__gte=today, answer_by__lte=today + timedelta(days=REMINDED_DAYS), matched_at__lte=at - ONE_DAY
    )
    return notices.asked_again(programme, list(due), at=at)


def release_unanswered(*, programme: Programme, at: datetime) -> int:
    """End the pairs whose time to answer is over; returns how many. Who was silent is not suggested again before
    somebody of the team has talked with her."""
    over = _silent(programme).filter(answer_by__lt=day_of(programme, at))
    for pair in over:
        with suppress(AlreadyEnded):  # somebody said no just now
            _release(pair, at)
    return len(over)


@transaction.atomic
def _release(pair: Pair, at: datetime) -> None:
    hold_running(pair)
    if pair.agreed_at is not None or pair.started_on is not None:
        return
    answered = set(pair.answers.values_list("membership_id", flat=True))
    close(pair, reason=Pair.EndReason.NO_ANSWER, on=day_of(pair.programme, at), by=None, at=at)
    silent = [member for member in (pair.mentor, pair.mentee) if member.pk not in answered]
    for member in silent:
        pause(membership=member, by=None, at=at)
    notices.unanswered(pair, silent, at=at)


def _silent(programme: Programme):
    """Pairs that wait for an answer, with both people, their accounts and what was answered."""
    rows = Pair.objects.of(programme.organisation_id).filter(
        programme=programme, agreed_at=None, started_on=None, ended_on=None, answer_by__isnull=False
    )
    rows = rows.select_related("programme__organisation", "mentor__person__account", "mentee__person__account")
    return rows.prefetch_related("answers").order_by("matched_at", "pk")
