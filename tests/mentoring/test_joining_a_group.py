"""Somebody comes to a group that meets already: from the first meeting on, the group's meetings are hers or his too."""

import pytest
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.mentoring import actions
from handslag.mentoring.models import PairMeeting, Signature
from handslag.outbox.models import Message
from handslag.pairs.actions import add_to_group, take_out
from tests.cast import NOW, TODAY
from tests.outbox.test_workers import at_once, own_file  # noqa: F401
from tests.pairs import made

from .groups import DAY, THEN, book, filled, meetings, pairs_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
WEEK = 7 * DAY
NEW = "Your group has a new meeting"


@pytest.fixture
def running(cast, group, document):
    """The group has begun and meets; everybody has heard of it."""
    hold(cast, pairs_of(group), document)
    book(group)
    Message.objects.of(cast.organisation).update(state=Message.State.SENT, sent_at=NOW)
    return group


@pytest.fixture
def new(cast, running):
    """Somebody who was added to it and has not met."""
    member = made.mentee(cast.programme, "Abdi Mentee")
    add_to_group(group=running, mentee=member, by=None, at=NOW)
    return member


def own_pairs(group, member):
    return [pair for pair in pairs_of(group) if pair.mentee_id == member.pk]


def hold(cast, pairs, document, **said):
    """The first meeting of `pairs`, at which all sign."""
    people = {one.pk: one for pair in pairs for one in (pair.mentor, pair.mentee)}
    said = {"signed_in_room": [(one, str(one.person)) for one in people.values()]} | said
    return actions.hold_group_intake(
        pairs=pairs, document=document, held_on=TODAY, by=cast.coordinator.person, at=NOW, **said
    )


def planned(group, member) -> list[tuple]:
    rows = PairMeeting.objects.of(group.organisation_id).filter(pair__in=own_pairs(group, member), cancelled_at=None)
    return sorted((str(row.pair_id), row.starts_at, row.place) for row in rows)


def in_each(group, member, *when_and_where) -> list[tuple]:
    return sorted((str(pair.pk), *one) for pair in own_pairs(group, member) for one in when_and_where)


def told(cast) -> list[tuple[str, str]]:
    """Who is still to be told by letter of a meeting of the group."""
    gone = (Message.State.SENT, Message.State.DROPPED)
    rows = Message.objects.of(cast.organisation).exclude(state__in=gone).select_related("person")
    return sorted((str(row.person), " ".join(row.body.split())) for row in rows if row.title == NEW)


def said(day: int) -> str:
    return f"The group Homes on Monday meets: Thursday {day} March at 10:00. Place: Library"


def test_before_the_first_meeting_nothing_is_planned_for_her(running, new):
    assert planned(running, new) == []


def test_from_the_first_meeting_on_she_has_what_the_group_has_planned(cast, as_role, running, new, document):
    book(running, starts_at=THEN + WEEK)  # for all: by now for her as well
    PairMeeting.objects.of(cast.organisation).filter(pair__mentee=new).delete()
    gone = book(running, [pair for pair in pairs_of(running) if pair.mentee_id != new.pk], starts_at=THEN + 2 * WEEK)
    actions.cancel_meeting(meeting=gone[0], by=None, at=NOW)
    Message.objects.of(cast.organisation).update(state=Message.State.SENT, sent_at=NOW)
    hold(cast, own_pairs(running, new), document)
    assert planned(running, new) == in_each(running, new, (THEN, "Library"), (THEN + WEEK, "Library"))
    assert told(cast) == [("Abdi Mentee", said(12)), ("Abdi Mentee", said(5))]
    for row in meetings(running):
        assert Entry.objects.filter(action="meeting.book", subject_id=str(row.pk)).count() == 1
    listed = as_role("coordinator").get(reverse("mentoring:meetings", args=[own_pairs(running, new)[0].pk])).text
    assert listed.count("A meeting of the group") == 2


