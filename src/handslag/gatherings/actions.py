"""Planning gatherings, moving and cancelling them, saying that they were held, and writing down who came."""

from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handslag.core.encryption import text_of
from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.days import check_not_too_far, day_of, zone
from handslag.programmes.models import Membership, Programme

from .models import Attendance, Gathering


class NotStarted(Refused):
    """The gathering lies ahead."""


class NotAhead(Refused):
    """The new time is not ahead."""


class NothingNew(Refused):
    """It is planned for this time and place already."""


class AlreadyHeld(Refused):
    """Somebody has said before that the gathering was held."""


class Gone(Refused):
    """Somebody has cancelled the gathering before."""


class NotAMember(Refused):
    """The membership belongs to another programme."""


@transaction.atomic
def plan(
    *, programme: Programme, kind: str, title: str, starts_at: datetime, by: Person | None, at: datetime,
    minutes: int = 120, place: str = "", online_link: str = "", led_by: Person | None = None,
) -> Gathering:  # fmt: skip
    """Plan a gathering at the instant `starts_at`. A past one may be entered too: paper lists come late."""
    check_not_too_far(programme, day_of(programme, starts_at), at)
    gathering = Gathering.objects.create(
        organisation_id=programme.organisation_id, programme=programme, kind=Gathering.Kind(kind), title=title,
        starts_at=starts_at, minutes=minutes, place=place.strip(), online_link=online_link, led_by=led_by,
    )  # fmt: skip
    _record("gathering.plan", gathering, by=by, at=at)
    return gathering


@transaction.atomic
def take_attendance(
    *, gathering: Gathering, statuses: dict[Membership, str], by: Person | None, at: datetime
) -> list[Attendance]:
    """Write down who came (`Attendance.Status` by membership); earlier answers of those named are replaced.

    Gives the rows that are new or changed. Whoever is not named keeps what was written before.
    """
    hold(gathering)
    _require_started(gathering, at)
    before = dict(gathering.attendances.values_list("membership_id", "status"))
    changed = []
    for membership, status in statuses.items():
        if membership.programme_id not in (None, gathering.programme_id):
            raise NotAMember(_("%(person)s is not in this programme.") % {"person": membership.person})
        if before.get(membership.pk) != Attendance.Status(status):
            changed.append(
                Attendance(
                    organisation_id=gathering.organisation_id, gathering=gathering, membership=membership,
                    status=status, marked_at=at, marked_by=by,
                )
            )  # fmt: skip
    if changed:
        Attendance.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["gathering", "membership"],
            update_fields=["status", "marked_at", "marked_by"],
        )  # fmt: skip
        said = {str(row.membership_id): str(row.status) for row in changed}
        _record("attendance.take", gathering, by=by, at=at, detail=said)
    return changed


@transaction.atomic
def mark_held(*, gathering: Gathering, by: Person | None, at: datetime, notes: str = "") -> None:
    """Say that a gathering took place; `notes` are kept under the organisation's key."""
    hold(gathering)
    _require_started(gathering, at)
    _require_open(gathering)
    gathering.held_at, gathering.notes = at, notes
    gathering.save(update_fields=["held_at", "notes"])
    _record("gathering.hold", gathering, by=by, at=at)


@transaction.atomic
def correct_notes(*, gathering: Gathering, notes: str, by: Person | None, at: datetime) -> bool:
    """Write the notes of a gathering that was held anew; says whether they are others than before."""
    rows = Gathering.objects.of(gathering.organisation_id).select_for_update()
    gathering.refresh_from_db(fields=["notes"], from_queryset=rows)
    if text_of(gathering, "notes") == notes:
        return False
    gathering.notes = notes
    gathering.save(update_fields=["notes"])
    _record("gathering.correct_notes", gathering, by=by, at=at)
    return True


@transaction.atomic
def move(
    *, gathering: Gathering, starts_at: datetime, place: str, online_link: str, by: Person | None, at: datetime
) -> None:
    """Give a gathering that was not held another time, ahead, or another place."""
    hold(gathering)
    _require_open(gathering)
    if starts_at <= at:
        raise NotAhead(_("Choose a time that lies ahead."))
    check_not_too_far(gathering.programme, day_of(gathering.programme, starts_at), at)
    before, now = (gathering.starts_at, gathering.place, gathering.online_link), (starts_at, place.strip(), online_link)
    if before == now:
        raise NothingNew(_("This is the time and place of now. Choose another one."))
    gathering.starts_at, gathering.place, gathering.online_link = now
    gathering.save(update_fields=["starts_at", "place", "online_link"])
    said = {"before": before[0].isoformat(), "now": starts_at.isoformat()}
    _record("gathering.move", gathering, by=by, at=at, detail=said)


@transaction.atomic
def cancel(*, gathering: Gathering, by: Person | None, at: datetime) -> None:
    """Take a gathering that was not held out of the calendar; the journal keeps when it was to be."""
    hold(gathering)
    _require_open(gathering)
    _record("gathering.cancel", gathering, by=by, at=at, detail={"before": gathering.starts_at.isoformat()})
    gathering.delete()


def hold(gathering: Gathering) -> None:
    """Hold the row and see it as it is now: of two who save at once, the later one sees what the first wrote.

    Raises Gone where the first one has cancelled it. Call it in a transaction.
    """
    rows = Gathering.objects.of(gathering.organisation_id).select_for_update()
    try:
        gathering.refresh_from_db(fields=["held_at", "starts_at", "place", "online_link"], from_queryset=rows)
    except Gathering.DoesNotExist:
        raise Gone(_("This meeting is cancelled already.")) from None


def _require_open(gathering: Gathering) -> None:
    if gathering.is_held:
        raise AlreadyHeld(_("This meeting is marked as held already."))


def _require_started(gathering: Gathering, at: datetime) -> None:
    if at >= gathering.starts_at:
        return
    starts = gathering.starts_at.astimezone(zone(gathering.programme))
    raise NotStarted(
        _("“%(title)s” starts on %(day)s at %(time)s. Come back here when it has started.")
        % {"title": gathering.title, "day": date_format(starts, "j F Y"), "time": date_format(starts, "H:i")}
    )


def _record(action: str, gathering: Gathering, *, by: Person | None, at: datetime, detail: dict | None = None) -> None:
    organisation = gathering.organisation_id
    record(action, "gatherings.gathering", gathering.pk, by=by, organisation=organisation, at=at, detail=detail)
