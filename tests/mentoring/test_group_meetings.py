"""A meeting of a whole group: booking it, moving and cancelling it, all or nothing."""

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.mentoring import actions
from handslag.mentoring.views.meetings import tell_of_days
from handslag.outbox.models import Message
from handslag.pairs import actions as pairs_actions
from handslag.pairs.models import Pair
from tests.cast import NOW, TODAY

from .groups import DAY, THEN, begin, book, letters, meetings, pairs_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


# ---- booking ----


def test_one_meeting_stands_in_every_pair_and_everybody_has_one_letter(cast, group):
    book(group)
    assert {meeting.pair_id for meeting in meetings(group)} == {pair.pk for pair in pairs_of(group)}
    assert letters(cast) == ["Maha Mentor", "Mentee One", "Mentor One", "Nour Mentee"]
    letter = Message.objects.of(cast.organisation).filter(kind=Message.Kind.MEETING).first()
    assert "The group Homes on Monday meets: Thursday 5 March at 10:00." in letter.body
    assert "Library" in letter.body
    assert letter.url == reverse("mentoring:group", args=[group.pk])


def test_who_books_gets_no_letter_and_twice_is_once(cast, group):
    for _time in range(2):
        book(group, by=cast.mentor.person)
    assert len(meetings(group)) == 4
    assert letters(cast) == ["Maha Mentor", "Mentee One", "Nour Mentee"]


def test_who_has_the_meeting_already_is_not_told_of_it_again(cast, group):
    own = [pair for pair in pairs_of(group) if pair.mentor_id == cast.mentor.pk]
    book(group, own)
    book(group)
    assert len(meetings(group)) == 4
    assert letters(cast) == ["Maha Mentor", "Mentee One", "Mentor One", "Nour Mentee"]


def test_where_one_of_them_meets_elsewhere_at_this_time_nothing_is_booked(as_role, cast, group):
    pair = pairs_of(group)[0]
    actions.book_meeting(pair=pair, starts_at=THEN, place="Cafe", by=cast.coordinator.person, at=NOW)
    before = letters(cast)
    said = {"day": "2026-03-05", "clock": "10:00", "place": "Town library"}
    page = as_role("coordinator").post(reverse("mentoring:group_meeting", args=[group.pk]), said)
    assert page.status_code == 422
    name = pair.mentee.person.given_name
    assert f"With {name}: You already have a meeting on Thursday 5 March at 10:00 (Cafe). Move" in page.text
    assert "Town library" in page.text
    assert [meeting.pair_id for meeting in meetings(group)] == [pair.pk]
    assert letters(cast) == before


NOT_WRITTEN = (Message.State.BY_HAND, Message.State.DROPPED)


def written(cast) -> list[tuple[str, str]]:
    """Who is written to about meetings, and the title; those of whom nobody has an address are called, and what was
    overtaken is not told."""
    rows = Message.objects.of(cast.organisation).filter(kind=Message.Kind.MEETING).select_related("person")
    return sorted((str(row.person), row.title) for row in rows.exclude(state__in=NOT_WRITTEN))


def told(cast, title: str) -> list[str]:
    """Whose letters with this title are sent or still to be sent."""
    rows = Message.objects.of(cast.organisation).exclude(state=Message.State.DROPPED).select_related("person")
    return sorted(str(row.person) for row in rows if row.title == title)


NEW, MOVED, CANCELLED = "Your group has a new meeting", "A meeting is moved", "A meeting is cancelled"
EVERYBODY = ["Maha Mentor", "Mentee One", "Mentor One", "Nour Mentee"]


def test_what_is_cancelled_and_booked_again_is_told_again(cast, group):
    book(group)
    actions.cancel_meeting(meeting=meetings(group)[0], by=None, at=NOW)
    book(group)
    assert len(meetings(group)) == 8
    assert written(cast) == [("Mentee One", NEW), ("Mentor One", NEW)]


