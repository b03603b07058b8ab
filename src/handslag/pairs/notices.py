"""What is written to the two of a pair. Of each other they learn the first name, and only when it is published.

Nobody is told why the other one said no, nor who was silent.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from handslag.core.dates import short_day
from handslag.outbox.actions import expire, no_news, queue, withdraw
from handslag.outbox.letters import Letter, written_for
from handslag.outbox.models import Message
from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role

from .endings import looked_for_after, meetings_off, not_held, with_meetings_off, with_what_comes
from .models import Pair

Kind = Message.Kind
# Begin the keys of what is said after a pair that did not come about, until there is another one.
SEARCHING, SILENT = "searching", "silent"
# Begins the key of what is said when a pair ends.
END = "pair_end"
# So many pairs one statement can name: SQLite takes no longer condition than of a thousand parts.
AT_ONCE = 400


def asked(programme: Programme, pairs: Iterable[Pair], *, by: Person | None, at: datetime) -> None:
    """Ask both of each new pair whether they want to meet. `pairs` bring mentor and mentee with person and account."""
    pairs = list(pairs)
    found(programme, [member for pair in pairs for member in (pair.mentor, pair.mentee)], by=by, at=at)
    queue(programme=programme, letters=asking_letters(programme, pairs), by=by, at=at)


def asking_letters(programme: Programme, pairs: Iterable[Pair]) -> list[Letter]:
    """What both of each pair will read, for `asked` and for the page before it; pairs may be unsaved."""
    return [letter for pair in pairs for letter in _asking(pair, programme)]


def _asking(pair: Pair, programme: Programme) -> Iterator[Letter]:
    for reader, other, is_mentor in _both(pair):
        with written_for(reader, programme):
            title = _("We have found a mentee for you") if is_mentor else _("We have found a mentor for you")
            if is_mentor:
                body = _("Your mentee could be %(name)s. Do you want to meet? Say yes or no by %(day)s.")
            else:
                body = _("Your mentor could be %(name)s. Do you want to meet? Say yes or no by %(day)s.")
            body += " " + _("You may say no. %(name)s is not told why.")
            yield _letter(pair, reader, Kind.MATCH, title, body % _about(pair, other), "asked")


def asked_again(programme: Programme, pairs: Iterable[Pair], *, at: datetime) -> int:
    """Ask those once more who have not answered; returns how many were written to. Each is asked so only once."""
    letters = [letter for pair in pairs for letter in _asking_again(pair, programme)]
    return queue(programme=programme, letters=letters, by=None, at=at)


def _asking_again(pair: Pair, programme: Programme) -> Iterator[Letter]:
    answered = {answer.membership_id for answer in pair.answers.all()}
    members = {pair.mentor.person_id: pair.mentor_id, pair.mentee.person_id: pair.mentee_id}
    for reader, other, _is_mentor in _both(pair):
        if members[reader.pk] in answered:
            continue
        with written_for(reader, programme):
            title = _("Do you want to meet %(name)s?")
            body = _("Say yes or no by %(day)s. Is something unclear? Call us.")
            said = _about(pair, other)
            yield _letter(pair, reader, Kind.MATCH, title % said, body % said, "asked_again")


def agreed(pair: Pair, *, by: Person | None, at: datetime) -> None:
    """Tell both that both said yes, and what comes next."""
    programme, letters = pair.programme, []
    for reader, other, is_mentor in _both(pair):
        with written_for(reader, programme):
            title = _("You have a mentee") if is_mentor else _("You have a mentor")
            body = _(
                "You and %(name)s both said yes. We call you to find a day for the first meeting. We are there too. "
                "Does something feel wrong? Then call us. You do not need to say why."
            )
            letters.append(_letter(pair, reader, Kind.MATCH, title, body % _about(pair, other), "agreed"))
    queue(programme=programme, letters=letters, by=by, at=at)


def no_question_any_more(
    pair: Pair, reader: Person | None = None, *, by: Person | None, at: datetime
) -> None:  # fmt: skip
    """The letters about this match (to `reader`) are over: those that wait do not go out, and nobody is called to be
    told of them."""
    expire(programme=pair.programme, urls=[reverse("pairs:pair", args=[pair.pk])], reader=reader, at=at)
    readers = [reader] if reader else [pair.mentor.person, pair.mentee.person]
    withdraw(programme=pair.programme, readers=readers, kind=Kind.MATCH, about=pair.pk, by=by, at=at)


def no_call_any_more(pair: Pair, *, by: Person | None, at: datetime) -> None:
    """The two have met: that we ask them, or call to find a day, is over, also as it was said of their group."""
    no_question_any_more(pair, by=by, at=at)
    if pair.group_id is not None:
        about = [f"{pair.group_id}:{member}" for member in (pair.mentor_id, pair.mentee_id)]
        readers = [pair.mentor.person, pair.mentee.person]
        withdraw(programme=pair.programme, readers=readers, kind=Kind.MATCH, about=about, by=by, at=at)


def found(programme: Programme, members: Sequence[Membership], *, by: Person | None, at: datetime) -> None:
    """`members` have somebody now: that we look for one, or did not hear from them, is overtaken, whether it waits, has
    to be told by phone, or was sent. That a pair has ended is told still where it was not."""
    readers = {member.person_id: member.person for member in members}
    said = [f"{act}:{pair.pk}:{own.person_id}" for pair, own in _sides(members) for act in (SEARCHING, SILENT)]
    rows = Message.objects.of(programme.organisation_id).filter(once_key__in=said)
    keys = rows.exclude(expires_at__lte=at).values_list("once_key", flat=True)
    pairs = sorted({UUID(key.split(":")[1]) for key in keys})  # those before
    for start in range(0, len(pairs), AT_ONCE):
        about = pairs[start : start + AT_ONCE]
        withdraw(programme=programme, readers=readers.values(), kind=Kind.MATCH, about=about, by=by, at=at)
    what_comes_is_over(members, at=at)


def what_comes_is_over(members: Sequence[Membership], *, at: datetime) -> None:
    """Whether we look for somebody has changed for `members`, of one programme: what was told of it before is no news
    any more. What was told to one of them in another role stays."""
    if keys := [key for pair, own in _sides(members) for key in _telling_what_comes(pair, own)]:
        rows = Message.objects.of(members[0].organisation_id).filter(once_key__in=keys)
        no_news(rows.exclude(expires_at__lte=at), at=at)


def _sides(members: Sequence[Membership]) -> list[tuple[Pair, Membership]]:
    """The pairs that `members`, of one programme, have and had in their roles, each with its mentor or mentee who is
    meant: somebody may be both in one programme."""
    if not members:
        return []
    held = {(member.person_id, member.role) for member in members}
    mentors, mentees = ([person for person, role in held if role == one] for one in (Role.MENTOR, Role.MENTEE))
    pairs = Pair.objects.of(members[0].organisation_id).filter(
        Q(mentor__person__in=mentors) | Q(mentee__person__in=mentees), programme=members[0].programme_id
    )
    pairs = pairs.select_related("mentor", "mentee").defer("reasons")
    return [(pair, own) for pair in pairs for own in (pair.mentor, pair.mentee) if (own.person_id, own.role) in held]


def _telling_what_comes(pair: Pair, reader: Membership) -> Iterator[str]:
    """The keys of the letters about `pair` that say to `reader`, one of the two, whether we look for somebody. Of a
    group only those about oneself and one's mentor do: a mentor who stays reads no more than that a mentee has left."""
    for act in (SEARCHING, SILENT, END):
        yield f"{act}:{pair.pk}:{reader.person_id}"
    if pair.group_id is not None:
        for left in {reader.pk, pair.mentor_id}:
            yield f"group_{END}:{pair.group_id}:{left}:{reader.person_id}"


