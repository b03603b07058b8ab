from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.core.encryption import EncryptedJSONField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.programmes.models import Membership, Programme
from handslag.questionnaires.models import Questionnaire, Response


class Wave(OrganisationRow):
    """One survey that is out: a questionnaire and the occasion it goes out for ("pulse-90", "mentor_final-exit").

    It stays open while people reach the occasion one after the other; each invitation has its own last day.
    """

    class Kind(models.TextChoices):
        CONFIDENTIAL = "confidential", _("Confidential")
        ANONYMOUS = "anonymous", _("Anonymous")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="survey_waves")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="waves")
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CONFIDENTIAL)
    opened_at = models.DateTimeField()
    closes_on = models.DateField(null=True, blank=True, help_text="Last day, where it is the same for everybody")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("surveys_wave", "programme", "questionnaire"),
            models.UniqueConstraint(fields=["programme", "key"], name="surveys_wave_once"),
        ]
        ordering = ["-opened_at", "key"]

    def __str__(self):
        return self.key

    @property
    def is_anonymous(self) -> bool:
        return self.kind == self.Kind.ANONYMOUS

    @property
    def occasion(self) -> str:
        """What comes after the questionnaire's key: "90" (days), "exit", or the day it was opened by hand."""
        return self.key.removeprefix(f"{self.questionnaire.key}-")

    def is_open(self, today: date) -> bool:
        return self.closed_at is None and (self.closes_on is None or today <= self.closes_on)


class Invitation(OrganisationRow):
    """That one member is asked in one confidential wave. `response` is the answer that counts, `draft` one begun.

    `of_sent`: the draft was begun from answers that were sent, which the personal link does not show.

    `about`: the other of the pair, where the questions are about the two; a mentor of two is asked about each.
    """

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="invitations")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="survey_invitations")
    about = models.ForeignKey(Membership, models.CASCADE, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField()
    closes_on = models.DateField()
    nudged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    response = models.OneToOneField(Response, models.SET_NULL, null=True, blank=True, related_name="invitation")
    draft = EncryptedJSONField(subject="membership.person_id", blank=True, default=dict)
    of_sent = models.BooleanField(default=False)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("surveys_invitation", "wave", "membership", "about", "response"),
            models.UniqueConstraint(
                fields=["wave", "membership"], condition=models.Q(about=None), name="surveys_asked_once"
            ),
            models.UniqueConstraint(
                fields=["wave", "membership", "about"],
                condition=models.Q(about__isnull=False),
                name="surveys_asked_once_about_each",
            ),
        ]
        ordering = ["invited_at", "id"]

    def __str__(self):
        return f"{self.wave_id} {self.membership_id}"

    def is_open(self, today: date) -> bool:
        return self.wave.closed_at is None and today <= self.closes_on


class Sheet(OrganisationRow):
    """One answer to an anonymous survey. It names nobody: no person, no account, no language, no time but the day,
    and no journal entry. Nobody can find it again, so it is never changed and never counted once per person."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="sheets")
    coded = models.JSONField(default=dict)
    sealed = EncryptedJSONField(blank=True, default=dict)  # under the organisation's key
    answered_on = models.DateField()

    class Meta(OrganisationRow.Meta):
        constraints = [*OrganisationRow.Meta.constraints, *same_organisation("surveys_sheet", "wave")]
        ordering = ["id"]  # random: the order in which people answered is not kept

    def __str__(self):
        return f"{self.answered_on}"
