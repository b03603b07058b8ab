from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.core.encryption import EncryptedTextField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.models import Membership


class SignalNote(OrganisationRow):
    """What people did with one signal of a pair. Signals themselves are derived from the facts and never stored:
    this says since when one stands (`first_seen_on`, written by `tick`), and who put it off or answered it.

    `key` names the facts, such as the day of the last meeting: new facts make a new note.
    """

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="signal_notes")
    code = models.CharField(max_length=20)
    key = models.CharField(max_length=40, blank=True)
    first_seen_on = models.DateField()
    gone_on = models.DateField(null=True, blank=True, help_text="When the facts had changed")
    snoozed_until = models.DateField(null=True, blank=True)
    snooze_reason = EncryptedTextField(subject="pair.mentee.person_id", blank=True, default="")
    snoozed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = EncryptedTextField(subject="pair.mentee.person_id", blank=True, default="")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("supervision_signalnote", "pair", "snoozed_by", "answered_by"),
            models.UniqueConstraint(fields=["pair", "code", "key"], name="supervision_signal_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None) | models.Q(answered_at__isnull=False),
                name="supervision_signal_answered_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "gone_on", "code"], name="supervision_signals_now")]

    def __str__(self):
        return f"{self.code} {self.key}"


class PairPause(OrganisationRow):
    """Days on which a pair and the team agreed not to meet; both days are part of it."""

    class Reason(models.TextChoices):
        TRAVEL = "travel", _("Travel")
        ILLNESS = "illness", _("Illness")
        FAMILY = "family", _("Family")
        BUSY = "busy", _("Work or exams")
        OTHER = "other", _("Something else")
        UNSAID = "unsaid", _("They do not want to say")

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="pauses")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=8, choices=Reason)
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("supervision_pairpause", "pair", "agreed_by"),
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="supervision_pause_ends_after_start"
            ),
        ]
        ordering = ["from_on"]

    def __str__(self):
        return f"{self.from_on} – {self.until_on}"


class PauseRequest(OrganisationRow):
    """That a mentor or mentee asks for days without meetings. The team says yes by agreeing on a pause, of these days
    or others, or no with a word."""

    class Said(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="pause_requests")
    asked_by = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=8, choices=PairPause.Reason, blank=True)
    asked_at = models.DateTimeField()
    said = models.CharField(max_length=3, choices=Said, blank=True)
    word = EncryptedTextField(subject="asked_by.person_id", blank=True, default="", help_text="With a no")
    pause = models.ForeignKey(
        PairPause,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="With a yes; none if taken back",
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When who asked read the answer")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("supervision_pauserequest", "pair", "asked_by", "pause", "answered_by"),
            models.UniqueConstraint(
                fields=["pair"], condition=models.Q(answered_at=None), name="supervision_one_request_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, said="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(said="")),
                name="supervision_request_answered_at_a_time",
            ),
        ]
        ordering = ["asked_at"]

    def __str__(self):
        return f"{self.from_on} – {self.until_on}"
