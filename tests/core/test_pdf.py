"""Paper: data is never markup, PDF is tagged, a QR code says what it should, every script has its letters."""

from io import BytesIO

import numpy
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from handslag.core import pdf


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A template that writes what it is given, and draws a QR code."""
    made = pdf.ROOT / "core" / "typst"
    path = tmp_path / "page.typ"
    (tmp_path / "house.typ").write_text((made / "house.typ").read_text())
    path.write_text(
        '#import "house.typ": *\n#let data = json(bytes(sys.inputs.data))\n#set document(title: "A page")\n'
        '#set page(width: 120mm, height: 120mm)\n#set text(font: families, lang: "en")\n'
        '#par(data.text)\n#if "qr" in data { qr(data.qr, 50mm, "code") }\n'
    )
    monkeypatch.setattr(pdf, "ROOT", tmp_path)
    return path


def text_of(body: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)


def decoded(png: bytes) -> list[str]:
    """What another program than ours reads in the QR codes of a picture."""
    picture = numpy.array(Image.open(BytesIO(png)).convert("L"))
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_what_a_person_wrote_is_text_and_never_markup(template):
    written = '#panic("x") *bold* $1+1$ #read("/etc/passwd") <label> @ref = Title'
    assert written in " ".join(text_of(pdf.render(template, {"text": written})).split())


def test_a_pdf_is_tagged_and_says_that_it_is_pdf_ua(template):
    reader = PdfReader(BytesIO(pdf.render(template, {"text": "Hello"})))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()


def test_every_script_that_we_write_has_its_letters(template):
    words = "Åsa Łódź Ελλάδα Україна دوستی ሰላም"
    body = pdf.render(template, {"text": words})
    fonts = {font for page in PdfReader(BytesIO(body)).pages for font in _fonts(page)}
    assert {name for name in ("Commissioner", "Vazirmatn", "NotoSansEthiopic") if any(name in f for f in fonts)} == {
        "Commissioner", "Vazirmatn", "NotoSansEthiopic",
    }  # fmt: skip
    assert len(fonts) == 3  # nothing fell back to a font of ours that lacks a letter, or of the system


def _fonts(page) -> set[str]:
    return {font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].get_object().values()}


@pytest.mark.parametrize("address", ["https://handslag.example/apply/a-b/?lang=ar&from=bibliotek-lund", "A" * 200])
def test_a_qr_code_is_read_by_another_program(template, address):
    png = pdf.picture(template, {"text": "", "qr": pdf.qr_code(address)}, dots_per_inch=150)
    assert decoded(png) == [address]


def test_an_icon_has_one_colour_and_an_unknown_one_is_an_error():
    assert 'stroke="#123456"' in pdf.icon("award", "#123456")
    with pytest.raises(KeyError):
        pdf.icon("no-such-icon", "#123456")
