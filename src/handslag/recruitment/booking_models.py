from datetime import datetime, timedelta

from django.db import models

from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person

from .models import Application


class InterviewBooking(OrganisationRow):
    """When and where an applicant is to be met. Moving it changes the row; `revision` counts the changes."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="booking")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=45)
    place = models.CharField(max_length=160, blank=True)
    online_link = models.URLField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="interviews_booked", help_text="Who holds it")
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveSmallIntegerField(default=0)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("recruitment_interviewbooking", "application", "by"),
        ]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_on(self) -> bool:
        """Not cancelled; whether the time has passed is another question."""
        return self.cancelled_at is None

    def is_ahead(self, at: datetime) -> bool:
        """Whether the two are still to meet, or are just meeting."""
        return self.is_on and self.starts_at + timedelta(minutes=self.minutes) > at
