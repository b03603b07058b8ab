"""What the list of groups shows."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse

from handslag.people.models import Account
from handslag.programmes.models import Programme

from . import wording
from .grouping import sides_of
from .models import Group, Pair

PAGE = 25


@dataclass(frozen=True)
class GroupLine:
    """One group: what it is about and who is in it now; nobody, once it has ended."""

    name: str
    url: str
    language: str
    theme: str
    mentors: list[str]
    mentees: list[str]


def group_lines(user: Account, programme: Programme, number: str | None) -> tuple[Page, list[GroupLine]]:
    """A page of the groups of `programme`, the newest first. Three queries."""
    rows = Group.objects.visible_to(user).filter(programme=programme).order_by("-made_at", "pk")
    page = Paginator(rows, PAGE).get_page(number)
    groups = list(page.object_list)
    running = Pair.objects.visible_to(user).filter(group__in=groups, ended_on=None)
    running = running.select_related("mentor__person", "mentee__person").order_by("mentee__person__given_name", "pk")
    pairs: dict[object, list[Pair]] = {}
    for pair in running:
        pairs.setdefault(pair.group_id, []).append(pair)
    return page, [_line(group, programme, pairs.get(group.pk, [])) for group in groups]


def _line(group: Group, programme: Programme, pairs: list[Pair]) -> GroupLine:
    mentors, mentees = sides_of(pairs)
    return GroupLine(
        group.name, reverse("mentoring:group", args=[group.pk]), wording.languages([group.language]),
        wording.label(programme, "theme", group.theme) if group.theme else "",
        [str(mentor.person) for mentor in mentors], [str(mentee.person) for mentee in mentees],
    )  # fmt: skip
