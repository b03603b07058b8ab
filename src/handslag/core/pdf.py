"""PDF documents and pictures by Typst. Text goes in as data, never as markup, so nothing a person wrote can run."""

import json
import re
from functools import cache
from io import BytesIO
from pathlib import Path

import segno
import typst

HERE = Path(__file__).parent
# Templates of rooms import what all of them share: `#import "/core/typst/house.typ": *`.
ROOT = HERE.parent
FONTS = HERE / "typst" / "fonts"
_ICONS = HERE / "templates" / "ui" / "icons.svg"


def render(template: Path, data: dict) -> bytes:
    """The PDF (tagged, PDF/UA-1) that `template` makes of `data`.

    `template` is a .typ file of a room; it reads `json(bytes(sys.inputs.data))`.
    Raises typst.TypstError where the template does not fit the data.
    """
    return typst.compile(template, pdf_standards=["ua-1"], **_given(data))


def picture(template: Path, data: dict, *, dots_per_inch: float) -> bytes:
    """The first page that `template` makes of `data`, as PNG."""
    made = typst.compile(template, format="png", ppi=dots_per_inch, **_given(data))
    return made[0] if isinstance(made, list) else made


def _given(data: dict) -> dict:
    return {
        "root": ROOT, "font_paths": [FONTS], "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
    }  # fmt: skip


def qr_code(address: str, *, dark: str = "#1E2A2F") -> dict:
    """The QR code of `address` for the template's `qr`: SVG without a margin, and how many modules it is wide.

    Level M: it can still be read where a fold or a stain covers up to a seventh of it.
    """
    code = segno.make(address, micro=False, error="m")
    drawn = BytesIO()
    code.save(drawn, kind="svg", border=0, dark=dark, light=None, omitsize=True, xmldecl=False, nl=False)
    return {"svg": drawn.getvalue().decode(), "modules": code.symbol_size(border=0)[0]}


def icon(name: str, colour: str) -> str:
    """The icon `name` (see ui/icons.svg) as SVG in one colour."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke-width="1.9" '
        f'stroke-linecap="round" stroke-linejoin="round" stroke="{colour}">{_icons()[name]}</svg>'
    )


@cache
def _icons() -> dict[str, str]:
    symbols = re.findall(r'<symbol id="([^"]+)">(.*?)</symbol>', _ICONS.read_text("utf-8"))
    return {name: body for names, body in symbols for name in names.split()}
