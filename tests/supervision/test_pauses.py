"""Days on which a pair has agreed not to meet: seen, corrected, ended; and what is silent while they last."""

import pytest
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.pairs.actions import end as end_pair
from handslag.supervision import actions
from handslag.supervision.actions import agree_pause, change_pause, end_pause, look, remove_pause, snooze
from handslag.supervision.agenda import agenda_of
from handslag.supervision.home_panels import panels
from handslag.supervision.models import PairPause
from handslag.supervision.next_steps import steps
from tests.cast import NOW, TODAY, member
from tests.cast import programme as make_programme

from .rows import DAY, by, diary, meeting, started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def agreed(cast, pair, first, last, reason="travel"):
    return agree_pause(pair=pair, from_on=first, until_on=last, reason=reason, **by(cast))


def days(pause):
    pause = PairPause.objects.of(pause.organisation_id).get(pk=pause.pk)
    return pause.from_on, pause.until_on


# ---- actions ----


def test_the_days_of_a_pause_are_corrected_and_the_journal_keeps_those_from_before(cast, pair):
    pause = agreed(cast, pair, TODAY - 2 * DAY, TODAY + 9 * DAY)
    change_pause(pause=pause, from_on=TODAY, until_on=TODAY + 5 * DAY, reason="illness", **by(cast))
    assert days(pause) == (TODAY, TODAY + 5 * DAY)
    entry = Entry.objects.of(cast.organisation.pk).get(action="pair.change_pause")
    assert (entry.subject_id, entry.actor_id) == (str(pair.pk), cast.supervisor.person_id)
    assert entry.detail == {"before": ["2026-02-28", "2026-03-11"], "now": ["2026-03-02", "2026-03-07"]}


def test_days_that_do_not_fit_are_refused_and_the_refusal_names_what_is_in_the_way(cast, pair):
    agreed(cast, pair, TODAY + 10 * DAY, TODAY + 19 * DAY)
    pause = agreed(cast, pair, TODAY, TODAY + 5 * DAY)
    said = {"pause": pause, "reason": "travel", **by(cast)}
    with pytest.raises(actions.WrongDays, match=r"already: 12 March to 21 March\.") as refused:
        change_pause(from_on=TODAY, until_on=TODAY + 10 * DAY, **said)
    assert not isinstance(refused.value, actions.WrongFirstDay)
    with pytest.raises(actions.WrongFirstDay, match="already"):
        change_pause(from_on=TODAY + 19 * DAY, until_on=TODAY + 25 * DAY, **said)
    with pytest.raises(actions.WrongFirstDay, match="first met on 21 January"):
        change_pause(from_on=pair.started_on - DAY, until_on=TODAY, **said)
    with pytest.raises(actions.WrongDays, match="before the first"):
        change_pause(from_on=TODAY, until_on=TODAY - DAY, **said)
    with pytest.raises(actions.TooLong):
        change_pause(from_on=TODAY - 25 * DAY, until_on=TODAY + 5 * DAY, **said)
    assert days(pause) == (TODAY, TODAY + 5 * DAY)


def test_a_pause_that_lasts_ends_with_yesterday(cast, pair):
    pause = agreed(cast, pair, TODAY - 3 * DAY, TODAY + 9 * DAY)
    end_pause(pause=pause, **by(cast))
    assert days(pause) == (TODAY - 3 * DAY, TODAY - DAY)
    assert Entry.objects.of(cast.organisation.pk).filter(action="pair.end_pause").count() == 1
    with pytest.raises(actions.IsOver):
        end_pause(pause=pause, **by(cast))


@pytest.mark.parametrize("ahead", [0, 5])
def test_a_pause_that_has_not_begun_is_withdrawn_once(cast, pair, ahead):
    pause = agreed(cast, pair, TODAY + ahead * DAY, TODAY + 9 * DAY)
    again = PairPause.objects.of(cast.organisation).get(pk=pause.pk)
    end_pause(pause=pause, **by(cast))
    assert not PairPause.objects.of(cast.organisation).exists()
    entry = Entry.objects.of(cast.organisation.pk).get(action="pair.withdraw_pause")
    assert entry.detail == {"before": [str(TODAY + ahead * DAY), "2026-03-11"]}
    # About the pair: the journal names it, also once the pause is gone.
    of_pause = Entry.objects.of(cast.organisation.pk).filter(action__in=["pair.pause", "pair.withdraw_pause"])
    assert {(one.subject_type, one.subject_id) for one in of_pause} == {("pairs.pair", str(pair.pk))}
    with pytest.raises(actions.IsOver):
        end_pause(pause=again, **by(cast))
    with pytest.raises(actions.IsOver):
        change_pause(pause=again, from_on=TODAY, until_on=TODAY, reason="travel", **by(cast))


