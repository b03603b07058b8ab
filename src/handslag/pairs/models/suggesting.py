from django.db import models

from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Programme


class Suggesting(OrganisationRow):
    """A suggestion that is worked out in the background: asked for, begun, told about, done.

    It lies in the database, so that any server process can show it or go on with it.
    """

    class Outcome(models.TextChoices):
        DONE = "done"
        REFUSED = "refused"
        STOPPED = "stopped"
        FAILED = "failed"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="suggestings")
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    told = models.JSONField(default=dict, help_text="Code of the step, and its numbers")
    told_at = models.DateTimeField(null=True, blank=True, help_text="Last sign of life of whoever works on it")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    refusal = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("pairs_suggesting", "programme", "asked_by"),
            models.UniqueConstraint(
                fields=["programme"], condition=models.Q(ended_at=None), name="pairs_one_suggesting_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, outcome="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(outcome="")),
                name="pairs_suggesting_end_has_outcome",
            ),
        ]
        ordering = ["asked_at"]

    def __str__(self):
        return self.outcome or "working"
