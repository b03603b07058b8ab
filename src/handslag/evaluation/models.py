from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.core.encryption import EncryptedJSONField, EncryptedTextField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme


class Certificate(OrganisationRow):
    """What a person can show: that he or she was trained, was a mentor or took part, and when.

    `facts` is frozen on the day of issue and sealed under the person's key: who is erased leaves a code that nobody
    can say anything about any more.
    """

    class Kind(models.TextChoices):
        TRAINING = "training", _("Training as a mentor")
        MENTOR = "mentor", _("Work as a mentor")
        MENTEE = "mentee", _("Taking part as a mentee")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="certificates")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=8, choices=Kind)
    code = models.CharField(max_length=14, unique=True, help_text="Printed on it: 4-4-4 signs, none that look alike")
    facts = EncryptedJSONField(subject="membership.person_id")
    issued_on = models.DateField()
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_reason = EncryptedTextField(subject="membership.person_id", blank=True, default="")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("evaluation_certificate", "programme", "membership", "issued_by", "revoked_by"),
            models.UniqueConstraint(
                fields=["membership", "kind"], condition=models.Q(revoked_at=None), name="evaluation_certificate_once"
            ),
        ]
        ordering = ["-issued_on", "id"]

    def __str__(self):
        return self.code

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None


from .closing_models import Closure, KeptFigures, Reflection  # noqa: E402

__all__ = ["Certificate", "Closure", "KeptFigures", "Reflection"]
