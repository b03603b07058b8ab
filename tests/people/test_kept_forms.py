"""A form that is sent after the session has ended: kept for its writer, in that browser, for an hour."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from handslag.desk.tick import tick
from handslag.journal.models import Entry
from handslag.mentoring.actions import add_goal
from handslag.mentoring.forms import DiaryForm
from handslag.mentoring.models import DiaryEntry
from handslag.pairs.models import Pair
from handslag.people import kept_forms
from handslag.people.form_words import lines
from handslag.people.models import KeptForm
from handslag.recruitment.forms import PermitForm
from tests.cast import NOW
from tests.people.signing_in import CONFIRM, ask_for_code, signed_in_as

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
PATH = "/kept-form/"
TEXT = "We met at the library."


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02 09:00Z", tick=False) as traveller:
        yield traveller


class Browser:
    """A browser that keeps its cookies and sends the key of the form that it shows."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True)
        self.token = ""

    def open(self, path: str):
        page = self.client.get(path)
        if found := TOKEN.search(page.content.decode()):
            self.token = found[1]
        return page

    def send(self, path: str, **fields):
        return self.client.post(path, {"csrfmiddlewaretoken": self.token, **fields})

    def sign_in(self, name: str):
        self.open("/sign-in/code/")
        code = ask_for_code(self.client, f"{name}@one.example", headers={"x-csrftoken": self.token})
        self.open(CONFIRM)
        answer = self.send(CONFIRM, code=code)
        assert signed_in_as(self.client)
        self.open("/home/")
        return answer

    def leave_in_another_tab(self):
        """The other tab's form has the same key."""
        self.send("/sign-out/")
        assert not signed_in_as(self.client)


@pytest.fixture
def late(cast, clock):
    """A mentor's browser with a form open, in which the session has ended."""
    browser = Browser()
    browser.sign_in("mentor")
    browser.leave_in_another_tab()
    return browser


@pytest.fixture
def address(cast):
    return f"/programmes/{cast.programme.pk}/people/"


def hidden(page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()):
        found.setdefault(name, []).append(value)
    return found


def test_what_was_typed_is_shown_to_its_writer_and_sent_again_to_where_it_was_going(late, address):
    answer = late.send(address, sentence=TEXT, goals=["a", "b"], password="a calm long password")
    assert answer.url == "/sign-in/?next=%2Fkept-form%2F"
    assert "what you wrote is kept for one hour" in late.open(answer.url).content.decode()
    late.sign_in("mentor")
    page = late.open(PATH)
    text = page.content.decode()
    assert TEXT in text
    assert f'action="{address}"' in text
    kept = hidden(page)
    assert (kept["sentence"], kept["goals"]) == ([TEXT], ["a", "b"])
    assert "password" not in kept
    late.send(address, sentence=TEXT, goals=["a", "b"])
    assert not KeptForm.objects.exists()
    assert late.open(PATH).status_code == 404


def test_signing_in_leads_straight_to_what_was_kept(late, address):
    answer = late.send(address, sentence=TEXT)
    late.open(answer.url)
    late.open("/sign-in/code/?next=/kept-form/")
    code = ask_for_code(late.client, "mentor@one.example", headers={"x-csrftoken": late.token})
    late.open(CONFIRM)
    assert late.send(CONFIRM, code=code, next=PATH).url == PATH


def test_somebody_else_who_signs_in_on_the_same_device_sees_nothing_of_it(late, address):
    late.send(address, sentence=TEXT)
    late.sign_in("mentee")
    page = late.open(PATH)
    assert page.status_code == 404
    assert TEXT not in page.content.decode()
    late.send(address, sentence=TEXT)
    late.send("/kept-form/removal/")
    assert KeptForm.objects.count() == 1


def test_the_same_account_on_another_device_sees_nothing_of_it(late, address):
    late.send(address, sentence=TEXT)
    elsewhere = Browser()
    elsewhere.sign_in("mentor")
    assert elsewhere.open(PATH).status_code == 404


def test_the_database_alone_opens_nothing(late, address):
    late.send(address, sentence=TEXT)
    row = KeptForm.objects.get()
    assert TEXT.encode() not in bytes(row.sealed)
    stranger = kept_forms.AESGCM.generate_key(256)
    assert kept_forms.kept_forms(stranger.hex(), account=row.account, at=row.kept_at) == []