def test_booked_and_cancelled_before_the_letters_are_out_nobody_hears_of_it(cast, group):
    book(group)
    actions.cancel_meeting(meeting=meetings(group)[0], by=None, at=NOW)
    assert written(cast) == []


def test_a_pair_that_ends_is_not_told_and_who_has_another_one_there_is(cast, group):
    """The mentor's letter stays: one of the two pairs still meets."""
    own = [pair for pair in pairs_of(group) if pair.mentor_id == cast.mentor.pk]
    book(group, own)
    assert told(cast, NEW) == ["Mentee One", "Mentor One", "Nour Mentee"]
    ended = next(pair for pair in own if pair.mentee_id == cast.mentee.pk)
    pairs_actions.end(pair=ended, reason="no_fit", on=TODAY, by=None, at=NOW)
    assert told(cast, NEW) == ["Mentor One", "Nour Mentee"]


def test_who_gets_a_second_pair_for_a_meeting_is_still_told_when_the_first_one_ends(cast, group):
    own = [pair for pair in pairs_of(group) if pair.mentor_id == cast.mentor.pk]
    book(group, own)
    book(group)
    ended = next(pair for pair in own if pair.mentee_id == cast.mentee.pk)
    pairs_actions.end(pair=ended, reason="no_fit", on=TODAY, by=None, at=NOW)
    assert told(cast, NEW) == EVERYBODY


# ---- moving and cancelling: it stays one meeting ----


def letter_with(cast, title) -> Message:
    return next(row for row in Message.objects.of(cast.organisation) if row.title == title)


def move(meeting, by=None, **changed):
    said = {"starts_at": THEN + DAY, "place": "Park"} | changed
    return actions.move_meeting(meeting=meeting, by=by, at=NOW, **said)


def test_moved_in_one_pair_it_is_moved_for_all_and_each_has_one_letter(cast, group, known):
    assert move(known[1], by=cast.mentor.person).pk == known[1].pk
    assert {(one.starts_at, one.place, one.revision) for one in meetings(group)} == {(THEN + DAY, "Park", 1)}
    assert told(cast, MOVED) == ["Maha Mentor", "Mentee One", "Nour Mentee"]
    letter = letter_with(cast, MOVED)
    assert "The group Homes on Monday meets at a new time: Friday 6 March at 10:00." in letter.body
    assert "The old time was Thursday 5 March at 10:00." in letter.body
    assert "Park" in letter.body
    assert Entry.objects.of(cast.organisation.pk).filter(action="meeting.move").count() == 4
    move(known[1], by=cast.mentor.person)  # pressed twice
    assert len(told(cast, MOVED)) == 3


def test_another_place_for_all_is_told_as_one(cast, group, known):
    move(known[0], starts_at=THEN)
    assert told(cast, "A meeting has a new place") == EVERYBODY


def test_cancelled_in_one_pair_it_is_cancelled_for_all_and_each_has_one_letter(cast, group, known):
    for _press in range(2):
        actions.cancel_meeting(meeting=known[2], by=cast.coordinator.person, at=NOW)
    assert all(one.cancelled_at == NOW for one in meetings(group))
    assert told(cast, CANCELLED) == EVERYBODY
    letter = letter_with(cast, CANCELLED)
    assert "The meeting of the group Homes on Monday is cancelled: Thursday 5 March at 10:00." in letter.body


def test_booked_and_moved_before_the_letters_are_out_it_is_told_once_as_a_new_one(cast, group):
    book(group)
    move(meetings(group)[0])
    move(meetings(group)[0], starts_at=THEN + 2 * DAY)
    assert written(cast) == [("Mentee One", NEW), ("Mentor One", NEW)]


def test_moved_to_and_fro_before_the_letters_are_out_there_is_nothing_to_tell(cast, known):
    move(known[0])
    move(known[0], starts_at=THEN, place="Library")
    assert not Message.objects.of(cast.organisation).filter(state=Message.State.QUEUED).exists()


