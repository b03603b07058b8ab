"""Meetings that are planned inside an agreed pause: the pause cancels none, and everybody is told where they stand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from handslag.mentoring.actions import book_meeting, cancel_meeting
from handslag.outbox.models import Message
from handslag.pairs.models import Group, Pair
from handslag.supervision.actions import agree_pause, ask_for_pause, change_pause
from tests.cast import NOW, TODAY

from .rows import DAY, by, started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def pair(cast, programme):
    return started(cast)


def booked(pair, days):
    return book_meeting(pair=pair, starts_at=NOW + timedelta(days=days), place="Library", by=None, at=NOW)


def paused(cast, pair, first=TODAY, last=TODAY + 16 * DAY):
    return agree_pause(pair=pair, from_on=first, until_on=last, reason="travel", **by(cast))


def asked(cast, pair):
    said = {"from_on": TODAY, "until_on": TODAY + 16 * DAY, "reason": "", "by": cast.mentee.person, "at": NOW}
    return ask_for_pause(pair=pair, asked_by=cast.mentee, **said)


def letters(cast, about):
    return list(Message.objects.of(cast.organisation).filter(once_key__startswith=f"pause-{about}"))


def address(name, pair):
    return reverse(name, args=[pair.pk])


def test_who_answers_for_a_pair_sees_which_meetings_stand_in_its_pause(cast, as_role, pair):
    paused(cast, pair)
    for days in (3, 16, 17):
        booked(pair, days)
    cancel_meeting(meeting=booked(pair, 5), by=None, at=NOW)
    page = as_role("supervisor").get(address("supervision:pair", pair)).text
    assert page.count("Still planned in it:") == 2
    assert "Still planned in it: Thursday 5 March, 10:00." in page
    assert "Still planned in it: Wednesday 18 March, 10:00." in page
    assert address("mentoring:meetings", pair) in page


def test_the_letter_about_a_pause_names_the_meeting_that_is_still_planned(cast, pair):
    booked(pair, 3)
    booked(pair, 30)
    asked(cast, pair)
    pause = paused(cast, pair)
    told = letters(cast, "agreed")
    assert {letter.person for letter in told} == {cast.mentor.person, cast.mentee.person}
    for letter in told:
        assert "\nYour meeting on 5 March is still planned: move or cancel it if you do not want it." in letter.body
        assert letter.url == address("mentoring:meetings", pair)
    booked(pair, 2)
    Message.objects.of(cast.organisation).update(state=Message.State.SENT, sent_at=NOW)
    later = NOW + timedelta(hours=1)
    change_pause(pause=pause, from_on=TODAY, until_on=TODAY + 20 * DAY, reason="travel", by=None, at=later)
    changed = letters(cast, "changed")
    assert len(changed) == 2
    for letter in changed:
        assert "\n2 of your meetings are still planned, the first on 4 March: move or cancel them" in letter.body


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_the_two_read_that_they_have_a_pause(cast, as_role, pair, role):
    said, client = "You have a pause until 18 March.", as_role(role)
    pages = ["/home/", address("mentoring:meetings", pair), address("pairs:pair", pair)]
    ahead = paused(cast, pair, TODAY + DAY)
    assert not [page for page in pages if said in client.get(page).text]
    change_pause(pause=ahead, from_on=TODAY, until_on=ahead.until_on, reason="travel", **by(cast))
    assert [page for page in pages if said in client.get(page).text] == pages


@pytest.mark.parametrize(
    ("role", "said"), [("mentor", "You have a pause from 3 March to 18 March."),
                       ("mentee", "You have a pause from 3 March to 18 March."),
                       ("coordinator", "They take a pause from 3 March to 18 March.")]
)  # fmt: skip
def test_a_pause_that_is_ahead_stands_beside_the_meeting_that_is_planned_in_it(cast, as_role, pair, role, said):
    paused(cast, pair, TODAY + DAY)
    booked(pair, 3)
    pages = [address("mentoring:meetings", pair), address("pairs:pair", pair)]
    pages += ["/home/"] * (role != "coordinator")
    client = as_role(role)
    for page in pages:
        shown = client.get(page).text
        assert said in shown
        assert "5 March" in shown or page == address("pairs:pair", pair)
    [pause] = pair.pauses.all()
    change_pause(pause=pause, from_on=TODAY - 9 * DAY, until_on=TODAY - DAY, reason="travel", **by(cast))
    assert not [page for page in pages if "pause from" in client.get(page).text]


def test_of_several_pairs_the_home_says_with_whom_a_pause_is_ahead(cast, as_role, pair):
    started(cast, mentee="second_mentee")
    paused(cast, pair, TODAY + DAY)
    name = cast.mentee.person.given_name
    assert f"You and {name} have a pause from 3 March to 18 March." in as_role("mentor").get("/home/").text


def test_of_a_pair_in_a_pause_the_team_does_not_read_that_it_meets(cast, as_role, pair):
    client, page = as_role("coordinator"), address("pairs:pair", pair)
    assert "They meet on their own." in client.get(page).text
    paused(cast, pair)
    for url in (page, address("mentoring:meetings", pair)):
        shown = client.get(url).text
        assert "They have a pause until 18 March." in shown
        assert "They meet on their own." not in shown


@pytest.mark.parametrize(
    ("role", "said"), [("mentee", "This is in your pause until 18 March. You may meet all the same."),
                       ("coordinator", "This is in their pause until 18 March. They may meet all the same.")]
)  # fmt: skip
def test_a_meeting_in_a_pause_is_booked_and_moved_and_says_so(cast, as_role, pair, role, said):
    paused(cast, pair)
    client, url = as_role(role), address("mentoring:meetings", pair)
    typed = {"day": "2026-03-19", "clock": "17:00", "place": "Library"}
    page = client.post(url, typed, follow=True).text
    assert "The meeting is booked." in page
    assert "in your pause" not in page
    assert "in their pause" not in page
    [meeting] = pair.meetings.all()
    move = reverse("mentoring:move", args=[pair.pk, meeting.pk])
    assert said in client.post(move, typed | {"day": "2026-03-18"}, follow=True).text
    assert said in client.post(url, typed | {"day": "2026-03-17"}, follow=True).text


@pytest.mark.parametrize(
    ("role", "said"), [("mentor", "With Mentee: This is in your pause until 18 March. You may meet all the same."),
                       ("coordinator", "With Mentee: This is in their pause until 18 March. They may meet all the")]
)  # fmt: skip
def test_a_meeting_of_a_group_says_with_whom_it_is_in_a_pause(cast, as_role, pair, role, said):
    group = Group.objects.create(
        organisation=cast.organisation, programme=cast.programme, name="Homes", language="ar", made_at=NOW
    )
    started(cast, mentee="second_mentee", group=group)
    Pair.objects.of(cast.organisation).filter(pk=pair.pk).update(group=group)
    paused(cast, pair)
    typed = {"day": "2026-03-17", "clock": "17:00", "place": "Library"}
    page = as_role(role).post(address("mentoring:group_meeting", group), typed, follow=True).text
    assert said in page
    assert page.count("This is in") == 1
