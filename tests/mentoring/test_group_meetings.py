"""What a whole group does at once: its first meeting, booking a meeting; and what its page says comes next."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.core.errors import Refused
from handslag.journal.models import Entry
from handslag.mentoring import actions
from handslag.mentoring.models import Agreement, PairMeeting, Signature
from handslag.outbox.models import Message
from handslag.pairs.actions import add_to_group, make_group, take_out
from handslag.pairs.grouping import running_in
from handslag.pairs.models import Pair
from tests.cast import NOW, TODAY
from tests.pairs import grouped, made

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THEN = NOW + 3 * DAY


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def group(cast, document):
    """A group of the cast's mentor and another one with the cast's mentee and one more; nobody has met."""
    grouped.ready(cast)
    mentors, mentees = grouped.people(cast.programme, mentees=1)
    plan = grouped.plan(cast.programme, [cast.mentor, *mentors], [cast.mentee, *mentees])
    return make_group(plan, by=None, at=NOW)


def pairs_of(group) -> list[Pair]:
    pairs = running_in(group)
    for pair in pairs:
        pair.programme = group.programme
    return pairs


def begin(group) -> None:
    for pair in pairs_of(group):
        pair.started_on = TODAY
        pair.save()


def meetings(group) -> list[PairMeeting]:
    return list(PairMeeting.objects.of(group.organisation_id).filter(pair__group=group))


def book(group, pairs=None, by=None, starts_at=THEN):
    pairs = pairs_of(group) if pairs is None else pairs
    return actions.book_group_meeting(pairs=pairs, starts_at=starts_at, place="Library", by=by, at=NOW)


def letters(cast) -> list[str]:
    rows = Message.objects.of(cast.organisation).filter(kind=Message.Kind.MEETING).select_related("person")
    return sorted(str(row.person) for row in rows)


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
    assert "You already meet then, at Cafe. Move it, or change the place." in page.text
    assert "Town library" in page.text
    assert [meeting.pair_id for meeting in meetings(group)] == [pair.pk]
    assert letters(cast) == before


def written(cast) -> list[tuple[str, str]]:
    """Who is written to about meetings, and the title; those of whom nobody has an address are called."""
    rows = Message.objects.of(cast.organisation).filter(kind=Message.Kind.MEETING).select_related("person")
    return sorted((str(row.person), row.title) for row in rows.exclude(state=Message.State.BY_HAND))


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
    actions.cancel_coming_meetings(pair=ended, by=None, at=NOW)
    assert told(cast, NEW) == ["Mentor One", "Nour Mentee"]


# ---- moving and cancelling: it stays one meeting ----


@pytest.fixture
def known(cast, group):
    """A meeting of all of which everybody has heard."""
    book(group)
    Message.objects.of(cast.organisation).update(state=Message.State.SENT, sent_at=NOW)
    return meetings(group)


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
    assert len(told(cast, "You have a new meeting")) == 2


def show(group):
    return reverse("mentoring:group", args=[group.pk])


def test_the_page_of_the_group_shows_all_that_is_planned_and_changes_it(cast, as_role, group, known):
    book(group, starts_at=THEN + 7 * DAY)
    client = as_role("coordinator")
    page = client.get(show(group))
    assert [line.meeting.starts_at for line in page.context["page"].meetings] == [THEN, THEN + 7 * DAY]
    assert "Thursday 12 March, 10:00" in page.text
    first = page.context["page"].meetings[0].meeting
    change, cancel = (reverse(f"mentoring:{name}", args=[first.pair_id, first.pk]) for name in ("move", "cancellation"))
    assert f'href="{change}"' in page.text
    assert f'href="{cancel}"' in page.text
    assert "It is moved for all, and we tell them." in client.get(change).text
    answer = client.post(change, {"day": "2026-03-06", "clock": "17:00", "place": "Park"})
    assert answer.url == show(group)
    assert "It is cancelled for all." in client.get(cancel).text
    assert client.post(cancel).url == show(group)
    assert client.post(cancel).url == show(group)  # the second press
    left = [one.starts_at for one in meetings(group) if one.cancelled_at is None]
    assert left == [THEN + 7 * DAY] * 4


def test_a_meeting_with_one_alone_says_with_whom(as_role, group, known):
    begin(group)
    pair = known[0].pair
    actions.book_meeting(pair=pair, starts_at=THEN + DAY, place="", by=None, at=NOW)
    page = as_role("coordinator").get(show(group))
    assert [line.is_of_group for line in page.context["page"].meetings] == [True, False]
    assert f"Only with <bdi>{pair.mentee.person}</bdi>" in page.text


def test_a_mentor_changes_a_meeting_of_the_group_and_a_mentee_tells_the_mentor(cast, as_role, group, known):
    own = next(one for one in known if {one.pair.mentor_id, one.pair.mentee_id} == {cast.mentor.pk, cast.mentee.pk})
    change, cancel = (reverse(f"mentoring:{name}", args=[own.pair_id, own.pk]) for name in ("move", "cancellation"))
    listed = reverse("mentoring:meetings", args=[own.pair_id])
    for address in (show(group), listed):
        assert "/move/" in as_role("mentor").get(address).text
        assert "/move/" not in as_role("mentee").get(address).text
    assert "You cannot come? Tell your mentor." in as_role("mentee").get(listed).text
    for address in (change, cancel):
        assert as_role("mentee").get(address).status_code == 403
        assert as_role("mentee").post(address, {"day": "2026-03-06", "clock": "17:00"}).status_code == 403
    assert {one.cancelled_at for one in meetings(group)} == {None}
    assert as_role("mentor").post(cancel).url == show(group)
    assert {one.cancelled_at for one in meetings(group)} == {NOW}


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


# ---- the first meeting ----


def filled(group, document, **more):
    pairs = pairs_of(group)
    members = {member.pk: member for pair in pairs for member in (pair.mentor, pair.mentee)}
    return {
        "document": str(document.pk), "held_on": TODAY.isoformat(), "read_aloud": "on", "own_points": "Every Monday",
        "there": [str(pair.mentee_id) for pair in pairs], "day_1": "2026-03-09", "clock_1": "17:00", "place_1": "Cafe",
        **{f"name_{pk}": str(member.person) for pk, member in members.items()},
    } | more  # fmt: skip


def test_the_first_meeting_of_all_is_held_on_one_page(cast, as_role, group, document):
    client, url = as_role("coordinator"), reverse("mentoring:group_intake", args=[group.pk])
    form = client.get(url).context["form"]
    assert len(form.signature_rows()) == 4
    page = client.post(url, filled(group, document), follow=True)
    assert "The group has started. All have signed." in page.text
    assert all(pair.started_on == TODAY for pair in pairs_of(group))
    agreements = Agreement.objects.of(cast.organisation)
    assert [row.own_points for row in agreements] == ["Every Monday"] * 4
    assert Signature.objects.of(cast.organisation).count() == 8
    assert len(meetings(group)) == 4
    assert client.get(url).url == reverse("mentoring:group", args=[group.pk])  # nothing is left to hold


def test_who_was_not_there_meets_later(cast, as_role, group, document):
    client, url = as_role("coordinator"), reverse("mentoring:group_intake", args=[group.pk])
    nour = next(pair.mentee for pair in pairs_of(group) if pair.mentee_id != cast.mentee.pk)
    said = filled(group, document, there=[str(cast.mentee.pk)])
    page = client.post(url, said)
    assert page.context["form"].errors == {
        f"name_{nour.pk}": ["Tick above that Nour Mentee was there, or leave this empty."]
    }
    assert not Agreement.objects.of(cast.organisation).exists()
    client.post(url, said | {f"name_{nour.pk}": ""})
    assert {row.pair.mentee_id for row in Agreement.objects.of(cast.organisation)} == {cast.mentee.pk}
    assert "Next: hold the first meeting with Nour Mentee." in client.get(f"/mentoring-groups/{group.pk}/").text
    assert len(client.get(url).context["form"].signature_rows()) == 3


def test_who_did_not_sign_in_the_room_signs_later(cast, as_role, group, document):
    client, url = as_role("coordinator"), reverse("mentoring:group_intake", args=[group.pk])
    page = client.post(url, filled(group, document, **{f"name_{cast.mentor.pk}": ""}), follow=True).text
    assert "Each pair starts when both have signed." in page
    assert "is not signed by both yet in the pairs of Mentee One and Nour Mentee." in page
    begun = {pair.mentor_id for pair in pairs_of(group) if pair.started_on}
    assert begun == {pair.mentor_id for pair in pairs_of(group)} - {cast.mentor.pk}


def test_a_slip_in_one_pair_leaves_all_as_they_were(cast, group, document):
    early = {"document": document, "held_on": TODAY - 30 * DAY, "by": cast.coordinator.person, "at": NOW}
    with pytest.raises(actions.WrongDay):
        actions.hold_group_intake(pairs=pairs_of(group), **early)
    pairs = pairs_of(group)
    last = max(pairs, key=lambda pair: str(pair.pk))
    Pair.objects.of(group.organisation_id).filter(pk=last.pk).update(ended_on=TODAY, end_reason="moved")
    with pytest.raises(Refused):
        actions.hold_group_intake(pairs=pairs, **(early | {"held_on": TODAY}))
    with pytest.raises(actions.NobodyThere):
        actions.hold_group_intake(pairs=[], **early)
    assert not Agreement.objects.of(cast.organisation).exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("mentor", 404), ("mentee", 404), ("supervisor", 404), ("second_mentor", 404), ("outsider", 404)],
)
def test_only_who_holds_first_meetings_holds_that_of_a_group(cast, as_role, group, document, role, status):
    url = reverse("mentoring:group_intake", args=[group.pk])
    assert as_role(role).get(url).status_code in (403, status)
    assert as_role(role).post(url, filled(group, document)).status_code in (403, status)
    assert not Agreement.objects.of(cast.organisation).exists()


# ---- what comes next ----


def said_to(as_role, group, role) -> str:
    return as_role(role).get(reverse("mentoring:group", args=[group.pk])).context["next"].text


def test_the_page_tells_the_team_what_comes_next(cast, as_role, group, document):
    assert said_to(as_role, group, "coordinator").startswith("Next: call all of them, and book a day")
    book(group)
    assert said_to(as_role, group, "coordinator") == "Next: hold the first meeting with all of them."
    as_role("coordinator").post(reverse("mentoring:group_intake", args=[group.pk]), filled(group, document))
    assert said_to(as_role, group, "coordinator").startswith("They meet.")
    PairMeeting.objects.of(cast.organisation).update(cancelled_at=NOW)
    assert said_to(as_role, group, "coordinator") == "Next: book a meeting for all of them."
    assert said_to(as_role, group, "supervisor").startswith("Every mentor and mentee here is a pair")
    new = made.mentee(cast.programme, "Sami Mentee")
    add_to_group(group=group, mentee=new, by=None, at=NOW)
    assert said_to(as_role, group, "coordinator") == "Next: hold the first meeting with Sami Mentee."
    for member in (cast.mentee, new, *{p.mentee for p in pairs_of(group)}):
        if any(member.pk == pair.mentee_id for pair in pairs_of(group)):
            take_out(group=group, member=member, reason="moved", on=TODAY, by=None, at=NOW)
    assert said_to(as_role, group, "coordinator").startswith("This group has ended.")


def test_the_page_tells_a_mentor_what_comes_next(cast, as_role, group):
    button = reverse("mentoring:group_meeting", args=[group.pk])
    page = as_role("mentor").get(reverse("mentoring:group", args=[group.pk]))
    assert "The team calls you" in page.text
    assert button not in page.text
    begin(group)
    page = as_role("mentor").get(reverse("mentoring:group", args=[group.pk])).text
    assert "Book the next meeting for all of you." in page
    assert button in page
    book(group)
    assert said_to(as_role, group, "mentor").startswith("Meet, and write the diary once")
    assert button not in as_role("mentee").get(reverse("mentoring:group", args=[group.pk])).text


def test_a_waiting_pair_of_a_group_leads_to_the_first_meeting_of_all(as_role, group):
    page = as_role("coordinator").get(reverse("pairs:pair", args=[pairs_of(group)[0].pk])).text
    assert reverse("mentoring:group_intake", args=[group.pk]) in page


def test_the_pages_take_as_many_queries_for_a_large_group(cast, as_role, group):
    client = as_role("coordinator")
    names = ("group", "group_intake", "group_meeting")

    def queries() -> list[int]:
        found = []
        for name in names:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(f"mentoring:{name}", args=[group.pk])).status_code == 200
            found.append(len(asked))
        return found

    queries()
    few = queries()
    for n in range(4):
        add_to_group(group=group, mentee=made.mentee(cast.programme, f"More {n}"), by=None, at=NOW)
    assert queries() == few
    assert max(few) <= 8
