"""What is written to the people of a group: one letter each, whatever the number of its pairs. First names only."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.outbox.actions import queue, withdraw
from handslag.outbox.letters import Letter, written_for
from handslag.outbox.models import Message
from handslag.people.models import Person
from handslag.programmes.models import Membership

from .endings import looked_for, meetings_off, not_held, with_meetings_off, with_what_comes
from .grouping import sides_of
from .models import Group, Pair
from .notices import found

Kind = Message.Kind


def made(group: Group, pairs: Iterable[Pair], *, by: Person | None, at: datetime) -> None:
    """Tell everybody of a new group who is in it."""
    mentors, mentees = sides_of(pairs := list(pairs))
    found(group.programme, [*mentors, *mentees], by=by, at=at)
    queue(programme=group.programme, letters=group_letters(group, pairs), by=by, at=at)


def group_letters(group: Group, pairs: Iterable[Pair]) -> list[Letter]:
    """What `made` sends, also for the page before it: group and pairs may be unsaved."""
    mentors, mentees = sides_of(pairs)
    return [*_to_mentors(group, mentors, mentees), *(_to_mentee(group, mentee, mentors, mentees) for mentee in mentees)]


def joined(group: Group, mentee: Membership, pairs: Iterable[Pair], *, by: Person | None, at: datetime) -> None:
    """Tell the new mentee about the group, and its mentors about her or him. `pairs`: all that run now."""
    mentors, mentees = sides_of(pairs)
    found(group.programme, [*mentors, mentee], by=by, at=at)
    letters = [_to_mentee(group, mentee, mentors, mentees)]
    for mentor in mentors:
        with written_for(mentor.person, group.programme):
            title = _("%(name)s comes to your group") % _name(mentee)
            body = _("%(name)s is in the group %(group)s from now on. We call you about the next meeting.")
            letters.append(_letter(group, mentor, title, body % (_name(mentee) | {"group": group.name}), mentee))
    queue(programme=group.programme, letters=letters, by=by, at=at)


def left(group: Group, member: Membership, ended: list[Pair], *, by: Person | None, at: datetime) -> None:
    """Tell who has left the group, and those who met her or him there, without the reason; and to which meetings they
    need not come, and whether we look for somebody new for whoever has no mentor any more."""
    programme, off = group.programme, meetings_off(ended, by=by, at=at)
    _nobody_comes(group, member, ended, by=by, at=at)
    if ended[0].end_reason == Pair.EndReason.ERROR:  # there were no such pairs: nobody has left
        queue(programme=programme, letters=not_held(ended, off, at), by=by, at=at)
        return
    mentors, mentees = sides_of(ended)
    has_moved = ended[0].end_reason == Pair.EndReason.MOVED  # nobody is promised to who lives elsewhere now
    free = set() if has_moved else {member}
    free |= set(mentees if member in mentors else ())
    pool = looked_for(programme, free, ended[0].end_reason, at)
    letters = []

    def add(reader: Membership, title: str, body: str) -> None:
        letter = _letter(group, reader, title, body, member, Kind.PAIR_END, home=True)
        letters.append(with_what_comes(with_meetings_off(letter, reader, off, programme, at), reader, pool))

    with written_for(member.person, group.programme):
        title = _("Your time in the group has ended")
        body = _("Your time in the group %(group)s has ended. Do you want to talk about it? Call us.")
        add(member, title, body % {"group": group.name})
    for other in mentees if member in mentors else mentors:
        with written_for(other.person, group.programme):
            title = _("%(name)s has left your group") % _name(member)
            body = _("%(name)s is not in the group %(group)s any more. Do you have questions? Call us.")
            add(other, title, body % (_name(member) | {"group": group.name}))
    queue(programme=group.programme, letters=letters, by=by, at=at)


def _nobody_comes(
    group: Group, member: Membership, ended: Iterable[Pair], *, by: Person | None, at: datetime
) -> None:  # fmt: skip
    """That `member` is in the group, and that we call about it, is over: for `member`, and for whom she or he met."""
    others = {one for side in sides_of(ended) for one in side if one != member}
    for readers, about in (([member], group.pk), (others, f"{group.pk}:{member.pk}")):
        persons = [one.person for one in readers]
        withdraw(programme=group.programme, readers=persons, kind=Kind.MATCH, about=about, by=by, at=at)


def _to_mentors(group: Group, mentors: list[Membership], mentees: list[Membership]) -> Iterator[Letter]:
    for mentor in mentors:
        others = [one for one in mentors if one != mentor]
        with written_for(mentor.person, group.programme):
            parts = [_("You lead the group %(group)s.") % {"group": group.name}]
            if others:
                parts.append(_("%(name)s leads it with you.") % _name(others[0]))
            parts.append(_("In it are %(names)s.") % {"names": _names(mentees)})
            parts.append(_next())
            yield _letter(group, mentor, _("You have a group of mentees"), " ".join(parts), mentor)


def _to_mentee(group: Group, mentee: Membership, mentors: list[Membership], mentees: list[Membership]) -> Letter:
    others = [one for one in mentees if one != mentee]
    with written_for(mentee.person, group.programme):
        said = ngettext("Your mentor is %(names)s.", "Your mentors are %(names)s.", len(mentors))
        parts = [
            _("You are in the group %(group)s.") % {"group": group.name},
            said % {"names": _names(mentors)},
            ngettext("With you is %(names)s.", "With you are %(names)s.", len(others)) % {"names": _names(others)},
            _next(),
        ]
        return _letter(group, mentee, _("You have a mentor and a group"), " ".join(parts), mentee)


def _next() -> str:
    return _(
        "We call you to find a day for the first meeting. We are there too. "
        "Does something feel wrong? Then call us. You do not need to say why."
    )


def _name(member: Membership) -> dict[str, str]:
    return {"name": member.person.given_name}


def _names(members: Iterable[Membership]) -> str:
    return get_text_list(sorted(member.person.given_name for member in members), _("and"))


def _letter(
    group: Group, member: Membership, title: str, body: str, about: Membership, kind: Kind = Kind.MATCH,
    *, home: bool = False,
) -> Letter:  # fmt: skip
    url = reverse("desk:home") if home else reverse("mentoring:group", args=[group.pk])
    once = f"group_{kind}:{group.pk}:{about.pk}:{member.person_id}"
    return Letter(member.person, kind, title, body, url=url, once_key=once)
