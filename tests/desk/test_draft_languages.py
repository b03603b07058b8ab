"""Draft languages: journey A, the check of a certificate and one's own certificates whole, every other page not at all.

The catalogue is watched while the pages are made: a text that is asked for and not there is a miss, wherever it stands.
"""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import trans_real

from handslag.content.actions import publish
from handslag.core.languages import offered
from handslag.evaluation.actions import issue, revoke
from handslag.evaluation.models import Certificate
from handslag.outbox.actions import queue
from handslag.outbox.letters import Letter, written_for
from handslag.outbox.mail import mail_of
from handslag.outbox.models import Message
from handslag.people.actions import change_preferences
from handslag.questionnaires.models import Questionnaire
from handslag.recruitment.models import Application, Draft, Selection
from handslag.recruitment.notices import application_received, invited, selection_decided
from tests.cast import NOW
from tests.evaluation.certified import issued, train
from tests.recruitment.calls import MENTEE, MENTOR, open_for, walk

pytestmark = pytest.mark.django_db
DRAFTS = {"ar": "rtl", "el": "ltr"}
both = pytest.mark.parametrize("language", DRAFTS)

# What is wrong on each page, beside sending it empty.
WRONG = {
    "mentee": {
        "contact": [{"first_name": "A" * 81, "phone": "seven"}, {"first_name": "A", "phone": "12"}],
        "languages": [{"languages": ["xx"], "host_level": "xx"}],
        "help": [{"help_wanted": ["employment", "language", "housing", "health"]}],
    },
    "mentor": {
        "contact": [{"full_name": "A", "phone": "070-174 06 06", "email": "nobody"}],
        "about": [{"birth_year": "never"}, {"birth_year": "1900"}, {"birth_year": "1921"}, {"birth_year": "2020"}],
        "roots": [{"citizenship": ["SY"], "arrival_year": "1980"}, {"citizenship": ["SY"], "arrival_year": "2999"}],
        "why": [{"motivation": "A" * 3001}],
    },
}
# Words in Latin letters that stand on pages in other scripts: names, what was typed, and codes.
NAMES = {
    "Handslag", "Solidaritet", "Malmö", "Lund", "Sara", "Lind", "AMIR", "malmo", "Mon", "to", "Fri", "Amina", "Omar",
    "al", "Nasser", "omar", "example", "org", "nurse", "Aleppo", "My", "cousin", "lift", "want", "give", "something",
    "back", "Eva", "name", "nobody", "cookies", "never", "seven", "English", "Svenska", "Mentee", "sms", "PDF", "ACDE",
    "HJKM", "JavaScript", "mail", "mentor", "one",
}  # fmt: skip


class Misses(list):
    """The texts that were asked for in a draft language and are not in its catalogue."""

    def note(self, text: str) -> None:
        language = translation.get_language()
        if language in DRAFTS and text and text not in self:
            self.append(text)


@pytest.fixture
def misses(monkeypatch):
    """Watches every way to a translation."""
    found, doors, missing = Misses(), translation._trans, object()

    def plain(of_text):
        def asked(*arguments):
            context, text = arguments if len(arguments) == 2 else ("", arguments[0])
            key = f"{context}\x04{text}" if context else str(text).replace("\r\n", "\n")
            catalogue = trans_real.translation(translation.get_language() or "en")._catalog
            if catalogue.get(key, missing) is missing:
                found.note(str(text))
            return of_text(*arguments)

        return asked

    def plural(of_text):
        def asked(*arguments):
            catalogue = trans_real.translation(translation.get_language() or "en")._catalog
            context, one, number = arguments[:-3], arguments[-3], arguments[-1]
            key = f"{context[0]}\x04{one}" if context else one
            try:
                catalogue.plural(key, number)
            except KeyError:
                found.note(one)
            return of_text(*arguments)

        return asked

    for name, watch in (("gettext", plain), ("pgettext", plain), ("ngettext", plural), ("npgettext", plural)):
        monkeypatch.setattr(doors, name, watch(getattr(trans_real, name)))
    return found


