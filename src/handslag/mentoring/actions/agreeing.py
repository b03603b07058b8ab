"""The first meeting: an agreement is made, signed by both, and the pair starts."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.content.models import Document
from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.pairs import actions as pairs
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from ..models import Agreement, Plan, Signature
from .errors import AlreadySigned, IntakeHeld, NotOfThisPair, WrongDay, check_open, locked
from .meeting import add_meeting, take_up_group_meetings


class NameMissing(Refused):
    """A signature is a typed name."""


@transaction.atomic
def hold_intake(
    *, pair: Pair, document: Document, held_on: date, by: Person, at: datetime, own_points: str = "",
    read_aloud: bool = False, next_meetings: Sequence[tuple[datetime, str]] = (),
    signed_in_room: Sequence[tuple[Membership, str]] = (),
) -> Agreement:  # fmt: skip
    """Write down the first meeting that `by` of the team held; begin the plan, book the next meetings.

    `next_meetings` are (start, place); `signed_in_room` are (mentor or mentee, name as typed) of those who signed at
    once. Whoever is missing signs later; the pair starts when both have.
    """
    pair = locked(pair)
    check_open(pair)
    if Agreement.objects.of(pair.organisation_id).filter(pair=pair).exists():
        raise IntakeHeld(_("The first meeting of this pair is written down already."))
    if held_on > day_of(pair.programme, at):
        raise WrongDay(_("Write this down on the day of the meeting or later. This day has not come yet."))
    if held_on < day_of(pair.programme, pair.matched_at):
        raise WrongDay(_("The pair was made after this day. Choose a later day."))
    agreement = Agreement(
        organisation_id=pair.organisation_id, pair=pair, document=document, held_by=by, held_on=held_on,
        own_points=own_points.strip(), read_aloud=read_aloud, made_at=at,
    )  # fmt: skip
    agreement.save(force_insert=True)
    Plan.objects.of(pair.organisation_id).get_or_create(
        pair=pair, defaults={"organisation_id": pair.organisation_id, "made_at": at}
    )
    pairs.agree(pair, by=by, at=at)  # whoever comes to the first meeting says yes by it
    record("intake.hold", "mentoring.agreement", agreement.pk, by=by, organisation=pair.organisation_id, at=at)
    for starts_at, place in next_meetings:
        if day_of(pair.programme, starts_at) < held_on:
            raise WrongDay(_("The next meetings come after the first one."))
        add_meeting(pair, starts_at, place, by=by, at=at)
    for membership, name in signed_in_room:
        sign(
            agreement=agreement, membership=membership, signed_name=name, method=Signature.Method.IN_ROOM, by=by, at=at
        )
    return agreement


@transaction.atomic
def sign(
    *, agreement: Agreement, membership: Membership, signed_name: str, method: str, by: Person | None, at: datetime
) -> Signature:
    """Sign as the mentor or the mentee of the pair. The second signature starts the pair, from the first meeting on;
    one of a group has the group's meetings then, too."""
    pair = locked(agreement.pair)
    check_open(pair)
    if membership.pk not in (pair.mentor_id, pair.mentee_id):
        raise NotOfThisPair(_("Only the two of this pair sign its agreement."))
    if method == Signature.Method.OWN_DEVICE and (by is None or by.pk != membership.person_id):
        raise NotOfThisPair(_("On an own device, each signs only for herself or himself."))
    if not signed_name.strip():
        raise NameMissing(_("Type the name to sign."))
    signed = set(
        Signature.objects.of(pair.organisation_id).filter(agreement=agreement).values_list("membership", flat=True)
    )
    if membership.pk in signed:
        raise AlreadySigned(_("This signature is there already."))
    signature = Signature.objects.create(
        organisation_id=pair.organisation_id, agreement=agreement, membership=membership, method=method,
        signed_name=signed_name.strip(), signed_at=at,
    )  # fmt: skip
    record(
        "agreement.sign", "mentoring.signature", signature.pk, by=by, organisation=pair.organisation_id, at=at,
        detail={"method": method},
    )  # fmt: skip
    if signed | {membership.pk} == {pair.mentor_id, pair.mentee_id}:
        pairs.start(pair=pair, on=agreement.held_on, by=by, at=at)
        if pair.group_id is not None:
            take_up_group_meetings(pair, by=by, at=at)
    return signature
