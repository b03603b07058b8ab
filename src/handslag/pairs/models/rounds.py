from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme


class MatchingRound(OrganisationRow):
    """One suggestion for a programme's unmatched people, worked on by the team until it is published."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="matching_rounds")
    number = models.PositiveSmallIntegerField()
    weights = models.JSONField(default=dict)
    unmatched = models.JSONField(default=list, help_text="Membership id, reason codes and what would place the person")
    ready = models.JSONField(
        default=dict, help_text="Who could be matched when pairs were suggested: mentees, mentors with places"
    )
    suggested_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("pairs_matchinground", "programme", "published_by"),
            models.UniqueConstraint(fields=["programme", "number"], name="pairs_round_once"),
            models.UniqueConstraint(
                fields=["programme"], condition=models.Q(published_at=None), name="pairs_one_open_round"
            ),
        ]
        ordering = ["number"]

    def __str__(self):
        return f"{self.number}"


class Proposal(OrganisationRow):
    """A pair that is proposed in a round: why, with what caution, and what people decided about it."""

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested")
        ACCEPTED = "accepted", _("Accepted")
        LOCKED = "locked", _("Locked by hand")
        REFUSED = "refused", _("Not this pair")

    round = models.ForeignKey(MatchingRound, models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    score = models.IntegerField(null=True, blank=True)
    contributions = models.JSONField(default=list)
    cautions = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status, default=Status.SUGGESTED)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("pairs_proposal", "round", "mentor", "mentee", "decided_by"),
            models.UniqueConstraint(fields=["round", "mentor", "mentee"], name="pairs_proposal_once"),
        ]

    def __str__(self):
        return f"{self.mentor_id} + {self.mentee_id}"