def searching(pair: Pair, members: Collection[Membership], *, by: Person | None, at: datetime) -> None:
    """Tell `members` that the two will not be a pair, without saying who did not want it, and that we go on looking.
    The other one is told of a meeting that is not held, and so are both where there was no pair."""
    is_error, off, letters = pair.end_reason == Pair.EndReason.ERROR, meetings_off([pair], by=by, at=at), []
    for letter in _searching(pair):
        member = pair.mentor if letter.person.pk == pair.mentor.person_id else pair.mentee
        if member in members and not is_error:
            with written_for(letter.person, pair.programme):
                letters.append(with_meetings_off(letter, member, off, pair.programme, at))
            off = {one for one in off if one[0] != member.pk}
    queue(programme=pair.programme, letters=[*letters, *not_held([pair], off, at)], by=by, at=at)


def unanswered(pair: Pair, silent: Iterable[Membership], *, at: datetime) -> None:
    """Tell those who were silent that the time is over, and the other one, if there is one, that we go on looking."""
    persons = {member.person_id for member in silent}
    letters = [letter for letter in _searching(pair) if letter.person.pk not in persons]
    for reader, other, _is_mentor in _both(pair):
        if reader.pk in persons:
            with written_for(reader, pair.programme):
                title = _("We did not hear from you")
                body = _(
                    "We asked if you want to meet %(name)s. The time to answer is over. "
                    "Do you want to meet somebody else? Tell us, or call us."
                )
                letters.append(_letter(pair, reader, Kind.MATCH, title, body % _about(pair, other), SILENT, _home()))
    queue(programme=pair.programme, letters=letters, by=None, at=at)


