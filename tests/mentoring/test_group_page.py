"""The page of a group: what is planned, and what comes next."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.mentoring import actions
from handslag.mentoring.models import PairMeeting
from handslag.pairs.actions import add_to_group, take_out
from handslag.supervision.actions import agree_pause
from tests.cast import NOW, TODAY
from tests.pairs import made

from .groups import DAY, THEN, begin, book, filled, meetings, pairs_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


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
    again = client.post(cancel).text  # the second press
    assert "This meeting was cancelled" in again
    assert reverse("mentoring:group_meeting", args=[group.pk]) in again
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


def test_a_mentee_who_has_not_met_reads_that_we_call_and_then_that_they_meet(as_role, group):
    assert said_to(as_role, group, "mentee") == "We call you to find a day for the first meeting."
    book(group)
    assert said_to(as_role, group, "mentee").startswith("You meet together.")
    for meeting in meetings(group):
        meeting.delete()
    begin(group)
    assert said_to(as_role, group, "mentee").startswith("You meet together.")


def test_of_a_meeting_of_a_group_no_page_says_that_it_is_in_a_pause(as_role, group, known):
    begin(group)
    own = next(row for row in known if row.pair.mentee.person.given_name == "Mentee")
    days = {"from_on": TODAY, "until_on": TODAY + 7 * DAY}
    agree_pause(pair=own.pair, **days, reason="travel", by=None, at=NOW)
    for page in ("/home/", reverse("mentoring:meetings", args=[own.pair_id])):
        assert "This meeting is in your pause" not in as_role("mentee").get(page).text
