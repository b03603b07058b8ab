from django.db import models

from handslag.core.encryption import EncryptedTextField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme


class SafeguardingLead(OrganisationRow):
    """Somebody who is named to read concerns in a programme. While nobody is, the first coordinator does."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="safeguarding_leads")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    named_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("supervision_safeguardinglead", "programme", "membership", "named_by"),
            models.UniqueConstraint(
                fields=["programme", "membership"], condition=models.Q(ended_at=None), name="supervision_lead_once"
            ),
        ]
        ordering = ["named_at"]

    def __str__(self):
        return f"{self.membership_id}"


class Concern(OrganisationRow):
    """A worry about somebody's safety, sealed to the named safeguarding people (annex 9, signal 10).

    Whose safety it is about stands in the text alone, so that no list can give it away.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="concerns")
    reporter = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    text = EncryptedTextField(help_text="Under the organisation's key: it outlives the reporter's own data")
    reported_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = EncryptedTextField(blank=True, default="", help_text="Under the organisation's key")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("supervision_concern", "programme", "reporter", "acknowledged_by", "closed_by"),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(acknowledged_at__isnull=False),
                name="supervision_concern_answered_before_closed",
            ),
        ]
        indexes = [models.Index(fields=["programme", "closed_at"], name="supervision_concerns_open")]
        ordering = ["reported_at"]

    def __str__(self):
        return f"{self.reported_at:%Y-%m-%d}"

    @property
    def state(self) -> str:
        """new, answered or closed."""
        return "closed" if self.closed_at else "answered" if self.acknowledged_at else "new"