class Reader:
    """A visitor who reads `language`: every page is whole, in its direction, and has no word in Latin letters."""

    def __init__(self, client, language: str):
        self.client, self.language = client, language
        client.cookies["language"] = language

    def get(self, address: str, status: int = 200) -> str:
        return self._read(self.client.get(address), status)

    def wrong(self, address: str, answers: dict) -> str:
        return self._read(self.client.post(address, answers), 422)

    def right(self, address: str, answers: dict) -> str:
        response = self.client.post(address, answers)
        assert response.status_code == 302, response.content.decode()
        return response.url

    def _read(self, response, status: int) -> str:
        page = response.content.decode()
        assert response.status_code == status, page
        assert f'<html lang="{self.language}" dir="{DRAFTS[self.language]}"' in page
        assert response.headers["Content-Language"] == self.language
        assert in_latin_letters(page) == set()
        return page


def in_latin_letters(page: str) -> set[str]:
    """The words in Latin letters that somebody reads on `page`; names of languages and what is marked apart."""
    page = re.sub(r"\b\w{4}(-\w{4}){2}\b", " ", page)  # the code of a certificate
    page = re.sub(r'<select name="languages".*?</select>', " ", page, flags=re.DOTALL)  # each by its own name
    page = re.sub(r"<(bdi|script|style|svg)\b.*?</\1>|<details lang=.*?</details>", " ", page, flags=re.DOTALL)
    words = re.findall(r"[A-Za-zÀ-ɏ]{2,}", unescape(re.sub(r"<[^>]+>", " ", page)))
    return {word for word in words if not re.fullmatch(r"A+|[ABC][12]", word)} - NAMES


@pytest.fixture
def reader(client, language):
    return Reader(client, language)


# ---- the application ---------------------------------------------------------------------------------------------


@both
@pytest.mark.slow
@pytest.mark.parametrize(("role", "given"), [("mentee", MENTEE), ("mentor", MENTOR)])
def test_the_whole_application_is_in_the_language(reader, cast, misses, language, role, given):
    call = open_for(cast.programme, role)
    reader.get(f"/apply/{call.slug}/?lang={language}")
    address = f"/apply/{call.slug}/"
    for key, answers in given.items():
        if key != "start":
            assert address.rstrip("/").endswith(f"/{key}")
        reader.get(address)
        for wrong in ({}, *WRONG[role].get(key, ())):
            if wrong or (key != "start" and reader.client.post(address, {}).status_code == 422):
                reader.wrong(address, wrong)
        address = reader.right(address, answers)
    reader.get(address)
    reader.get(address.replace("/answers/", "/later/"))
    reader.wrong(address, {})
    reader.get(reader.right(address, {"consent": "on"}))
    assert Draft.objects.everywhere("test").get().language == language
    assert Application.objects.everywhere("test").get().person.language == language
    assert misses == []


def test_who_says_yes_to_a_draft_sees_the_notice_also_in_the_language_of_the_place(client, cast):
    for language in ("en", "sv", "ar"):
        publish(
            organisation=cast.organisation, key="privacy_notice", language=language, title=f"Notice {language}",
            body=f"Text {language}", by=None, at=NOW,
        )  # fmt: skip
    check = walk(client, open_for(cast.programme, "mentee"), MENTEE)
    page = client.get(f"{check}?lang=ar").content.decode()
    assert '<details class="card"><summary>Notice ar</summary>' in page
    assert '<details lang="sv" dir="ltr" class="card"><summary>Notice sv</summary>' in page
    page = client.get(f"{check}?lang=en").content.decode()
    assert '<details class="card"><summary>Notice en</summary>' in page
    assert "Notice sv" not in page


@both
def test_what_can_come_between_is_in_the_language(reader, cast, misses):
    call = open_for(cast.programme, "mentee")
    begun = reader.right(f"/apply/{call.slug}/", {})
    reader.get("/apply/no-such-call/", 404)
    reader.get(f"/apply/{call.slug}/{cast.organisation.pk}/contact/", 404)
    Draft.objects.everywhere("test").update(saved_at=timezone.now() - timedelta(days=40))
    reader.get(begun, 410)
    today = timezone.localdate()
    for opens, closes, status in ((2, 9, 200), (-9, -2, 410)):
        call.opens_on, call.closes_on = today + timedelta(days=opens), today + timedelta(days=closes)
        call.save()
        reader.get(f"/apply/{call.slug}/", status)
    cast.programme.contact_name = ""
    cast.programme.save()
    reader.get(f"/apply/{call.slug}/", 410)
    closed = call.slug
    assert open_later(call).slug in reader.get(f"/apply/{closed}/", 410)
    for status in (400, 403, 500):
        with translation.override(reader.language):
            assert in_latin_letters(render_to_string(f"{status}.html")) == set()
    assert misses == []


