"""What supervision writes about pauses, and takes back once it is overtaken."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.dates import short_day
from handslag.outbox.actions import mark_read, queue, withdraw
from handslag.outbox.letters import Letter, written_for
from handslag.outbox.models import Message
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from .models import PairPause, PauseRequest
from .queries import planned_within

# Begins the key of the first letter on a pause; who has not seen it knows nothing of the pause.
AGREED = "pause-agreed"


def pause_asked(request: PauseRequest, readers: Iterable[Membership], *, by: Person | None, at: datetime) -> None:
    """Tell whoever answers for the pair that one of the two asks for a pause."""
    programme, letters = request.pair.programme, []
    for reader in {member.person_id: member.person for member in readers}.values():
        with written_for(reader, programme):
            said = {"name": request.asked_by.person.given_name, **_days(request)}
            letters.append(
                Letter(
                    reader, Message.Kind.SUPERVISION, _("A pair asks for a pause"),
                    _("%(name)s asks for a pause from %(first)s to %(last)s. Say yes or no.") % said,
                    url=reverse("supervision:pair", args=[request.pair_id]),
                    once_key=f"pause-asked:{request.pk}:{reader.pk}",
                )
            )  # fmt: skip
    queue(programme=programme, letters=letters, by=by, at=at)


def nobody_asks(request: PauseRequest, *, by: Person | None, at: datetime) -> None:
    """Take back the letters of `pause_asked`: nobody has to answer any more."""
    kind = Message.Kind.SUPERVISION
    letters = Message.objects.of(request.organisation_id).filter(kind=kind, once_key__contains=str(request.pk))
    readers = Person.objects.of(request.organisation_id).filter(pk__in=letters.values("person"))
    withdraw(programme=request.pair.programme, readers=readers, kind=kind, about=request.pk, by=by, at=at)


def pause_refused(request: PauseRequest, *, by: Person | None, at: datetime) -> None:
    """Tell who asked that there is no pause; why stands on the page alone."""
    reader, programme = request.asked_by.person, request.pair.programme
    with written_for(reader, programme):
        said = _("You asked for a pause from %(first)s to %(last)s. We say no this time. Read why on the page.")
        letter = Letter(
            reader, Message.Kind.MEETING, _("Answer about your pause"), said % _days(request),
            url=reverse("supervision:ask_pause", args=[request.pair_id]), once_key=f"pause-refused:{request.pk}",
        )  # fmt: skip
    queue(programme=programme, letters=[letter], by=by, at=at)


def pause_agreed(pause: PairPause, *, by: Person | None, at: datetime) -> None:
    """Tell both from when to when they do not meet; who knows of the pause already reads that the days are others now.
    One that is over, and for which nobody asked, is a note of the team: who does not know of it is not told."""
    knew = overtaken(pause, by=by, at=at)
    is_note = pause.until_on < day_of(pause.pair.programme, at) and not _asked_for(pause)

    def compose(reader: Person) -> tuple[str, str, str] | None:
        if reader.pk not in knew and is_note:
            return None
        if reader.pk not in knew:
            said = _("You and %(name)s have a pause from %(first)s to %(last)s. You do not have to meet then.")
            return AGREED, _("You have a pause"), said
        said = _("Your pause with %(name)s is now from %(first)s to %(last)s. You do not have to meet then.")
        return "pause-changed", _("Your pause has other days"), said

    days = [day_of(pause.pair.programme, starts_at) for starts_at in _planned(pause, at)]
    _tell_both(pause, compose, planned=days, by=by, at=at)


def pause_taken_back(pause: PairPause, *, by: Person | None, at: datetime) -> None:
    """Tell those who know of the pause that they can meet again. To be called before it has other days, or is gone."""
    knew = overtaken(pause, by=by, at=at)
    days = [day_of(pause.pair.programme, starts_at) for starts_at in _planned(pause, at)]

    def compose(reader: Person) -> tuple[str, str, str] | None:
        if reader.pk not in knew:
            return None
        said = _("There is no pause from %(first)s to %(last)s any more. You and %(name)s can meet again.")
        if days:
            said = "\n".join(
                [said, *(_("Your meeting on %(day)s stays as it is.") % {"day": short_day(day)} for day in days)]
            )
        return "pause-ended", _("You can meet again"), said

    _tell_both(pause, compose, by=by, at=at)


def overtaken(pause: PairPause, *, by: Person | None, at: datetime) -> set[UUID]:
    """Take back the letters on `pause` that wait; gives the persons of the pair who know of it all the same."""
    pair, kind = pause.pair, Message.Kind.MEETING
    both = [pair.mentor.person, pair.mentee.person]
    letters = Message.objects.of(pause.organisation_id).filter(
        person__in=both, kind=kind, once_key__contains=str(pause.pk)
    )
    told = set(letters.values_list("person", flat=True))
    taken = withdraw(programme=pair.programme, readers=both, kind=kind, about=pause.pk, by=by, at=at)
    unseen = {one.person_id for one in taken if not one.seen and one.once_key.startswith(AGREED)}
    return told - unseen | {request.asked_by.person_id for request in _asked_for(pause) if request.seen_at}


def answer_read(request: PauseRequest, *, at: datetime) -> None:
    """Who asked has opened the page with the answer: the letters that lead there are no news. One that leads to the
    meetings tells more than the page does, and stays."""
    page = reverse("supervision:ask_pause", args=[request.pair_id])
    reader = request.asked_by.person_id
    for letter in Message.objects.of(request.organisation_id).filter(person=reader, url=page, read_at=None):
        mark_read(message=letter, at=at)


def pauses_over(pair: Pair, *, by: Person | None, at: datetime) -> None:
    """The pair has ended: no letter to the two about its pauses is news any more, also of a pause that is gone."""
    both, kind = [pair.mentor.person, pair.mentee.person], Message.Kind.MEETING
    # A mentor may have pauses with another mentee: each letter leads to a page of its pair.
    letters = Message.objects.of(pair.organisation_id).filter(
        person__in=both, kind=kind, once_key__startswith="pause-", url__contains=str(pair.pk)
    )
    about = {UUID(key.split(":")[1]) for key in letters.values_list("once_key", flat=True)}
    withdraw(programme=pair.programme, readers=both, kind=kind, about=about, by=by, at=at)


def _planned(pause: PairPause, at: datetime) -> list[datetime]:
    rows = planned_within(pause.pair, pause.from_on, pause.until_on, at)
    return list(rows.values_list("starts_at", flat=True))


def _still_planned(days: list[date]) -> str:
    said = ngettext(
        "Your meeting on %(day)s is still planned: move or cancel it if you do not want it.",
        "%(n)s of your meetings are still planned, the first on %(day)s: move or cancel them if you do not want them.",
        len(days),
    )
    return said % {"n": len(days), "day": short_day(days[0])}


def _tell_both(
    pause: PairPause, compose: Callable[[Person], tuple[str, str, str] | None], *, by: Person | None, at: datetime,
    planned: list[date] | None = None,
) -> None:  # fmt: skip
    """One letter for each of the pair: `compose` gives the beginning of its key, its title and its text, or none. It
    leads to the meetings where some are `planned` on these days, who asked else to the answer."""
    pair, letters = pause.pair, []
    asked_by = {request.asked_by_id for request in _asked_for(pause)}
    for member, other in ((pair.mentor, pair.mentee), (pair.mentee, pair.mentor)):
        with written_for(member.person, pair.programme):
            words = compose(member.person)
            if words is None:
                continue
            act, title, said = words
            said %= {"name": other.person.given_name, **_days(pause)}
            page = "supervision:ask_pause" if member.pk in asked_by else "pairs:pair"
            if planned:
                said, page = f"{said}\n{_still_planned(planned)}", "mentoring:meetings"
            letters.append(
                Letter(
                    member.person, Message.Kind.MEETING, title, said, url=reverse(page, args=[pair.pk]),
                    once_key=f"{act}:{pause.pk}:{at.isoformat()}:{member.person_id}",
                )
            )  # fmt: skip
    queue(programme=pair.programme, letters=letters, by=by, at=at)


def _asked_for(pause: PairPause) -> list[PauseRequest]:
    """The requests that were answered with this pause."""
    return list(PauseRequest.objects.of(pause.organisation_id).filter(pause=pause).select_related("asked_by"))


def _days(row: PauseRequest | PairPause) -> dict[str, str]:
    return {"first": short_day(row.from_on), "last": short_day(row.until_on)}
