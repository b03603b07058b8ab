"""The final plan assessment (annex 12): what the pair reached, looked at together at the end."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.core.encryption import EncryptedTextField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.models import Membership


class FinalAssessment(OrganisationRow):
    """One per pair. Done when both have signed; not done, with a reason, where the pair ended before."""

    class NotDone(models.TextChoices):
        NO_CONTACT = "no_contact", _("We could not reach them")
        DECLINED = "declined", _("They did not want to")
        MOVED = "moved", _("They moved away")
        ENDED_EARLY = "ended_early", _("The pair ended early")
        OTHER = "other", _("Another reason")

    pair = models.OneToOneField(Pair, models.CASCADE, related_name="final_assessment")
    begun_at = models.DateTimeField()
    needs = models.JSONField(default=dict, help_text="Area -> need now, 0 to 3")
    relation = models.CharField(max_length=20, blank=True)
    contact_rule = EncryptedTextField(subject="pair.mentee.person_id", blank=True, default="")
    advice = EncryptedTextField(subject="pair.mentee.person_id", blank=True, default="")
    life_map = models.BooleanField(default=False, help_text="A second life map was drawn")
    done_at = models.DateTimeField(null=True, blank=True)
    not_done = models.CharField(max_length=12, choices=NotDone, blank=True)
    not_done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("mentoring_finalassessment", "pair", "not_done_by"),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(not_done=""), name="mentoring_done_or_not_done"
            ),
        ]

    def __str__(self):
        return str(self.pair_id)

    @property
    def is_settled(self) -> bool:
        return self.done_at is not None or bool(self.not_done)


class FinalGoal(OrganisationRow):
    """How one goal ended: its result in a line, what helped and what stood in the way, and whether it goes on."""

    assessment = models.ForeignKey(FinalAssessment, models.CASCADE, related_name="goals")
    goal = models.OneToOneField("mentoring.Goal", models.CASCADE, related_name="final")
    status = models.CharField(max_length=8)
    result = EncryptedTextField(subject="goal.plan.pair.mentee.person_id", blank=True, default="")
    helped = models.JSONField(default=list)
    hindered = models.JSONField(default=list)
    goes_on = models.BooleanField(default=False)
    goes_on_with = EncryptedTextField(subject="goal.plan.pair.mentee.person_id", blank=True, default="")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("mentoring_finalgoal", "assessment", "goal"),
        ]

    def __str__(self):
        return f"{self.goal_id} {self.status}"


class FinalReflection(OrganisationRow):
    """What one of the two thinks of the time together; the other reads it when it is shared."""

    assessment = models.ForeignKey(FinalAssessment, models.CASCADE, related_name="reflections")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    text = EncryptedTextField(subject="membership.person_id")
    shared = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("mentoring_finalreflection", "assessment", "membership"),
            models.UniqueConstraint(fields=["assessment", "membership"], name="mentoring_reflected_once"),
        ]

    def __str__(self):
        return str(self.membership_id)


class FinalSignature(OrganisationRow):
    """That one of the two signed the final assessment. A change after it takes the signature away again."""

    assessment = models.ForeignKey(FinalAssessment, models.CASCADE, related_name="signatures")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=160, help_text="The name as typed when signing")
    signed_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("mentoring_finalsignature", "assessment", "membership"),
            models.UniqueConstraint(fields=["assessment", "membership"], name="mentoring_final_signed_once"),
        ]

    def __str__(self):
        return self.signed_name