def test_a_signal_can_wait_until_a_pause_is_over(cast, pair):
    agreed(cast, pair, TODAY, TODAY + 27 * DAY)
    said = {"pair": pair, "code": "help_asked", "key": "k", "reason": "They travel", **by(cast)}
    with pytest.raises(actions.TooLong):
        snooze(until=TODAY + 28 * DAY, **said)
    assert snooze(until=TODAY + 27 * DAY, **said).snoozed_until == TODAY + 27 * DAY


# ---- what is silent ----


def test_while_a_pause_lasts_nothing_is_asked_about_the_meetings_of_the_pair(cast, programme, as_role, pair):
    for n in (3, 2):
        diary(pair, TODAY - n * DAY, "no_show")
    look(programme=programme, at=NOW - 9 * DAY)
    look(programme=programme, at=NOW)
    assert "did not come" in as_role("supervisor").get(reverse("supervision:pair", args=[pair.pk])).text
    assert [step.text for step in steps(cast.account("coordinator"), programme, NOW)] != []
    agreed(cast, pair, TODAY, TODAY + 20 * DAY)
    assert list(steps(cast.account("supervisor"), programme, NOW)) == []
    assert list(steps(cast.account("coordinator"), programme, NOW)) == []  # though no look has been since


def test_a_call_for_help_is_heard_while_a_pause_lasts(cast, programme, pair):
    agreed(cast, pair, TODAY - 5 * DAY, TODAY + 20 * DAY)
    diary(pair, TODAY - 2 * DAY, "none", flags=["support_wanted"])
    [step] = steps(cast.account("supervisor"), programme, NOW)
    assert step.why == "The mentor asked for help on 28 February."


def test_a_pair_in_a_pause_is_no_pair_that_does_not_meet(cast, programme, pair):
    look(programme=programme, at=NOW)

    def parts():
        [panel] = panels(cast.account("coordinator"), programme, NOW)
        return [(share["word"], share["count"]) for share in panel.context["shares"]]

    assert parts() == [("They do not meet", 1)]
    agreed(cast, pair, TODAY, TODAY + 20 * DAY)
    assert parts() == [("Pause until 22 March", 1)]
    agreed(cast, started(cast, "second_mentor", "second_mentee"), TODAY, TODAY + 2 * DAY)
    assert parts() == [("In an agreed pause", 2)]


def test_the_agenda_names_pauses_that_last_or_are_ahead(cast, as_role, pair):
    agreed(cast, pair, TODAY - 20 * DAY, TODAY - 10 * DAY)
    agreed(cast, pair, TODAY, TODAY + 9 * DAY)
    coming = meeting(cast, cast.mentor.group_places.get().group, TODAY + 5 * DAY)
    assert [(line.from_on, line.until_on) for line in agenda_of(coming, NOW).pauses] == [(TODAY, TODAY + 9 * DAY)]
    page = as_role("supervisor").get(reverse("supervision:pack", args=[coming.pk])).text
    assert "Pause 2 March to 11 March" in page


# ---- pages ----


def test_the_pairs_own_page_names_the_pauses_that_last_or_are_ahead(cast, as_role, pair):
    agreed(cast, pair, TODAY - 20 * DAY, TODAY - 10 * DAY)
    agreed(cast, pair, TODAY - 3 * DAY, TODAY + 9 * DAY)
    agreed(cast, pair, TODAY + 20 * DAY, TODAY + 29 * DAY)
    url = reverse("pairs:pair", args=[pair.pk])
    page = as_role("coordinator").get(url).text
    assert "They take a pause from 10 February" not in page
    last, ahead = "They take a pause from 27 February to 11 March.", "They take a pause from 22 March to 31 March."
    assert 0 < page.index(last) < page.index(ahead)
    assert last not in as_role("mentee").get(url).text  # the team's words


