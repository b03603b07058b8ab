"""The pages of a pair: what they show, what posting does, and what stays when something is wrong."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from handslag.content.actions import publish
from handslag.journal.models import Entry
from handslag.mentoring.actions import add_goal, hold_intake, record_step, write_diary
from handslag.mentoring.models import Agreement, DiaryEntry, FormalStep, Goal, GoalTouched, PairMeeting, Signature
from handslag.outbox.models import Message
from handslag.people.actions import erase_keys
from handslag.programmes.actions import give_role
from handslag.programmes.roles import Role
from tests.cast import NOW, TODAY


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def url(name, pair, *more):
    return reverse(f"mentoring:{name}", args=[pair.pk, *more])


def page(response):
    return response.content.decode()


def met(**changed):
    values = {
        "entry_id": str(uuid.uuid4()), "what": "met", "themes": ["language"], "activity": "cafe", "mood": "4",
        "on_date": TODAY.isoformat(), "form": "in_person", "minutes": "60", "goals": "by_theme",
    }  # fmt: skip
    return {**values, **changed}


def rows(cast, model):
    return model.objects.of(cast.organisation)


# ---- first meeting, signatures


def intake(document, **changed):
    return {"document": str(document.pk), "held_on": TODAY.isoformat(), "read_aloud": "on", **changed}


def test_the_first_meeting_is_saved_signed_and_booked_in_one_go(cast, waiting_pair, document, as_role):
    typed = intake(
        document, own_points="Mondays", read_aloud="on", mentor_name="Mentor One", mentee_name="Mentee One",
        day_1="2026-03-09", clock_1="17:00", place_1="Library",
    )  # fmt: skip
    response = as_role("coordinator").post(url("intake", waiting_pair), typed)
    assert response.status_code == 302
    waiting_pair.refresh_from_db()
    assert waiting_pair.started_on == TODAY
    agreement = rows(cast, Agreement).get()
    assert (agreement.own_points, agreement.read_aloud, agreement.held_by) == ("Mondays", True, cast.coordinator.person)
    # 17:00 is read on a clock in Stockholm, where the programme runs.
    assert rows(cast, PairMeeting).get().starts_at.isoformat() == "2026-03-09T16:00:00+00:00"


def test_the_code_of_conduct_is_shown_as_text_and_its_html_is_harmless(waiting_pair, document, as_role):
    shown = page(as_role("coordinator").get(url("intake", waiting_pair)))
    assert "<strong>equal</strong>" in shown
    assert "<script>alert" not in shown


def test_the_language_of_the_code_of_conduct_can_be_chosen(cast, waiting_pair, document, as_role):
    publish(
        organisation=cast.organisation, key="code_of_conduct", language="sv", title="Uppförandekod",
        body="Vi är jämlika.", by=None, at=NOW,
    )  # fmt: skip
    client = as_role("coordinator")
    assert "We are" in page(client.get(url("intake", waiting_pair), {"text": "en"}))
    assert "Vi är jämlika" in page(client.get(url("intake", waiting_pair), {"text": "sv"}))


def test_a_meeting_without_its_time_is_asked_for_and_everything_typed_stays(cast, waiting_pair, document, as_role):
    typed = intake(document, own_points="Mondays at six", day_2="2026-03-09", place_2="Museum", mentor_name="M. One")
    response = as_role("coordinator").post(url("intake", waiting_pair), typed)
    assert response.status_code == 422
    assert all(text in page(response) for text in ("error-summary", "Mondays at six", "Museum", "M. One", "2026-03-09"))
    assert not rows(cast, Agreement).exists()


def test_the_first_meeting_in_the_future_is_refused_on_the_page(cast, waiting_pair, document, as_role):
    response = as_role("coordinator").post(url("intake", waiting_pair), intake(document, held_on="2026-03-03"))
    assert response.status_code == 422
    assert "This day has not come yet" in page(response)


def test_a_first_meeting_without_day_and_code_of_conduct_is_not_saved(cast, waiting_pair, document, as_role):
    typed = intake(document, held_on="", own_points="Mondays at six", mentor_name="Mentor One")
    del typed["read_aloud"]
    response = as_role("coordinator").post(url("intake", waiting_pair), typed)
    assert response.status_code == 422
    for text in ("Choose a day.", "Read the code of conduct together first.", "Mondays at six", "Mentor One"):
        assert text in page(response), text
    assert not rows(cast, Agreement).exists()


def test_the_name_of_somebody_else_signs_nothing(cast, waiting_pair, document, as_role):
    typed = intake(document, own_points="Mondays at six", mentor_name="Leyla Haddad", mentee_name="méntee")
    response = as_role("coordinator").post(url("intake", waiting_pair), typed)
    assert response.status_code == 422
    assert "This has to be the name of Mentor One, who signs here." in page(response)
    assert "name of Mentee One, who" not in page(response)
    assert "Mondays at six" in page(response)
    assert "Leyla Haddad" in page(response)
    assert not rows(cast, Agreement).exists()


@pytest.mark.parametrize(("role", "more"), [("mentee", {}), ("coordinator", {"method": "paper"})])
def test_a_later_signature_is_the_name_of_who_signs(cast, waiting_pair, document, as_role, role, more):
    hold_intake(pair=waiting_pair, document=document, held_on=TODAY, by=cast.coordinator.person, at=NOW)
    typed = {"who": str(cast.mentee.pk), "signed_name": "Leyla Haddad", **more}
    response = as_role(role).post(url("signature", waiting_pair), typed)
    assert response.status_code == 422
    assert "This has to be the name of Mentee One, who signs here." in page(response)
    assert not rows(cast, Signature).exists()


def test_without_a_code_of_conduct_the_page_says_what_to_do(waiting_pair, as_role):
    response = as_role("coordinator").get(url("intake", waiting_pair))
    assert "Publish it for your organisation first" in page(response)


def test_each_signs_on_an_own_device(cast, waiting_pair, document, as_role):
    hold_intake(
        pair=waiting_pair, document=document, held_on=TODAY, by=cast.coordinator.person, at=NOW, own_points="Mondays"
    )
    for role in ("mentor", "mentee"):
        client = as_role(role)
        assert "Mondays" in page(client.get(url("signature", waiting_pair)))
        assert client.post(url("signature", waiting_pair), {"signed_name": role}).status_code == 302
    waiting_pair.refresh_from_db()
    assert waiting_pair.started_on == TODAY
    assert set(rows(cast, Signature).values_list("method", flat=True)) == {"own_device"}


def test_the_team_takes_a_signature_on_paper(cast, waiting_pair, document, as_role):
    hold_intake(pair=waiting_pair, document=document, held_on=TODAY, by=cast.coordinator.person, at=NOW)
    typed = {"who": str(cast.mentee.pk), "method": "paper", "signed_name": "Mentee One"}
    assert as_role("coordinator").post(url("signature", waiting_pair), typed).status_code == 302
    signature = rows(cast, Signature).get()
    assert (signature.membership, signature.method) == (cast.mentee, "paper")


def test_an_empty_signature_is_asked_for(cast, waiting_pair, document, as_role):
    hold_intake(pair=waiting_pair, document=document, held_on=TODAY, by=cast.coordinator.person, at=NOW)
    response = as_role("mentor").post(url("signature", waiting_pair), {"signed_name": ""})
    assert response.status_code == 422
    assert not rows(cast, Signature).exists()


def test_before_the_first_meeting_there_is_nothing_to_sign(waiting_pair, as_role):
    assert "Nothing to sign yet" in page(as_role("mentee").get(url("signature", waiting_pair)))


def test_a_mentor_is_not_told_the_family_name_of_the_mentee(cast, pair, as_role):
    client = as_role("mentor")
    for name in ("signature", "diary", "new_entry", "plan", "new_goal", "new_step", "meetings"):
        shown = page(client.get(url(name, pair)))
        assert "Mentee" in shown
        assert "Mentee One" not in shown


# ---- diary


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


@pytest.mark.parametrize("name", ["diary", "plan", "meetings"])
def test_a_list_makes_as_many_queries_for_one_row_as_for_many(cast, pair, as_role, django_assert_max_num_queries, name):
    def one(number):
        write_diary(
            pair=pair, what="met", on_date=TODAY, by=cast.mentor.person, at=NOW, sentence="x", themes=["language"],
            formal_step="queue_joined" if number == 0 else "", again=True,
        )  # fmt: skip
        goal = add_goal(pair=pair, area="housing", text="x", due_on=TODAY + timedelta(90), by=None, at=NOW)
        Goal.objects.of(cast.organisation).filter(pk=goal.pk).update(status="reached")
        done_on = TODAY - timedelta(days=number % 7)
        record_step(
            pair=pair, code=f"{['viewing', 'interview', 'volunteering', 'budget_made', 'level_up'][number // 7]}",
            done_on=done_on, evidence="self_said", by=cast.mentee.person, at=NOW,
        )  # fmt: skip
        PairMeeting.objects.create(
            organisation=cast.organisation, pair=pair, starts_at=NOW + timedelta(days=number + 1)
        )

    def count():
        client = as_role("coordinator")
        client.get(url(name, pair))
        with django_assert_max_num_queries(30) as captured:
            assert client.get(url(name, pair)).status_code == 200
        return len(captured)

    one(0)
    few = count()
    for number in range(1, 30):
        one(number)
    assert count() == few


# ---- plan


def test_a_goal_is_added_and_its_progress_noted(cast, pair, as_role):
    client = as_role("mentee")
    typed = {"area": "housing", "text": "Find a room", "first_step": "Join the queue", "due_on": "2026-06-01"}
    assert client.post(url("new_goal", pair), typed).status_code == 302
    goal = rows(cast, Goal).get()
    assert client.post(url("goal_status", pair, goal.pk), {"status": "reached"}).status_code == 302
    goal.refresh_from_db()
    assert goal.status == "reached"
    assert "Find a room" in page(client.get(url("plan", pair)))


def test_a_wrong_goal_keeps_what_was_typed(cast, pair, as_role):
    response = as_role("mentee").post(
        url("new_goal", pair), {"text": "Find a room", "due_on": "2026-01-01", "area": "housing"}
    )
    assert response.status_code == 422
    assert "Find a room" in page(response)
    assert "This day has passed" in page(response)
    assert not rows(cast, Goal).exists()


def test_a_goal_beyond_the_time_left_is_kept_with_a_gentle_word(cast, pair, as_role):
    client = as_role("mentor")
    client.post(url("new_goal", pair), {"area": "housing", "text": "Own a house", "due_on": "2030-01-01"})
    shown = page(client.get(url("plan", pair)))
    assert "Own a house" in shown
    assert "Which part of it can you reach before" in shown


def test_with_three_live_goals_no_fourth_is_offered(pair, as_role):
    client = as_role("mentor")
    for _ in range(3):
        add_goal(pair=pair, area="housing", text="x", due_on=TODAY + timedelta(90), by=None, at=NOW)
    assert f'href="{url("new_goal", pair)}"' not in page(client.get(url("plan", pair)))
    typed = {"area": "housing", "text": "y", "due_on": "2026-06-01"}
    response = client.post(url("new_goal", pair), typed)
    assert response.status_code == 422
    assert "You work on 3 goals already" in page(response)


def test_the_team_approves_a_plan_and_the_pair_does_not(pair, as_role):
    add_goal(pair=pair, area="housing", text="x", due_on=TODAY + timedelta(90), by=None, at=NOW)
    assert url("approval", pair) not in page(as_role("mentor").get(url("plan", pair)))
    client = as_role("supervisor")
    assert url("approval", pair) in page(client.get(url("plan", pair)))
    assert "The plan is approved." in page(client.post(url("approval", pair), follow=True))
    assert url("approval", pair) not in page(client.get(url("plan", pair)))


@pytest.mark.parametrize(
    ("role", "evidence"),
    [("mentee", "self_said"), ("mentor", "seen_by_mentor"), ("coordinator", "seen_by_staff")],
)
def test_the_proof_of_a_step_follows_from_who_writes_it(cast, pair, as_role, role, evidence):
    typed = {"code": "queue_joined", "done_on": TODAY.isoformat()}
    assert as_role(role).post(url("new_step", pair), typed).status_code == 302
    assert rows(cast, FormalStep).get().evidence == evidence


def test_the_mentor_confirms_a_step_that_the_mentee_told(cast, pair, as_role):
    record_step(pair=pair, code="viewing", done_on=TODAY, evidence="self_said", by=cast.mentee.person, at=NOW)
    assert "I have seen it" not in page(as_role("mentee").get(url("plan", pair)))
    assert "I have seen it" in page(as_role("mentor").get(url("plan", pair)))


# ---- meetings


def test_a_meeting_is_booked_and_cancelled(cast, pair, as_role):
    client = as_role("mentee")
    typed = {"day": "2026-03-09", "clock": "17:00", "place": "Library"}
    assert client.post(url("meetings", pair), typed).status_code == 302
    assert "Monday 9 March, 17:00" in page(client.get(url("meetings", pair)))
    meeting = rows(cast, PairMeeting).get()
    client.post(url("cancellation", pair, meeting.pk))
    assert "No meeting is planned" in page(client.get(url("meetings", pair)))
    assert client.get(url("cancellation", pair, meeting.pk)).url == url("meetings", pair)


@pytest.mark.parametrize(
    ("role", "told"), [("mentee", "We tell <bdi>Mentor</bdi>."), ("coordinator", "We tell both.")]
)  # fmt: skip
def test_the_page_before_cancelling_says_what_and_whom_and_changes_nothing(cast, pair, as_role, role, told):
    client = as_role(role)
    client.post(url("meetings", pair), {"day": "2026-03-09", "clock": "17:00", "place": "Library"})
    meeting = rows(cast, PairMeeting).get()
    cancel = url("cancellation", pair, meeting.pk)
    listed = page(client.get(url("meetings", pair)))
    assert f'href="{cancel}"' in listed
    assert f'action="{cancel}"' not in listed
    letters = rows(cast, Message).count()
    shown = page(client.get(cancel))
    for words in ("Monday 9 March, 17:00", "Library", told, f'action="{cancel}"', f'href="{url("meetings", pair)}"'):
        assert words in shown
    meeting.refresh_from_db()
    assert (meeting.cancelled_at, rows(cast, Message).count()) == (None, letters)
    client.post(cancel)
    meeting.refresh_from_db()
    assert meeting.cancelled_at is not None


def test_a_meeting_that_has_begun_is_cancelled_without_a_word_of_telling(cast, pair, as_role):
    meeting = PairMeeting.objects.create(organisation=cast.organisation, pair=pair, starts_at=NOW - timedelta(hours=1))
    assert "We tell" not in page(as_role("mentee").get(url("cancellation", pair, meeting.pk)))


def test_a_meeting_in_the_past_keeps_what_was_typed(cast, pair, as_role):
    response = as_role("mentor").post(url("meetings", pair), {"day": "2026-03-01", "clock": "17:00", "place": "Zoo"})
    assert response.status_code == 422
    assert "Zoo" in page(response)
    assert not rows(cast, PairMeeting).exists()


def test_a_meeting_of_another_year_shows_the_year(pair, as_role):
    client = as_role("mentee")
    client.post(url("meetings", pair), {"day": "2027-01-04", "clock": "17:00"})
    assert "Monday 4 January 2027, 17:00" in page(client.get(url("meetings", pair)))
    assert "Monday 4 January 2027, 17:00" in page(client.get("/home/"))


def test_a_meeting_booked_twice_stands_once_and_is_told_once(cast, pair, as_role):
    typed = {"day": "2026-03-05", "clock": "17:00", "place": "Café"}
    for role in ("mentor", "mentor", "mentee"):
        assert as_role(role).post(url("meetings", pair), typed).status_code == 302
    assert rows(cast, PairMeeting).count() == 1
    [letter] = rows(cast, Message).filter(kind=Message.Kind.MEETING)
    assert letter.person_id == cast.mentee.person_id


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Café", "You already meet then, at Café. Move it, or change the place."),
        ("", "You already meet then. Press “Move” to say where."),
    ],
)
def test_another_place_at_the_same_time_is_refused_and_nobody_is_told(cast, pair, as_role, place, told):
    typed = {"day": "2026-03-05", "clock": "17:00"}
    as_role("mentor").post(url("meetings", pair), typed | {"place": place})
    answer = as_role("mentee").post(url("meetings", pair), typed | {"place": "The new park"})
    assert answer.status_code == 422
    assert told in answer.text
    assert "The new park" in answer.text
    [meeting] = rows(cast, PairMeeting)
    assert meeting.place == place
    [letter] = rows(cast, Message).filter(kind=Message.Kind.MEETING)
    assert letter.person_id == cast.mentee.person_id


def test_an_ended_pair_books_nothing(cast, pair, as_role, end):
    end(pair)
    client = as_role("coordinator")
    typed = {"day": "2026-03-09", "clock": "17:00"}
    assert client.post(url("meetings", pair), typed).status_code == 422
    assert not rows(cast, PairMeeting).exists()


@pytest.mark.parametrize(
    ("changed", "is_open"),
    [({"what": ""}, False), ({"themes": []}, False), ({"what": "", "sentence": "We laughed"}, True),
     ({"minutes": "many"}, True), ({"what": "", "load": "3"}, True)],
)  # fmt: skip
def test_the_folded_part_of_the_diary_opens_only_for_what_is_in_it(pair, as_role, changed, is_open):
    shown = as_role("mentor").post(url("new_entry", pair), met(**changed))
    assert (shown.status_code, '<details class="card" open>' in page(shown)) == (422, is_open)