def test_a_row_given_to_another_account_does_not_open(late, address, cast):
    late.send(address, sentence=TEXT)
    KeptForm.objects.update(account=cast.account("mentee"))
    late.sign_in("mentee")
    assert late.open(PATH).status_code == 404


def test_after_an_hour_it_is_gone(late, address, clock):
    late.send(address, sentence=TEXT)
    clock.shift(timedelta(minutes=59))
    list(tick())
    assert KeptForm.objects.exists()
    late.sign_in("mentor")
    assert late.open(PATH).status_code == 200
    clock.shift(timedelta(minutes=1))
    assert late.open(PATH).status_code == 404
    list(tick())
    assert not KeptForm.objects.exists()


def test_an_hour_after_signing_out_nothing_is_kept_any_more(late, address, clock):
    clock.shift(timedelta(minutes=61))
    late.send(address, sentence=TEXT)
    assert not KeptForm.objects.exists()


def test_what_is_too_large_is_not_kept_and_that_is_said(late, address):
    answer = late.send(address, sentence="x" * (kept_forms.LARGEST + 1))
    assert answer.url == "/sign-in/?next=%2Fhome%2F"
    assert "What you sent was not kept" in late.open(answer.url).content.decode()
    assert not KeptForm.objects.exists()


def test_where_nobody_was_signed_in_nothing_is_kept_and_the_way_leads_back_to_the_page(cast, address):
    stranger = Browser()
    stranger.open("/sign-in/")
    back = {"referer": f"http://testserver{address}?page=2"}
    answer = stranger.client.post(address, {"csrfmiddlewaretoken": stranger.token, "sentence": TEXT}, headers=back)
    assert answer.url == f"/sign-in/?{urlencode({'next': f'{address}?page=2'})}"
    assert "What you sent was not kept" in stranger.open(answer.url).content.decode()
    assert not KeptForm.objects.exists()


def test_another_site_can_not_make_the_browser_keep_anything(late, address):
    assert late.client.post(address, {"sentence": TEXT}).status_code == 403
    assert not KeptForm.objects.exists()


def test_staff_who_were_idle_for_too_long_lose_nothing(cast, clock, address):
    browser = Browser()
    browser.sign_in("coordinator")
    session = browser.client.session
    session["second_factor"] = True
    session.save()
    browser.open("/home/")
    clock.shift(timedelta(minutes=31))
    assert browser.send(address, given_name="Amal").url == "/sign-in/?next=%2Fkept-form%2F"
    assert KeptForm.objects.get().account == cast.account("coordinator")


def test_two_forms_of_one_browser_are_both_kept(late, address):
    late.send(address, sentence=TEXT)
    late.send("/programmes/new/", title="Second")
    late.sign_in("mentor")
    page = late.open(PATH).content.decode()
    assert TEXT in page
    assert "Second" in page
    late.send("/programmes/new/", title="Second")
    assert TEXT in late.open(PATH).content.decode()


def test_it_can_be_thrown_away(late, address):
    late.send(address, sentence=TEXT)
    late.sign_in("mentor")
    late.open(PATH)
    assert late.send("/kept-form/removal/").url == "/home/"
    assert not KeptForm.objects.exists()


def test_files_are_not_kept_and_that_is_said(late, address):
    late.send(address, sentence=TEXT, sheet=SimpleUploadedFile("people.csv", b"secret"))
    late.sign_in("mentor")
    assert "You choose the file again" in late.open(PATH).content.decode()


# ---- a form whose key is gone


def test_a_form_from_before_the_last_sign_in_is_shown_to_be_sent_again(cast, clock, address):
    browser = Browser()
    browser.sign_in("mentor")
    old = browser.token
    browser.leave_in_another_tab()
    browser.sign_in("mentor")
    page = browser.client.post(
        address, {"csrfmiddlewaretoken": old, "sentence": TEXT}, headers={"origin": "http://testserver"}
    )
    assert page.status_code == 403
    assert hidden(page)["sentence"] == [TEXT]
    assert "Send it again" in page.content.decode()
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", None])
def test_another_sites_form_is_not_offered_to_be_sent(cast, clock, address, origin):
    browser = Browser()
    browser.sign_in("mentor")
    page = browser.client.post(address, {"sentence": TEXT}, headers={"origin": origin} if origin else {})
    assert page.status_code == 403
    assert TEXT not in page.content.decode()
    assert "open the page again and send once more" in page.content.decode()


