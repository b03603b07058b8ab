"""What the mentor, the mentee and the team have to do with the pairs, derived from the state of the moment."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.counts import count_of
from handslag.core.dates import short_day
from handslag.core.next_steps import NextStep, provides_from_counts, provides_next_steps
from handslag.pairs.models import Pair
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .models import Goal
from .pauses import days_since, is_paused
from .queries import own_pairs

DIARY_DAYS = 7
FINAL_DAYS = 335
# The word for all steps that ask for the diary (NextStep.asks_for): before supervision it is asked for as well.
DIARY = "diary"


# ---- mentor and mentee ----


@provides_next_steps
def steps(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    held = grants(user).roles_in(programme)
    if Role.MENTOR not in held and Role.MENTEE not in held:
        return
    mine = {m.pk for m in grants(user).memberships}
    pairs, today = own_pairs(user, programme, at), day_of(programme, at)
    for pair in pairs:
        yield from _last_look(pair, programme, at)
        if pair.mentor_id in mine:
            yield from _of_mentor(pair, today)
        else:
            yield from _of_mentee(pair, today)
    yield from _next_meetings_of_groups(pairs, mine, today)
    if step := diary_step((pair for pair in pairs if pair.mentor_id in mine), programme, at):
        yield step


def _last_look(pair, programme: Programme, at: datetime) -> Iterator[NextStep]:
    """Near the end the two look at their plan one last time (annex 12)."""
    days = int(programme.rules.get("final_assessment_days", FINAL_DAYS))
    if pair.started_on is None or pair.final_done_at is not None:
        return
    if (day_of(programme, at) - pair.started_on).days >= days:
        yield NextStep(
            text=_("Look at the plan one last time"), url=reverse("mentoring:final", args=[pair.pk]),
            why=_("What did you reach? What helped? You fill it in together."), urgency=2,
        )  # fmt: skip


def _of_mentor(pair, today: date) -> Iterator[NextStep]:
    name = pair.mentee.person.given_name
    yield from _signing(pair, name)
    yield from _next_meeting(pair, name, today)


def _of_mentee(pair, today: date) -> Iterator[NextStep]:
    name = pair.mentor.person.given_name
    yield from _signing(pair, name)
    yield from _next_meeting(pair, name, today)
    if pair.started_on is not None and not pair.has_goals:
        yield NextStep(
            text=_("Choose your first goal"),
            url=reverse("mentoring:new_goal", args=[pair.pk]),
            why=_("%(name)s helps you to reach it.") % {"name": name},
            urgency=3,
        )


def _signing(pair, name: str) -> Iterator[NextStep]:
    if pair.agreement_id_ is not None and not pair.is_signed:
        yield NextStep(
            text=_("Read and sign what you promised each other"),
            url=reverse("mentoring:signature", args=[pair.pk]),
            why=_("You and %(name)s start when both have signed.") % {"name": name},
            urgency=2,
        )


def where_to_write(pair: Any) -> str:
    """The page where the mentor writes about `pair`; of a group it is written once for all."""
    if pair.group_id:
        return reverse("mentoring:group_diary", args=[pair.group_id])
    return reverse("mentoring:new_entry", args=[pair.pk])


def diary_step(pairs: Iterable[Any], programme: Programme, at: datetime) -> NextStep | None:
    """One step however many of the mentor's own `pairs` wait: it leads to the oldest, and says how many there are."""
    found = (_unwritten(pair, programme, at) for pair in pairs)
    # What is written for a group is written once for all its pairs, so the oldest of them stands for it.
    waiting, groups = [], set()
    for one in sorted(filter(None, found), key=itemgetter(0)):
        if one[2].group_id not in groups or one[2].group_id is None:
            waiting.append(one)
        groups.add(one[2].group_id)
    if not waiting:
        return None
    on, _number, pair = waiting[0]
    url, day = where_to_write(pair), short_day(on, "l j F")
    text = _("Write the diary with %(name)s: five taps") % {"name": pair.mentee.person.given_name}
    if pair.group_id:
        text = _("Write the diary for the group")
    if pair.unwritten:
        url, why = f"{url}?on={on.isoformat()}", _("You planned to meet on %(day)s.") % {"day": day}
    else:
        why = _("Nothing was written since %(day)s.") % {"day": day}
    total = sum(number for _on, number, _pair in waiting)
    if total > 1:
        why += " " + ngettext("%(n)s more waits.", "%(n)s more wait.", total - 1) % {"n": total - 1}
    return NextStep(
        text=text, url=url, why=why, count=total if total > 1 else 0, urgency=2, asks_for=DIARY,
    )  # fmt: skip


def waits_for_diary(pair, programme: Programme, at: datetime) -> bool:
    """Whether the mentor has to write about `pair` now."""
    return _unwritten(pair, programme, at) is not None