def open_later(call):
    """Another period for the same questionnaire, still to come."""
    call.pk, call.slug, call._state.adding = None, "later", True
    call.opens_on, call.closes_on = (timezone.localdate() + timedelta(days=days) for days in (20, 30))
    call.id = call._meta.pk.get_default()
    call.save()
    return call


@both
def test_the_front_door_is_in_the_language_with_and_without_an_open_call(reader, cast, misses, settings):
    settings.DEMO = True
    reader.get("/")
    open_for(cast.programme, "mentee")
    open_for(cast.programme, "mentor")
    reader.get("/")
    open_for(cast.other_programme, "mentor")
    assert "Brygga Uppsala" in reader.get("/")
    assert misses == []


@both
def test_the_letters_to_applicants_are_in_the_language(cast, misses, language):
    person = cast.mentee.person
    change_preferences(account=person.account, language="")
    person.language, person.email = language, "omar@example.org"
    person.save()
    outcomes = [("mentee", "accept"), ("mentor", "accept"), ("mentee", "wait"), ("mentee", "decline")]
    for role, outcome in outcomes:
        application = Application(
            organisation=cast.organisation, programme=cast.programme, person=person, role=role,
        )  # fmt: skip
        selection_decided(Selection(application=application, outcome=outcome), by=None, at=NOW)
    application_received(application, at=NOW)
    invited(application, by=None, at=NOW)
    letters = list(Message.objects.of(cast.organisation).select_related("programme__organisation", "person__account"))
    assert len(letters) == 6
    for message in letters:
        assert message.language == language
        made = mail_of(message, "omar@example.org")
        assert in_latin_letters(made.alternatives[0][0]) == set()
        assert in_latin_letters(re.sub(r"http\S+", "", made.body) + made.subject) == set()
    assert misses == []
    assert mail.outbox == []


def test_other_letters_are_in_the_language_of_the_programme(cast):
    person = cast.mentee.person
    change_preferences(account=person.account, language="ar")
    with written_for(person, cast.programme) as spoken:
        letter = Letter(person, Message.Kind.REMINDER, "A", "B")
    queue(programme=cast.programme, letters=[letter], by=None, at=NOW)
    assert (spoken, Message.objects.of(cast.organisation).get().language) == ("en", "en")


# ---- certificates ------------------------------------------------------------------------------------------------


@both
def test_whoever_checks_a_certificate_reads_the_language(reader, cast, misses):
    reader.get("/certificates/")
    reader._read(reader.client.get("/certificates/?code="), 422)
    reader.get("/certificates/unknown/", 404)
    train(cast, cast.mentor)
    (certificate,) = issued(cast)
    reader.get(f"/certificates/{certificate.code}/")
    revoke(certificate=certificate, reason="Wrong", by=cast.coordinator.person, at=NOW)
    reader.get(f"/certificates/{certificate.code}/")
    for _try in range(70):
        last = reader.client.get("/certificates/unknown/")
    reader._read(last, 429)
    assert misses == []


@both
def test_own_certificates_are_in_the_language(as_role, cast, misses, language):
    train(cast, cast.mentor)
    (certificate,) = issue(programme=cast.programme, by=cast.coordinator.person, at=NOW)
    assert Certificate.Kind(certificate.kind) == Certificate.Kind.TRAINING
    for role in ("mentor", "mentee", "coordinator"):
        change_preferences(account=cast.account(role), language=language)
        Reader(as_role(role), language).get("/my-certificates/")
    assert misses == []


@pytest.mark.parametrize(("language", "said"), [
    ("ar", "لغة الصفحات الأخرى: السويدية."), ("el", "Γλώσσα των άλλων σελίδων: Σουηδικά."),
])  # fmt: skip
def test_own_certificates_in_a_draft_say_in_which_language_the_other_pages_are(swedish, language, said):
    assert "other pages" not in swedish.get("/my-certificates/?lang=en").text
    swedish.post("/language/", {"language": "sv", "next": "/my-certificates/"})
    swedish.post("/language/", {"language": language, "next": "/my-certificates/"})
    assert said in swedish.get("/my-certificates/").text