# ---- in words


def test_answers_are_shown_under_the_questions_of_the_form():
    assert PermitForm.base_fields  # a form is known once its page's view is loaded
    fields = [("seen_as", "card"), ("valid_until", "2027-01-01"), ("csrf", "")]
    assert [(line.label, line.answer) for line in lines(fields)] == [
        ("What did you see?", "A card"), ("Valid until", "1 January 2027"),
    ]  # fmt: skip


def test_a_day_is_written_as_pages_do_and_what_is_none_as_it_was_typed():
    for typed, shown in (("2026-11-19", "19 November 2026"), ("tomorrow", "tomorrow")):
        assert [line.answer for line in lines([("seen_as", "card"), ("valid_until", typed)])] == ["A card", shown]


def test_an_answer_that_no_form_knows_is_called_by_its_name_and_an_id_is_left_out():
    fields = [("zz_hopes", "A friend"), ("zz_way", "on_foot"), ("zz_row", "9a1f7c2e-0000-4000-8000-000000000000")]
    fields += [("key", "2026-03-01"), ("form-TOTAL_FORMS", "3")]
    assert [(line.label, line.answer) for line in lines(fields)] == [
        ("Zz hopes", "A friend"), ("Zz way", "On foot"),
    ]  # fmt: skip


def test_what_an_applicant_chose_is_not_told_in_the_words_of_the_teams_lists(cast):
    """ "language" is help with it, and among the reasons for a no: we do not share one well enough."""
    chosen = [("help_wanted", "language")]
    assert [line.answer for line in lines(chosen)] == ["Language"]
    assert [line.answer for line in lines(chosen, AnonymousUser())] == ["Language"]


def test_a_list_of_who_came_is_shown_with_names_and_words(cast):
    mentor, stranger = cast.people["mentor"], "9a1f7c2e-0000-4000-8000-000000000000"
    fields = [(f"m-{mentor.pk}", "present"), (f"m-{stranger}", "absent"), ("rest", "")]
    assert [(line.label, line.answer) for line in lines(fields, cast.account("trainer"))] == [
        (str(mentor.person), "Came"), ("Somebody on the list", "Did not come"),
    ]  # fmt: skip
    assert str(mentor.person) not in [line.label for line in lines(fields, cast.account("mentee"))]


def test_a_diary_is_shown_in_the_words_of_the_programmes_lists(cast):
    assert DiaryForm.base_fields
    cast.programme.lists = {"theme": [{"code": "health", "label": {"en": "Health and care", "sv": "Hälsa"}}]}
    cast.programme.save()
    fields = [
        ("entry_id", "9a1f7c2e-0000-4000-8000-000000000000"), ("what", "met"), ("themes", "health"),
        ("form", "in_person"), ("mood", "4"), ("sentence", "in_person"),
    ]  # fmt: skip
    assert [line.answer for line in lines(fields, cast.account("mentor"))] == [
        str(DiaryEntry.What.MET.label), "Health and care", "In person", "Good", "in_person",
    ]  # fmt: skip


def test_the_goals_of_a_diary_are_shown_in_their_words_to_who_may_read_them(cast):
    pair = paired(cast)
    said = {"area": "housing", "text": "A flat of my own", "due_on": NOW.date() + timedelta(days=30)}
    goal = add_goal(pair=pair, by=None, at=NOW, **said)
    fields = [("what", "met"), ("mood", "4"), ("minutes", "60"), ("goals", "by_theme"), ("goals", str(goal.pk))]

    def answer(role):
        return next(line.answer for line in lines(fields, cast.account(role)) if line.label.startswith("Which goals"))

    assert answer("mentor") == "The goals that fit what it was about\nA flat of my own"
    assert "A flat" not in answer("second_mentor")
    [read] = Entry.objects.of(cast.organisation.pk).filter(action="read.plan")
    assert (read.actor_id, read.subject_id) == (cast.mentor.person_id, str(goal.pk))


def paired(cast) -> Pair:
    return Pair.objects.create(
        organisation=cast.organisation, programme=cast.programme, mentor=cast.mentor, mentee=cast.mentee,
        matched_at=NOW, agreed_at=NOW, started_on=NOW.date(),
    )  # fmt: skip
