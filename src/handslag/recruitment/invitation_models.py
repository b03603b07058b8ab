from django.db import models

from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person

from .models import Application


class InterviewInvitation(OrganisationRow):
    """That an applicant was written to and asked for an interview; day and place are agreed on the telephone."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="invitation")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("recruitment_interviewinvitation", "application", "by"),
        ]

    def __str__(self):
        return f"{self.invited_at:%Y-%m-%d}"
