"""What the list of groups shows."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse

from handslag.matching.understood import as_compared, understood_as
from handslag.people.models import Account
from handslag.programmes.models import Membership, Programme

from . import wording
from .grouping import Speaker, levels_in, sides_of
from .lacking import Answers, told_in
from .models import Group, Pair
from .turning import responses_of

PAGE = 25


@dataclass(frozen=True)
class GroupLine:
    """One group: what it is about and who is in it now; nobody, once it has ended."""

    name: str
    url: str
    language: str
    theme: str
    mentors: list[Speaker]
    mentees: list[Speaker]


def group_lines(
    user: Account, programme: Programme, number: str | None, *, with_levels: bool
) -> tuple[Page, list[GroupLine]]:
    """A page of the groups of `programme`, the newest first. Three queries, and one for how well people speak the
    language of their group, for who may read what they answered."""
    rows = Group.objects.visible_to(user).filter(programme=programme).order_by("-made_at", "pk")
    page = Paginator(rows, PAGE).get_page(number)
    groups = list(page.object_list)
    running = Pair.objects.visible_to(user).filter(group__in=groups, ended_on=None)
    running = running.select_related("mentor__person", "mentee__person").order_by("mentee__person__given_name", "pk")
    pairs: dict[object, list[Pair]] = {}
    for pair in running:
        pairs.setdefault(pair.group_id, []).append(pair)
    members = [member for pair in running for member in (pair.mentor, pair.mentee)]
    told = told_in(responses_of(programme, members)) if with_levels and members else {}
    return page, [_line(group, programme, pairs.get(group.pk, []), told) for group in groups]


def _line(group: Group, programme: Programme, pairs: list[Pair], told: Answers) -> GroupLine:
    def speaker(member: Membership) -> Speaker:
        levels = as_compared(levels_in(told.get((member.person_id, member.role), {}), programme))
        return Speaker(str(member.person), wording.level(programme, levels.get(understood_as(group.language))))

    mentors, mentees = sides_of(pairs)
    return GroupLine(
        group.name, reverse("mentoring:group", args=[group.pk]), wording.languages([group.language]),
        wording.label(programme, "theme", group.theme) if group.theme else "",
        [speaker(mentor) for mentor in mentors], [speaker(mentee) for mentee in mentees],
    )  # fmt: skip
