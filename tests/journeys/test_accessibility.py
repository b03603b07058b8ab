"""Every page for everybody: no broken axe rule, nothing to scroll sideways on the smallest phone, in either direction.

The pages are those of the demonstration, so they are full. How many pages and forms were looked at is printed (-s).
"""

from urllib.parse import parse_qs, urlsplit

import pytest

from handslag.programmes.roles import Role

from .crawling import crawl
from .demonstration import Visitor
from .looking import FORMS, NARROW, faults, faults_at_a_glance, forms, speak

pytestmark = pytest.mark.browser

PUBLIC = [
    *("/", "/demo/", "/demo/style/", "/sign-in/", "/sign-in/code/", "/certificates/"),
    *("/apply/amir-uppsala-mentee/", "/apply/amir-uppsala-mentor/"),
]
LINKED = {200, 410}  # 410: where people could apply until the call closed
LANGUAGES = ("en", "sv")
# The coordinator of the second organisation, where people still apply: interviews, permits, selection.
NEIGHBOUR = "neighbour"
# At least so many pages, so that a door cannot lose its pages unnoticed.
AT_LEAST = {
    Role.MENTEE: 15, Role.MENTOR: 24, Role.COORDINATOR: 50, Role.SUPERVISOR: 30, Role.TRAINER: 14, Role.EXPERT: 3,
    Role.PARTNER: 8, Role.ADMINISTRATOR: 14, NEIGHBOUR: 50,
}  # fmt: skip


@pytest.fixture
def go_in(browser, demonstration):
    """Open a browser and press the button of a door of the demonstration; without a door nobody signs in."""
    contexts = []

    def by_door(door=None):
        context = browser.new_context(base_url=demonstration.address, viewport=NARROW, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        if door:
            page.goto("/demo/")
            form = page.locator("form").filter(has=page.locator(f"input[name=role][value={door}]"))
            with page.expect_navigation(url="**/home/"):
                form.get_by_role("button").click()
        return page

    yield by_door
    for context in contexts:
        context.close()


def linked(demonstration, door: str, **options):
    """The pages that links lead to from this door. Fails where a link leads nowhere."""
    visitor = Visitor(demonstration.address)
    assert visitor.go_in_as(door)[0] == 200
    reached = crawl(visitor, **options)
    assert {(one.path, one.status, one.led_by) for one in reached if one.status not in LINKED} == set()
    return [one.path for one in reached if one.is_page]


@pytest.mark.slow
@pytest.mark.parametrize("path", PUBLIC)
def test_what_is_public_is_for_everybody(go_in, path):
    page = go_in()
    assert page.goto(path).status == 200
    assert faults(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_every_page_that_links_lead_to_is_for_everybody(go_in, demonstration, role):
    """The home in both colours; every other page in the form whose turn it is: light or dark, on a phone or on a desk.

    Left to bin/drill, which looks at every page in all forms (below): the other forms, the frame of each page but for
    the first ones, and axe's rules where an address differs from another one only in what it asks (a filter, the
    second page of a list). Whether it fits the smallest phone, in both directions, is asked of every page.
    """
    page, wrong = go_in(role), []
    paths = linked(demonstration, role)
    known = set()
    for turn, path in enumerate(paths, start=list(Role).index(role)):
        page.goto(path)
        bare = path.partition("?")[0]
        frame = len(known) <= len(FORMS)
        wrong += faults_at_a_glance(page, turn, frame=frame, rules=bare not in known) if known else faults(page)
        known.add(bare)
    print(f"{role.value}: {len(paths)} pages, {len(known)} by all rules, {len(wrong)} faults")
    assert wrong == []
    assert paths[0] == "/home/"
    assert len(paths) >= AT_LEAST[role]


@pytest.mark.drill
@pytest.mark.parametrize("door", [None, *Role, NEIGHBOUR])
def test_every_page_is_for_everybody_in_every_form(go_in, demonstration, door):
    """In English, Swedish and a pseudo-language from right to left, light and dark, on a phone and on a desk."""
    page, wrong, looked = go_in(door), [], 0
    paths = linked(demonstration, door, of_each_shape=2) if door else PUBLIC
    for path in paths:
        for language in parse_qs(urlsplit(path).query).get("lang", LANGUAGES):  # a link to share has its own
            speak(page, language, demonstration.address)
            page.goto(path)
            assert page.evaluate("document.documentElement.lang") == language, path
            last = {"wide": True, "pseudo": language == LANGUAGES[-1]}
            wrong += faults(page, **last)
            looked += forms(**last)
    print(f"{door or 'nobody'}: {len(paths)} pages in {looked} forms, {len(wrong)} faults")
    assert wrong == []
    assert len(paths) >= AT_LEAST.get(door, len(PUBLIC))


def test_pages_in_persian_are_read_from_right_to_left(as_role):
    """The tests' settings know Persian already; the words come later."""
    for role in ("mentor", "coordinator"):
        page = as_role(role).get("/home/?lang=fa").content.decode()
        assert '<html lang="fa" dir="rtl"' in page


WRONG = (
    '<html lang="en"><title>Wrong</title><main><h1>Wrong</h1><img src="data:,"><p style="color:#ccc">Pale</p>'
    '<div style="width:900px">Wide</div></main></html>'
)


def test_what_is_wrong_is_found(page):
    """Otherwise the tests above could pass by not looking."""
    page.set_content(WRONG)
    found = " ".join(faults(page))
    for fault in ("image-alt", "color-contrast", "en 320 px: 5", "right to left: 5"):
        assert fault in found


@pytest.mark.parametrize("turn", range(len(FORMS)))
@pytest.mark.parametrize("frame", [True, False])
def test_what_is_wrong_is_found_at_a_glance(page, turn, frame):
    page.set_viewport_size(NARROW)
    page.set_content(WRONG)
    found = " ".join(faults_at_a_glance(page, turn, frame=frame))
    size, colour = FORMS[turn]
    form = f"en {size['width']} px {colour}"
    for fault in (f"{form}: image-alt", f"{form}: color-contrast", "en 320 px: 5", "right to left: 5"):
        assert fault in found
    assert "image-alt" not in " ".join(faults_at_a_glance(page, turn, rules=False))


def test_what_is_wrong_in_words_from_right_to_left_is_found(page):
    words = "unusually, " * 7 + "immeasurably"
    page.set_content(WRONG.replace("Pale", f'<b style="white-space:nowrap">{words}</b> <bdi>Amina</bdi>'))
    found = " ".join(faults(page, wide=True, pseudo=True))
    for fault in ("pseudo 320 px light: image-alt", "pseudo 320 px dark: color-contrast", "pseudo 320 px: "):
        assert fault in found
    assert "pseudo 1280 px" in found
    assert page.locator("bdi").inner_text() == "Amina"
    assert page.locator("b").inner_text() != words
