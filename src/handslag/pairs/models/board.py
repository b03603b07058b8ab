from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.core.encryption import EncryptedTextField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person

from .rounds import MatchingRound


class ScoreTable(OrganisationRow):
    """What the engine thought of every two people when pairs were suggested, so that a change at the board is solved
    again without opening anybody's answers.

    Sealed under the organisation's key: a pair that may not be, though every open rule would let it, betrays a private
    exclusion. It goes when the round is published.
    """

    round = models.OneToOneField(MatchingRound, models.CASCADE, related_name="table")
    mentees = models.JSONField(help_text="Ids of memberships, one for each row")
    mentors = models.JSONField(help_text="Ids of memberships, one for each column")
    places = models.JSONField(help_text="Free places of each mentor")
    scores = EncryptedTextField(help_text="Whole numbers, row by row, packed; negative: the two may not be a pair")
    fairness = models.CharField(max_length=10)

    class Meta(OrganisationRow.Meta):
        constraints = [*OrganisationRow.Meta.constraints, *same_organisation("pairs_scoretable", "round")]

    def __str__(self):
        return f"{len(self.mentees)} x {len(self.mentors)}"


class Decision(OrganisationRow):
    """One thing that somebody decided at the board. Nothing is changed or removed here: an undoing is a new decision,
    and what holds now follows from all of them (`decided.state_of`)."""

    class Kind(models.TextChoices):
        SUGGEST = "suggest", _("Pairs suggested")
        ACCEPT = "accept", _("Accepted")
        ACCEPT_ALL = "accept_all", _("All accepted")
        LOCK = "lock", _("Locked by hand")
        SWAP = "swap", _("Mentors swapped")
        REFUSE = "refuse", _("Not this pair")
        LEAVE_OPEN = "leave_open", _("Left open")
        TAKE_BACK = "take_back", _("Taken back")
        UNDO = "undo", _("Undone")

    class Reason(models.TextChoices):
        JUDGEMENT = "judgement", _("The team knows them and thinks so")
        WISH = "wish", _("One of the two asked for it")
        PRACTICAL = "practical", _("Time, place or way of meeting suits better")
        LATER = "later", _("Something has to be clear first")
        OTHER = "other", _("Another reason")

    round = models.ForeignKey(MatchingRound, models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    effects = models.JSONField(default=list, help_text="What holds from now on: status, mentee, mentor, score")
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    undoes = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="undone_by")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("pairs_decision", "round", "undoes", "decided_by"),
            models.UniqueConstraint(fields=["round", "number"], name="pairs_decision_number_once"),
            models.CheckConstraint(
                condition=models.Q(kind="undo", undoes__isnull=False)
                | (~models.Q(kind="undo") & models.Q(undoes=None)),
                name="pairs_undoing_names_what",
            ),
        ]
        ordering = ["number"]

    def __str__(self):
        return f"{self.number} {self.kind}"
