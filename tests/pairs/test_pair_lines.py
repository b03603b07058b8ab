"""The list of pairs says of those who are asked who has answered, who is waited for and until when."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.pairs import actions
from handslag.pairs.models import Answer
from handslag.programmes.actions import end_role
from handslag.programmes.roles import Role
from tests.cast import member, person
from tests.pairs import made
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def asked(programme, mentor="Omar Mentor", mentee="Amina Mentee", days=15):
    two = [member(programme, person(programme.organisation, name), role) for name, role in
           ((mentor, "mentor"), (mentee, "mentee"))]  # fmt: skip
    return made.pair(*two, matched_at=NOW, agreed_at=None, answer_by=TODAY + days * DAY)


def listed(client, programme, state="asked"):
    return client.get(reverse("pairs:pairs", args=[programme.pk]), {"state": state})


def test_it_says_who_said_yes_who_is_waited_for_and_until_when(cast, as_role, programme):
    pair = asked(programme)
    client = as_role("coordinator")
    assert "Waits for: Amina and Omar. Until 17 March." in listed(client, programme).text
    actions.answer(pair=pair, member=pair.mentee, said="yes", by=None, at=NOW)
    page = listed(client, programme).text
    assert "Yes: Amina. Waits for: Omar. Until 17 March." in page
    assert reverse("pairs:answer_by_phone", args=[pair.pk, pair.mentor_id]) in page
    assert reverse("pairs:answer_by_phone", args=[pair.pk, pair.mentee_id]) not in page
    assert "Yes: Amina." in listed(client, programme, "").text


def test_who_does_not_match_reads_no_answer(as_role, programme):
    pair = asked(programme)
    actions.answer(pair=pair, member=pair.mentee, said="yes", by=None, at=NOW)
    page = listed(as_role("supervisor"), programme).text
    assert "Amina Mentee" in page
    assert "Yes: Amina" not in page
    assert "Waits for" not in page


def test_other_states_keep_their_columns(cast, as_role, programme):
    made.pair(cast.mentor, cast.mentee, started_on=TODAY)
    page = listed(as_role("coordinator"), programme, "running").text
    assert 'data-label="Started"' in page
    assert "Waits for" not in page


def test_whose_time_is_over_first_stands_first(as_role, programme):
    asked(programme, mentee="Amina Mentee", days=9)
    asked(programme, mentee="Zara Mentee", days=2)
    rows = listed(as_role("coordinator"), programme).context["rows"]
    assert [row.mentee for row in rows] == ["Zara Mentee", "Amina Mentee"]


def test_the_list_takes_as_many_queries_for_one_as_for_twenty(as_role, programme):
    client = as_role("coordinator")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert listed(client, programme).status_code == 200
        return len(found)

    asked(programme)
    queries()
    few = queries()
    for n in range(20):
        pair = asked(programme, f"Mentor {n}", f"Mentee {n}")
        actions.answer(pair=pair, member=pair.mentee, said="yes", by=None, at=NOW)
    assert queries() == few <= 8


def test_each_state_of_a_pair_that_was_asked_leads_on(cast, as_role, programme):
    """Whoever is silent is called; both have said yes: the first meeting; it ended before: somebody new, while the
    mentee has nobody."""
    pair = asked(programme)
    client = as_role("coordinator")
    name = pair.mentee.person.given_name

    def row(state: str):
        [line] = listed(client, programme, state).context["rows"]
        return line.told, line.leads

    phone = {side: reverse("pairs:answer_by_phone", args=[pair.pk, side.pk]) for side in (pair.mentee, pair.mentor)}
    assert [url for _text, url in row("asked")[1]] == list(phone.values())
    actions.answer(pair=pair, member=pair.mentee, said="yes", by=None, at=NOW)
    assert [url for _text, url in row("asked")[1]] == [phone[pair.mentor]]
    actions.answer(pair=pair, member=pair.mentor, said="yes", by=None, at=NOW)
    assert row("waiting") == ("", [("Hold the first meeting", reverse("mentoring:intake", args=[pair.pk]))])
    actions.answer(pair=pair, member=pair.mentor, said="no", reason="wish", by=None, at=NOW)
    page = reverse("pairs:pair", args=[pair.pk])
    assert row("ended") == ("One of the two said no.", [(f"Find somebody new for {name}", page)])
    [seen] = listed(as_role("supervisor"), programme, "ended").context["rows"]
    assert (seen.told, seen.leads) == ("One of the two said no.", [])
    new = made.pair(member(programme, person(programme.organisation, "Karin Mentor"), "mentor"), pair.mentee)
    assert row("ended") == ("One of the two said no.", [])
    actions.end(pair=new, reason="mentee_left", on=TODAY, by=None, at=NOW)
    end_role(membership=pair.mentee, reason="moved", by=None, at=NOW)
    assert all(not line.leads for line in listed(client, programme, "ended").context["rows"])


def test_a_pair_that_has_met_needs_no_further_word(cast, as_role, programme):
    pair = made.pair(cast.mentor, cast.mentee, started_on=TODAY)
    for state in ("running", "ended"):
        [line] = listed(as_role("coordinator"), programme, state).context["rows"]
        assert (line.told, line.leads) == ("", [])
        if state == "running":
            actions.end(pair=pair, reason="completed", on=TODAY, by=None, at=NOW)


# ---- the form of an answer ----


def test_the_form_shows_the_yes_that_is_there(cast, as_role, programme):
    pair = made.pair(cast.mentor, cast.mentee, matched_at=NOW, agreed_at=None, answer_by=TODAY + 7 * DAY)
    client = as_role("coordinator")
    url = reverse("pairs:answer_by_phone", args=[pair.pk, cast.mentee.pk])
    assert " said yes on " not in client.get(url).text
    client.post(url, {"said": "yes"})
    name = cast.mentee.person.given_name
    assert f"{name} said yes on 2 March, on the phone." in client.get(url).text
    assert " said yes on " not in client.get(reverse("pairs:answer_by_phone", args=[pair.pk, cast.mentor.pk])).text
    own = reverse("pairs:answer", args=[pair.pk])
    assert "You said yes on 2 March, on the phone." in as_role("mentee").get(own).text
    assert "said yes" not in as_role("mentor").get(own).text
    Answer.objects.of(cast.organisation).update(entered_by=None)
    assert "You said yes on 2 March." in as_role("mentee").get(own).text


def test_who_is_called_has_the_number_on_the_form_and_that_it_was_shown_is_noted(cast, as_role):
    pair = made.pair(cast.mentor, cast.mentee, matched_at=NOW, agreed_at=None, answer_by=TODAY + 7 * DAY)
    page = as_role("coordinator").get(reverse("pairs:answer_by_phone", args=[pair.pk, cast.mentee.pk])).text
    numbers = {role: f"+4670000000{list(Role).index(role)}" for role in (Role.MENTEE, Role.MENTOR)}
    assert f"tel:{numbers[Role.MENTEE]}" in page
    assert f"tel:{numbers[Role.MENTOR]}" not in page
    read = Entry.objects.of(cast.organisation.pk).filter(action="read.contact")
    assert [str(entry.subject_id) for entry in read] == [str(cast.mentee.person_id)]
    assert "tel:+46" not in as_role("mentee").get(reverse("pairs:answer", args=[pair.pk])).text


def test_the_form_of_a_colleague_does_not_speak_to_the_participant(cast, as_role, programme):
    pair = made.pair(cast.mentor, cast.mentee, matched_at=NOW, agreed_at=None, answer_by=TODAY + 7 * DAY)
    client = as_role("coordinator")
    url = reverse("pairs:answer_by_phone", args=[pair.pk, cast.mentee.pk])
    page = client.post(url, {"said": "no"})
    assert page.context["form"].errors["reason"] == [
        "Choose the reason that you were told. One is that the person does not want to say."
    ]
    assert "Has no time now" in page.text
    assert "I have no time now" not in page.text
    assert f"Why not? What {cast.mentee.person.given_name} says" in page.text
    client.post(url, {"said": "no", "reason": "time"})
    assert Answer.objects.of(cast.organisation).get().reason == "time"
