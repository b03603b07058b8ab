"""Thanks, certificates, and the end."""

import re

from ..walking import Walk
from .days import AMINA, CLOSING, OMAR, RANA, SARA
from .files import pages_of
from .walkers import Road


def pairs_end_with_thanks(road: Road) -> None:
    with road.desk(SARA) as sara:
        _closing_list(sara)
        sara.follow("The mentors have looked back together")
        sara.set("When did the mentors look back?", CLOSING.isoformat())
        sara.write("What have we learned?", "Begin with food.")
        sara.press("Save")
        sara.follow("All pairs have ended, with thanks")
        sara.press("End them all, with thanks")
        sara.follow("Every pair has looked at its plan one last time")
        sara.follow("Bilal")
        sara.follow("Note that it was not done")
        sara.choose("We could not reach them")
        sara.press("Save")
    assert road.post.who_got("Thank you for your time as a mentor") == {OMAR, RANA}
    assert road.post.who_got("Your time with your mentor has ended") == {AMINA}


def certificates_are_issued(road: Road) -> None:
    with road.desk(SARA) as sara:
        _closing_list(sara)
        sara.follow("Everybody has a certificate")
        sara.press("Issue all")
        sara.reads("Everybody who has earned a certificate has it.")
        assert len(pages_of(sara.takes("All certificates in one PDF"))) >= 4


def mentee_takes_the_certificate(road: Road) -> tuple[str, str]:
    """Returns its code, and the page on which it says that the code can be checked."""
    with road.phone(AMINA) as amina:
        amina.follow("Your certificate is ready")
        text = " ".join(pages_of(amina.takes("Get the certificate (PDF)")))
        assert "Amina" in text
        code = amina.page.locator("strong.ltr").inner_text()
        assert code in text
        return code, re.findall(r"\S+/certificates/", text)[0]


def employer_checks_the_certificate(road: Road, code: str, page: str) -> None:
    """Without a sign-in."""
    with road.stranger() as employer:
        employer.page.goto(f"http://{page}")
        employer.write("The code on the certificate", code)
        employer.press("Check")
        employer.reads("This certificate is valid", "Amina", "AMIR Malmö 2026")


def programme_is_closed(road: Road, flyer: str) -> None:
    """Then the flyer's code says so, and everything can still be read."""
    with road.desk(SARA) as sara:
        _closing_list(sara)
        sara.reads("4 of 6 done")
        sara.press("Close the programme")
        sara.reads("The programme is closed", "The data of the people are to be deleted on 10 March 2029.")
        sara.follow("Indicators")
        sara.reads("Indicator 1a")
    with road.stranger() as late:
        late.page.goto(flyer)
        late.reads("Applications are closed")


def _closing_list(sara: Walk) -> None:
    sara.follow("Home")
    sara.follow("See what is left before you close the programme")
