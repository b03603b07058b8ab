from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.pairs.actions import end as end_pair
from handslag.pairs.actions import look_again
from handslag.pairs.models import Pair
from handslag.supervision.actions import NoReason, NotRunning, TooLong, WrongDays, agree_pause, answer, look, snooze
from handslag.supervision.models import PairPause, SignalNote
from handslag.supervision.queries import mentors_to_look_at
from handslag.supervision.signals import Told
from tests.cast import NOW, TODAY, member, person
from tests.cast import programme as make_programme

from .rows import DAY, by, diary, group, many_pairs, mentoring_group, started
from .test_pair_facts import permit, pulse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def pair(pair):
    """A pair that has not met for 40 days, and its mentor's wish for help."""
    diary(pair, TODAY - 2 * DAY, "none", flags=["support_wanted"])
    return pair


# ---- actions ----


def test_a_signal_is_put_off_for_fourteen_days_at_most_and_with_a_reason(cast, pair):
    said = {"pair": pair, "code": "no_meeting", "key": "k", **by(cast)}
    with pytest.raises(NoReason):
        snooze(**said, until=TODAY + DAY, reason=" ")
    for until in (TODAY, TODAY - DAY, TODAY + 15 * DAY):
        with pytest.raises(TooLong):
            snooze(**said, until=until, reason="Exams")
    note = snooze(**said, until=TODAY + 14 * DAY, reason="Exams")
    note = SignalNote.objects.of(cast.organisation).get(pk=note.pk)
    assert (note.snoozed_until, note.snooze_reason, note.snoozed_by) == (
        TODAY + 14 * DAY, "Exams", cast.supervisor.person,
    )  # fmt: skip
    entry = Entry.objects.of(cast.organisation.pk).get(action="signal.snooze")
    assert entry.detail == {"pair": str(pair.pk), "code": "no_meeting"}


def test_an_answer_has_words_and_says_by_whom(cast, pair):
    with pytest.raises(NoReason):
        answer(pair=pair, code="help_asked", key="k", outcome="", **by(cast))
    note = answer(pair=pair, code="help_asked", key="k", outcome="We talked", **by(cast))
    note = SignalNote.objects.of(cast.organisation).get(pk=note.pk)
    assert (note.answered_at, note.answered_by, note.outcome) == (NOW, cast.supervisor.person, "We talked")


def test_words_about_a_signal_are_not_plain_in_the_database(cast, pair):
    answer(pair=pair, code="help_asked", key="k", outcome="We talked", **by(cast))
    with connection.cursor() as cursor:
        cursor.execute("SELECT outcome FROM supervision_signalnote")
        assert "talked" not in cursor.fetchone()[0]


def test_a_pause_is_thirty_days_at_most_and_there_is_one_at_a_time(cast, pair):
    said = {"pair": pair, "reason": "travel", **by(cast)}
    agree_pause(**said, from_on=TODAY, until_on=TODAY + 29 * DAY)
    with pytest.raises(WrongDays):
        agree_pause(**said, from_on=TODAY + 29 * DAY, until_on=TODAY + 35 * DAY)
    with pytest.raises(TooLong):
        agree_pause(**said, from_on=TODAY + 40 * DAY, until_on=TODAY + 70 * DAY)
    with pytest.raises(WrongDays):
        agree_pause(**said, from_on=TODAY + 45 * DAY, until_on=TODAY + 44 * DAY)
    with pytest.raises(WrongDays):
        agree_pause(**said, from_on=pair.started_on - DAY, until_on=TODAY - 39 * DAY)
    agree_pause(**said, from_on=TODAY + 30 * DAY, until_on=TODAY + 59 * DAY)
    assert PairPause.objects.of(cast.organisation).count() == 2


@pytest.mark.parametrize("days", [{"started_on": None}, {"ended_on": TODAY, "end_reason": "moved"}])
def test_only_a_running_pair_agrees_on_a_pause(cast, pair, days):
    Pair.objects.of(cast.organisation).filter(pk=pair.pk).update(**days)  # since the page was made
    with pytest.raises(NotRunning):
        agree_pause(pair=pair, reason="travel", from_on=TODAY, until_on=TODAY, **by(cast))
    assert not PairPause.objects.of(cast.organisation).exists()


def test_a_signal_stands_since_the_day_of_what_it_tells_of_and_not_before(cast, programme, pair):
    for days in (9, 0):  # the story of a demonstration is looked at in hindsight
        look(programme=programme, at=NOW - days * DAY)
    note = SignalNote.objects.of(cast.organisation).get(code="help_asked")
    assert (note.key, note.first_seen_on) == (str(TODAY - 2 * DAY), TODAY)


