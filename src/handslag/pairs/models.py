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


class Pair(OrganisationRow):
    """A mentor and a mentee put together. Started: the first meeting with staff was held."""

    class EndReason(models.TextChoices):
        COMPLETED = "completed", _("Came to its planned end")
        MENTOR_LEFT = "mentor_left", _("Mentor left")
        MENTEE_LEFT = "mentee_left", _("Mentee left")
        MOVED = "moved", _("Moved away")
        NO_FIT = "no_fit", _("Did not fit")
        NO_CONTACT = "no_contact", _("No contact")
        ERROR = "error", _("Entered by mistake")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="pairs")
    mentor = models.ForeignKey(Membership, models.PROTECT, related_name="pairs_as_mentor")
    mentee = models.ForeignKey(Membership, models.PROTECT, related_name="pairs_as_mentee")
    round = models.ForeignKey(MatchingRound, models.PROTECT, null=True, blank=True, related_name="pairs")
    reasons = models.JSONField(default=list, help_text="The engine's contributions when the pair was published")
    matched_at = models.DateTimeField()
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("pairs_pair", "programme", "mentor", "mentee", "round"),
            models.UniqueConstraint(
                fields=["mentee"], condition=models.Q(ended_on=None), name="pairs_one_running_pair_per_mentee"
            ),
            models.CheckConstraint(condition=~models.Q(mentor=models.F("mentee")), name="pairs_two_people"),
            models.CheckConstraint(
                condition=models.Q(started_on=None)
                | models.Q(ended_on=None)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="pairs_end_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None, end_reason="")
                | (models.Q(ended_on__isnull=False) & ~models.Q(end_reason="")),
                name="pairs_end_has_reason",
            ),
        ]
        ordering = ["matched_at"]

    def __str__(self):
        return f"{self.mentor.person} + {self.mentee.person}"

    @property
    def is_running(self) -> bool:
        return self.started_on is not None and self.ended_on is None
