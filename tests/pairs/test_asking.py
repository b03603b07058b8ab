"""Both of a published pair say whether they want to meet: yes and yes, a no with a reason, or silence."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from handslag.content.actions import publish
from handslag.journal.models import Entry
from handslag.mentoring.actions import NotStarted, book_meeting, hold_intake
from handslag.outbox.models import Message
from handslag.pairs import actions, wording
from handslag.pairs.models import Answer, Pair, Pause
from handslag.pairs.queries import state_of
from handslag.pairs.readiness import pool_of
from handslag.pairs.standing import pair_of
from handslag.people.models import Person
from tests.pairs import made
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST = TODAY + 7 * DAY


@pytest.fixture
def matching_round(programme, only_ours):
    made.mentor(programme)
    made.mentee(programme)
    return actions.suggest(programme=programme, by=None, at=NOW)


@pytest.fixture
def pair(cast):
    return made.pair(cast.mentor, cast.mentee, matched_at=NOW, agreed_at=None, answer_by=LAST)


def say(pair, member, said, reason="", by=None, at=NOW):
    actions.answer(pair=pair, member=member, said=said, reason=reason, by=by or member.person, at=at)


def titles(member) -> list[str]:
    rows = Message.objects.of(member.organisation).filter(person=member.person)
    return [row.title for row in rows.order_by("queued_at")]


def steps_of(client) -> str:
    return client.get("/home/").text


# ---- the acts ----


def test_publishing_asks_both_and_gives_them_a_week(cast, programme, matching_round, only_ours):
    actions.accept_all(matching_round=matching_round, seen=1, by=None, at=NOW)
    (pair,) = made.publish(matching_round)
    assert (state_of(pair), pair.answer_by) == ("asked", LAST)
    assert titles(pair.mentor) == ["We have found a mentee for you"]
    assert titles(pair.mentee) == ["We have found a mentor for you"]


def test_a_programme_may_give_more_time(cast, programme, matching_round, only_ours):
    programme.rules = programme.rules | {"match_answer_days": 10}
    programme.save()
    matching_round.programme = programme
    actions.accept_all(matching_round=matching_round, seen=1, by=None, at=NOW)
    assert made.publish(matching_round)[0].answer_by == TODAY + 10 * DAY


def test_it_goes_on_when_both_have_said_yes(cast, pair):
    say(pair, cast.mentee, "yes")
    assert state_of(pair) == "asked"
    assert not titles(cast.mentor)
    say(pair, cast.mentor, "yes")
    pair.refresh_from_db()
    assert (state_of(pair), pair.agreed_at) == ("waiting", NOW)
    assert (titles(cast.mentor), titles(cast.mentee)) == (["You have a mentee"], ["You have a mentor"])
    say(pair, cast.mentor, "yes", at=NOW + DAY)  # pressed twice
    assert titles(cast.mentor) == ["You have a mentee"]
    assert Pair.objects.of(cast.organisation).get().agreed_at == NOW


def test_a_no_ends_it_and_the_other_one_reads_neither_who_nor_why(cast, pair):
    say(pair, cast.mentor, "yes")
    say(pair, cast.mentee, "no", "wish")
    pair.refresh_from_db()
    assert (pair.ended_on, pair.end_reason) == (TODAY, "declined")
    assert titles(cast.mentee) == []
    letter = Message.objects.of(cast.organisation).get(person=cast.mentor.person)
    assert letter.title == "We look for another mentee for you"
    assert "It is nobody's fault." in letter.body
    assert "hoped" not in letter.body
    assert not Pause.objects.of(cast.organisation).exists()
    assert "wish" not in str(list(Entry.objects.values_list("detail", flat=True)))


def test_nobody_is_called_about_a_question_that_is_answered_or_over(cast, programme, matching_round, only_ours):
    Person.objects.of(cast.organisation).update(email_index="")
    actions.accept_all(matching_round=matching_round, seen=1, by=None, at=NOW)
    (pair,) = made.publish(matching_round)

    def to_call() -> list[str]:
        rows = Message.objects.of(cast.organisation).filter(state=Message.State.BY_HAND)
        return sorted(row.title for row in rows.exclude(expires_at__lte=NOW))

    assert to_call() == ["We have found a mentee for you", "We have found a mentor for you"]
    say(pair, pair.mentor, "yes")
    assert to_call() == ["We have found a mentor for you"]
    say(pair, pair.mentee, "no", "wish")
    assert to_call() == ["We look for another mentee for you"]


def to_call(cast) -> list[str]:
    rows = Message.objects.of(cast.organisation).filter(state=Message.State.BY_HAND)
    return sorted(row.title for row in rows)


@pytest.fixture
def asked(cast, programme, matching_round, only_ours):
    """A pair of two whom somebody has to call, for they have no e-mail."""
    Person.objects.of(cast.organisation).update(email_index="")
    actions.accept_all(matching_round=matching_round, seen=1, by=None, at=NOW)
    return made.publish(matching_round)[0]


def test_nobody_is_called_to_be_asked_once_they_have_met_or_said_so(cast, asked):
    assert to_call(cast) == ["We have found a mentee for you", "We have found a mentor for you"]
    say(asked, asked.mentee, "yes", by=cast.coordinator.person)
    assert to_call(cast) == ["We have found a mentee for you"]
    say(asked, asked.mentor, "yes")
    assert to_call(cast) == ["You have a mentee", "You have a mentor"]
    actions.start(pair=asked, on=TODAY, by=None, at=NOW)
    assert to_call(cast) == []


@pytest.mark.parametrize("reason", ["no_fit", "error"])
def test_nobody_is_called_to_be_asked_about_a_pair_that_has_ended(cast, asked, reason):
    actions.remind_unanswered(programme=cast.programme, at=NOW + 5 * DAY)
    assert len(to_call(cast)) == 4
    actions.end(pair=asked, reason=reason, on=TODAY, by=None, at=NOW + 5 * DAY)
    assert not any("found" in title or "meet" in title for title in to_call(cast))


def test_nobody_is_called_to_be_asked_when_the_time_is_over(cast, asked):
    actions.release_unanswered(programme=cast.programme, at=NOW + 8 * DAY)
    assert to_call(cast) == ["We did not hear from you"] * 2


@pytest.mark.parametrize("reason", ["no_fit", "silent"])
def test_nobody_is_called_about_looking_or_silence_who_has_a_new_pair(cast, programme, asked, reason):
    later = NOW + 8 * DAY
    if reason == "silent":
        actions.release_unanswered(programme=programme, at=later)
        actions.look_again(membership=asked.mentor, by=None, at=later)
        assert to_call(cast) == ["We did not hear from you"] * 2
    else:
        actions.end(pair=asked, reason=reason, on=TODAY, by=None, at=later)
        assert to_call(cast) == ["We look for another mentee for you", "We look for another mentor for you"]
        actions.pause(membership=asked.mentee, by=None, at=later)
    before = Message.objects.of(cast.organisation).get(person=asked.mentor.person, state=Message.State.BY_HAND)
    made.mentee(programme, "Omar Mentee")
    matching_round = actions.suggest(programme=programme, by=None, at=later)
    actions.accept_all(matching_round=matching_round, by=None, at=later)
    (new,) = made.publish(matching_round, at=later)
    assert new.mentor == asked.mentor
    waiting = Message.objects.of(cast.organisation).filter(state=Message.State.BY_HAND)
    assert [row.title for row in waiting.filter(person=new.mentor.person)] == ["We have found a mentee for you"]
    assert len(waiting.filter(person=asked.mentee.person)) == 1  # still waits for somebody
    before.refresh_from_db()
    assert (before.state, before.expires_at) == (Message.State.DROPPED, later)


def test_a_second_yes_leaves_the_letter_that_both_said_yes(cast, pair):
    for member in (cast.mentee, cast.mentor, cast.mentor):
        say(pair, member, "yes")
    assert not Message.objects.of(cast.organisation).exclude(expires_at=None).exists()
    assert titles(cast.mentor) == ["You have a mentee"]


def test_a_yes_may_become_a_no_until_they_have_met(cast, pair):
    for member in (cast.mentor, cast.mentee):
        say(pair, member, "yes")
    say(pair, cast.mentor, "no", "unsaid", at=NOW + DAY)
    pair.refresh_from_db()
    assert pair.end_reason == "declined"
    assert Answer.objects.of(cast.organisation).get(membership=cast.mentor).said == "no"


def test_whoever_has_no_time_is_not_suggested_until_somebody_looks_again(cast, pair):
    say(pair, cast.mentor, "no", "time")
    pool = pool_of(cast.programme, TODAY)
    assert pool.find(cast.mentor.pk).pauses
    assert not pool.find(cast.mentee.pk).pauses
    actions.look_again(membership=cast.mentor, by=None, at=NOW + DAY)
    assert not pool_of(cast.programme, TODAY).find(cast.mentor.pk).pauses
    actions.look_again(membership=cast.mentor, by=None, at=NOW + DAY)
    assert Entry.objects.filter(action="membership.look_again").count() == 1


def test_a_no_needs_one_of_the_reasons(cast, pair):
    for reason in ("", "because"):
        with pytest.raises(actions.WhyNot):
            say(pair, cast.mentee, "no", reason)
    assert not Answer.objects.of(cast.organisation).exists()


def test_nobody_answers_for_another_pair_nor_when_it_is_over(cast, pair):
    with pytest.raises(actions.NotAsked):
        say(pair, cast.people["second_mentee"], "yes")
    actions.start(pair=pair, on=TODAY, by=None, at=NOW)
    with pytest.raises(actions.AlreadyStarted):
        say(pair, cast.mentee, "no", "wish")
    actions.end(pair=pair, reason="moved", on=TODAY, by=None, at=NOW)
    with pytest.raises(actions.AlreadyEnded):
        say(pair, cast.mentee, "yes")


def test_whoever_comes_to_the_first_meeting_has_agreed_before_anybody_signs(cast, pair):
    document = publish(
        organisation=cast.organisation,
        key="code_of_conduct",
        language="en",
        title="Code",
        body="# Code",
        by=None,
        at=NOW,
    )
    hold_intake(pair=pair, document=document, held_on=TODAY, by=cast.coordinator.person, at=NOW)
    pair.refresh_from_db()
    assert (pair.started_on, pair.agreed_at) == (None, NOW)
    assert actions.release_unanswered(programme=cast.programme, at=NOW + 30 * DAY) == 0


# ---- what the clock does ----


def test_who_is_silent_is_asked_once_more_three_days_before_the_end(cast, pair):
    say(pair, cast.mentor, "yes")
    assert actions.remind_unanswered(programme=cast.programme, at=NOW + 3 * DAY) == 0
    assert actions.remind_unanswered(programme=cast.programme, at=NOW + 4 * DAY) == 1
    assert actions.remind_unanswered(programme=cast.programme, at=NOW + 5 * DAY) == 0
    assert titles(cast.mentee) == [f"Do you want to meet {cast.mentor.person.given_name}?"]
    assert titles(cast.mentor) == []


def test_after_the_last_day_the_pair_is_released_and_who_was_silent_is_called_first(cast, pair):
    say(pair, cast.mentor, "yes")
    assert actions.release_unanswered(programme=cast.programme, at=NOW + 7 * DAY) == 0
    assert actions.release_unanswered(programme=cast.programme, at=NOW + 8 * DAY) == 1
    pair.refresh_from_db()
    assert pair.end_reason == "no_answer"
    assert titles(cast.mentor) == ["We look for another mentee for you"]
    assert titles(cast.mentee) == ["We did not hear from you"]
    pool = pool_of(cast.programme, TODAY)
    assert (pool.find(cast.mentor.pk).pauses, pool.find(cast.mentee.pk).pauses) == (False, True)
    assert actions.release_unanswered(programme=cast.programme, at=NOW + 9 * DAY) == 0


def test_a_pair_that_said_no_is_never_suggested_again_but_silence_is_no_no(cast, programme, only_ours):
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    old = made.pair(mentor, mentee, agreed_at=None, answer_by=LAST, ended_on=TODAY, end_reason="no_answer")
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    assert matching_round.proposals.count() == 1
    old.end_reason = "declined"
    old.save()
    assert actions.suggest(programme=programme, by=None, at=NOW).proposals.count() == 0


def test_who_wants_nobody_for_now_is_left_out_with_a_reason(cast, programme, only_ours):
    made.mentor(programme, places="2")
    mentee, other = made.mentee(programme), made.mentee(programme, "Other Mentee")
    actions.pause(membership=mentee, by=None, at=NOW)
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    assert matching_round.proposals.get().mentee == other
    assert [line["reasons"] for line in matching_round.unmatched] == [["pauses"]]


def test_an_open_board_leaves_out_who_wants_nobody_by_now(cast, programme, only_ours):
    mentor, other = made.mentor(programme, places="2"), made.mentor(programme, "Other Mentor")
    mentees = [made.mentee(programme, f"Mentee {n}") for n in range(2)]
    board = actions.suggest(programme=programme, by=None, at=NOW)
    actions.pause(membership=mentor, by=None, at=NOW)
    assert actions.accept_all(matching_round=board, by=None, at=NOW)[0] <= 1
    approved = board.proposals.filter(status="accepted")
    assert set(approved.values_list("mentor", flat=True)) <= {other.pk}
    taken = set(approved.values_list("mentee", flat=True))
    free = next(mentee for mentee in mentees if mentee.pk not in taken)
    with pytest.raises(actions.NotAvailable, match="Maha Mentor wants nobody for now"):
        actions.lock(matching_round=board, mentor=mentor, mentee=free, by=None, at=NOW)
    actions.look_again(membership=mentor, by=None, at=NOW)  # the team has called her
    actions.lock(matching_round=board, mentor=mentor, mentee=free, by=None, at=NOW)
    assert board.proposals.get(status="locked").mentor == mentor
    pairs = made.publish(board)
    assert free.pk in {pair.mentee_id for pair in pairs}


@pytest.mark.parametrize("locked", [True, False])
@pytest.mark.parametrize(
    ("left", "said"),
    [(False, "Maha Mentor wants nobody for now. Call first"), (True, "Maha Mentor has left. Look again only if Maha")],
)
def test_a_pair_with_one_who_wants_nobody_by_now_is_not_published(programme, only_ours, locked, left, said):
    """Also where the team locked it before."""
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    board = actions.suggest(programme=programme, by=None, at=NOW)
    if locked:
        actions.lock(matching_round=board, mentor=mentor, mentee=mentee, by=None, at=NOW)
    else:
        actions.accept_all(matching_round=board, by=None, at=NOW)
    actions.pause(membership=mentor, by=None, at=NOW, has_left=left)
    with pytest.raises(actions.NotAvailable, match=said):
        made.publish(board)
    actions.look_again(membership=mentor, by=None, at=NOW)
    assert len(made.publish(board)) == 1


@time_machine.travel(NOW, tick=False)
def test_before_publishing_one_reads_with_whom_nothing_is_published_and_looks_again(as_role, programme, only_ours):
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    board = actions.suggest(programme=programme, by=None, at=NOW)
    actions.lock(matching_round=board, mentor=mentor, mentee=mentee, by=None, at=NOW)
    made.sort_out(programme)
    actions.pause(membership=mentee, by=None, at=NOW)
    client, url = as_role("coordinator"), reverse("pairs:publication", args=[board.pk])
    page, button = client.get(url).text, '<button class="button">'
    assert ("Nour Mentee wants nobody for now. Call first, then look again." in page, button in page) == (True, False)
    page = client.post(reverse("pairs:looking", args=[mentee.pk]), {"next": url}, follow=True).text
    assert ("wants nobody for now" in page, button in page) == (False, True)


@time_machine.travel(NOW, tick=False)
def test_a_pair_of_one_who_has_left_since_the_page_was_opened_is_refused_there(as_role, programme, only_ours):
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    board = actions.suggest(programme=programme, by=None, at=NOW)
    actions.lock(matching_round=board, mentor=mentor, mentee=mentee, by=None, at=NOW)
    made.sort_out(programme)
    client, url = as_role("coordinator"), reverse("pairs:publication", args=[board.pk])
    seen = client.get(url).context["seen"]
    actions.pause(membership=mentor, by=None, at=NOW, has_left=True)
    page = client.post(url, {"seen": seen})
    said = "Maha Mentor has left. Look again only if Maha comes back. Or take the pair back on the board."
    assert (page.status_code, said in page.text) == (422, True)
    assert reverse("pairs:looking", args=[mentor.pk]) in page.text


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_where_all_pause_who_are_left_by_hand_it_is_said_to_look_again(as_role, programme, only_ours, who):
    two = {"mentor": made.mentor(programme), "mentee": made.mentee(programme)}
    board = actions.suggest(programme=programme, by=None, at=NOW)
    actions.pause(membership=two[who], by=None, at=NOW)
    client, url = as_role("coordinator"), reverse("pairs:lock", args=[board.pk])
    look, back = "Look again for somebody first. Then both can be chosen here.", "Take a decision back first."
    page = client.get(url).text
    assert (look in page, back in page) == (True, False)
    actions.look_again(membership=two[who], by=None, at=NOW)
    actions.lock(matching_round=board, **two, by=None, at=NOW)
    page = client.get(url).text
    assert (look in page, back in page) == (False, True)


def test_two_with_one_who_wants_nobody_by_now_are_not_swapped_in(programme, only_ours):
    mentors = [made.mentor(programme, f"Mentor {n}") for n in range(2)]
    mentees = [made.mentee(programme, f"Mentee {n}") for n in range(2)]
    board = actions.suggest(programme=programme, by=None, at=NOW)
    for mentor, mentee in zip(mentors, mentees, strict=True):
        actions.lock(matching_round=board, mentor=mentor, mentee=mentee, by=None, at=NOW)
    actions.pause(membership=mentors[1], by=None, at=NOW, has_left=True)
    with pytest.raises(actions.NotAvailable, match="Mentor 1 has left"):
        actions.swap(matching_round=board, mentees=(mentees[0].pk, mentees[1].pk), by=None, at=NOW)


@time_machine.travel(NOW, tick=False)
def test_who_wants_nobody_for_now_or_has_left_is_not_among_those_to_pair_by_hand(as_role, programme, only_ours):
    """They are named under the form, and can be looked for again from there."""
    made.mentor(programme, "Free Mentor"), made.mentee(programme, "Free Mentee")
    left, pausing = made.mentor(programme, "Maha Mentor"), made.mentee(programme, "Nour Mentee")
    board = actions.suggest(programme=programme, by=None, at=NOW)
    actions.pause(membership=left, by=None, at=NOW, has_left=True)
    actions.pause(membership=pausing, by=None, at=NOW)
    client, url = as_role("coordinator"), reverse("pairs:lock", args=[board.pk])

    def choosable(page) -> set[str]:
        form = page.context["form"]
        return {label for name in ("mentor", "mentee") for key, label in form.fields[name].choices if key}

    page = client.get(url)
    assert choosable(page) == {"Free Mentor", "Free Mentee"}
    assert "Maha Mentor has left. Look again only if Maha comes back." in page.text
    assert "Nour Mentee wants nobody for now. Call first, then look again." in page.text
    page = client.post(url, {"mentor": left.pk, "mentee": pausing.pk, "seen": 1})
    said = "Nour Mentee wants nobody for now. Call first, then look again. Maha Mentor has left."
    assert (page.status_code, str(page.context["form"].errors["__all__"][0]).startswith(said)) == (422, True)
    page = client.post(reverse("pairs:looking", args=[left.pk]), {"next": url}, follow=True)
    assert "Maha Mentor" in choosable(page)


def test_a_mentees_pause_is_over_when_both_have_said_yes(cast, pair):
    for member in (cast.mentor, cast.mentee):
        actions.pause(membership=member, by=None, at=NOW)
        say(pair, member, "yes")
    assert [row.membership for row in Pause.objects.of(cast.organisation).filter(ended_at=None)] == [cast.mentor]


def test_the_clock_asks_nobody_for_a_day_that_is_over_nor_on_the_first_day(cast, pair):
    assert actions.remind_unanswered(programme=cast.programme, at=NOW + 8 * DAY) == 0
    pair.answer_by = TODAY + DAY
    pair.save()
    assert actions.remind_unanswered(programme=cast.programme, at=NOW) == 0
    assert actions.remind_unanswered(programme=cast.programme, at=NOW + DAY) == 2


def test_ending_it_by_hand_before_they_met_thanks_nobody_for_a_time_they_never_had(cast, pair):
    actions.end(pair=pair, reason="mentee_left", on=TODAY, by=None, at=NOW, pausing=[cast.mentee])
    assert (titles(cast.mentor), titles(cast.mentee)) == (["We look for another mentee for you"], [])


# ---- the pages of the two ----


@time_machine.travel(NOW, tick=False)
def test_before_both_want_it_there_is_no_diary_no_meeting_and_no_plan(cast, as_role, pair):
    client = as_role("mentor")
    meetings = reverse("mentoring:meetings", args=[pair.pk])
    assert meetings not in client.get(reverse("pairs:pair", args=[pair.pk])).text
    with pytest.raises(NotStarted):
        book_meeting(pair=pair, starts_at=NOW + DAY, place="Library", by=None, at=NOW)
    for member in (cast.mentor, cast.mentee):
        say(pair, member, "yes")
    assert meetings in client.get(reverse("pairs:pair", args=[pair.pk])).text


@time_machine.travel(NOW, tick=False)
def test_the_letter_and_the_pages_of_a_pair_that_never_met_tell_no_story(cast, as_role, pair):
    say(pair, cast.mentor, "no", "wish")
    page = as_role("mentee").get(reverse("pairs:pair", args=[pair.pk])).text
    assert "will not be a pair" in page
    assert "You are a pair since" not in page
    assert "Thank you for this time" not in page
    assert pair_of(cast.programme, cast.mentee.person, "mentee") is None


@time_machine.travel(NOW, tick=False)
def test_of_a_pair_that_has_ended_the_mentee_reads_from_when_to_when_it_was(cast, as_role):
    pair = made.pair(cast.mentor, cast.mentee, started_on=TODAY - 10 * DAY)
    client, url = as_role("mentee"), reverse("pairs:pair", args=[pair.pk])
    assert "You are a pair since" in client.get(url).text
    actions.end(pair=pair, reason="completed", on=TODAY, by=None, at=NOW)
    page = client.get(url).text
    assert "You are a pair since" not in page
    assert "You were a pair" in page
    assert "from 10 February 2026 to 2 March 2026" in page


@time_machine.travel(NOW, tick=False)
def test_who_wants_nobody_for_now_does_not_read_that_we_look(cast, as_role):
    actions.pause(membership=cast.mentee, by=None, at=NOW)
    page = steps_of(as_role("mentee"))
    assert "We look for a mentor who fits you" not in page
    assert "We do not look for anybody for you now." in page


@time_machine.travel(NOW, tick=False)
def test_one_is_asked_at_home_and_says_yes_with_one_button(cast, as_role, pair):
    client = as_role("mentee")
    assert reverse("pairs:pair", args=[pair.pk]) in steps_of(client)
    page = client.get(reverse("pairs:pair", args=[pair.pk])).text
    assert "Say yes or no by" in page
    assert cast.mentor.person.family_name not in page
    response = client.post(reverse("pairs:answer", args=[pair.pk]), {"said": "yes"}, follow=True)
    assert "When both have said yes, we call you." in response.text
    assert "You said yes." in response.text
    assert "Say yes or no" not in steps_of(client)


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_the_question_says_until_when_and_which_languages_both_speak_and_nothing_else(cast, as_role, pair, side):
    language, secret = {"what": "language", "codes": ["ar", "sv"]}, {"what": "themes", "codes": ["housing"]}
    pair.reasons = [
        {"criterion": "needs", "points": 9, "most": 9, "facts": [secret]},
        {"criterion": "language", "points": 1, "most": 9, "facts": [language]},
    ]
    pair.save()
    client, url = as_role(side), reverse("pairs:answer", args=[pair.pk])
    page = client.get(url).text
    assert "Please answer by Monday 9 March." in page
    assert f"You both speak {wording.languages(['ar', 'sv'])}." in page
    assert "ousing" not in page
    assert "Please answer by Monday 9 March." in steps_of(client)
    client.post(url, {"said": "yes"})
    assert "Please answer by" not in client.get(url).text


@time_machine.travel(NOW, tick=False)
def test_of_a_pair_whose_languages_nobody_compared_none_is_named(as_role, pair):
    assert "You both speak" not in as_role("mentee").get(reverse("pairs:answer", args=[pair.pk])).text


@time_machine.travel(NOW, tick=False)
def test_a_no_without_a_reason_comes_back_at_its_place(cast, as_role, pair):
    client, url = as_role("mentor"), reverse("pairs:answer", args=[pair.pk])
    page = client.post(url, {"said": "no"})
    assert page.status_code == 422
    assert page.context["form"].errors == {"reason": ["Choose why not. You can choose that you do not want to say."]}
    page = client.post(url, {"said": "no", "reason": "time"}, follow=True)
    assert "Tell us when you have time again." in page.text
    assert reverse("pairs:own_looking", args=[cast.programme.pk]) in page.text
    client.post(reverse("pairs:own_looking", args=[cast.programme.pk]))
    assert not Pause.objects.of(cast.organisation).filter(ended_at=None).exists()
    assert reverse("pairs:own_looking", args=[cast.programme.pk]) not in steps_of(client)


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("side", "said"), [("mentor", "We look for a mentee who"), ("mentee", "We look for a mentor who")]
)
def test_the_page_about_looking_says_what_is_true(cast, programme, as_role, pair, side, said):
    client, url = as_role(side), reverse("pairs:own_looking", args=[cast.programme.pk])
    assert client.get(url).url == reverse("desk:home")  # has a pair, and no place for another one
    made.train(cast.mentor)
    actions.end(pair=pair, reason="no_fit", on=TODAY, by=None, at=NOW)
    shown = client.get(url).text
    assert (said in shown, "Yes, look for somebody" in shown) == (True, False)
    actions.pause(membership=cast.people[side], by=None, at=NOW)
    shown = client.get(url).text
    assert (said in shown, "Yes, look for somebody" in shown) == (False, True)


def test_nobody_else_answers_for_them(cast, as_role, pair):
    own, phoned = (
        reverse("pairs:answer", args=[pair.pk]), reverse("pairs:answer_by_phone", args=[pair.pk, cast.mentee.pk]),
    )  # fmt: skip
    for role, url in (
        ("coordinator", own), ("second_mentee", own), ("outsider", own), ("mentor", phoned), ("supervisor", phoned),
        ("outsider", phoned), ("partner", phoned),
    ):  # fmt: skip
        assert as_role(role).post(url, {"said": "yes"}).status_code in (403, 404), role
    other = reverse("pairs:answer_by_phone", args=[pair.pk, cast.people["second_mentee"].pk])
    assert as_role("coordinator").post(other, {"said": "yes"}).status_code == 404
    looking = reverse("pairs:looking", args=[cast.mentee.pk])
    assert as_role("mentee").post(looking).status_code in (403, 404)
    assert as_role("outsider").post(looking).status_code == 404
    assert not Answer.objects.of(cast.organisation).exists()


def test_there_is_nothing_to_answer_once_they_have_met(cast, as_role, pair):
    client, url = as_role("mentee"), reverse("pairs:answer", args=[pair.pk])
    actions.start(pair=pair, on=TODAY, by=None, at=NOW)
    assert client.get(url).url == reverse("pairs:pair", args=[pair.pk])
    page = client.post(url, {"said": "no", "reason": "wish"})
    assert page.status_code == 422
    assert "Does it not fit? Call us." in page.text


# ---- the pages of the team ----


@time_machine.travel(NOW, tick=False)
def test_a_no_does_not_overwrite_the_yes_that_a_colleague_has_written_meanwhile(cast, as_role, pair):
    say(pair, cast.mentor, "yes")
    url = reverse("pairs:answer_by_phone", args=[pair.pk, cast.mentee.pk])
    client = as_role("coordinator")
    seen = client.get(url).context["seen"]
    say(pair, cast.mentee, "yes", by=cast.second_coordinator.person)
    page = client.post(url, {"said": "no", "reason": "wish", "seen": seen})
    name = cast.second_coordinator.person.given_name
    assert page.status_code == 422
    assert f"{name} wrote yes on 2 March at" in page.text
    pair.refresh_from_db()
    assert state_of(pair) == "waiting"
    assert client.post(url, {"said": "yes", "seen": seen}).status_code == 302  # the same answer overwrites nothing
    seen = client.get(url).context["seen"]
    client.post(url, {"said": "no", "reason": "wish", "seen": seen})
    pair.refresh_from_db()
    assert pair.end_reason == "declined"


@time_machine.travel(NOW, tick=False)
def test_a_yes_that_comes_after_a_no_shows_the_no_and_asks_nothing(cast, as_role, pair):
    """On the page of a colleague and on one's own; the other one's no is nowhere told to the mentee."""
    client, name = as_role("coordinator"), cast.mentee.person.given_name
    url = reverse("pairs:answer_by_phone", args=[pair.pk, cast.mentee.pk])
    say(pair, cast.mentee, "no", "distance", by=cast.second_coordinator.person)
    page = client.post(url, {"said": "yes", "seen": ""})
    assert page.status_code == 422
    assert "This pair has already ended." in page.text
    assert f"{name} said no on 2 March, on the phone." in page.text
    own = as_role("mentee").post(reverse("pairs:answer", args=[pair.pk]), {"said": "yes", "seen": ""})
    assert "You said no on 2 March, on the phone." in own.text
    assert "too far" not in own.text
    for shown in (page, own):
        assert 'name="said"' not in shown.text
        assert reverse("pairs:pair", args=[pair.pk]) in shown.text


@time_machine.travel(NOW, tick=False)
def test_who_answers_after_the_others_no_reads_only_that_it_has_ended(cast, as_role, pair):
    say(pair, cast.mentor, "no", "distance")
    page = as_role("mentee").post(reverse("pairs:answer", args=[pair.pk]), {"said": "yes", "seen": ""})
    assert "This pair has already ended." in page.text
    assert "said no" not in page.text
    assert 'name="said"' not in page.text


@time_machine.travel(NOW, tick=False)
def test_a_colleague_writes_down_what_was_said_on_the_phone(cast, as_role, pair):
    client = as_role("coordinator")
    page = client.get(reverse("pairs:pair", args=[pair.pk])).text
    assert "no answer yet" in page
    url = reverse("pairs:answer_by_phone", args=[pair.pk, cast.mentee.pk])
    assert url in page
    page = client.post(url, {"said": "yes"}, follow=True).text
    assert "on the phone" in page
    row = Answer.objects.of(cast.organisation).get()
    assert (row.membership, row.entered_by) == (cast.mentee, cast.coordinator.person)


@time_machine.travel(NOW, tick=False)
def test_who_calls_reads_until_when_and_which_languages_both_speak(cast, as_role, pair):
    fact = {"what": "language", "codes": ["ar", "sv"]}
    pair.reasons = [{"criterion": "language", "points": 1, "most": 9, "facts": [fact]}]
    pair.save()
    client, url = as_role("coordinator"), reverse("pairs:answer_by_phone", args=[pair.pk, cast.mentee.pk])
    page, until = client.get(url).text, f"{cast.mentee.person.given_name} should answer by Monday 9 March."
    assert until in page
    assert f"They both speak {wording.languages(['ar', 'sv'])}." in page
    client.post(url, {"said": "yes"})
    assert until not in client.get(url).text


@time_machine.travel(NOW, tick=False)
def test_the_team_reads_why_but_only_who_matches(cast, as_role, pair):
    say(pair, cast.mentee, "no", "distance")
    url = reverse("pairs:pair", args=[pair.pk])
    assert "It is too far" in as_role("coordinator").get(url).text
    assert "It is too far" not in as_role("supervisor").get(url).text


def test_the_team_is_told_to_call_when_the_time_is_nearly_over(cast, as_role, pair):
    url = reverse("pairs:pairs", args=[cast.programme.pk]) + "?state=asked"
    with time_machine.travel(NOW + 5 * DAY, tick=False):
        client = as_role("coordinator")
        assert "Call about an unanswered match" in steps_of(client)
        pair.answer_by += DAY * 9
        pair.save()
        assert "Call about an unanswered match" not in steps_of(client)
        assert str(cast.mentee.person) in client.get(url).text


@time_machine.travel(NOW, tick=False)
def test_at_its_end_the_team_says_who_wants_nobody_new_and_looks_again_later(cast, as_role):
    pair = made.pair(cast.mentor, cast.mentee, started_on=TODAY - 9 * DAY)
    client = as_role("coordinator")
    form = client.get(reverse("pairs:ending", args=[pair.pk])).text
    assert "wants no new mentor for now" in form
    reason, _last_day, ticks = form.partition('name="on"')
    assert "Has one of the two left? We look for nobody new for that person." in reason
    assert "moved away? Then" not in reason
    assert ticks.count("moved away? Then tick this too.") == 2
    assert "No answer in time" not in form
    said = {"reason": "no_fit", "on": TODAY.isoformat(), "mentor_pauses": "on"}
    page = client.post(reverse("pairs:ending", args=[pair.pk]), said, follow=True).text
    assert "What comes next" in page
    assert Pause.objects.of(cast.organisation).get().membership == cast.mentor
    page = client.get(reverse("pairs:readiness", args=[cast.programme.pk])).text
    assert "wants nobody for now. Call first, then look again." in page
    client.post(reverse("pairs:looking", args=[cast.mentor.pk]))
    assert Pause.objects.of(cast.organisation).get().ended_by == cast.coordinator.person


def test_the_list_finds_those_who_are_asked(cast, as_role, pair):
    client, url = as_role("coordinator"), reverse("pairs:pairs", args=[cast.programme.pk])
    assert str(cast.mentee.person) in client.get(url, {"state": "asked"}).text
    assert str(cast.mentee.person) not in client.get(url, {"state": "waiting"}).text
