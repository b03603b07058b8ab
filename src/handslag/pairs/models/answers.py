from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Membership

from .pairs import Pair


class Answer(OrganisationRow):
    """What one of the two said when asked whether to meet the other one. No row: no answer yet."""

    class Said(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    class Reason(models.TextChoices):
        TIME = "time", _("I have no time now")
        DISTANCE = "distance", _("It is too far")
        LANGUAGE = "language", _("We do not share a language well enough")
        WISH = "wish", _("I hoped for somebody else")
        KNOWN = "known", _("I know this person")
        UNSAID = "unsaid", _("I do not want to say")

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="answers")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    said = models.CharField(max_length=3, choices=Said)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    answered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", help_text="The colleague whom it was told"
    )

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("pairs_answer", "pair", "membership", "entered_by"),
            models.UniqueConstraint(fields=["pair", "membership"], name="pairs_answer_once"),
            models.CheckConstraint(
                condition=models.Q(said="yes", reason="") | (models.Q(said="no") & ~models.Q(reason="")),
                name="pairs_answer_no_has_reason",
            ),
        ]
        ordering = ["answered_at"]

    def __str__(self):
        return self.said

    @property
    def mark(self) -> str:
        """What a page carries that has shown this answer."""
        return self.answered_at.isoformat()


class Pause(OrganisationRow):
    """A mentor or mentee who wants no new pair for now. It ends when somebody asks again."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="pauses")
    since = models.DateTimeField()
    begun_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    has_left = models.BooleanField(default=False, help_text="A pair ended because this one left")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("pairs_pause", "membership", "begun_by", "ended_by"),
            models.UniqueConstraint(
                fields=["membership"], condition=models.Q(ended_at=None), name="pairs_one_pause_at_a_time"
            ),
        ]
        ordering = ["since"]

    def __str__(self):
        return f"{self.since:%Y-%m-%d}"