def test_the_page_of_a_pair_shows_its_pauses_with_what_can_be_done(cast, as_role, pair):
    over = agreed(cast, pair, TODAY - 20 * DAY, TODAY - 10 * DAY, "illness")
    lasts = agreed(cast, pair, TODAY - 3 * DAY, TODAY + 9 * DAY)
    ahead = agreed(cast, pair, TODAY + 20 * DAY, TODAY + 29 * DAY)
    page = as_role("supervisor").get(reverse("supervision:pair", args=[pair.pk])).text
    assert "Pause 27 February to 11 March" in page
    assert "Travel · noted by Supervisor One on 2 March" in page
    assert page.index("Pause 22 March") < page.index("Pause 27 February") < page.index("Pause 10 February")
    for pause in (over, lasts, ahead):
        assert reverse("supervision:change_pause", args=[pause.pk]) in page
    ends = [reverse("supervision:end_pause", args=[pause.pk]) in page for pause in (over, lasts, ahead)]
    assert ends == [False, True, True]
    assert page.index("Take the pause back") < page.index("They meet again")


def test_a_pause_that_begins_today_lasts_and_ends_by_the_same_name(cast, as_role, pair):
    pause = agreed(cast, pair, TODAY, TODAY + 9 * DAY)
    client = as_role("supervisor")
    page = client.get(reverse("supervision:pair", args=[pair.pk])).text
    assert "They meet again" in page
    assert "Take the pause back" not in page
    page = client.post(reverse("supervision:end_pause", args=[pause.pk]), follow=True).text
    assert "They meet again. Signals ask for them from today." in page
    assert not PairPause.objects.of(cast.organisation).exists()


def test_a_pause_is_changed_on_its_page_and_ended_with_one_click(cast, as_role, pair):
    pause = agreed(cast, pair, TODAY - 3 * DAY, TODAY + 9 * DAY)
    client, there = as_role("supervisor"), reverse("supervision:pair", args=[pair.pk])
    url = reverse("supervision:change_pause", args=[pause.pk])
    assert 'value="2026-02-27"' in client.get(url).text
    said = {"from_on": str(TODAY - 2 * DAY), "until_on": str(TODAY + 4 * DAY), "reason": "family"}
    assert client.post(url, said).url == there
    assert days(pause) == (TODAY - 2 * DAY, TODAY + 4 * DAY)
    ended = client.post(reverse("supervision:end_pause", args=[pause.pk]), follow=True)
    assert "They meet again. Signals ask for them from today." in ended.text
    assert days(pause) == (TODAY - 2 * DAY, TODAY - DAY)
    assert (
        "This pause is over already."
        in client.post(reverse("supervision:end_pause", args=[pause.pk]), follow=True).text
    )


def test_a_pause_ahead_is_taken_back_with_one_click(cast, as_role, pair):
    pause = agreed(cast, pair, TODAY + 3 * DAY, TODAY + 9 * DAY)
    page = as_role("supervisor").post(reverse("supervision:end_pause", args=[pause.pk]), follow=True)
    assert page.redirect_chain[0][0] == reverse("supervision:pair", args=[pair.pk])
    assert "The pause is taken back." in page.text
    assert not PairPause.objects.of(cast.organisation).exists()


def test_limits_stand_beside_the_fields_and_a_reason_is_chosen(cast, as_role, pair):
    page = as_role("supervisor").get(reverse("supervision:pair", args=[pair.pk])).text
    assert "A pause is 30 days at most." in page
    assert "From tomorrow to 16 March." in page
    said = {"from_on": str(TODAY), "until_on": str(TODAY), "reason": ""}
    assert as_role("supervisor").post(reverse("supervision:pause", args=[pair.pk]), said).status_code == 422
    assert not PairPause.objects.of(cast.organisation).exists()


def test_what_is_wrong_with_the_first_day_stands_at_the_first_day(cast, as_role, pair):
    said = {"from_on": str(pair.started_on - DAY), "until_on": str(pair.started_on), "reason": "travel"}
    page = as_role("supervisor").post(reverse("supervision:pause", args=[pair.pk]), said)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["from_on"]
    said = {"from_on": str(TODAY), "until_on": str(TODAY - DAY), "reason": "travel"}
    page = as_role("supervisor").post(reverse("supervision:pause", args=[pair.pk]), said)
    assert list(page.context["form"].errors) == ["until_on"]


