"""What coordinators are told to do next about applications."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from handslag.people.models import Account
from handslag.programmes.actions import end_role
from handslag.recruitment.actions import confirm, invite, propose
from handslag.recruitment.next_steps import steps
from tests.cast import NOW, member, person

from .calls import open_for
from .received import interviewed, prepare, proposed, received

pytestmark = pytest.mark.django_db


def told(cast, role: str, at=NOW) -> list[tuple[str, int, int]]:
    return [(step.text, step.count, step.urgency) for step in steps(cast.account(role), cast.programme, at)]


def early(cast):
    """Before the day on which everybody was promised an answer."""
    prepare(cast.programme)
    return NOW - timedelta(days=30)


def test_nothing_to_do_says_nothing(cast):
    assert told(cast, "coordinator") == []


def test_before_anybody_has_applied_the_addresses_are_to_be_shared(cast):
    call = open_for(cast.programme, "mentee")
    now = timezone.now()
    assert told(cast, "coordinator", now) == [("Share the addresses where people apply", 0, 2)]
    assert told(cast, "coordinator", now + (call.closes_on - now.date()) + timedelta(days=2)) == []
    received(cast.programme, "mentee", at=now)
    assert "Share the addresses where people apply" not in [text for text, *_ in told(cast, "coordinator", now)]


def test_the_addresses_are_shared_once_people_can_apply(cast):
    call, now = open_for(cast.programme, "mentee"), timezone.now()
    call.opens_on = call.closes_on - timedelta(days=1)
    call.save()
    assert told(cast, "coordinator", now) == []
    opened = now + timedelta(days=9)
    assert told(cast, "coordinator", opened) == [("Share the addresses where people apply", 0, 2)]


def test_one_coordinator_alone_is_told_to_find_a_second(cast):
    open_for(cast.programme, "mentee")
    end_role(membership=cast.people["second_coordinator"], reason="moved", by=None, at=NOW)
    assert ("Add a second coordinator", 0, 2) in told(cast, "coordinator", timezone.now())


def test_new_applications_are_to_be_interviewed_sooner_or_later(cast):
    at = early(cast)
    received(cast.programme, at=at)
    received(cast.programme, "mentee", at=at)
    assert told(cast, "coordinator", at) == [("Interview applicants", 2, 2)]
    assert told(cast, "coordinator", at + timedelta(days=3))[0] == ("Interview applicants", 2, 2)
    assert ("Interview applicants", 2, 1) in told(cast, "coordinator", at + timedelta(days=16))


def test_the_one_who_proposed_is_not_asked_to_confirm(cast):
    at = early(cast)
    proposed(cast)
    assert told(cast, "coordinator", at) == []
    assert told(cast, "second_coordinator", at) == [("Confirm selections as the second person", 1, 2)]


def test_the_one_who_interviewed_is_not_asked_to_confirm_what_a_colleague_proposed(cast):
    at = early(cast)
    propose(
        application=interviewed(cast), outcome="accept", reason_code="", reasons="Good.",
        by=cast.second_coordinator.person, at=NOW,
    )  # fmt: skip
    assert told(cast, "coordinator", at) == told(cast, "second_coordinator", at) == []
    third = person(cast.organisation, "Third Coordinator", email="third@one.example")
    member(cast.programme, third, "coordinator")
    found = steps(Account.objects.get(email="third@one.example"), cast.programme, at)
    assert [step.count for step in found] == [1]


def test_two_interviews_do_not_count_one_selection_twice(cast):
    at = early(cast)
    for _n in range(2):
        interviewed(cast)
    assert told(cast, "coordinator", at) == [("Propose a selection", 2, 2)]


def test_after_the_promised_day_everybody_is_to_be_answered(cast):
    at = early(cast)
    selection = proposed(cast)
    received(cast.programme, at=at)
    late = cast.programme.starts_on + timedelta(days=36)
    at = NOW.replace(year=late.year, month=late.month, day=late.day)
    assert ("Give everybody an answer", 2, 1) in told(cast, "coordinator", at)
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    assert ("Give everybody an answer", 1, 1) in told(cast, "coordinator", at)


def test_each_step_leads_to_the_list_it_speaks_of(cast):
    received(cast.programme, at=early(cast))
    [step] = steps(cast.account("coordinator"), cast.programme, NOW - timedelta(days=29))
    assert step.url == reverse("recruitment:applications", args=[cast.programme.pk]) + "?state=received"


@pytest.mark.parametrize("role", ["mentor", "mentee", "trainer", "supervisor", "administrator", "partner", "outsider"])
def test_nobody_else_is_asked_and_no_query_is_made(cast, role, django_assert_num_queries):
    received(cast.programme)
    account = cast.account(role)
    with django_assert_num_queries(1):  # the account's own roles
        assert list(steps(account, cast.programme, NOW)) == []


def test_one_query_however_much_there_is(cast, django_assert_num_queries):
    proposed(cast)
    received(cast.programme)
    with django_assert_num_queries(3):  # account, own roles, counts
        told(cast, "second_coordinator")


def test_home_and_list_count_the_same_days_of_waiting(cast, as_role):
    """From day to day where the programme runs: the evening of the first and the morning of the ninth are 8 days."""
    prepare(cast.programme)
    received(cast.programme, at=datetime(2026, 3, 1, 21, 30, tzinfo=UTC))  # 22:30 in Malmö
    for at in (datetime(2026, 3, 9, 6, tzinfo=UTC), datetime(2026, 3, 8, 23, 30, tzinfo=UTC)):  # the 9th, both of them
        [step] = [one for one in steps(cast.account("coordinator"), cast.programme, at) if "Interview" in one.text]
        assert step.why == "The oldest has waited 8 days."
        with time_machine.travel(at, tick=False):
            listed = as_role("coordinator").get(reverse("recruitment:applications", args=[cast.programme.pk]))
        assert "Has waited 8 days for a call" in listed.text


def test_who_is_invited_does_not_wait_any_more(cast):
    at = early(cast)
    first, second = received(cast.programme, at=at), received(cast.programme, at=at + timedelta(days=10))
    by, now = cast.coordinator.person, at + timedelta(days=16)
    for one, said in ((first, "The oldest has waited 6 days."), (second, "They are invited. Call, and meet them.")):
        invite(application=one, by=by, at=at + timedelta(days=12))
        [step] = [step for step in steps(cast.account("coordinator"), cast.programme, now) if "Interview" in step.text]
        assert (step.why, step.count, step.urgency) == (said, 2, 2)
