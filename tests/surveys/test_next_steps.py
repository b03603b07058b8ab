"""What a home says of the surveys that wait, and the list that it leads to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.core.home_panels import home_of
from handslag.programmes.access import grants
from handslag.surveys.models import Invitation
from handslag.surveys.next_steps import steps
from tests.cast import NOW, TODAY
from tests.supervision.rows import DAY

from .conftest import says

pytestmark = pytest.mark.django_db
OWN = "/surveys/own/"


def told(cast, role="mentee"):
    return list(steps(cast.account(role), cast.programme, NOW))


def closing(invitation, days: int):
    Invitation.objects.of(invitation.organisation_id).filter(pk=invitation.pk).update(closes_on=TODAY + days * DAY)
    return invitation


@pytest.fixture
def four(asked):
    """Three pulses that close soon, and the survey at the end that closes last."""
    pulses = [closing(asked("pulse", "mentee", occasion=str(days))[0], days) for days in (10, 8, 9)]
    return [*pulses, closing(asked("mentee_final", "mentee")[0], 40)]


def urls(invitations):
    return [reverse("surveys:answer", args=[row.pk]) for row in invitations]


def test_the_survey_at_the_end_stands_first_and_the_rest_in_one_line(cast, four):
    ten, eight, nine, final = four
    found = told(cast)
    assert [step.url for step in found] == [*urls([final, eight]), OWN]
    assert (found[-1].text, found[-1].count) == ("And 2 more surveys", 2)
    says(eight, going=4)
    assert [step.url for step in told(cast)] == urls([final, nine, ten])


def test_all_are_on_the_list_with_those_that_wait_first(cast, four, as_role):
    ten, eight, nine, final = four
    says(eight, going=4)
    page = as_role("mentee").get(OWN)
    assert [line["invitation"].pk for line in page.context["lines"]] == [row.pk for row in (final, nine, ten, eight)]
    assert page.text.count("Not answered yet") == 3
    assert page.text.count("Answered") == 1
    assert "Begin with the first." in page.text
    for row in (final, nine, ten):
        Invitation.objects.of(cast.organisation).filter(pk=row.pk).update(answered_at=NOW)
    assert "Begin with the first." not in as_role("mentee").get(OWN).text


def test_neither_home_nor_list_tells_of_what_is_over_closed_or_somebody_elses(cast, asked, as_role):
    [over], [closed] = asked("pulse", "mentee", occasion="30"), asked("pulse", "mentee", occasion="60")
    asked("pulse", "mentor", "second_mentee", occasion="90")
    closing(over, -1)
    closed.wave.closed_at = NOW
    closed.wave.save()
    assert told(cast) == []
    for role in ("mentee", "coordinator"):
        page = as_role(role).get(OWN)
        assert page.context["lines"] == []
        assert "No survey waits for you" in page.text


def test_one_query_for_the_home_and_few_for_the_list_however_many_wait(cast, asked, as_role):
    account, client = cast.account("mentee"), as_role("mentee")
    grants(account)
    counts = []
    for occasions in (range(1), range(1, 30)):
        for n in occasions:
            asked("pulse", "mentee", about="mentor", occasion=str(n))
        with CaptureQueriesContext(connection) as home:
            list(steps(account, cast.programme, NOW))
        of_home = len(home)  # a request begins the list of queries anew
        client.get(OWN)
        with CaptureQueriesContext(connection) as page:
            assert client.get(OWN).status_code == 200
        counts.append((of_home, len(page)))
    assert counts[0] == counts[1]
    assert counts[0][0] == 1
    assert counts[0][1] <= 8


def test_the_home_lists_the_page_of_surveys_for_who_is_asked_also_after_the_answer(cast, as_role, asked):
    link = f'<li><a href="{OWN}">Your surveys</a></li>'
    (invitation,) = asked("pulse", "mentee")
    assert [link in as_role(role).get("/home/").text for role in ("mentee", "mentor")] == [True, False]
    says(invitation, going=4)
    assert link in as_role("mentee").get("/home/").text
    closing(invitation, -3)
    assert link not in as_role("mentee").get("/home/").text


def test_the_list_of_own_pages_costs_no_query(cast, asked, django_assert_num_queries):
    account = cast.account("mentee")
    grants(account)
    with CaptureQueriesContext(connection) as before:
        home_of(account, cast.programme, NOW)
    says(asked("pulse", "mentee")[0], going=4)
    with django_assert_num_queries(len(before)):
        home_of(account, cast.programme, NOW + DAY)
