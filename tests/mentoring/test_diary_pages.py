"""The pages of the diary: writing it and reading it."""

from datetime import timedelta

import pytest

from handslag.journal.models import Entry
from handslag.mentoring.actions import add_goal, write_diary
from handslag.mentoring.models import DiaryEntry, GoalTouched
from handslag.people.actions import erase_keys
from handslag.programmes.actions import give_role
from handslag.programmes.roles import Role
from tests.cast import NOW, TODAY

from .pages import met, page, rows, url

pytestmark = pytest.mark.usefixtures("now")


def test_five_answers_make_an_entry(cast, pair, as_role):
    response = as_role("mentor").post(url("new_entry", pair), met())
    assert response.status_code == 302
    entry = rows(cast, DiaryEntry).get()
    assert (entry.what, entry.themes, entry.activity, entry.mood, entry.minutes) == ("met", ["language"], "cafe", 4, 60)


def test_what_is_the_same_each_time_is_filled_in(pair, as_role):
    form = as_role("mentor").get(url("new_entry", pair)).context["form"]
    filled = [form[name].value() for name in ("on_date", "form", "minutes", "goals") if name in form.fields]
    assert filled == [TODAY, "in_person", 60]


def test_the_same_form_sent_twice_makes_one_entry(cast, pair, as_role):
    client, typed = as_role("mentor"), met()
    assert [client.post(url("new_entry", pair), typed).status_code for _ in range(2)] == [302, 302]
    assert rows(cast, DiaryEntry).count() == 1


def test_back_and_save_again_keeps_what_was_typed_and_leads_to_the_first_entry(cast, pair, as_role):
    client = as_role("mentor")
    assert "Write a second entry about this day" not in page(client.get(url("new_entry", pair)))
    client.post(url("new_entry", pair), met())
    entry, typed = rows(cast, DiaryEntry).get(), met(sentence="We filled in a form")
    response = client.post(url("new_entry", pair), typed)
    assert response.status_code == 422
    assert response.context["form"].errors == {"on_date": ["You have already written about this day."]}
    shown = page(response)
    assert f'href="{url("correction", pair, entry.pk)}"' in shown
    assert "Write a second entry about this day" in shown
    assert "We filled in a form" in shown
    assert typed["entry_id"] in shown
    assert rows(cast, DiaryEntry).get() == entry


def test_a_second_meeting_of_the_day_is_saved_with_a_tick_that_stays(cast, pair, as_role):
    client = as_role("mentor")
    client.post(url("new_entry", pair), met())
    second = met(again="on")
    unfinished = client.post(url("new_entry", pair), {**second, "mood": ""})
    assert unfinished.status_code == 422
    assert unfinished.context["form"]["again"].value()
    assert "Write a second entry about this day" in page(unfinished)
    assert client.post(url("new_entry", pair), second).status_code == 302
    assert rows(cast, DiaryEntry).count() == 2


def test_an_entry_too_old_to_correct_is_led_to_in_the_diary(cast, pair, as_role):
    client = as_role("mentor")
    client.post(url("new_entry", pair), met())
    rows(cast, DiaryEntry).update(written_at=NOW - timedelta(days=8))
    shown = page(client.post(url("new_entry", pair), met()))
    assert "Read what you wrote" in shown
    assert "Correct what you wrote" not in shown


def test_a_meeting_that_was_moved_needs_no_further_answer(cast, pair, as_role):
    typed = met(what="moved", themes=[], activity="", mood="")
    assert as_role("mentor").post(url("new_entry", pair), typed).status_code == 302
    assert rows(cast, DiaryEntry).get().what == "moved"


def test_a_missing_answer_is_asked_for_and_the_rest_stays(cast, pair, as_role):
    typed = met(mood="", sentence="We filled in a form", flags=["praise"])
    response = as_role("mentor").post(url("new_entry", pair), typed)
    assert response.status_code == 422
    assert "Choose one of the five faces." in page(response)
    assert "We filled in a form" in page(response)
    assert typed["entry_id"] in page(response)
    assert not rows(cast, DiaryEntry).exists()


def test_a_day_to_come_is_refused_on_the_page(pair, as_role):
    response = as_role("mentor").post(url("new_entry", pair), met(on_date="2026-03-03"))
    assert response.status_code == 422
    assert "This day has not come yet" in page(response)


def test_too_many_minutes_and_a_day_to_come_are_told_in_one_round_and_plainly(pair, as_role):
    answer = as_role("mentor").post(url("new_entry", pair), met(minutes="900", on_date="2026-03-03", themes=[]))
    errors = answer.context["form"].errors
    assert errors["minutes"] == ["Write the minutes as a number from 0 to 600."]
    assert errors["on_date"] == ["This day has not come yet. Choose today or an earlier day."]
    assert errors["themes"]


