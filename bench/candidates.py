"""Mentors and mentees who wait to be matched, written in bulk: for measuring only, so not through the actions."""

from dataclasses import dataclass
from datetime import timedelta

from bench.more_people import AT_ONCE, Batch
from handslag.gatherings.models import Attendance
from handslag.people.keys import forget_keys
from handslag.programmes.models import Membership
from handslag.questionnaires.models import Response
from handslag.training.models import Session

LEVELS = {"need_": 4, "know_": 4, "trait_": 5}  # what differs from one to the next: the highest number of each


def add_candidates(programme, wanted: int) -> None:
    """Let `wanted` more people wait in `programme`, half of them trained mentors."""
    import random

    from django.db import transaction

    own = {"organisation_id": programme.organisation_id}
    models = programme.applications.select_related("response", "person").order_by("received_at")
    models = {role: list(models.filter(role=role)) for role in ("mentor", "mentee")}
    dice = random.Random(11)
    for number in range(0, wanted, AT_ONCE):
        with transaction.atomic():
            Candidates(programme, own, models, dice, wanted - number).write(min(AT_ONCE, wanted - number))
        forget_keys()


@dataclass
class Candidates(Batch):
    """People who answered much as the demonstration's people did, each a little differently."""

    def _response(self, person, model) -> Response:
        response = super()._response(person, model)
        coded = dict(response.coded)
        for name in coded:
            most = next((most for stem, most in LEVELS.items() if name.startswith(stem)), 0)
            if most:
                coded[name] = self.dice.randint(1, most)
        response.coded = coded
        response.secret = {}
        return response

    def _application(self, n, person, role, response):
        application = super()._application(n, person, role, response)
        application.state = "accepted"
        return application

    def _members(self, applications) -> None:
        joined = self.programme.created_at
        members = Membership.objects.bulk_create(
            Membership(programme=self.programme, person=row.person, role=row.role, joined_at=joined, **self.own)
            for row in applications
        )
        sessions = Session.objects.of(self.programme.organisation_id).filter(unit__programme=self.programme)
        of_unit = {session.unit_id: session for session in sessions.order_by("-gathering__starts_at")}  # the first
        Attendance.objects.bulk_create(
            Attendance(
                gathering_id=session.gathering_id, membership=member, status="present",
                marked_at=joined + timedelta(days=1), **self.own,
            )
            for member in members if member.role == "mentor" for session in of_unit.values()
        )  # fmt: skip