def test_all_that_is_wrong_with_a_pause_is_told_at_once_and_each_limit_once(cast, as_role, pair):
    agreed(cast, pair, TODAY, TODAY + 3 * DAY)
    said = {"from_on": str(pair.started_on - DAY), "until_on": str(TODAY + 9 * DAY), "reason": ""}
    page = as_role("supervisor").post(reverse("supervision:pause", args=[pair.pk]), said)
    assert page.context["form"].errors == {
        "from_on": ["The pause begins before the first meeting of the two. They first met on 21 January."],
        "until_on": ["The last day can be 18 February at the latest.",
                     "There is a pause on these days already: 2 March to 5 March."],
        "reason": ["Choose an answer."],
    }  # fmt: skip
    assert page.text.count("30 days at most") == 1
    pause = agreed(cast, pair, TODAY + 10 * DAY, TODAY + 12 * DAY)
    said = {"from_on": str(TODAY + 11 * DAY), "until_on": str(TODAY + 12 * DAY), "reason": "travel"}
    assert as_role("supervisor").post(reverse("supervision:change_pause", args=[pause.pk]), said).status_code == 302


@pytest.mark.parametrize("role", ["mentor", "mentee", "second_mentor", "trainer", "partner", "outsider"])
def test_who_may_not_agree_on_a_pause_does_not_change_one(cast, as_role, pair, role):
    pause = agreed(cast, pair, TODAY, TODAY + 9 * DAY)
    client, said = as_role(role), {"from_on": str(TODAY), "until_on": str(TODAY), "reason": "travel"}
    for name in ("change_pause", "end_pause"):
        assert client.post(reverse(f"supervision:{name}", args=[pause.pk]), said).status_code in {403, 404}
    assert days(pause) == (TODAY, TODAY + 9 * DAY)


def test_a_supervisor_elsewhere_who_is_the_mentor_here_does_not_end_a_pause(cast, as_role, pair):
    pause = agreed(cast, pair, TODAY, TODAY + 9 * DAY)
    member(make_programme(cast.organisation, "malmo-2027"), cast.mentor.person, "supervisor")
    assert as_role("mentor").post(reverse("supervision:end_pause", args=[pause.pk])).status_code in {403, 404}
    assert days(pause) == (TODAY, TODAY + 9 * DAY)


def test_a_pause_of_the_past_is_over_when_it_is_noted_and_its_note_can_be_taken_away(cast, as_role, pair):
    client, there = as_role("supervisor"), reverse("supervision:pair", args=[pair.pk])
    said = {"from_on": str(TODAY - 9 * DAY), "until_on": str(TODAY - DAY), "reason": "unsaid"}
    page = client.post(reverse("supervision:pause", args=[pair.pk]), said, follow=True).text
    assert "The pause is noted. It is over." in page
    assert "They do not want to say" in page
    assert "Take the note away" in page
    pause = PairPause.objects.of(cast.organisation).get()
    url = reverse("supervision:remove_pause", args=[pause.pk])
    for role in ("mentor", "mentee", "trainer", "outsider"):
        assert as_role(role).post(url).status_code in {403, 404}
    assert as_role("supervisor").post(url).url == there
    assert not PairPause.objects.of(cast.organisation).exists()
    entry = Entry.objects.of(cast.organisation.pk).get(action="pair.withdraw_pause")
    assert entry.detail == {"before": [said["from_on"], said["until_on"]]}


def test_only_the_note_of_a_pause_that_is_over_is_taken_away_and_of_a_pair_that_runs(cast, as_role, pair):
    lasts = agreed(cast, pair, TODAY, TODAY + 3 * DAY)
    over = agreed(cast, pair, TODAY - 9 * DAY, TODAY - DAY)
    with pytest.raises(actions.NotOver, match="not over"):
        remove_pause(pause=lasts, **by(cast))
    end_pair(pair=pair, reason="moved", on=TODAY, **by(cast))
    with pytest.raises(actions.NotRunning, match="has ended"):
        remove_pause(pause=over, **by(cast))
    assert "Take the note away" not in as_role("supervisor").get(reverse("supervision:pair", args=[pair.pk])).text


def test_the_limit_of_the_first_day_stands_beside_it(as_role, pair):
    page = as_role("supervisor").get(reverse("supervision:pair", args=[pair.pk])).text
    assert "Not before 21 January, when they first met." in page
    assert "Today or later." in as_role("mentee").get(reverse("supervision:ask_pause", args=[pair.pk])).text
