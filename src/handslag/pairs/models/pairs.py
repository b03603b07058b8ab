from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.programmes.models import Membership, Programme

from .groups import Group
from .rounds import MatchingRound


class Pair(OrganisationRow):
    """A mentor and a mentee put together. Agreed: both said yes. Started: the first meeting with staff was held."""

    class EndReason(models.TextChoices):
        COMPLETED = "completed", _("Came to its planned end")
        MENTOR_LEFT = "mentor_left", _("Mentor left")
        MENTEE_LEFT = "mentee_left", _("Mentee left")
        MOVED = "moved", _("Moved away")
        NO_FIT = "no_fit", _("Did not fit")
        NO_CONTACT = "no_contact", _("No contact")
        DECLINED = "declined", _("One of the two said no")
        NO_ANSWER = "no_answer", _("No answer in time")
        ERROR = "error", _("Entered by mistake")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="pairs")
    mentor = models.ForeignKey(Membership, models.PROTECT, related_name="pairs_as_mentor")
    mentee = models.ForeignKey(Membership, models.PROTECT, related_name="pairs_as_mentee")
    round = models.ForeignKey(MatchingRound, models.PROTECT, null=True, blank=True, related_name="pairs")
    reasons = models.JSONField(default=list, help_text="The engine's contributions when the pair was published")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="pairs")
    matched_at = models.DateTimeField()
    answer_by = models.DateField(null=True, blank=True, help_text="The last day on which both can say yes")
    agreed_at = models.DateTimeField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("pairs_pair", "programme", "mentor", "mentee", "round", "group"),
            models.UniqueConstraint(
                fields=["mentee"],
                condition=models.Q(ended_on=None, group=None),
                name="pairs_one_running_pair_per_mentee",
            ),
            models.UniqueConstraint(
                fields=["mentee", "mentor"], condition=models.Q(ended_on=None), name="pairs_running_once"
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