# ---- pages ----


def page_of(client, pair):
    return client.get(reverse("supervision:pair", args=[pair.pk]))


def test_the_page_of_a_pair_names_its_signals_and_the_reading_is_written_down(cast, as_role, pair):
    page = page_of(as_role("supervisor"), pair)
    assert "The mentor asked for help on 28 February." in page.text
    assert "No meeting since 21 January, 40 days ago." in page.text
    read = Entry.objects.of(cast.organisation.pk).get(action="read.attention")
    assert (read.subject_id, read.actor_id) == (str(pair.pk), cast.supervisor.person_id)


def test_an_answered_wish_for_help_is_gone_and_its_story_stays(cast, as_role, pair):
    client = as_role("supervisor")
    answered = client.post(
        reverse("supervision:answer", args=[pair.pk, "help_asked"]), {"a-help_asked-outcome": "We talked for an hour."}
    )
    assert answered.status_code == 302
    page = page_of(client, pair)
    assert "asked for help on" not in page.text
    assert "We talked for an hour." in page.text


def test_an_answer_to_another_signal_leaves_it_standing_and_waiting_for_nobody(cast, as_role, pair):
    client = as_role("supervisor")
    client.post(reverse("supervision:answer", args=[pair.pk, "no_meeting"]), {"a-no_meeting-outcome": "Called both"})
    page = page_of(client, pair)
    assert "No meeting since 21 January" in page.text
    rows = {line["row"].found.code: line["row"].waits for line in page.context["lines"]}
    assert rows["no_meeting"] is False
    assert rows["help_asked"] is True


@pytest.mark.parametrize(("name", "field"), [("answer", "a-help_asked-outcome"), ("snooze", "s-help_asked-reason")])
def test_a_newer_wish_for_help_is_not_closed_with_the_older(cast, as_role, pair, name, field):
    client = as_role("supervisor")
    key = '<input type="hidden" name="key" value="%s">'
    assert page_of(client, pair).text.count(key % (TODAY - 2 * DAY)) == 2
    diary(pair, TODAY - DAY, "none", flags=["support_wanted"])
    said = {field: "We talked for an hour.", "s-help_asked-until": str(TODAY + DAY), "key": str(TODAY - 2 * DAY)}
    url = reverse(f"supervision:{name}", args=[pair.pk, "help_asked"])
    refused = client.post(url, said)
    assert refused.status_code == 422
    for words in ("Something new came", "We talked for an hour.", "asked for help on 1 March", key % (TODAY - DAY)):
        assert words in refused.text
    assert not SignalNote.objects.of(cast.organisation).exists()
    assert client.post(url, {**said, "key": str(TODAY - DAY)}).status_code == 302


def test_words_about_a_signal_that_has_gone_are_not_thrown_away(cast, as_role, pair):
    client = as_role("supervisor")
    diary(pair, TODAY - DAY)
    page = client.post(
        reverse("supervision:answer", args=[pair.pk, "no_meeting"]), {"a-no_meeting-outcome": "Called both"}
    )
    assert page.status_code == 422
    assert "This no longer needs attention." in page.text
    assert "Called both" in page.text
    assert not SignalNote.objects.of(cast.organisation).exists()
    assert client.post(reverse("supervision:answer", args=[pair.pk, "no_such"]), {}).status_code == 404


def test_what_was_typed_stays_when_a_snooze_is_refused(as_role, pair):
    said = {"s-no_meeting-reason": "Travelling far", "s-no_meeting-until": str(TODAY + 20 * DAY)}
    page = as_role("supervisor").post(reverse("supervision:snooze", args=[pair.pk, "no_meeting"]), said)
    assert page.status_code == 422
    assert "Travelling far" in page.text
    assert "Until: Choose a day from tomorrow to 16 March." in page.text


def test_a_snoozed_signal_leaves_the_list_until_its_day(cast, as_role, pair, programme):
    client = as_role("supervisor")
    for code in ("no_meeting", "help_asked", "low_frequency"):
        said = {f"s-{code}-reason": "Later", f"s-{code}-until": str(TODAY + 7 * DAY)}
        assert client.post(reverse("supervision:snooze", args=[pair.pk, code]), said).status_code == 302
    url = reverse("supervision:attention", args=[programme.pk])
    assert client.get(url).context["page"].paginator.count == 0
    client.logout()
    with time_machine.travel(NOW + 8 * DAY, tick=False):
        assert as_role("supervisor").get(url).context["page"].paginator.count == 1