def test_where_one_of_them_meets_already_then_it_is_moved_for_nobody(group, known):
    actions.book_meeting(pair=pairs_of(group)[0], starts_at=THEN + DAY, place="", by=None, at=NOW)
    with pytest.raises(actions.TimeTaken):
        move(known[1])
    assert {one.starts_at for one in known} == {THEN}
    assert sorted(one.starts_at for one in meetings(group)) == [THEN] * 4 + [THEN + DAY]


def test_a_meeting_of_one_pair_alone_is_moved_alone(cast, group, known):
    alone = actions.book_meeting(pair=known[0].pair, starts_at=THEN + DAY, place="", by=None, at=NOW)
    move(alone, starts_at=THEN + 2 * DAY)
    assert sorted(one.starts_at for one in meetings(group)) == [THEN] * 4 + [THEN + 2 * DAY]
    assert len(told(cast, "You have a new meeting") + told(cast, MOVED)) == 2  # the two of the pair


# ---- all or nothing ----


def test_all_or_nothing_is_booked(group):
    pairs = pairs_of(group)
    last = max(pairs, key=lambda pair: str(pair.pk))
    Pair.objects.of(group.organisation_id).filter(pk=last.pk).update(ended_on=TODAY, end_reason="moved")
    with pytest.raises(actions.PairEnded):
        book(group, pairs)
    with pytest.raises(actions.WrongDay):
        book(group, starts_at=NOW)
    assert not meetings(group)


def test_the_team_books_for_all_and_a_mentor_for_the_own_pairs_that_have_begun(cast, as_role, group):
    url = reverse("mentoring:group_meeting", args=[group.pk])
    said = {"day": "2026-03-05", "clock": "17:00", "place": "Library"}
    assert as_role("mentor").get(url).status_code == 404  # before the first meeting the team books
    begin(group)
    page = as_role("mentor").get(url).text
    assert "Maha does not get this meeting. Choose the day together." in page
    assert as_role("mentor").post(url, said).url == reverse("mentoring:group", args=[group.pk])
    assert {meeting.pair.mentor_id for meeting in meetings(group)} == {cast.mentor.pk}
    assert "does not get this meeting" not in as_role("coordinator").get(url).text
    as_role("coordinator").post(url, said)
    assert len(meetings(group)) == 4


def test_who_has_not_begun_gets_it_with_the_own_first_meeting(cast, as_role, group):
    begin(group)
    late = Pair.objects.of(group.organisation_id).filter(mentee=pairs_of(group)[0].mentee_id)
    late.update(started_on=None)
    name, url = late[0].mentee.person.given_name, reverse("mentoring:group_meeting", args=[group.pk])
    assert f"{name} gets this meeting with the own first meeting." in as_role("coordinator").get(url).text
    as_role("coordinator").post(url, {"day": "2026-03-05", "clock": "17:00", "place": "Library"})
    assert meetings(group)
    assert late[0].mentee_id not in {meeting.pair.mentee_id for meeting in meetings(group)}
    assert str(late[0].mentee.person) not in letters(cast)


NEAR = "There is another meeting close to this one: Thursday 5 March at 10:00."


def test_booked_close_to_another_meeting_it_is_said_with_whom(cast, as_role, group):
    url = reverse("mentoring:group_meeting", args=[group.pk])
    actions.book_meeting(pair=pairs_of(group)[0], starts_at=THEN, place="", by=None, at=NOW)
    name = pairs_of(group)[0].mentee.person.given_name
    page = as_role("coordinator").post(url, {"day": "2026-03-05", "clock": "10:30"}, follow=True).text
    assert page.count(f"With {name}: {NEAR}") == page.count(NEAR) == 1


