from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.core.encryption import EncryptedTextField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme


class Gathering(OrganisationRow):
    """People meeting at a time and a place. It is held once somebody of the team has said so."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("Training session")
        SUPERVISION = "supervision", _("Supervision")
        ORIENTATION = "orientation", _("Civic orientation")
        EVENT = "event", _("Event")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="gatherings")
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=120)
    place = models.CharField(max_length=160, blank=True)
    online_link = models.URLField(blank=True)
    led_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="gatherings_led")
    held_at = models.DateTimeField(null=True, blank=True)
    notes = EncryptedTextField(blank=True, default="", help_text="Under the organisation's key")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("gatherings_gathering", "programme", "led_by"),
        ]
        indexes = [models.Index(fields=["programme", "starts_at"], name="gatherings_by_start")]
        ordering = ["starts_at"]

    def __str__(self):
        return self.title

    @property
    def is_held(self) -> bool:
        return self.held_at is not None


class Attendance(OrganisationRow):
    """Whether one member came to one gathering. Made up: was away, did the same work another time."""

    class Status(models.TextChoices):
        PRESENT = "present", _("Came")
        LATE = "late", _("Came late")
        ABSENT = "absent", _("Did not come")
        MADE_UP = "made_up", _("Made up later")

    CAME = (Status.PRESENT, Status.LATE)
    COUNTS = (Status.PRESENT, Status.LATE, Status.MADE_UP)

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="attendances")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="attendances")
    status = models.CharField(max_length=8, choices=Status)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("gatherings_attendance", "gathering", "membership", "marked_by"),
            models.UniqueConstraint(fields=["gathering", "membership"], name="gatherings_attendance_once"),
        ]

    def __str__(self):
        return f"{self.membership_id}: {self.status}"