def _searching(pair: Pair) -> Iterator[Letter]:
    for reader, other, is_mentor in _both(pair):
        with written_for(reader, pair.programme):
            title = _("We look for another mentee for you") if is_mentor else _("We look for another mentor for you")
            body = _(
                "You and %(name)s will not be a pair. It is nobody's fault. We go on looking, and write to you when we "
                "have found somebody."
            )
            yield _letter(pair, reader, Kind.MATCH, title, body % _about(pair, other), SEARCHING, _home())


def ended(pair: Pair, *, by: Person | None, at: datetime) -> None:
    """Tell both that their pair has ended, with thanks and without the reason; which of their meetings are not held,
    and whether we look for somebody new."""
    off = meetings_off([pair], by=by, at=at)
    if pair.end_reason == Pair.EndReason.ERROR:  # there was no pair: nothing has ended
        queue(programme=pair.programme, letters=not_held([pair], off, at), by=by, at=at)
        return
    pool, letters = looked_for_after(pair, at), []
    for reader, other, is_mentor in _both(pair):
        with written_for(reader, pair.programme):
            if is_mentor:
                title = _("Thank you for your time as a mentor")
                body = _(
                    "Your time with %(name)s has ended. Thank you for what you gave. "
                    "Do you want to talk about it? Call us. We are glad to hear from you."
                )
            else:
                title = _("Your time with your mentor has ended")
                body = _(
                    "Your time with %(name)s has ended. You did well, and it is nobody's fault when something ends. "
                    "Do you need help or want to talk? Call us."
                )
            url = _home() if is_mentor else ""
            letter = _letter(pair, reader, Kind.PAIR_END, title, body % _about(pair, other), END, url)
            member = pair.mentor if is_mentor else pair.mentee
            letter = with_meetings_off(letter, member, off, pair.programme, at)
            letters.append(with_what_comes(letter, member, pool))
    queue(programme=pair.programme, letters=letters, by=by, at=at)


def other_readers(
    programme: Programme, told: Iterable[Person], readers: Iterable[Person], *, by: Person | None, at: datetime
) -> None:  # fmt: skip
    """Tell who has read what people say in confidence that `readers` read it from now on, and who has named them."""
    names, letters = sorted(map(str, readers)), []
    for person in told:
        with written_for(person, programme):
            body = _(
                "From now on this is read by %(names)s, also what was said before. "
                "Is that not right? Talk to the team today."
            ) % {"names": get_text_list(names, _("and"))}
            if by is not None:
                body = _("%(name)s has changed who reads what people say in confidence.") % {"name": by} + " " + body
            title = _("Who reads what is said in confidence has changed")
            letters.append(Letter(person, Kind.TEAM, title, body, url=_home()))
    queue(programme=programme, letters=letters, by=by, at=at)


def _both(pair: Pair) -> tuple[tuple[Person, Person, bool], ...]:
    """(reader, the other one, whether the reader is the mentor)"""
    mentor, mentee = pair.mentor.person, pair.mentee.person
    return (mentor, mentee, True), (mentee, mentor, False)


def _about(pair: Pair, other: Person) -> dict[str, str]:
    return {"name": other.given_name, "day": short_day(pair.answer_by, "l j F") if pair.answer_by else ""}


def _home() -> str:
    """Where the next step stands. A mentor sees a pair no more that has ended: a link to it would lead nowhere."""
    return reverse("desk:home")


def _letter(
    pair: Pair, person: Person, kind: Message.Kind, title: str, body: str, once: str, url: str = ""
) -> Letter:  # fmt: skip
    url = url or reverse("pairs:pair", args=[pair.pk])
    return Letter(person, kind, title, body, url=url, once_key=f"{once}:{pair.pk}:{person.pk}")