def test_moved_close_to_another_meeting_it_is_said_with_whom(cast, as_role, group, known):
    actions.book_meeting(pair=known[0].pair, starts_at=THEN + DAY, place="", by=None, at=NOW)
    url = reverse("mentoring:move", args=[known[1].pair_id, known[1].pk])
    page = as_role("coordinator").post(url, {"day": "2026-03-06", "clock": "10:30"}, follow=True).text
    said = NEAR.replace("Thursday 5", "Friday 6")
    assert page.count(f"With {known[0].pair.mentee.person.given_name}: {said}") == page.count(said) == 1


def test_what_is_so_with_several_is_said_once(cast, as_role, group):
    """A mentor sees the own pairs alone."""
    begin(group)
    book(group)
    url = reverse("mentoring:group_meeting", args=[group.pk])
    typed = {"day": "2026-03-05", "clock": "10:30"}
    page = as_role("mentor").post(url, typed, follow=True).text
    assert page.count(f"With Mentee and Nour: {NEAR}") == page.count(NEAR) == 1


def test_for_a_large_group_as_few_queries_tell_what_is_close_as_for_one_pair(cast, group, known):
    request = RequestFactory().get("/")
    request.user, request._messages = cast.account("coordinator"), CookieStorage(request)

    def queries(rows) -> int:
        with CaptureQueriesContext(connection) as taken:
            tell_of_days(request, rows)
        return len(taken)

    queries(known)
    assert queries(known[:1]) == queries(known) == 2


def test_a_slip_comes_back_at_its_field_with_what_was_typed(as_role, group):
    url = reverse("mentoring:group_meeting", args=[group.pk])
    page = as_role("coordinator").post(url, {"day": "2020-01-01", "clock": "17:00", "place": "Library"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["day"])
    assert "Library" in page.text


@pytest.mark.parametrize(
    ("role", "status"),
    [("mentee", 403), ("supervisor", 403), ("second_mentor", 404), ("second_mentee", 404), ("outsider", 404)],
)
def test_nobody_else_books(as_role, group, role, status):
    begin(group)
    url = reverse("mentoring:group_meeting", args=[group.pk])
    assert as_role(role).get(url).status_code == status
    assert as_role(role).post(url, {"day": "2026-03-05", "clock": "17:00"}).status_code == status
    assert not meetings(group)


# ---- who is not in the group any more ----


def test_who_has_left_reads_that_the_group_meets_without_her(cast, as_role, group, known):
    gone = [row for row in known if row.pair.mentee_id == cast.mentee.pk]
    pairs_actions.take_out(group=group, member=cast.mentee, reason="no_fit", on=TODAY, by=None, at=NOW)
    said = {"mentee": "The group meets without you. You do not need to come.",
            "coordinator": "It is cancelled for this pair. The group meets all the same."}  # fmt: skip
    for role, words in said.items():
        client = as_role(role)
        listed = client.get(reverse("mentoring:meetings", args=[gone[0].pair_id])).text
        assert "Thursday 5 March, 10:00" in listed
        one = client.get(reverse("mentoring:meeting", args=[gone[0].pair_id, gone[0].pk])).text
        for page in (listed, one):
            assert words in page
            assert "does not take place" not in page
            assert "There is no meeting on" not in page


def test_who_comes_with_another_mentor_is_not_told_that_she_need_not(cast, as_role, group, known):
    own = next(row for row in known if (row.pair.mentor_id, row.pair.mentee_id) == (cast.mentor.pk, cast.mentee.pk))
    pairs_actions.take_out(group=group, member=cast.mentor, reason="no_fit", on=TODAY, by=None, at=NOW)
    listed = reverse("mentoring:meetings", args=[own.pair_id])
    one = reverse("mentoring:meeting", args=[own.pair_id, own.pk])
    assert "Thursday 5 March" not in as_role("mentee").get(listed).text
    other = next(pair for pair in pairs_of(group) if pair.mentee_id == cast.mentee.pk)
    assert as_role("mentee").get(one).url == reverse("mentoring:meetings", args=[other.pk])
    for url in (listed, one):
        page = as_role("coordinator").get(url).text
        assert "It is cancelled for this pair. The group meets all the same." in page
