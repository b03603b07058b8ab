"""Takes the pictures of the README from a `handslag demo` of its own: `docs/take_pictures.py FOLDER`."""

import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tests.conftest import system_chromium
from tests.journeys.demonstration import Demonstration

PHONE, DESK = (360, 720), (1280, 860)
COLOURS = 128  # a picture of flat colours needs no more, and weighs a third


@dataclass(frozen=True)
class Picture:
    """`path`: where `{programme}` stands for the address of the programme. `scroll`: what comes to the top."""

    name: str
    role: str
    size: tuple[int, int]
    path: str
    language: str = "en"
    theme: str = "light"
    scroll: str = ""


PICTURES = [
    Picture("landing", "", PHONE, "/"),
    Picture("mentor", "mentor", PHONE, "/home/"),
    Picture("mentor-dark", "mentor", PHONE, "/home/", theme="dark"),
    Picture("home", "coordinator", DESK, "/home/"),
    Picture("agenda", "supervisor", DESK, "link:/pack/"),
    Picture("indicators", "coordinator", DESK, "{programme}indicators/", scroll="#figures"),
]


def take(picture: Picture, browser: Browser, address: str, folder: Path) -> Path:
    """Take one picture and make it small. Gives its file."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=2 if picture.size == PHONE else 1,
        color_scheme=picture.theme, locale=picture.language,
    )  # fmt: skip
    page = context.new_page()
    if picture.role:
        page.goto(f"{address}/demo/")
        page.locator(f'input[value="{picture.role}"]').locator("xpath=..").locator("button").click()
    _go(page, picture.path, address)
    if picture.scroll:
        page.locator(picture.scroll).first.evaluate("element => element.scrollIntoView()")
    file = folder / f"{picture.name}.png"
    page.screenshot(path=file)
    Image.open(file).convert("RGB").quantize(COLOURS).save(file, optimize=True)
    context.close()
    return file


def _go(page: Page, path: str, address: str) -> None:
    if path == "/":
        page.goto(address)
        return
    page.goto(f"{address}/home/")
    if path.startswith("link:"):
        page.locator(f'a[href$="{path.removeprefix("link:")}"]').first.click()
    elif path != "/home/":
        programme = re.search(r"/programmes/[0-9a-f-]{36}/", page.content())
        page.goto(address + path.format(programme=programme.group() if programme else "/"))
    page.wait_for_load_state("networkidle")


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        demonstration = Demonstration.start(Path(data) / "data")
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=["--no-sandbox"])
        try:
            for picture in PICTURES:
                file = take(picture, browser, demonstration.address, folder)
                print(f"{file}: {file.stat().st_size // 1000} kB")
        finally:
            browser.close()
            demonstration.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
