"""A matching round to take away: on paper, or as a sheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from handslag.journal.actions import record
from handslag.people.views.again import freshly_signed_in
from handslag.programmes.access import acting_person, needs

from ..papers import paper_of, sheet_of
from .deciding import open_round

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("pair.match")
def paper(request, round_id):
    """The round, to be printed."""
    matching_round = open_round(request, round_id)
    found = paper_of(request.user, matching_round, timezone.now())
    return render(
        request, "pairs/paper.html", {"programme": matching_round.programme, "round": matching_round, "paper": found}
    )


@needs("pair.match")
def sheet(request, round_id):
    """The round as an XLSX file."""
    return _taken(request, open_round(request, round_id))


@freshly_signed_in
def _taken(request, matching_round):
    """Whoever takes names away shows who one is; that they were taken is written down."""
    at = timezone.now()
    record(
        "matching.export", "pairs.matchinground", matching_round.pk, by=acting_person(request.user, matching_round),
        organisation=matching_round.organisation_id, at=at,
    )  # fmt: skip
    response = HttpResponse(sheet_of(paper_of(request.user, matching_round, at)), content_type=XLSX)
    name = f"{matching_round.programme.slug}-{matching_round.number}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
