"""What there is to do about matching: for coordinators, and for those who wait."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.counts import count_of
from handslag.core.dates import short_day
from handslag.core.home_panels import OwnPage, provides_home_panels
from handslag.core.next_steps import NextStep, provides_from_counts
from handslag.gatherings.models import Attendance
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.keys import KEYS
from handslag.questionnaires.models import Response
from handslag.training.queries import units_required

from .access import own_side, who_can_read_exclusions
from .actions.asking import REMINDED_DAYS
from .models import Answer, Exclusion, ExclusionReader, Pair, Proposal
from .queries import APPROVED
from .readiness import must_be_trained, pauses
from .turning import SIDES, texts_waiting

DAY = 24 * 3600


def questions(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    if not may(user, "pair.match", programme):
        member = own_side(user, programme)
        return _of_one(member, at) if member else {}
    rows = Proposal.objects.of(programme.organisation_id).filter(round__programme=programme, round__published_at=None)
    return {
        "undecided": count_of(rows.filter(status=Proposal.Status.SUGGESTED)),
        "approved": count_of(rows.filter(status__in=APPROVED)),
        "waiting": count_of(_waiting(programme)),
        "has_mentor": Exists(_free_mentors(programme)),
        "silent": count_of(_silent(programme, at)),
        **_in_confidence(user, programme),
    }


@provides_from_counts(questions)
def steps(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[NextStep]:
    """Decide and publish while a round is open; else suggest, once somebody waits and a mentor is ready. For mentors
    and mentees without a pair: whom they do not want to meet."""
    if "may_still_say" in found:
        yield from _own_steps(found, programme)
        return
    if (waiting := _words_waiting(found, programme)) > 0:
        yield NextStep(
            text=_("Sort out what was said in confidence"), url=reverse("pairs:exclusions", args=[programme.pk]),
            count=waiting, why=_("No pair can be published before."), urgency=1,
        )  # fmt: skip
    if found["silent"]:
        yield NextStep(
            text=ngettext("Call about an unanswered match", "Call about unanswered matches", found["silent"]),
            url=reverse("pairs:pairs", args=[programme.pk]) + "?state=asked", count=found["silent"],
            why=_("They have not said whether they want to meet, and the time is nearly over."), urgency=2,
        )  # fmt: skip
    url = reverse("pairs:matching", args=[programme.pk])
    if found["undecided"]:
        yield NextStep(
            text=_("Decide about suggested pairs"), url=url, count=found["undecided"],
            why=_("They are suggested. Accept them, or choose others."), urgency=2,
        )  # fmt: skip
    elif found["approved"]:
        yield NextStep(
            text=_("Publish the pairs"), url=url, count=found["approved"],
            why=_("They are accepted. The two of each pair see it when you publish."), urgency=2,
        )  # fmt: skip
    elif found["waiting"] and found["has_mentor"]:
        yield NextStep(
            text=_("Suggest pairs"), url=url, count=found["waiting"],
            why=_("Mentees wait, and there are mentors who are ready."), urgency=2,
        )  # fmt: skip


def _in_confidence(user: Account, programme: Programme) -> dict[str, Any]:
    """What may wait to be made into rules, and when that changed last, for who reads it: who is named, else the first
    who could be."""
    if not may(user, "exclusion.read", programme):
        return {}
    mine = [membership.pk for membership in grants(user).memberships]
    named = ExclusionReader.objects.of(programme.organisation_id).filter(programme=programme, ended_at=None)
    first = Membership.objects.of(programme.organisation_id).filter(pk=Subquery(_first_reader(programme)), pk__in=mine)
    rules = Exclusion.objects.of(programme.organisation_id).filter(membership__programme=programme)
    told = rules.filter(Q(turned_at=None) | Q(turned_at__lt=F("told_at")), told_at__isnull=False)
    turned = rules.filter(turned_at__gte=OuterRef("answered_at"), membership__person=OuterRef("person"))
    not_turned = Q()
    for role in SIDES:
        not_turned |= Q(~Exists(turned.filter(membership__role=role)), questionnaire__key__in=KEYS[role])
    answers = Response.objects.of(programme.organisation_id).filter(not_turned, programme=programme).exclude(secret="")
    members = Membership.objects.of(programme.organisation_id).filter(programme=programme, ended_at=None)
    pairs = Pair.objects.of(programme.organisation_id).filter(programme=programme)
    return {
        "told": count_of(told), "told_last": _last(told, "told_at"),
        "answers": count_of(answers), "answered_last": _last(answers, "answered_at"),
        "pairs": count_of(pairs), "running": count_of(pairs.filter(ended_on=None)),
        "members": count_of(members.filter(role__in=SIDES)), "joined_last": _last(members, "joined_at"),
        "is_named": Exists(named.filter(membership__in=mine)), "somebody_is": Exists(named), "is_first": Exists(first),
    }  # fmt: skip


def _last(rows: QuerySet, moment: str) -> Subquery:
    return Subquery(rows.order_by(f"-{moment}").values(moment)[:1])


def _words_waiting(found: dict[str, Any], programme: Programme) -> int:
    """How many of those who could be matched now have said what waits for the one who asks.

    Answers are sealed, and one that says that there is nobody looks from outside like any other. So they are opened
    where there are such, in five queries, and again only when something was said or sorted out, somebody came or left,
    or a pair was made or has ended: in between the number is kept, for a day at most.
    """
    is_reader = "told" in found and (found["is_named"] or (found["is_first"] and not found["somebody_is"]))
    if not is_reader or not (found["told"] or found["answers"]):
        return 0
    parts = ("told", "told_last", "answers", "answered_last", "members", "joined_last", "pairs", "running")
    state = [found[name] for name in parts]
    counted_at, waiting = cache.get(f"words-waiting:{programme.pk}") or (None, 0)
    if counted_at != state:
        waiting = texts_waiting(programme)
        cache.set(f"words-waiting:{programme.pk}", (state, waiting), DAY)
    return waiting


def _first_reader(programme: Programme) -> QuerySet:
    return who_can_read_exclusions(programme).values("pk")[:1]


def _own_steps(found: dict[str, Any], programme: Programme) -> Iterator[NextStep]:
    """For one who is a mentor or mentee."""
    if found["asked"]:
        day = short_day(found["answer_by"], "l j F")
        yield NextStep(
            text=_("Do you want to meet? Say yes or no"),
            why=_("We have found somebody for you. Please answer by %(day)s.") % {"day": day},
            url=reverse("pairs:pair", args=[found["asked"]]), urgency=1,
        )  # fmt: skip
    if found["may_still_say"]:
        yield NextStep(
            text=_("Is there somebody you do not want to meet?"), why=_("Tell us before we choose who meets whom."),
            url=reverse("pairs:own_exclusion", args=[programme.pk]), urgency=4,
        )  # fmt: skip
    if found["pauses"]:
        yield NextStep(
            text=_("Do you want to meet somebody?"), why=_("We do not look for anybody for you now."),
            url=reverse("pairs:own_looking", args=[programme.pk]), urgency=3,
        )  # fmt: skip


@provides_home_panels
def own_page(user: Account, programme: Programme, at: datetime) -> Iterator[OwnPage]:
    """A mentor or mentee can say at any time whom she does not want to meet. No query."""
    if own_side(user, programme):
        url = reverse("pairs:own_exclusion", args=[programme.pk])
        yield OwnPage(_("Is there somebody you do not want to meet?"), url)


def _of_one(member: Membership, at: datetime) -> dict[str, Any]:
    """What a mentor or mentee is asked: about a match, whom not to meet, and whether to look again."""
    side = "mentor" if member.role == Role.MENTOR else "mentee"
    answered = Answer.objects.of(member.organisation_id).filter(pair=OuterRef("pk"), membership=member)
    asked = Pair.objects.of(member.organisation_id).filter(
        ~Exists(answered), agreed_at=None, started_on=None, ended_on=None, answer_by__isnull=False, **{side: member}
    )
    asked = asked.order_by("matched_at", "pk")
    return {
        "asked": Subquery(asked.values("pk")[:1], output_field=UUIDField()),
        "answer_by": Subquery(asked.values("answer_by")[:1], output_field=DateField()),
        "may_still_say": Exists(_unmatched_and_silent(member)),
        "pauses": Exists(pauses(member.organisation_id).filter(membership=member)),
    }


def _silent(programme: Programme, at: datetime) -> QuerySet:
    """Pairs in which somebody was reminded and has not answered."""
    until = day_of(programme, at) + timedelta(days=REMINDED_DAYS)
    rows = Pair.objects.of(programme.organisation_id).filter(programme=programme, agreed_at=None, started_on=None)
    return rows.filter(ended_on=None, answer_by__lt=until)


def _unmatched_and_silent(member: Membership) -> QuerySet:
    """The membership itself, while it is in no pair and has said nothing about whom not to meet."""
    side = "mentor" if member.role == Role.MENTOR else "mentee"
    running = Pair.objects.of(member.organisation_id).filter(ended_on=None, **{side: OuterRef("pk")})
    rows = Membership.objects.of(member.organisation_id).filter(pk=member.pk, exclusion=None)
    return rows.filter(~Exists(running))


def _waiting(programme: Programme) -> QuerySet:
    running = Pair.objects.of(programme.organisation_id).filter(mentee=OuterRef("pk"), ended_on=None)
    return _members(programme, Role.MENTEE).filter(~Exists(running), ~_pausing(programme))


def _free_mentors(programme: Programme) -> QuerySet:
    """Mentors without a running pair, trained where the programme asks for it."""
    running = Pair.objects.of(programme.organisation_id).filter(mentor=OuterRef("pk"), ended_on=None)
    mentors = _members(programme, Role.MENTOR).filter(~Exists(running), ~_pausing(programme))
    if not must_be_trained(programme):
        return mentors
    counts = Q(attendances__status__in=Attendance.COUNTS)
    done = Count("attendances__gathering__training_session__unit", filter=counts, distinct=True)
    return mentors.annotate(done=done).filter(done__gte=units_required(programme))


def _pausing(programme: Programme) -> Exists:
    return Exists(pauses(programme.organisation_id).filter(membership=OuterRef("pk")))


def _members(programme: Programme, role: str) -> QuerySet:
    return Membership.objects.of(programme.organisation_id).filter(programme=programme, role=role, ended_at=None)