# ---- everywhere else ---------------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("role", ["mentor", "mentee", "coordinator"])
def test_a_page_elsewhere_is_whole_in_the_first_language_of_the_programme(as_role, cast, language, role):
    cast.programme.languages = ["sv", "en"]
    cast.programme.save()
    change_preferences(account=cast.account(role), language=language)
    for address in ("/home/", "/messages/"):
        page = as_role(role).get(address)
        text = page.content.decode()
        assert '<html lang="sv" dir="ltr"' in text
        assert page.headers["Content-Language"] == "sv"
        apart = re.sub(r'<(\w+)[^>]* lang="(?:ar|el|fa)".*?</\1>', "", text, flags=re.DOTALL)
        assert not re.search(r"[\u0370-\u03ff\u0600-\u06ff]", apart)


@pytest.fixture
def swedish(as_role, cast):
    """A mentor who has chosen Swedish, in a programme whose first language is English."""
    client = as_role("mentor")
    client.post("/language/", {"language": "sv", "next": "/home/"})
    return client


def test_a_chosen_draft_leaves_the_other_pages_in_the_language_they_were_in(swedish):
    for chosen in ("ar", "el", "ar"):
        swedish.post("/language/", {"language": chosen, "next": "/my-certificates/"})
        assert f'<html lang="{chosen}"' in swedish.get("/my-certificates/").text
        assert '<html lang="sv" dir="ltr"' in swedish.get("/home/").text


def test_in_another_browser_the_other_pages_are_in_the_language_of_the_person(as_role, cast):
    change_preferences(account=cast.account("mentor"), language="ar")
    cast.mentor.person.language = "sv"
    cast.mentor.person.save()
    assert '<html lang="sv" dir="ltr"' in as_role("mentor").get("/home/").text


def test_a_language_nobody_chose_does_not_come_before_that_of_the_programme(client, cast):
    cast.programme.languages = ["sv", "en"]
    cast.programme.save()
    client.post("/language/", {"language": "ar", "next": "/sign-in/"})  # before: English, as the browser says nothing
    client.force_login(cast.account("mentor"))
    change_preferences(account=cast.account("mentor"), language="")
    assert '<html lang="sv" dir="ltr"' in client.get("/home/").text


@pytest.mark.parametrize("link", [True, False])
def test_who_is_not_signed_in_keeps_the_language_of_the_other_pages(client, settings, link):
    settings.DEMO = True
    client.post("/language/", {"language": "sv", "next": "/"})
    if link:
        client.get("/?lang=ar")
    else:
        client.post("/language/", {"language": "ar", "next": "/"})
    assert '<html lang="ar" dir="rtl"' in client.get("/").text
    page = client.get("/demo/").text
    assert '<html lang="sv" dir="ltr"' in page
    assert "العربيّة" not in page


@both
def test_signing_in_is_in_the_language(reader, cast, misses):
    reader.get("/sign-in/")
    reader.get("/sign-in/?next=/home/")
    reader._read(reader.client.post("/sign-in/", {}), 200)
    reader._read(reader.client.post("/sign-in/", {"login": "mentor@one.example", "password": "wrong"}), 200)
    reader.get("/sign-in/code/")
    for wrong in ("", "nobody"):
        reader._read(reader.client.post("/sign-in/code/", {"email": wrong}), 200)
    confirm = reader.right("/sign-in/code/", {"email": "mentor@one.example"})
    reader.get(confirm)
    for wrong in ("", "12", "12", "12"):
        reader._read(reader.client.post(confirm, {"code": wrong}), 200)
    reader.get(reader.right(confirm, {"code": "12"}))
    for _try in range(12):
        last = reader.client.post("/sign-in/code/", {"email": "mentor@one.example"})
    reader._read(last, 200)
    assert misses == []


@both
def test_an_unknown_address_is_answered_in_the_language_to_who_is_not_signed_in(reader, cast, misses):
    for address in ("/no/such/page/", "/apply/", "/apply/no-such-call/cut/"):
        reader.get(address, 404)
    assert misses == []


