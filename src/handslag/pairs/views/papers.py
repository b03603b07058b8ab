"""A matching round to take away: on paper, or as a sheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from handslag.journal.actions import record
from handslag.people.views.again import is_fresh, to_sign_in_again
from handslag.programmes.access import acting_person, needs

from ..papers import paper_of, sheet_of
from .deciding import open_round

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("pair.match")
def paper(request, round_id):
    """The round, to be printed. With "sheet" in the address the XLSX file comes as well, by itself."""
    matching_round = open_round(request, round_id)
    found = paper_of(request.user, matching_round, timezone.now())
    context = {
        "programme": matching_round.programme, "round": matching_round, "paper": found,
        "sheet_comes": "sheet" in request.GET,
    }  # fmt: skip
    return render(request, "pairs/paper.html", context)


@needs("pair.match")
def sheet(request, round_id):
    """The round as an XLSX file. Whoever takes names away shows who one is, and goes on to a page from which the file
    comes: a file alone would leave the page of the sign-in standing there."""
    matching_round = open_round(request, round_id)
    if not is_fresh(request):
        paper = reverse("pairs:print", args=[matching_round.pk])
        return to_sign_in_again(request, f"{paper}?sheet=1", back=paper)
    return _taken(request, matching_round)


def _taken(request, matching_round):
    """That the names were taken away is written down."""
    at = timezone.now()
    record(
        "matching.export", "pairs.matchinground", matching_round.pk, by=acting_person(request.user, matching_round),
        organisation=matching_round.organisation_id, at=at,
    )  # fmt: skip
    response = HttpResponse(sheet_of(paper_of(request.user, matching_round, at)), content_type=XLSX)
    name = f"{matching_round.programme.slug}-{matching_round.number}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
