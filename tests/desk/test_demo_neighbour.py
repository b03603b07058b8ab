"""The demonstration's second organisation: people wait for an answer there, and its coordinator has a door."""

from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from handslag.desk.demo.calendar import Calendar
from handslag.desk.demo.neighbour import neighbour
from handslag.desk.demo.team import DOORS
from handslag.programmes.models import Programme
from handslag.recruitment.models import Application, Selection

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_no_two_doors_send_the_same():
    assert len({door.key for door in DOORS}) == len(DOORS)


def test_through_its_door_one_sees_applications_that_wait_and_proposals_to_confirm(client, settings):
    settings.DEMO, settings.SECOND_FACTOR_REQUIRED = True, False
    zone = ZoneInfo("Europe/Stockholm")
    assert neighbour(Calendar(timezone.now().astimezone(zone).date(), zone)) == "Bryggan Uppsala: 8 applications"
    assert "Go in where people still apply" in text(client.get("/demo/"))
    assert client.post("/demo/", {"role": "neighbour"}).status_code == 302
    programme = Programme.objects.everywhere("test").get()
    listed = text(client.get(reverse("recruitment:applications", args=[programme.pk])))
    for words in ("8 applications need an answer", "Next: meet.", "Next: call and meet.", "Confirm or refuse it here",
                  "Next: call and invite to an interview.", "Samira Noori"):  # fmt: skip
        assert words in listed
    waiting = Application.objects.of(programme.organisation_id).filter(state="proposed")
    proposals = [str(pk) for pk in Selection.objects.of(programme.organisation_id).values_list("pk", flat=True)]
    given = {"act": "confirm", "application": [str(one.pk) for one in waiting], "selection": proposals}
    done = client.post(reverse("recruitment:answers", args=[programme.pk]), given, follow=True)
    assert "2 answers are confirmed. There is no e-mail address, so somebody has to call." in text(done)


def test_what_one_coordinator_proposes_the_other_one_can_confirm(client, settings):
    settings.DEMO, settings.SECOND_FACTOR_REQUIRED = True, False
    zone = ZoneInfo("Europe/Stockholm")
    neighbour(Calendar(timezone.now().astimezone(zone).date(), zone))
    programme = Programme.objects.everywhere("test").get()
    application = Application.objects.of(programme.organisation_id).filter(state="received").first()
    page = reverse("recruitment:answers", args=[programme.pk])
    client.post("/demo/", {"role": "neighbour"})
    given = {"act": "wait", "application": str(application.pk), "reason_code": "language"}
    assert "1 proposal waits for a colleague" in text(client.post(page, given, follow=True))
    client.logout()
    assert "Go in as the colleague who confirms" in text(client.get("/demo/"))
    client.post("/demo/", {"role": "neighbour2"})
    listed = text(client.get(reverse("recruitment:applications", args=[programme.pk])))
    assert "Confirm or refuse it here" in listed
    proposal = Selection.objects.of(programme.organisation_id).get(application=application)
    client.post(reverse("recruitment:confirmation", args=[proposal.pk]))
    application.refresh_from_db()
    assert application.state == "waiting"