def test_its_letter_is_over_when_it_is_moved(cast, running, new, document):
    hold(cast, own_pairs(running, new), document)
    rows = Message.objects.of(cast.organisation).filter(person=new.person, kind="meeting")
    [letter] = rows
    assert (letter.title, letter.url) == (NEW, reverse("mentoring:group", args=[running.pk]))
    actions.move_meeting(meeting=meetings(running)[0], starts_at=THEN + DAY, place="Park", by=None, at=NOW)
    assert planned(running, new) == in_each(running, new, (THEN + DAY, "Park"))
    assert [row.title for row in rows.exclude(state=Message.State.DROPPED)] == [
        "A meeting is moved"
    ]  # may have been called


@pytest.fixture
def two_to_come(cast, running, new, document):
    """She has begun with both mentors and waits to be told of two meetings; gives those of the group."""
    book(running, [pair for pair in pairs_of(running) if pair.mentee_id != new.pk], starts_at=THEN + WEEK)
    Message.objects.of(cast.organisation).update(state=Message.State.SENT, sent_at=NOW)
    hold(cast, own_pairs(running, new), document)
    return sorted(meetings(running), key=lambda row: row.starts_at)


def test_what_becomes_of_one_meeting_leaves_the_letter_about_the_other(cast, new, two_to_come):
    actions.cancel_meeting(meeting=two_to_come[0], by=None, at=NOW)
    assert told(cast) == [("Abdi Mentee", said(12))]


@pytest.mark.parametrize("leaving", [0, 1])
def test_she_is_told_though_one_of_two_mentors_leaves_before(cast, running, new, two_to_come, leaving):
    take_out(group=running, member=own_pairs(running, new)[leaving].mentor, reason="moved", on=TODAY, by=None, at=NOW)
    assert told(cast) == [("Abdi Mentee", said(12)), ("Abdi Mentee", said(5))]


@pytest.mark.parametrize("leaving", [0, 1])
def test_moved_when_a_mentor_has_left_the_old_time_is_told_to_nobody(cast, running, new, two_to_come, leaving):
    mentors = [pair.mentor for pair in own_pairs(running, new)]
    take_out(group=running, member=mentors[leaving], reason="moved", on=TODAY, by=None, at=NOW)
    [still, *_] = [row for row in two_to_come if row.pair.mentor_id == mentors[1 - leaving].pk]
    actions.move_meeting(meeting=still, starts_at=THEN + DAY, place="Park", by=None, at=NOW)
    assert told(cast) == [("Abdi Mentee", said(12))]


@pytest.mark.parametrize("leaving", [0, 1])
def test_cancelled_when_she_is_the_last_with_one_mentor_it_is_told_as_held_to_nobody(
    cast, running, new, two_to_come, leaving
):
    mentors = [pair.mentor for pair in own_pairs(running, new)]
    others = {pair.mentee for pair in pairs_of(running)} - {new}
    for gone in (mentors[leaving], *others):
        take_out(group=running, member=gone, reason="moved", on=TODAY, by=None, at=NOW)
    [still, *_] = [row for row in two_to_come if row.pair in own_pairs(running, new)]
    actions.cancel_meeting(meeting=still, by=None, at=NOW)
    assert told(cast) == [("Abdi Mentee", said(12))]


def test_who_leaves_herself_is_told_of_nothing(cast, running, new, two_to_come):
    take_out(group=running, member=new, reason="moved", on=TODAY, by=None, at=NOW)
    assert told(cast) == []


def test_who_signs_later_has_them_then_and_is_told_though_it_was_her_own_act(cast, running, new, document):
    mentors = [(pair.mentor, str(pair.mentor.person)) for pair in own_pairs(running, new)]
    agreements = hold(cast, own_pairs(running, new), document, signed_in_room=mentors)
    assert planned(running, new) == []
    for agreement in agreements:
        actions.sign(
            agreement=agreement, membership=new, signed_name="Abdi", method=Signature.Method.OWN_DEVICE,
            by=new.person, at=NOW,
        )  # fmt: skip
    assert planned(running, new) == in_each(running, new, (THEN, "Library"))
    assert [name for name, _body in told(cast)] == ["Abdi Mentee"]


