from django.db import models

from handslag.core.encryption import EncryptedJSONField, EncryptedTextField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme


class Exclusion(OrganisationRow):
    """Whom a member may never be paired with: the own words, and the rules that a named colleague made of them.

    The words stay as they were told, each telling below the one before; the answer to the application or interview
    stays in the questionnaire. What was told after `turned_at` waits to be turned into rules.
    """

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="exclusion")
    words = EncryptedTextField(subject="membership.person_id", blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    rules = EncryptedJSONField(
        subject="membership.person_id", blank=True, default=dict, help_text="Ids of persons, codes of countries"
    )
    turned_at = models.DateTimeField(null=True, blank=True)
    turned_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("pairs_exclusion", "membership", "turned_by"),
        ]

    def __str__(self):
        return str(self.pk)


class ExclusionReader(OrganisationRow):
    """Somebody who is named to read private exclusions in a programme. While nobody is, the first coordinator does."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="exclusion_readers")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    named_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("pairs_exclusionreader", "programme", "membership", "named_by"),
            models.UniqueConstraint(
                fields=["programme", "membership"], condition=models.Q(ended_at=None), name="pairs_exclusionreader_once"
            ),
        ]
        ordering = ["named_at"]

    def __str__(self):
        return str(self.pk)
