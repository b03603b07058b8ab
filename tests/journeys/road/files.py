"""What is in the files that people take with them."""

from io import BytesIO

import numpy
import zxingcpp
from icalendar import Calendar
from PIL import Image
from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
    """The words on each page."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def code_in(picture: bytes) -> str:
    """What a phone reads in the only QR code of a picture."""
    [found] = zxingcpp.read_barcodes(numpy.array(Image.open(BytesIO(picture)).convert("L")))
    return found.text


def appointment_in(calendar: bytes) -> tuple[str, str]:
    """When and where the only appointment of a calendar file is, in the time of the place."""
    [event] = Calendar.from_ical(calendar).walk("VEVENT")
    return f"{event.decoded('dtstart'):%Y-%m-%d %H:%M}", str(event.get("location", ""))
