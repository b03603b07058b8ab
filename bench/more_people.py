"""Many made-up people, written in bulk: for measuring only, so not through the actions.

They answer what the demonstration's people answered, sealed under keys of their own, so that a page has to open as
much as it would for real ones. They stand before the demonstration's people in the list of applications (they came
earlier), so the first page looks alike however many there are.
"""

import os
import random
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from handslag.core.encryption.keys import keyring, wrap
from handslag.journal.actions import record_reads
from handslag.pairs.models import Pair
from handslag.people.keys import forget_keys
from handslag.people.models import DataKey, Person
from handslag.programmes.models import Membership
from handslag.questionnaires.models import Response
from handslag.recruitment.models import Application

SYLLABLES = ["ka", "mi", "ro", "ta", "le", "su", "no", "vi", "ha", "de", "pe", "lo", "an", "er", "us"]
STATES = [state for state in Application.State.values if state not in {"proposed", "accepted"}]
AT_ONCE = 500
TOGETHER = timedelta(days=30)
MEMBERS = 4  # every fourth was in a pair that has ended, and has left


def add_people(programme, total: int) -> None:
    """Add applicants to `programme` until the organisation has `total` persons."""
    own = {"organisation_id": programme.organisation_id}
    models = programme.applications.select_related("response", "person").order_by("received_at")
    models = {role: list(models.filter(role=role)) for role in ("mentor", "mentee")}
    dice = random.Random(7)
    missing = total - Person.objects.of(programme.organisation_id).count()
    while missing > 0:
        size = min(missing, AT_ONCE)
        with transaction.atomic():
            batch = Batch(programme, own, models, dice, missing)
            batch.write(size)
        forget_keys()
        missing -= size


@dataclass
class Batch:
    programme: object
    own: dict
    models: dict
    dice: random.Random
    number: int  # how many are still to come: the later made, the nearer to the beginning of the programme
    rows: dict = field(default_factory=dict)

    def write(self, size: int) -> None:
        chosen = [(role, self.dice.choice(self.models[role])) for role in ("mentor", "mentee") * (size // 2 + 1)][:size]
        persons = [Person(id=uuid.uuid4()) for _ in chosen]
        self._keys(persons)  # relations are checked at commit, so the keys may come before their persons
        persons = Person.objects.bulk_create(
            self._person(person, model) for person, (_, model) in zip(persons, chosen, strict=True)
        )
        responses = Response.objects.bulk_create(
            self._response(person, model) for person, (_, model) in zip(persons, chosen, strict=True)
        )
        rows = list(zip(persons, chosen, responses, strict=True))
        applications = Application.objects.bulk_create(
            self._application(n, person, role, response) for n, (person, (role, _), response) in enumerate(rows)
        )
        self._members(applications)
        record_reads(
            "application", "recruitment.application", [row.pk for row in applications], by=self._reader(),
            organisation=self.programme.organisation_id, at=self.programme.created_at,
        )  # fmt: skip

    def _keys(self, persons) -> None:
        organisation_id = self.programme.organisation_id
        above = keyring().key_of(organisation_id, None).material
        keys = [DataKey(person_id=person.pk, **self.own) for person in persons]
        for key in keys:
            key.wrapped = wrap(os.urandom(32), above, str(key.pk), os.urandom(12))
        DataKey.objects.bulk_create(keys)
        keyring().load(organisation_id, {key.pk for key in keys})

    def _person(self, person, model) -> Person:
        given, family = ("".join(self.dice.choice(SYLLABLES) for _ in range(3)).title() for _ in range(2))
        return Person(
            id=person.pk, given_name=given, family_name=family, gender=model.person.gender, language="en",
            birth_year=model.person.birth_year, phone=model.person.phone, email=model.person.email,
            # Their own, as real ones are: an index in which all are alike is of no use to the database.
            phone_index=model.person.phone_index and person.pk.hex,
            email_index=model.person.email_index and person.pk.hex,
            created_at=self.programme.created_at, **self.own,
        )  # fmt: skip

    def _response(self, person, model) -> Response:
        said = model.response
        return Response(
            programme=self.programme, questionnaire_id=said.questionnaire_id, person=person, language=said.language,
            coded=said.coded, sealed=said.sealed, secret=said.secret, answered_at=self.programme.created_at, **self.own,
        )  # fmt: skip

    def _application(self, n, person, role, response) -> Application:
        state = "accepted" if n % (2 * MEMBERS) < 2 else self.dice.choice(STATES)
        return Application(
            programme=self.programme, role=role, person=person, response=response, state=state, channel="friend",
            received_at=self.programme.created_at - timedelta(minutes=self.number - n), fingerprint=uuid.uuid4().hex,
            **self.own,
        )  # fmt: skip

    def _members(self, applications) -> None:
        """Two accepted applications that follow each other are a mentor and a mentee whose pair has ended."""
        began = self.programme.created_at
        members = Membership.objects.bulk_create(
            Membership(
                programme=self.programme,
                person=row.person,
                role=row.role,
                joined_at=began,
                ended_at=began + TOGETHER,
                end_reason="completed",
                **self.own,
            )
            for row in applications
            if row.state == "accepted"
        )
        Pair.objects.bulk_create(
            Pair(
                programme=self.programme, mentor=mentor, mentee=mentee, matched_at=began, started_on=began.date(),
                ended_on=began.date() + TOGETHER, end_reason=Pair.EndReason.COMPLETED, **self.own,
            )
            for mentor, mentee in zip(members[::2], members[1::2], strict=False)
        )  # fmt: skip

    def _reader(self) -> Person:
        coordinators = self.programme.memberships.filter(role="coordinator").select_related("person")
        return coordinators.first().person