def test_a_pause_is_noted_on_the_page(cast, as_role, pair):
    client, url = as_role("supervisor"), reverse("supervision:pause", args=[pair.pk])
    said = {"from_on": str(TODAY), "until_on": str(TODAY - DAY), "reason": "illness"}
    assert client.post(url, said).status_code == 422
    assert client.post(url, {**said, "until_on": str(TODAY + 5 * DAY)}).status_code == 302
    assert "No meeting since" not in page_of(client, pair).text


@pytest.mark.parametrize(
    "role", ["mentor", "mentee", "second_mentor", "trainer", "partner", "administrator", "outsider"]
)
def test_who_does_not_read_diaries_sees_no_signals(as_role, pair, role):
    client = as_role(role)
    assert page_of(client, pair).status_code in {403, 404}
    url = reverse("supervision:attention", args=[pair.programme_id])
    assert client.get(url).status_code in {403, 404}
    for name in ("answer", "snooze"):
        answered = client.post(
            reverse(f"supervision:{name}", args=[pair.pk, "help_asked"]), {"a-help_asked-outcome": "x"}
        )
        assert answered.status_code in {403, 404}
    assert not SignalNote.objects.of(pair.organisation_id).exists()


def test_a_supervisor_elsewhere_who_is_the_mentor_here_sees_no_signals(cast, as_role, pair):
    member(make_programme(cast.organisation, "malmo-2027"), cast.mentor.person, "supervisor")
    assert page_of(as_role("mentor"), pair).status_code == 403


def test_what_is_the_coordinators_alone_is_not_the_supervisors(cast, as_role, pair):
    pulse(cast, cast.mentee, TODAY - DAY, going=1)
    permit(cast, cast.mentee, TODAY + 10 * DAY)
    coordinators = page_of(as_role("coordinator"), pair)
    assert "The mentee is not happy: 1 of 5 in the short survey." in coordinators.text
    assert "The permit that we saw is valid until 12 March." in coordinators.text
    page = as_role("coordinator").post(
        reverse("supervision:answer", args=[pair.pk, "mentee_unhappy"]), {"a-mentee_unhappy-outcome": "Canary"}
    )
    assert page.status_code == 302
    supervisors = page_of(as_role("supervisor"), pair)
    for word in ("not happy", "permit", "Canary"):
        assert word not in supervisors.text
    refused = as_role("supervisor").post(
        reverse("supervision:answer", args=[pair.pk, "permit_ends"]), {"a-permit_ends-outcome": "x"}
    )
    assert refused.status_code == 404
    codes = set(SignalNote.objects.visible_to(cast.account("supervisor")).values_list("code", flat=True))
    assert "mentee_unhappy" not in codes


def test_the_list_of_a_programme_shows_each_role_its_own(cast, as_role, pair, programme):
    pulse(cast, cast.second_mentee, TODAY - DAY, going=1)
    unhappy = started(cast, "second_mentor", "second_mentee", on=TODAY - 3 * DAY)
    group(cast, cast.second_mentor, name="Group 2")
    url = reverse("supervision:attention", args=[programme.pk])
    seen = {role: [one.state.pair_id for one in as_role(role).get(url).context["page"]]
            for role in ("supervisor", "coordinator")}  # fmt: skip
    assert seen["supervisor"] == [pair.pk]
    assert set(seen["coordinator"]) == {pair.pk, unhappy.pk}


def test_a_large_programme_shows_those_who_have_waited_longest(cast, as_role, programme, monkeypatch):
    monkeypatch.setattr("handslag.supervision.queries.AT_ONCE", 2)
    pairs = many_pairs(cast, 4)
    look(programme=programme, at=NOW - 2 * DAY)
    SignalNote.objects.of(cast.organisation).filter(pair__in=pairs[2:]).update(first_seen_on=TODAY)
    page = as_role("coordinator").get(reverse("supervision:attention", args=[programme.pk]))
    assert {one.state.pair_id for one in page.context["page"]} <= {pair.pk for pair in pairs[:2]}
    assert "waited longest" in page.text


GONE = {
    "coordinator": "Mentor has left the programme. End this pair. Was it a mistake? Then look again for Mentor.",
    "supervisor": "Mentor has left the programme. The coordinator ends this pair.",
}


