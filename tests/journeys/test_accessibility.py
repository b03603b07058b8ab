"""Every page for everybody: no broken axe rule, nothing to scroll sideways on the smallest phone, in either direction.

The pages are those of the demonstration, so they are full.
"""

import pytest

from handslag.programmes.roles import Role

from .looking import NARROW, faults, visits

pytestmark = pytest.mark.browser

PUBLIC = ["/", "/demo/", "/sign-in/", "/sign-in/code/", "/apply/amir-uppsala-mentee/", "/apply/amir-uppsala-mentor/"]


@pytest.fixture
def go_in(browser, demonstration):
    """Open a browser and press the button of a role in the demonstration; without a role nobody signs in."""
    contexts = []

    def as_role(role=None):
        context = browser.new_context(base_url=demonstration.address, viewport=NARROW, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        if role:
            page.goto("/demo/")
            door = page.locator("form").filter(has=page.locator(f"input[name=role][value={role.value}]"))
            with page.expect_navigation(url="**/home/"):
                door.get_by_role("button").click()
        return page

    yield as_role
    for context in contexts:
        context.close()


@pytest.mark.parametrize("role", list(Role))
def test_the_home_of_everybody_is_for_everybody(go_in, role):
    assert faults(go_in(role)) == []


@pytest.mark.parametrize("path", PUBLIC)
def test_what_is_public_is_for_everybody(go_in, path):
    page = go_in()
    assert page.goto(path).status == 200
    assert faults(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_every_page_two_links_from_home_is_for_everybody(go_in, role):
    page = go_in(role)
    found = {}
    for path in visits(page, "/home/", depth=2, of_each_shape=2):
        found[path] = faults(page, wide=True)
    print(f"{role.value}: {len(found)} pages")
    assert len(found) >= (1 if role.value == "expert" else 3)  # an expert has a home only, so far
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_pages_in_arabic_are_read_from_right_to_left(as_role):
    """The tests' settings know Arabic already; the words come later."""
    for role in ("mentor", "coordinator"):
        page = as_role(role).get("/home/?lang=ar").content.decode()
        assert '<html lang="ar" dir="rtl"' in page


def test_what_is_wrong_is_found(page):
    """Otherwise the tests above could pass by not looking."""
    page.set_content(
        '<html lang="en"><title>Wrong</title><main><h1>Wrong</h1><img src="data:,"><p style="color:#ccc">Pale</p>'
        '<div style="width:900px">Wide</div></main></html>'
    )
    found = " ".join(faults(page))
    for fault in ("image-alt", "color-contrast", "left to right: 5", "right to left: 5"):
        assert fault in found