@pytest.mark.parametrize("place", ["Library", ""])
def test_what_the_first_meeting_plans_for_the_same_time_stands_once(cast, running, new, document, place):
    hold(cast, own_pairs(running, new), document, next_meetings=[(THEN, place)])
    assert planned(running, new) == in_each(running, new, (THEN, "Library"))
    assert told(cast) == []


def test_a_meeting_with_one_alone_and_one_of_another_mentor_are_not_hers(cast, running, new, document):
    old = [pair for pair in pairs_of(running) if pair.mentee_id != new.pk]
    actions.book_meeting(pair=old[0], starts_at=THEN + DAY, place="", by=None, at=NOW)
    of_one = [pair for pair in old if pair.mentor_id == cast.mentor.pk]
    book(running, of_one, starts_at=THEN + 2 * DAY)
    hold(cast, own_pairs(running, new), document)
    both, [own] = in_each(running, new, (THEN, "Library")), [
        pair for pair in own_pairs(running, new) if pair.mentor_id == cast.mentor.pk
    ]  # fmt: skip
    assert planned(running, new) == sorted([*both, (str(own.pk), THEN + 2 * DAY, "Library")])


def test_who_comes_in_the_place_of_one_who_has_left_has_them_too(cast, running, document):
    """One mentee is left: what was planned with the other one is still the group's."""
    pairs = pairs_of(running)
    nour = next(pair.mentee for pair in pairs if pair.mentee_id != cast.mentee.pk)
    maha = next(pair.mentor for pair in pairs if pair.mentor_id != cast.mentor.pk)
    actions.book_meeting(
        pair=next(p for p in pairs if (p.mentor_id, p.mentee_id) == (cast.mentor.pk, cast.mentee.pk)),
        starts_at=THEN + DAY, place="", by=None, at=NOW,
    )  # fmt: skip
    for gone in (maha, nour):
        take_out(group=running, member=gone, reason="no_fit", on=TODAY, by=None, at=NOW)
    new = made.mentee(cast.programme, "Abdi Mentee")
    add_to_group(group=running, mentee=new, by=None, at=NOW)
    hold(cast, own_pairs(running, new), document)
    assert planned(running, new) == in_each(running, new, (THEN, "Library"))


CLOSE = (
    "The group meets on Thursday 5 March at 10:00. There is another meeting close to it: Thursday 5 March at {clock}."
)


@pytest.mark.parametrize("clock", ["10:00", "10:30"])
def test_the_team_is_warned_where_the_first_meeting_plans_something_close(cast, as_role, running, new, document, clock):
    client, url = as_role("coordinator"), reverse("mentoring:group_intake", args=[running.pk])
    form = client.get(url)
    assert "The group has planned these meetings already. Do not write them here again." in form.text
    assert "Thursday 5 March, 10:00" in form.text
    said = filled(running, document, there=[str(new.pk)], day_1="2026-03-05", clock_1=clock, place_1="Cafe")
    page = client.post(url, said, follow=True).text
    assert page.count(CLOSE.format(clock=clock)) == 1
    hour = THEN.replace(minute=int(clock[3:]))
    assert planned(running, new) == in_each(running, new, (THEN, "Library"), (hour, "Cafe"))


def test_the_first_meeting_of_one_pair_of_a_group_tells_what_the_group_has_planned(cast, as_role, running, new):
    page = as_role("coordinator").get(reverse("mentoring:intake", args=[own_pairs(running, new)[0].pk])).text
    assert page.count("Thursday 5 March, 10:00") == 1
    assert "Library" in page


@pytest.mark.django_db(transaction=True)
def test_moved_while_she_begins_she_has_the_new_time(cast, own_file, running, new, document):  # noqa: F811
    shared, acts = meetings(running)[0], ["hold", "move"]

    def act():
        if acts.pop() == "hold":
            hold(cast, own_pairs(running, new), document)
        else:
            actions.move_meeting(meeting=shared, starts_at=THEN + DAY, place="Park", by=None, at=NOW)

    at_once(2, act)
    assert planned(running, new) == in_each(running, new, (THEN + DAY, "Park"))


def test_who_is_in_no_group_begins_with_what_was_planned(cast, pair):
    assert not PairMeeting.objects.of(cast.organisation).exists()
