from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.programmes.models import Membership, Programme

from .rounds import MatchingRound


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
