"""What the coordinator has to do about matching, derived from the state."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.core.next_steps import next_steps
from handslag.pairs import actions
from handslag.pairs.access import who_can_read_exclusions
from handslag.pairs.next_steps import steps
from handslag.people.keys import forget_keys
from tests.pairs import made
from tests.pairs.confided import turn
from tests.pairs.made import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]


def texts(cast, role="coordinator"):
    return [(step.text, step.count) for step in steps(cast.account(role), cast.programme, NOW)]


def test_while_no_mentor_is_trained_there_is_nothing_to_do(cast, programme):
    made.mentor(programme, units=4)
    made.mentee(programme)
    assert texts(cast) == []


def test_from_suggesting_to_publishing(cast, programme):
    made.mentor(programme)
    made.mentor(programme, "Second M")
    made.mentee(programme)
    assert texts(cast) == [("Suggest pairs", 1)]
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    assert texts(cast) == [("Decide about suggested pairs", 1)]
    actions.accept_all(matching_round=matching_round, by=None, at=NOW)
    assert texts(cast) == [("Publish the pairs", 1)]
    made.publish(matching_round)
    assert texts(cast) == []


@pytest.mark.parametrize("role", ["mentor", "mentee", "supervisor", "trainer", "partner", "administrator", "outsider"])
def test_others_are_not_bothered_and_ask_the_database_for_nothing(cast, programme, role, django_assert_num_queries):
    made.mentor(programme)
    made.mentee(programme)
    account = cast.account(role)
    with django_assert_num_queries(1):  # the own memberships
        assert list(steps(account, programme, NOW)) == []


def test_the_coordinators_steps_take_one_query(cast, programme, django_assert_num_queries):
    made.mentor(programme)
    made.mentee(programme)
    account = cast.account("coordinator")
    with django_assert_num_queries(2):  # the own memberships, and the state
        assert len(list(steps(account, programme, NOW))) == 1


def test_what_was_said_in_confidence_is_a_step_of_the_one_who_reads_it(cast, programme):
    first, second = who_can_read_exclusions(programme)
    role_of = {membership.pk: role for role, membership in cast.people.items()}
    step = ("Sort out what was said in confidence", 1)

    def told() -> list[bool]:
        return [step in texts(cast, role_of[reader.pk]) for reader in (first, second)]

    assert told() == [False, False]
    actions.tell(member=made.mentee(programme), words="Canary", at=NOW)
    assert told() == [True, False]  # nobody is named
    actions.name_readers(programme=programme, readers=[second], by=None, at=NOW)
    assert told() == [False, True]
    made.sort_out(programme)
    assert told() == [False, False]


def test_words_of_somebody_who_is_matched_stop_no_pair_and_are_no_step(cast, programme):
    """They wait until she could be matched again."""
    role = next(role for role, one in cast.people.items() if one == who_can_read_exclusions(programme)[0])
    mentee = made.mentee(programme)
    actions.tell(member=mentee, words="Canary", at=NOW)
    step = ("Sort out what was said in confidence", 1)
    assert step in texts(cast, role)
    pair = made.pair(made.mentor(programme), mentee)
    assert step not in texts(cast, role)
    actions.end(pair=pair, reason="no_fit", on=TODAY, by=None, at=NOW)
    assert step in texts(cast, role)


def test_what_was_said_in_an_application_is_the_first_step_of_who_is_newly_named(as_role, cast, programme, by):
    """An answer that says that there is nobody waits for nobody."""
    mentor = made.mentor(programme, exclude="Canary")
    made.mentor(programme, "Second M", exclude="nobody")
    made.mentee(programme)
    _first, second = who_can_read_exclusions(programme)
    actions.name_readers(programme=programme, readers=[second], by=None, at=NOW)
    role = next(role for role, membership in cast.people.items() if membership == second)
    url = reverse("pairs:exclusions", args=[programme.pk])
    [first, *others] = next_steps(cast.account(role), programme, NOW)
    assert (first.text, first.url, first.count) == ("Sort out what was said in confidence", url, 1)
    assert others
    assert f'href="{url}"' in as_role(role).get("/home/").text
    turn(mentor, by)
    assert url not in [step.url for step in next_steps(cast.account(role), programme, NOW)]


def test_a_home_opens_only_what_it_has_not_counted_yet(cast, programme, by):
    """An answer that says that there is nobody is never made into rules, so it is there on each home."""
    reader = who_can_read_exclusions(programme)[0]
    role = next(role for role, membership in cast.people.items() if membership == reader)

    def steps_and_keys() -> tuple[list, bool]:
        forget_keys()
        with CaptureQueriesContext(connection) as asked:
            found = texts(cast, role)
        return found, any("people_datakey" in query["sql"] for query in asked)

    def step(count: int) -> list:
        return [("Sort out what was said in confidence", count)]

    made.mentor(programme, exclude="nobody")
    assert steps_and_keys() == ([], True)
    assert steps_and_keys() == ([], False)
    told = made.mentor(programme, "Second M", exclude="Canary")
    assert steps_and_keys() == (step(1), True)
    assert steps_and_keys() == (step(1), False)
    actions.tell(member=made.mentor(programme, "Third M"), words="Canary", at=NOW)
    assert steps_and_keys() == (step(2), True)
    turn(told, by)
    assert steps_and_keys() == (step(1), True)
    assert steps_and_keys() == (step(1), False)


@pytest.mark.parametrize("is_asked", [True, False])
def test_whom_not_to_meet_is_asked_once_on_a_home(cast, programme, as_role, is_asked):
    cast.mentee.ended_at = None
    cast.mentee.save()
    if not is_asked:
        made.pair(cast.second_mentor, cast.mentee)
    url = reverse("pairs:own_exclusion", args=[programme.pk])
    assert (url in [step.url for step in next_steps(cast.account("mentee"), programme, NOW)]) == is_asked
    assert as_role("mentee").get("/home/").text.count(f'href="{url}"') == 1