def test_an_unknown_address_is_answered_whole_in_the_fallback_to_who_is_signed_in(as_role, cast):
    change_preferences(account=cast.account("coordinator"), language="ar")
    page = as_role("coordinator").get("/no/such/page/").text
    assert '<html lang="en" dir="ltr"' in page
    assert "We cannot find this page" in page


@both
def test_the_pages_of_a_sent_application_are_in_the_language(reader, cast, misses):
    call = open_for(cast.programme, "mentee")
    sent = reader.right(walk(reader.client, call, MENTEE), {"consent": "on"})
    reader.get(sent[:-10], 404)
    for state in ("received", "accepted", "waiting", "declined", "withdrawn"):
        Application.objects.everywhere("test").update(state=state)
        reader.get(sent)
    call.closes_on = timezone.localdate() - timedelta(days=1)
    call.save()
    reader.get(sent)
    assert misses == []


def test_questions_that_are_not_there_in_the_draft_make_the_page_fall_back(client, cast):
    call = open_for(cast.programme, "mentee")
    questionnaire = Questionnaire.objects.of(cast.organisation).get()
    questionnaire.title = {"en": "I want a mentor", "sv": "Jag vill ha en mentor"}
    questionnaire.save()
    page = client.get(f"/apply/{call.slug}/?lang=ar").content.decode()
    assert '<html lang="en" dir="ltr"' in page
    assert "Get a mentor" in page


# ---- choosing ----------------------------------------------------------------------------------------------------


def test_the_menu_says_in_its_own_words_what_is_a_draft(client):
    page = client.get("/").content.decode()
    assert "العربيّة <small>(مسودة)</small>" in page
    assert "Ελληνικά <small>(πρόχειρο)</small>" in page
    assert "(draft)" not in page
    assert '<p class="chips__note" lang="ar" dir="rtl">' in client.get("/sign-in/").content.decode()


def test_inside_a_draft_is_offered_only_where_the_page_speaks_it(as_role):
    client = as_role("mentor")
    assert "العربيّة" not in client.get("/home/").text
    assert "العربيّة" in client.get(reverse("evaluation:my_certificates")).text


def test_outside_a_draft_is_offered_only_where_the_page_speaks_it(client):
    assert "العربيّة" in client.get("/sign-in/").text
    assert "العربيّة" in client.get("/no/such/page/").text
    for address, count in (("/", len(DRAFTS)), ("/sign-in/authenticator/", 0)):
        found = offered(AnonymousUser(), resolve(address))
        assert len([language for language in found if language.code in DRAFTS]) == count


def test_the_front_door_says_only_of_its_own_language_that_it_is_a_draft(client):
    assert "chips__note" not in client.get("/?lang=sv").content.decode()
    page = client.get("/?lang=ar").content.decode()
    assert '<p class="chips__note" lang="ar" dir="rtl">' in page
    assert '<p class="chips__note" lang="el"' not in page


def test_a_chosen_draft_is_kept_and_left_again(client):
    chosen = client.post("/language/", {"language": "ar", "next": "/?lang=sv"})
    assert chosen.url == "/"
    assert '<html lang="ar" dir="rtl"' in client.get("/").content.decode()
    client.post("/language/", {"language": "sv", "next": "/"})
    assert '<html lang="sv" dir="ltr"' in client.get("/").content.decode()


def test_the_code_of_a_flyer_brings_the_language_along(client, cast):
    call = open_for(cast.programme, "mentee")
    client.get(f"/apply/{call.slug}/?lang=ar&from=library")
    assert '<html lang="ar" dir="rtl"' in client.get("/").content.decode()
    client.get("/?lang=sv")
    assert '<html lang="sv" dir="ltr"' in client.get("/").content.decode()


def test_an_installation_that_asks_for_no_drafts_offers_none(client, settings):
    settings.DRAFT_LANGUAGES = []
    page = client.get("/?lang=ar", headers={"Accept-Language": "ar"}).content.decode()
    assert '<html lang="en" dir="ltr"' in page
    assert "العربيّة" not in page
    assert client.post("/language/", {"language": "ar", "next": "/"}).cookies.get("language") is None
