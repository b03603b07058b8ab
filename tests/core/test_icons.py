"""The icons of pages and templates."""

import re
from pathlib import Path

import handslag
from handslag.core.templatetags.ui import SPRITE

NAMED = re.compile(r'(?:\{% icon |icon_name=|\bicon = )"([\w-]+)"')


def test_every_icon_that_is_named_is_there():
    there = {name for names in re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text("utf-8")) for name in names.split()}
    home = Path(handslag.__file__).parent
    files = [*home.rglob("*.html"), *home.rglob("*.toml")]
    missing = {
        (path.name, name) for path in files for name in NAMED.findall(path.read_text("utf-8")) if name not in there
    }
    assert missing == set()