def _unwritten(pair, programme: Programme, at: datetime) -> tuple[date, int, Any] | None:
    """(since when, how many entries, pair) where something is to be written about `pair`: a planned meeting, or a week
    of which nothing is known and in which the two had not agreed to rest."""
    if pair.started_on is None:
        return None
    if pair.unwritten:
        return day_of(programme, pair.unwritten_at), pair.unwritten, pair
    since, today = pair.last_entry_on or pair.started_on, day_of(programme, at)
    if is_paused(pair.agreed_pauses, today) or days_since(since, today, pair.agreed_pauses) < DIARY_DAYS:
        return None
    return since, 1, pair


def _meets(pair, today: date) -> bool:
    """Whether the pair has begun, and has not agreed not to meet today."""
    return pair.started_on is not None and not is_paused(pair.agreed_pauses, today)


def _next_meeting(pair, name: str, today: date) -> Iterator[NextStep]:
    """A booked meeting stands on the home by itself (home_panels); without one the next is to be booked."""
    if pair.next_meeting_at is None and _meets(pair, today) and pair.group_id is None:
        yield NextStep(
            text=_("Book the next meeting with %(name)s") % {"name": name},
            url=reverse("mentoring:meetings", args=[pair.pk]),
            why=_("No meeting is planned."),
            urgency=3,
        )


def _next_meetings_of_groups(pairs, mine, today: date) -> Iterator[NextStep]:
    """One step for a group in which no own meeting is booked, however many pairs of it are one's own. A mentee books
    in the own pair; a mentor chooses with whom, on the page of the group."""
    begun = {pair.group: pair for pair in pairs if pair.group_id and _meets(pair, today)}
    booked = {pair.group_id for pair in pairs if pair.next_meeting_at}
    for group, pair in sorted(begun.items(), key=lambda item: item[0].name):
        if group.pk not in booked:
            own = reverse("mentoring:meetings", args=[pair.pk])
            yield NextStep(
                text=_("Book the next meeting of the group %(name)s") % {"name": group.name},
                url=reverse("mentoring:group", args=[group.pk]) if pair.mentor_id in mine else own,
                why=_("No meeting is planned."), urgency=3,
            )  # fmt: skip


# ---- the team ----


def _asked_for_the_team(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    """The pairs without a first meeting; and those whose plan has goals that wait for a yes, the oldest
    first."""
    goals = Goal.objects.of(programme.organisation_id).filter(plan__pair=OuterRef("pk"), status__in=Goal.LIVE)
    # The same as Goal.is_newer_than_approval; without an approval every goal waits.
    newer = Q(said_at__gt=Coalesce("plan__renewed_at", "plan__approved_at")) | Q(plan__approved_at=None)
    goals = goals.annotate(said_at=Coalesce("corrected_at", "made_at")).filter(newer)
    pairs = Pair.objects.of(programme.organisation_id).filter(programme=programme, ended_on=None)
    unmet = pairs.filter(agreement=None, agreed_at__isnull=False)
    unapproved = pairs.filter(Exists(goals), started_on__isnull=False)
    questions: dict[str, Any] = {}
    if may(user, "intake.hold", programme):
        oldest = unmet.order_by("matched_at")
        questions |= {"unmet": count_of(unmet), "unmet_pair": _first(oldest, "pk"),
                      "unmet_since": Subquery(oldest.values("matched_at")[:1])}  # fmt: skip
    if may(user, "plan.approve", programme):
        questions |= {"plans": count_of(unapproved), "plan_pair": _first(unapproved.order_by("matched_at"), "pk")}
    return questions


def _first(rows: QuerySet, name: str) -> Subquery:
    return Subquery(rows.values(name)[:1], output_field=UUIDField())


@provides_from_counts(_asked_for_the_team)
def steps_of_the_team(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[NextStep]:
    if found.get("unmet"):
        yield _intakes(found, programme, at)
    if count := found.get("plans"):
        yield NextStep(
            text=ngettext("Approve a plan", "Approve plans, the oldest first", count),
            url=reverse("mentoring:plan", args=[found["plan_pair"]]),
            why=ngettext("A pair waits for your yes to its goals.", "Pairs wait for your yes to their goals.", count),
            count=count,
            urgency=2,
        )


def _intakes(found: dict[str, Any], programme: Programme, at: datetime) -> NextStep:
    count, days = found["unmet"], int(programme.rules.get("intake_days", 14))
    oldest = (at - found["unmet_since"]).days
    why = ngettext("Waiting for %(n)s day.", "The longest has waited %(n)s days.", oldest) % {"n": oldest}
    one = reverse("mentoring:intake", args=[found["unmet_pair"]]) if count == 1 else ""
    return NextStep(
        text=ngettext("Hold the first meeting of a pair", "Hold the first meetings of pairs", count),
        url=one or reverse("pairs:pairs", args=[programme.pk]),
        why=why,
        count=count,
        urgency=1 if oldest > days else 2,
    )