def test_chat_alone_is_kept_and_called_contact(cast, pair, as_role):
    client = as_role("mentor")
    response = client.post(url("new_entry", pair), met(form="chat"), follow=True)
    assert "Chat alone is contact, not a meeting." in page(response)
    assert rows(cast, DiaryEntry).get().form == "chat"


def test_goals_that_fit_the_themes_are_touched_without_a_tap(cast, pair, as_role):
    fits, other = (
        add_goal(pair=pair, area=area, text="x", due_on=TODAY + timedelta(90), by=None, at=NOW)
        for area in ("language", "housing")
    )
    client = as_role("mentor")
    client.post(url("new_entry", pair), met())
    assert set(rows(cast, GoalTouched).values_list("goal", flat=True)) == {fits.pk}
    client.post(url("new_entry", pair), met(goals=[str(other.pk)], again="on"))
    assert rows(cast, GoalTouched).filter(goal=other).count() == 1
    assert rows(cast, GoalTouched).filter(goal=fits).count() == 1


@pytest.mark.parametrize(("themes", "kept"), [(["housing"], True), (["culture"], False)])
def test_rights_are_kept_with_the_four_themes_that_ask_for_them(cast, pair, as_role, themes, kept):
    as_role("mentor").post(url("new_entry", pair), met(themes=themes, rights_talk="on"))
    assert rows(cast, DiaryEntry).get().rights_talk is kept


def test_safety_is_no_choice_of_the_diary_and_the_page_says_whom_to_call(pair, as_role):
    client = as_role("mentor")
    shown = page(client.get(url("new_entry", pair)))
    assert 'value="unsafe"' not in shown
    assert 'href="tel:112"' in shown
    assert 'href="tel:0401234567"' in shown
    assert client.post(url("new_entry", pair), met(flags=["unsafe"])).status_code == 422


def test_the_diary_waits_for_the_first_meeting(waiting_pair, as_role):
    assert "The diary opens after your first meeting" in page(as_role("mentor").get(url("new_entry", waiting_pair)))
    assert "The diary opens after your first meeting" in page(as_role("mentor").get(url("diary", waiting_pair)))


def test_the_bar_leads_to_the_entries_and_these_to_a_new_one(pair, as_role):
    client = as_role("mentor")
    assert f'class="bottom-bar__link" href="{url("diary", pair)}"' in page(client.get("/home/"))
    assert f'class="button" href="{url("new_entry", pair)}"' in page(client.get(url("diary", pair)))


def test_reading_the_diary_is_written_down_for_every_entry_shown(cast, pair, as_role):
    entries = [
        write_diary(
            pair=pair, what="none", on_date=TODAY, by=cast.mentor.person, at=NOW, sentence=f"Line {n}", again=True
        )
        for n in range(26)
    ]  # fmt: skip
    shown = page(as_role("supervisor").get(url("diary", pair)))
    assert shown.count("Line ") == 25
    reads = Entry.objects.filter(action="read.diary", actor_id=cast.supervisor.person_id)
    assert reads.count() == 25
    assert set(reads.values_list("subject_id", flat=True)) <= {str(entry.pk) for entry in entries}


def test_its_writer_reads_all_entries_in_one_line_of_the_journal(cast, pair, as_role):
    for n in range(3):
        write_diary(pair=pair, what="none", on_date=TODAY, by=cast.mentor.person, at=NOW, sentence=f"{n}", again=True)
    assert as_role("mentor").get(url("diary", pair)).status_code == 200
    [read] = Entry.objects.filter(action="read.diary", actor_id=cast.mentor.person_id)
    assert (read.subject_type, read.subject_id) == ("pairs.pair", str(pair.pk))


def test_a_diary_that_is_empty_and_over_does_not_wait_for_a_first_meeting(cast, pair, as_role, end):
    give_role(programme=cast.programme, person=cast.mentee.person, role=Role.SUPERVISOR, by=None, at=NOW)
    end(pair)
    shown = page(as_role("mentee").get(url("diary", pair)))
    assert "The diary opens after your first meeting" not in shown
    assert "The mentor writes here after each meeting." in shown


def test_the_diary_of_an_erased_mentee_still_opens(cast, pair, as_role):
    write_diary(pair=pair, what="none", on_date=TODAY, by=None, at=NOW, sentence="Gone")
    erase_keys(person=cast.mentee.person, by=None, at=NOW)
    response = as_role("supervisor").get(url("diary", pair))
    assert response.status_code == 200
    assert "Gone" not in page(response)


@pytest.mark.parametrize(
    ("changed", "is_open"),
    [({"what": ""}, False), ({"themes": []}, False), ({"what": "", "sentence": "We laughed"}, True),
     ({"minutes": "many"}, True), ({"what": "", "load": "3"}, True)],
)  # fmt: skip
def test_the_folded_part_of_the_diary_opens_only_for_what_is_in_it(pair, as_role, changed, is_open):
    shown = as_role("mentor").post(url("new_entry", pair), met(**changed))
    assert (shown.status_code, '<details class="card" open>' in page(shown)) == (422, is_open)