@pytest.mark.parametrize("most", [300, 1])
def test_a_pair_that_goes_on_though_its_mentor_has_left_needs_attention(cast, as_role, programme, monkeypatch, most):
    monkeypatch.setattr("handslag.supervision.queries.AT_ONCE", most)
    pair = started(cast, on=TODAY)
    other = started(cast, mentee="second_mentee", on=TODAY)
    quiet = started(cast, "second_mentor", "expert", on=TODAY)
    end_pair(pair=other, reason="mentor_left", on=TODAY, by=None, at=NOW)
    there, everywhere = reverse("pairs:pair", args=[pair.pk]), reverse("supervision:attention", args=[programme.pk])
    for role in ("coordinator", "supervisor"):
        client = as_role(role)
        page = client.get(everywhere).text
        assert page.count("has left the programme") == page.count(GONE[role]) == 1
        assert f'href="{there}"' in page
        assert "No pair needs attention now." not in page
        page = page_of(client, pair).text
        assert page.count("has left the programme") == page.count(GONE[role]) == 1
        assert f'href="{there}">Go to the pair' in page
        assert "Nothing needs attention with this pair now." not in page
        for ended in (other, quiet):
            assert "has left the programme" not in page_of(client, ended).text
    look_again(membership=cast.mentor, by=None, at=NOW)
    assert GONE["coordinator"] not in as_role("coordinator").get(everywhere).text
    assert GONE["coordinator"] not in page_of(as_role("coordinator"), pair).text


def test_the_page_of_a_pair_of_who_has_left_leads_to_its_end_beside_the_word(cast, as_role):
    pair = started(cast, on=TODAY)
    end, there = reverse("pairs:ending", args=[pair.pk]), reverse("pairs:pair", args=[pair.pk])
    assert as_role("coordinator").get(there).text.count(f'href="{end}"') == 1
    end_pair(pair=started(cast, mentee="second_mentee", on=TODAY), reason="mentor_left", on=TODAY, by=None, at=NOW)
    page = as_role("coordinator").get(there).text
    assert page.count(f'href="{end}"') == 1
    assert end in page.partition(GONE["coordinator"])[2].partition("</li>")[0]
    page = as_role("supervisor").get(there).text
    assert GONE["supervisor"] in page
    assert end not in page


@pytest.fixture
def left_in_group(cast):
    """The three pairs of a mentoring group whose mentor has left, as the end of another pair tells it."""
    made = mentoring_group(cast)
    pairs = [started(cast, mentee=role, on=TODAY, group=made) for role in ("mentee", "second_mentee", "expert")]
    end_pair(pair=started(cast, mentee="trainer", on=TODAY), reason="mentor_left", on=TODAY, by=None, at=NOW)
    return pairs


IN_GROUP = {
    "coordinator": "Mentor has left the programme. Take Mentor out of the group.",
    "supervisor": "Mentor has left the programme. The coordinator takes Mentor out of the group.",
}


@pytest.mark.parametrize("role", ["coordinator", "supervisor"])
def test_a_group_that_somebody_has_left_stands_once_on_the_list(cast, as_role, programme, left_in_group, role):
    alone = started(cast, "second_mentor", "partner", on=TODAY)
    page = as_role(role).get(reverse("supervision:attention", args=[programme.pk])).text
    there = reverse("mentoring:group", args=[left_in_group[0].group_id])
    assert page.count(f'href="{there}"') == page.count("has left the programme") == page.count(IN_GROUP[role]) == 1
    assert "Pairs and groups of people who have left" in page
    for pair in (*left_in_group, alone):
        assert reverse("pairs:pair", args=[pair.pk]) not in page
    assert as_role(role).get(there).status_code == 200


def test_each_who_has_left_the_programme_is_named_at_the_group(cast, as_role, programme, left_in_group):
    started(cast, "second_mentor", "expert", on=TODAY, group=left_in_group[0].group)
    end_pair(pair=started(cast, "second_mentor", "partner", on=TODAY), reason="mentor_left", on=TODAY, by=None, at=NOW)
    page = as_role("coordinator").get(reverse("supervision:attention", args=[programme.pk])).text
    for name in (cast.mentor.person.given_name, cast.second_mentor.person.given_name):
        assert page.count(f"{name} has left the programme. Take {name} out of the group.") == 1
    assert page.count(f'href="{reverse("mentoring:group", args=[left_in_group[0].group_id])}"') == 1


