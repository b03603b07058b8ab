"""Journeys of those who run a programme, clicked through in the made-up programme of the demonstration and counted.

The counts are what the product is held to. Journeys A and B are in tests/recruitment and tests/mentoring, the set-up
of a programme is on the whole road.
"""

import random
import zoneinfo
from collections import Counter

import pytest
from django.conf import settings
from django.utils import timezone

from handslag.desk.demo.calendar import Calendar
from handslag.desk.demo.recruitment import SHEET, recruit
from handslag.desk.demo.story import founding, tell
from handslag.desk.demo.training import train
from handslag.mentoring.models import DiaryEntry
from handslag.outbox.models import Message
from handslag.pairs.models import Pair, Proposal
from handslag.recruitment.actions import import_applications
from handslag.recruitment.importing import read
from handslag.supervision.models import GroupPlace, Nudge

from .walking import DESK, Walk, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser, live_server):
    """Sit down at a desk as one of the demonstration's team."""
    return lambda key: signed_in(browser, live_server.url, f"{key}@demo.example", **DESK)


@pytest.fixture
def before_matching(live_server):
    """Sixty applications are answered and the mentors are trained; nobody is matched. Gives the programme."""
    zone = zoneinfo.ZoneInfo(settings.HANDSLAG_TIME_ZONE)
    calendar, dice = Calendar(timezone.now().astimezone(zone).date(), zone), random.Random(2026)
    programme, team = founding(calendar)
    recruit(programme, team, calendar, dice)
    train(programme, team, calendar)
    return programme


@pytest.fixture
def twenty_applications(live_server):
    """Twenty people have applied and nobody has looked at it. Gives the programme."""
    zone = zoneinfo.ZoneInfo(settings.HANDSLAG_TIME_ZONE)
    calendar = Calendar(timezone.now().astimezone(zone).date(), zone)
    programme, team = founding(calendar)
    rows, _problems = read(SHEET, programme, calendar.today)
    import_applications(programme=programme, rows=rows[:20], by=team["coordinator"], at=timezone.now())
    return programme


def tick(walk: Walk, n: int) -> None:
    """Tick the first `n` people on the page who are not answered."""
    for box in walk.page.get_by_role("checkbox").all()[:n]:
        box.click()


def test_twenty_applications_are_answered_with_two_clicks_each_at_most(desk, twenty_applications):
    """Invite some, put some on the waiting list, say no to some; a colleague confirms. Every text is seen before."""
    programme, taps = twenty_applications, 0
    with desk("coordinator") as sara:
        sara.follow("Interview applicants")
        for words, n, sent in (("Put on the waiting list", 6, "Propose"), ("Say a kind no", 5, "Propose")):
            tick(sara, n)
            sara.press(words)
            sara.reads("Who gets which message", "A colleague has to confirm this")
            sara.choose("All places are taken")
            sara.press(sent)
        sara.follow("Tick all on this page")
        sara.press("Invite to an interview")
        sara.reads("Invite 9 people to an interview")
        sara.press("Invite 9 people")
        assert sara.recorder.typed_fields == set()
        taps += sara.recorder.taps
    with desk("coordinator2") as emre:
        emre.follow("Confirm selections as the second person")
        emre.follow("Tick all on this page")
        emre.press("Confirm as the second person")
        emre.reads("Confirm the answers to 11 people")
        emre.press("Confirm the answers to 11 people")
        taps += emre.recorder.taps
    messages = Message.objects.of(programme.organisation).filter(kind=Message.Kind.SELECTION)
    assert messages.count() == 20
    assert messages.values("person").distinct().count() == 20
    states = Counter(programme.applications.values_list("state", flat=True))
    assert states == {"received": 9, "waiting": 6, "declined": 5}
    assert 12 <= taps <= 2 * 20, taps


def lock_the_first(sara: Walk) -> None:
    """Put the first mentee and the first mentor of the lists together by hand."""
    sara.follow("Pair by hand")
    for name in ("mentee", "mentor"):
        field = sara.page.locator(f"[name={name}]")
        field.click()
        field.select_option(index=1)
    sara.press("Lock this pair")


def test_twenty_five_pairs_are_matched_in_sixty_clicks_at_most(desk, before_matching):
    """Refuse one pair, take two by hand, accept the rest, publish: no spreadsheet, nothing typed."""
    with desk("coordinator") as sara:
        sara.follow("Suggest pairs")
        sara.press("Suggest pairs")
        for _time in range(2):
            sara.follow("Choose otherwise")
            sara.press("Not with")
        lock_the_first(sara)
        sara.press("Accept")
        sara.follow("Publish")
        sara.reads("Who gets which message")
        sara.press("Publish")
        assert Pair.objects.of(before_matching.organisation).count() >= 25
        assert 8 <= sara.recorder.taps <= 60, sara.recorder.taps_by_page
        assert sara.recorder.typed_fields == set()


def test_two_coordinators_at_one_board_do_not_overwrite_each_other(desk, before_matching):
    """One accepts everything while the other has a page open on which she refuses one pair: she is asked again."""
    with desk("coordinator") as sara, desk("coordinator2") as emre:
        sara.follow("Suggest pairs")
        sara.press("Suggest pairs")
        sara.follow("Choose otherwise")
        emre.follow("Matching")
        emre.press("Accept all")
        sara.press("Not with")
        sara.reads("A colleague was faster", "What you asked for is not done yet.", "Emre")
        of_round = Proposal.objects.of(before_matching.organisation)
        assert not of_round.filter(status=Proposal.Status.REFUSED).exists()
        sara.press("Do it all the same")
        assert of_round.filter(status=Proposal.Status.REFUSED).count() == 1
        assert of_round.filter(status=Proposal.Status.ACCEPTED).count() >= 20


def leave_a_diary_out() -> None:
    """One mentor of Leyla's group has written nothing, whatever the chance of the demonstration gave the others."""
    places = GroupPlace.objects.everywhere("test").filter(left_on=None, mentor__ended_at=None)
    place = places.filter(group__supervisor__person__given_name="Leyla").order_by("joined_on", "id").first()
    DiaryEntry.objects.everywhere("test").filter(pair__mentor=place.mentor).delete()


def test_supervision_is_prepared_with_three_clicks(desk, live_server):
    """From the home to the agenda, a word to those whose diary is missing, and on to the meeting."""
    list(tell())
    leave_a_diary_out()
    with desk("supervisor") as leyla:
        leyla.follow("Prepare supervision on")
        leyla.reads("Pairs to talk about first", "A praise for each mentor")
        text = leyla.page.locator("main").inner_text()
        assert text.index("Pairs to talk about first") < text.index("A praise for each mentor")
        leyla.press("Ask")
        assert Nudge.objects.everywhere("test").exists()
        leyla.follow("The meeting")
        leyla.reads("Supervision on", "Diary was due")
        assert leyla.recorder.taps <= 3, leyla.recorder.taps_by_page
        assert leyla.recorder.typed_fields == set()
