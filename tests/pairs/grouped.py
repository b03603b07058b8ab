"""A group, for the tests of this room and of those above."""

from handslag.pairs import actions
from handslag.pairs.models import Group
from handslag.programmes.models import Membership, Programme
from tests.cast import NOW
from tests.pairs import made


def plan(programme: Programme, mentors, mentees, **fields) -> actions.Plan:
    said = {"name": "Homes on Monday", "language": "ar", "theme": "housing"} | fields
    return actions.Plan(programme=programme, mentors=mentors, mentees=mentees, **said)


def people(programme: Programme, mentors: int = 1, mentees: int = 3) -> tuple[list[Membership], list[Membership]]:
    leading = ["Maha Mentor", "Karin Mentor"][:mentors]
    names = ["Nour Mentee", "Omar Mentee", "Hana Mentee", "Sami Mentee", "Layla Mentee", "Yara Mentee"][:mentees]
    return (
        [made.mentor(programme, name) for name in leading],
        [made.mentee(programme, name) for name in names],
    )


def group(programme: Programme, mentors: int = 1, mentees: int = 3) -> Group:
    """A group of as many people, made through the action."""
    made_group = actions.make_group(plan(programme, *people(programme, mentors, mentees)), by=None, at=NOW)
    made_group.programme = programme
    return made_group


def ready(cast) -> None:
    """The cast's mentor and mentee can come into a group: they have answered, and the mentor is trained."""
    made.amir(cast.programme)
    made.tell(cast.mentor, made.MENTOR)
    made.train(cast.mentor)
    made.tell(cast.mentee, made.MENTEE)
