"""PDF documents by Typst. Text goes in as data, never as markup, so nothing a person wrote can run."""

import json
from pathlib import Path

import typst

FONTS = Path(__file__).parent / "typst" / "fonts"


def render(template: Path, data: dict) -> bytes:
    """The PDF (tagged, PDF/UA-1) that `template` makes of `data`.

    `template` is a .typ file of a room; it reads `json(bytes(sys.inputs.data))`.
    Raises typst.TypstError where the template does not fit the data.
    """
    return typst.compile(
        template,
        font_paths=[FONTS],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
