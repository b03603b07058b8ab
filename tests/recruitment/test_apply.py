"""The applicant's pages, without a browser and without a script."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from handslag.journal.models import Entry
from handslag.programmes.models import Programme
from handslag.recruitment.models import Application, Call, Draft
from tests.recruitment.calls import MENTEE, MENTOR, open_for, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentee_call(cast):
    return open_for(cast.programme, "mentee")


@pytest.fixture
def mentor_call(cast):
    return open_for(cast.programme, "mentor")


def drafts():
    return Draft.objects.everywhere("test")


def applications():
    return Application.objects.everywhere("test")


def test_a_mentee_applies_and_is_told_who_calls(client, cast, mentee_call):
    check = walk(client, mentee_call, MENTEE, query="?from=language_school")
    page = client.get(check).content.decode()
    assert check.endswith("/answers/")
    assert all(word in page for word in ("Amina", "070-174 06 05", "Malmö", "Weekdays, evening"))
    response = client.post(check, {"consent": "on"})
    assert response.url.endswith("/sent/")
    sent = client.get(response.url).content.decode()
    by = timezone.localdate() + timedelta(days=7)
    assert "Sara Lind" in sent
    assert "040\u00a0123\u00a045\u00a067" in sent
    assert str(by.day) in sent
    assert "Amina" not in sent
    application = applications().get()
    assert (application.role, application.channel, application.state) == ("mentee", "language_school", "received")
    assert application.person.given_name == "Amina"
    assert application.response.coded["help_wanted"] == ["employment", "language", "housing"]


def test_nothing_of_a_sent_application_stays_in_the_draft(client, mentee_call):
    check = walk(client, mentee_call, MENTEE)
    client.post(check, {"consent": "on"})
    assert drafts().get().answers == {}
    assert client.get(check).url.endswith("/sent/")
    assert client.get(check.replace("answers/", "contact/")).url.endswith("/sent/")


def test_a_mentor_applies_on_fifteen_screens(client, mentor_call):
    check = walk(client, mentor_call, MENTOR)
    page = client.get(check).content.decode()
    assert "Step 15 of 15" in page
    assert "My cousin" in page
    assert client.post(check, {"consent": "on"}).status_code == 302
    response = applications().get().response
    assert response.coded["level_sv"] == "b2"
    assert response.coded["birth_year"] == 1990
    assert response.secret == {"exclude": "My cousin"}
    assert response.sealed["background"] == ["SY"]
    assert response.sealed["background_other"] == "Aleppo"
    assert applications().get().person.family_name == "al Nasser"


def test_a_second_press_on_send_makes_no_second_application(client, mentee_call):
    check = walk(client, mentee_call, MENTEE)
    assert client.post(check, {"consent": "on"}).url == client.post(check, {"consent": "on"}).url
    assert applications().count() == 1


def test_without_consent_nothing_is_sent_and_all_is_kept(client, mentee_call):
    check = walk(client, mentee_call, MENTEE)
    response = client.post(check, {})
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert not applications().exists()
    assert drafts().get().answers["first_name"] == "Amina"


def test_a_missing_answer_is_said_and_what_was_typed_is_kept(client, mentee_call):
    address = walk(client, mentee_call, {"start": {}})
    response = client.post(address, {"first_name": "Amina <b>", "phone": "12"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Amina &lt;b&gt;" in page
    assert 'href="#id_phone"' in page
    assert 'aria-invalid="true"' in page


def test_more_than_three_wishes_are_refused(client, mentee_call):
    given = {key: MENTEE[key] for key in ("start", "contact", "languages", "place")}
    address = walk(client, mentee_call, given)
    response = client.post(address, {"help_wanted": ["employment", "language", "housing", "health"]})
    assert response.status_code == 422
    assert "Choose at most 3 answers." in response.content.decode()


def test_a_change_leads_back_to_the_answers(client, mentee_call):
    check = walk(client, mentee_call, MENTEE)
    change = check.replace("answers/", "place/?back=answers")
    assert change in client.get(check).content.decode()
    assert client.post(change, {"place": "lund"}).url == check
    assert "Lund" in client.get(check).content.decode()


def test_a_new_language_asks_for_its_level_before_going_back(client, mentor_call):
    check = walk(client, mentor_call, MENTOR)
    change = check.replace("answers/", "languages/?back=answers")
    following = client.post(change, {"languages": ["ar", "sv", "en"]}).url
    assert following.endswith("/languages-2/?back=answers")
    levels = {"level_ar": "native", "level_sv": "b2", "level_en": "a2"}
    assert client.post(following, levels).url == check


def test_answers_that_no_longer_matter_are_dropped_when_sent(client, mentor_call):
    check = walk(client, mentor_call, MENTOR)
    client.post(check.replace("answers/", "wishes/?back=answers"), {"places": "1", "want_gender": "any"})
    client.post(check.replace("answers/", "languages/?back=answers"), {"languages": ["ar"]})
    client.post(check, {"consent": "on"})
    coded = applications().get().response.coded
    assert "want_strict" not in coded
    assert [name for name in coded if name.startswith("level_")] == ["level_ar"]


def test_the_summary_can_not_be_reached_before_all_is_answered(client, mentee_call):
    address = walk(client, mentee_call, {"start": {}, "contact": MENTEE["contact"]})
    check = address.replace("languages/", "answers/")
    assert client.get(check).url == address
    assert client.post(check, {"consent": "on"}).url == address
    assert not applications().exists()


def test_the_address_of_a_draft_leads_to_where_one_stopped(client, mentee_call):
    address = walk(client, mentee_call, {"start": {}, "contact": MENTEE["contact"]})
    assert client.get(address.replace("languages/", "")).url == address


def test_a_draft_ends_after_fourteen_days(client, mentee_call):
    address = walk(client, mentee_call, {"start": {}})
    drafts().update(saved_at=timezone.now() - timedelta(days=14, minutes=1))
    response = client.get(address)
    assert response.status_code == 410
    assert "This application is too old" in response.content.decode()


def test_a_draft_still_lives_on_its_last_day(client, mentee_call):
    address = walk(client, mentee_call, {"start": {}})
    drafts().update(saved_at=timezone.now() - timedelta(days=13, hours=23))
    assert client.get(address).status_code == 200


def test_a_closed_call_says_when_the_next_one_is(client, cast, mentee_call):
    today = timezone.localdate()
    Call.objects.everywhere("test").update(closes_on=today - timedelta(days=1))
    address = f"/apply/{mentee_call.slug}/"
    page = client.get(address)
    assert page.status_code == 410
    assert "Sara Lind" in page.content.decode()
    Call.objects.create(
        organisation=cast.organisation, programme=cast.programme, role="mentee",
        questionnaire=mentee_call.questionnaire, slug="next-time", opens_on=today + timedelta(days=40),
        closes_on=today + timedelta(days=70),
    )  # fmt: skip
    assert "/apply/next-time/" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 410
    assert not drafts().exists()


def test_a_call_that_closes_midway_takes_no_more(client, mentee_call):
    check = walk(client, mentee_call, MENTEE)
    Call.objects.everywhere("test").update(closes_on=timezone.localdate() - timedelta(days=1))
    assert client.post(check, {"consent": "on"}).status_code == 410
    assert not applications().exists()


def test_a_call_that_is_not_open_yet_says_when(client, mentee_call):
    opens = timezone.localdate() + timedelta(days=3)
    Call.objects.everywhere("test").update(opens_on=opens)
    response = client.get(f"/apply/{mentee_call.slug}/")
    assert response.status_code == 200
    assert "Not open yet" in response.content.decode()


def test_the_language_of_the_flyer_leads(client, mentee_call):
    address = walk(client, mentee_call, {"start": {}}, query="?lang=sv&from=flyer")
    page = client.get(address).content.decode()
    assert "Ditt förnamn" in page
    draft = drafts().get()
    assert (draft.language, draft.channel) == ("sv", "flyer")


def test_a_channel_that_is_no_code_is_left_out(client, mentee_call):
    walk(client, mentee_call, {"start": {}}, query="?from=<script>")
    assert drafts().get().channel == ""


def test_how_one_heard_is_filled_in_from_the_flyer(client, mentor_call):
    given = {key: answers for key, answers in MENTOR.items() if key != "last"}
    address = walk(client, mentor_call, given, query="?from=language_school")
    page = client.get(address).content.decode()
    assert 'value="language_school" selected' in page


def test_the_draft_of_another_call_or_nobody_does_not_exist(client, mentee_call, mentor_call):
    address = walk(client, mentee_call, {"start": {}})
    assert client.get(address.replace(mentee_call.slug, mentor_call.slug)).status_code == 404
    assert client.get("/apply/nowhere/").status_code == 404
    assert client.get(f"/apply/{mentee_call.slug}/{uuid4()}/contact/").status_code == 404


def test_no_page_is_stored_and_none_has_a_script_of_its_own(client, mentee_call):
    address = walk(client, mentee_call, {"start": {}})
    for where in (f"/apply/{mentee_call.slug}/", address):
        response = client.get(where)
        assert "no-store" in response["Cache-Control"]
        scripts = re.findall(r"<script.*?</script>", response.content.decode())
        assert scripts == ['<script type="module" src="/static/js/typed.js"></script>']


def test_the_journal_tells_of_the_application_and_not_what_it_says(client, cast, mentee_call):
    check = walk(client, mentee_call, MENTEE)
    client.post(check, {"consent": "on"})
    entry = Entry.objects.of(cast.organisation.pk).get(action="application.receive")
    assert entry.subject_id == str(applications().get().pk)
    assert entry.actor_id is None
    assert "Amina" not in str(entry.detail)


def test_a_page_asks_the_database_at_most_eight_times(client, mentor_call, django_assert_max_num_queries):
    check = walk(client, mentor_call, MENTOR)
    for where in (check, check.replace("answers/", "languages/"), f"/apply/{mentor_call.slug}/"):
        with django_assert_max_num_queries(8):
            assert client.get(where).status_code == 200


def test_staff_who_look_see_the_applicants_page(as_role, mentee_call):
    page = as_role("coordinator").get(f"/apply/{mentee_call.slug}/").content.decode()
    assert "side-nav" not in page


def test_what_was_skipped_stands_apart_and_can_be_answered(client, mentee_call):
    without = MENTEE | {"times": {"times": ["weekday_eve"]}}
    page = client.get(walk(client, mentee_call, without)).text
    given, _, skipped = page.partition("1 question without an answer")
    assert "Where do you want to meet?" in given
    assert "Who do you want to meet?" not in given
    assert "Who do you want to meet?" in skipped
    assert "/times/?back=answers" in skipped


def test_a_picture_question_says_when_it_may_be_skipped(client, mentee_call):
    page = client.get(walk(client, mentee_call, {key: MENTEE[key] for key in list(MENTEE)[:5]})).text
    assert page.count('<span class="field__optional">(if you like)</span>') == 1


def test_the_number_that_calls_is_not_broken_over_two_lines(client, mentee_call):
    Programme.objects.everywhere("test").update(contact_phone="040-628 04 02")
    check = walk(client, mentee_call, MENTEE)
    sent = client.get(client.post(check, {"consent": "on"}).url).text
    assert "040-\u2060628\u00a004\u00a002" in sent


def test_a_mentor_checks_scales_ticks_and_lists_in_words(client, mentor_call):
    page = client.get(walk(client, mentor_call, MENTOR)).content.decode()
    assert "2 (1 I listen more, 5 I talk more)" in page
    assert re.search(r"I know that the team makes a check before I start\.</dt><dd><bdi>Yes</bdi>", page)
    assert re.search(r"Which countries are you a citizen of\?</dt><dd><bdi>Sweden\nSyria|Syria\nSweden</bdi>", page)


def test_a_mentor_is_asked_how_important_which_wish_is_and_only_who_has_one(client, mentor_call):
    given = dict(list(MENTOR.items())[: list(MENTOR).index("wishes")])
    address = walk(client, mentor_call, given)
    assert client.post(address, {"places": "1", "want_gender": "any"}).url.endswith("/person/")
    after = client.post(address, {"places": "1", "want_gender": "female"}).url
    assert "Your wish about woman or man, or about age." in client.get(after).content.decode()


def test_not_yet_is_no_level_of_a_language_that_one_speaks(client, mentor_call):
    given = dict(list(MENTOR.items())[: list(MENTOR).index("languages-2")])
    page = client.get(walk(client, mentor_call, given)).content.decode()
    assert "I do not know any words yet." not in page
    assert "I can say hello and say my name." in page


def test_a_mentee_checks_answers_under_questions_and_not_under_what_to_press(client, mentee_call):
    page = client.get(walk(client, mentee_call, MENTEE)).content.decode()
    labels = re.findall(r"<dt>(.*?)</dt>", page)
    assert labels[0] == "Who fills in the form?"
    assert {"Where do you want to meet?", "What do you want help with?", "When can you meet?"} < set(labels)
    assert not [label for label in labels if label.startswith("Choose")]
