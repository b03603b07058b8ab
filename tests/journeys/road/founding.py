"""A programme from the template, and the people who run it."""

from .days import EMRE, HANA, LEYLA, SARA
from .walkers import Road


def programme_is_made(road: Road) -> None:
    """From the AMIR template: four screens and at most fifteen clicks."""
    with road.desk(SARA) as sara:
        sara.follow("Choose a template")
        sara.follow("Use this template")
        sara.write("Name of the programme", "AMIR Malmö 2026")
        sara.choose("Swedish")
        sara.write("Places", "Malmö\nLund")
        sara.write("Who people can ask", "Sara Lindqvist")
        sara.write("The project's phone number", "040-628 04 02")
        sara.write("When people can call", "Monday to Friday, 9 to 16")
        sara.press("Make the programme")
        sara.reads("AMIR Malmö 2026", "Needs you today")
        assert sara.recorder.taps <= 15, sara.recorder.taps_by_page
        assert sara.recorder.screens <= 4, sara.recorder.pages


def team_is_gathered(road: Road) -> None:
    with road.desk(SARA) as sara:
        sara.follow("People")
        for email, name, role in (
            (EMRE, "Emre Aydin", "Coordinator"),
            (LEYLA, "Leyla Haddad", "Supervisor"),
            (HANA, "Hana Mebrahtu", "Trainer"),
        ):
            sara.follow("Add to the team")
            given, family = name.split()
            sara.write("First name", given)
            sara.write("Family name", family)
            sara.write("E-mail address", email)
            sara.choose(role)
            sara.press("Add")
            sara.reads(name)