def test_the_pages_of_a_pair_in_a_group_lead_out_of_the_group_and_not_to_the_end_of_one_pair(
    cast, as_role, left_in_group
):
    pair = left_in_group[0]
    said = f"{IN_GROUP['coordinator']} Was it a mistake? Then look again for Mentor."
    there, out = (
        reverse("pairs:pair", args=[pair.pk]),
        reverse("pairs:group_leaving", args=[pair.group_id, cast.mentor.pk]),
    )
    page = as_role("coordinator").get(there).text
    assert f'href="{out}">Take Mentor out of the group' in page.partition(said)[2].partition("</li>")[0]
    assert reverse("pairs:ending", args=[pair.pk]) not in page
    assert said in page_of(as_role("coordinator"), pair).text
    assert as_role("coordinator").get(out).status_code == 200
    page = as_role("supervisor").get(there).text
    assert IN_GROUP["supervisor"] in page
    assert out not in page
    assert IN_GROUP["supervisor"] in page_of(as_role("supervisor"), pair).text


def many_who_left(cast, count):
    """So many pairs that go on though the mentor has left, as the end of another pair tells it."""
    for n, pair in enumerate(many_pairs(cast, count, on=TODAY)):
        mentee = member(cast.programme, person(cast.organisation, f"Before {n}"), "mentee")
        other = started(cast, pair.mentor, mentee, on=TODAY)
        end_pair(pair=other, reason="mentor_left", on=TODAY, by=None, at=NOW)


def test_people_who_have_left_stand_on_the_first_page_only_and_not_all_at_once(cast, as_role, programme, monkeypatch):
    monkeypatch.setattr("handslag.supervision.views.signals.PAGE", 2)
    many_who_left(cast, 3)
    many_pairs(cast, 3)
    client, url = as_role("coordinator"), reverse("supervision:attention", args=[programme.pk])
    first, second = client.get(url).text, client.get(f"{url}?page=2").text
    assert first.count("has left the programme") == 2
    assert '<span class="count">3</span>' in first
    assert "Here are the first 2. The others stand here when these are done." in first
    assert "has left the programme" not in second
    assert "have left" not in second


def test_no_more_of_those_who_have_left_are_looked_through_than_of_the_others(cast, programme, monkeypatch):
    monkeypatch.setattr("handslag.supervision.queries.AT_ONCE", 2)
    many_who_left(cast, 4)
    assert len(mentors_to_look_at(programme, {Told.COORDINATOR})["mentor_id__in"]) == 2


def test_that_somebody_has_left_is_no_secret_that_the_journal_names(cast, as_role, programme, left_in_group):
    as_role("coordinator").get(reverse("supervision:attention", args=[programme.pk]))
    as_role("coordinator").get(reverse("pairs:pair", args=[left_in_group[0].pk]))
    assert not Entry.objects.of(cast.organisation.pk).filter(action="read.attention").exists()


@pytest.mark.parametrize("name", ["attention", "pair"])
def test_pages_of_signals_take_at_most_eight_queries_for_any_number_of_pairs(cast, as_role, programme, name):
    first = started(cast)
    permit(cast, cast.mentee, TODAY + DAY)
    answer(pair=first, code="help_asked", key="k", outcome="We talked", **by(cast))
    client = as_role("coordinator")
    url = reverse(f"supervision:{name}", args=[programme.pk if name == "attention" else first.pk])

    def queries():
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]

    one = len(queries())
    for pair in many_pairs(cast, 29):
        permit(cast, pair.mentee, TODAY + timedelta(days=9))
        answer(pair=pair, code="help_asked", key="k", outcome="We talked", **by(cast))
    assert len(queries()) == one <= 8, "\n".join(queries())


def test_the_language_is_chosen_on_a_form_that_failed_without_losing_the_page(as_role, pair):
    client, page = as_role("supervisor"), reverse("supervision:pair", args=[pair.pk])
    address = reverse("supervision:snooze", args=[pair.pk, "no_meeting"])
    said = {"s-no_meeting-reason": "", "s-no_meeting-until": "2030-01-01"}
    shown = client.post(address, said, headers={"referer": f"http://testserver{page}"})
    assert shown.status_code == 422
    assert f'name="next" value="{page}"' in shown.text
    assert f'name="next" value="{address}"' not in shown.text
    again = client.post(address, said, headers={"referer": f"http://testserver{address}"})
    assert 'name="next" value="/"' in again.text
    elsewhere = client.post(address, said, headers={"referer": "http://elsewhere.example/page/"})
    assert "elsewhere" not in elsewhere.text


def test_the_address_of_a_form_shows_a_page_with_a_way_on(as_role, pair):
    page = as_role("supervisor").get(reverse("supervision:snooze", args=[pair.pk, "no_meeting"]))
    assert page.status_code == 405
    assert page.headers["Allow"] == "POST"
    assert 'class="button" href="/home/"' in page.text
