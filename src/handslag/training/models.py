from django.db import models

from handslag.content.models import Document
from handslag.core.encryption import EncryptedTextField
from handslag.gatherings.models import Gathering
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme


class Unit(OrganisationRow):
    """One of the lessons that a mentor takes; texts by language, copied from the template."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="units")
    number = models.PositiveSmallIntegerField()
    title = models.JSONField(help_text="By language")
    aim = models.JSONField(default=dict, help_text="By language")
    content = models.JSONField(default=dict, help_text="Lists by language")
    activities = models.JSONField(default=dict, help_text="Lists by language")
    minutes = models.PositiveSmallIntegerField(default=120)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("training_unit", "programme"),
            models.UniqueConstraint(fields=["programme", "number"], name="training_unit_once"),
        ]
        ordering = ["number"]

    def __str__(self):
        return f"{self.number}"


class Session(OrganisationRow):
    """One gathering in which one unit is held. A unit may be held several times."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="sessions")
    gathering = models.OneToOneField(Gathering, models.CASCADE, related_name="training_session")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("training_session", "unit", "gathering"),
        ]

    def __str__(self):
        return str(self.gathering_id)


class CancelledSession(OrganisationRow):
    """That a session was cancelled, under the id of the session: its address stands in letters and calendars.

    The session itself is gone, so nothing that counts or lists sessions has to leave it out. `gathering` is the id
    under which calendars know it.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="cancelled_sessions")
    gathering = models.UUIDField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    reason = EncryptedTextField(help_text="Under the organisation's key")
    cancelled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("training_cancelledsession", "unit", "cancelled_by"),
        ]
        ordering = ["starts_at"]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d}"


class Confirmation(OrganisationRow):
    """A mentor's own answer after the first unit: having read `document`, to go on or not (informed participation)."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="confirmation")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    goes_on = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("training_confirmation", "membership", "document"),
        ]

    def __str__(self):
        return str(self.membership_id)
