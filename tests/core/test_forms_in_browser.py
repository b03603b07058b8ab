"""Nothing typed is lost: going back after an error, and another language or text size in the middle of a form."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

import handslag
from tests.recruitment.calls import open_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOURCE = Path(handslag.__file__).parent
SCRIPTS = SOURCE / "core" / "static" / "js"
LEFT = "Object.keys(sessionStorage).length"


@pytest.fixture
def page(browser, cast, live_server):
    """The second page of an application on a small phone, where name and telephone number are typed."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"/apply/{open_for(cast.programme, 'mentee').slug}/?lang=en")
    page.get_by_role("button", name="Start").click()
    expect(field(page, "first_name")).to_be_visible()
    yield page
    context.close()


def field(page: Page, name: str):
    return page.locator(f"[name={name}]")


def go_on(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Next|Nästa")).click()


def send_with_an_error(page: Page) -> None:
    """A number without a name."""
    field(page, "phone").fill("0701740605")
    go_on(page)
    expect(page.locator(".error-summary")).to_be_visible()


def speak(page: Page, language: str) -> None:
    page.locator("details.menu summary").click()
    page.locator(f"details.menu button[value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


# ---- back ---------------------------------------------------------------------------------------------------------


def test_back_to_a_page_that_had_errors_shows_the_page(page):
    send_with_an_error(page)
    field(page, "first_name").fill("Amina")
    go_on(page)
    page.wait_for_url("**/languages/")
    assert page.go_back().request.method == "GET"
    expect(field(page, "first_name")).to_have_value("Amina")
    expect(field(page, "phone")).to_have_value("0701740605")


@pytest.mark.slow
def test_back_to_a_page_that_had_errors_and_was_left_by_a_link_shows_the_page(page):
    send_with_an_error(page)
    page.locator("a.brand").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    assert page.go_back().status == 200
    expect(field(page, "first_name")).to_be_visible()


@pytest.mark.slow
def test_forward_to_a_page_that_had_errors_shows_the_page(page):
    send_with_an_error(page)
    page.go_back()
    expect(field(page, "phone")).to_have_value("0701740605")
    answer = page.go_forward()
    assert (answer.status, answer.request.method) == (200, "GET")
    expect(field(page, "first_name")).to_be_visible()


@pytest.mark.slow
def test_reloading_a_page_with_errors_shows_them_again(page):
    send_with_an_error(page)
    page.locator(".error-summary a").first.click()  # to the field, on the same page
    for _ in range(2):
        answer = page.reload()
        assert (answer.status, answer.request.method) == (422, "POST")
    expect(field(page, "phone")).to_have_value("0701740605")


# ---- language, colours, text size -----------------------------------------------------------------------------------


def test_another_language_keeps_what_was_typed_for_one_page_and_no_longer(page):
    field(page, "first_name").fill("أمينة")
    field(page, "phone").fill("0701740605")
    speak(page, "sv")
    expect(field(page, "first_name")).to_have_value("أمينة")
    expect(field(page, "phone")).to_have_value("0701740605")
    assert page.evaluate(LEFT) == 0
    page.goto(page.url)
    expect(field(page, "first_name")).to_have_value("")


def test_another_language_after_an_error_keeps_what_was_sent(page):
    send_with_an_error(page)
    speak(page, "ar")
    expect(field(page, "phone")).to_have_value("0701740605")


@pytest.mark.slow
def test_larger_text_and_then_a_dark_page_keep_what_was_ticked_and_chosen(page):
    field(page, "first_name").fill("Amina")
    field(page, "phone").fill("0701740605")
    go_on(page)
    page.wait_for_url("**/languages/")
    ticked = page.locator("main input[type=checkbox]").nth(1)
    ticked.check(force=True)
    radio = page.locator("main input[type=radio]").nth(1)
    radio.check(force=True)
    chosen = page.locator("main form").evaluate("form => new URLSearchParams(new FormData(form)).toString()")
    for button in ("Larger text", "Dark page"):
        page.get_by_role("button", name=button).click()
        page.wait_for_load_state()
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    now = page.locator("main form").evaluate("form => new URLSearchParams(new FormData(form)).toString()")
    without_key = [re.sub(r"csrfmiddlewaretoken=[^&]*&?", "", fields) for fields in (chosen, now)]
    assert without_key[0] == without_key[1] != ""


def press_without_an_answer(page: Page, language: str) -> str:
    """Choose a language while the server says nothing, so that the page stays; gives what is kept then."""
    page.route("**/language/", lambda route: route.fulfill(status=204))
    page.locator("details.menu summary").click()
    with page.expect_response("**/language/"):
        page.locator(f"details.menu button[value={language}]").click()
    page.unroute("**/language/")
    return page.evaluate("JSON.stringify(sessionStorage)")


@pytest.mark.slow
def test_a_password_is_never_kept(page):
    page.goto("/sign-in/?lang=en")
    field(page, "login").fill("amina@example.org")
    field(page, "password").fill("a long secret")
    kept = press_without_an_answer(page, "sv")
    assert "amina@example.org" in kept
    assert "secret" not in kept
    assert "csrf" not in kept


@pytest.mark.slow
def test_what_was_typed_is_deleted_by_the_next_page_even_if_it_is_another_one(page):
    field(page, "first_name").fill("Amina")
    assert "Amina" in press_without_an_answer(page, "sv")
    page.goto("/")
    assert page.evaluate(LEFT) == 0


def keep_a_name(page: Page) -> None:
    field(page, "first_name").fill("Amina")
    assert "Amina" in press_without_an_answer(page, "sv")


@pytest.mark.slow
def test_what_was_typed_is_deleted_after_a_minute_if_no_page_came(page):
    page.clock.install()
    keep_a_name(page)
    page.clock.fast_forward(59_000)
    assert page.evaluate(LEFT) == 1
    page.clock.fast_forward(2_000)
    assert page.evaluate(LEFT) == 0


@pytest.mark.slow
def test_what_was_typed_is_deleted_by_back_after_a_failed_answer(page):
    field(page, "first_name").fill("Amina")
    page.route("**/language/", lambda route: route.fulfill(status=502, body="Bad gateway"))
    page.locator("details.menu summary").click()
    page.locator("details.menu button[value=sv]").click()
    expect(page.get_by_text("Bad gateway")).to_be_visible()
    assert "Amina" in page.evaluate("JSON.stringify(sessionStorage)")
    page.go_back()
    expect(field(page, "first_name")).to_have_value("Amina")
    assert page.evaluate(LEFT) == 0


@pytest.mark.slow
def test_what_was_typed_is_deleted_when_the_page_itself_comes_back_out_of_the_browsers_memory(page):
    keep_a_name(page)
    # Playwright switches the browser's memory of whole pages off, so the event is made here.
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert page.evaluate(LEFT) == 0


@pytest.mark.slow
def test_what_was_typed_is_deleted_by_leaving_the_page_fast(page):
    keep_a_name(page)
    page.evaluate(
        "() => { const door = document.createElement('a'); door.className = 'quick-exit'; door.href = '/no-such-page/';"
        " door.innerHTML = '<span>Leave</span>'; document.querySelector('main').prepend(door); }"
    )
    page.evaluate("addEventListener('click', (event) => event.preventDefault())")  # to look at what is left behind
    page.locator(".quick-exit span").click()
    assert page.evaluate(LEFT) == 0


@pytest.mark.slow
def test_what_cannot_be_read_is_deleted(page):
    page.evaluate("sessionStorage.setItem('typed', '{half')")
    page.reload()
    assert page.evaluate(LEFT) == 0


@pytest.fixture
def concern(page, cast, as_role, live_server):
    """A mentee in the middle of a concern."""
    key = as_role("mentee").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page.goto(reverse("supervision:new_concern", args=[cast.programme.pk]) + "?lang=en")
    expect(page.get_by_role("alert")).to_have_count(0)
    field(page, "text").fill("I am afraid of him")
    return page


WARNING = "Send first, or what you wrote is lost."


def test_a_concern_is_never_kept(concern):
    concern.locator("details.menu summary").click()
    concern.locator("details.menu button[value=sv]").click()
    assert concern.evaluate(LEFT) == 0
    concern.locator("details.menu summary").click()
    assert press_without_an_answer(concern, "sv") == "{}"


def test_another_language_warns_before_a_concern_is_lost_and_goes_on_when_pressed_again(concern):
    concern.locator("details.menu summary").click()
    swedish = concern.locator("details.menu button[value=sv]")
    swedish.click()
    expect(concern.locator("details.menu").get_by_role("alert")).to_have_text(WARNING)
    expect(field(concern, "text")).to_have_value("I am afraid of him")
    swedish.click()
    expect(concern.locator("html")).to_have_attribute("lang", "sv")
    expect(field(concern, "text")).to_have_value("")


@pytest.mark.slow
def test_each_place_that_changes_the_page_warns_before_a_concern_is_lost(concern):
    concern.get_by_role("button", name="Larger text").click()
    expect(concern.locator("footer").get_by_role("alert")).to_have_text(WARNING)
    concern.locator("details.menu summary").click()
    concern.locator("details.menu button[value=sv]").click()
    expect(concern.locator("details.menu").get_by_role("alert")).to_have_text(WARNING)
    expect(concern.locator("html")).not_to_have_attribute("data-text", "large")
    expect(field(concern, "text")).to_have_value("I am afraid of him")


@pytest.mark.slow
def test_a_concern_that_came_back_with_an_error_is_warned_of_too(concern):
    field(concern, "text").evaluate("field => { field.removeAttribute('maxlength'); field.value = 'x'.repeat(5000); }")
    concern.get_by_role("button", name="Send").click()
    expect(concern.locator(".error-summary")).to_be_visible()
    concern.get_by_role("button", name="Larger text").click()
    expect(concern.get_by_role("alert").filter(has_text=WARNING)).to_be_visible()


@pytest.mark.slow
def test_a_concern_without_a_word_is_not_warned_of(concern):
    field(concern, "text").fill("")
    speak(concern, "sv")


def test_every_script_is_a_module():
    tags = [tag for file in SOURCE.rglob("*.html") for tag in re.findall(r"<script\b[^>]*>", file.read_text("utf-8"))]
    tags = [tag for tag in tags if tag != '<script type="module" src>']  # how base.html speaks of it
    assert tags
    assert not [tag for tag in tags if not tag.startswith('<script type="module" src=')]


def test_the_script_of_every_page_is_small():
    assert (SCRIPTS / "typed.js").stat().st_size <= 6000
