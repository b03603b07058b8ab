from django.db import models

from handslag.core.encryption import EncryptedTextField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Membership

from .groups import Group, SupervisionMeeting


class FollowUp(OrganisationRow):
    """A decision of a group's meeting: what, who, by when. It comes back on the next agenda until it is done."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="follow_ups")
    meeting = models.ForeignKey(
        SupervisionMeeting, models.SET_NULL, null=True, blank=True, related_name="follow_ups", help_text="Decided there"
    )
    text = EncryptedTextField(help_text="Under the organisation's key")
    who = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    due_on = models.DateField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("supervision_followup", "group", "meeting", "who", "decided_by", "done_by"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=False) | models.Q(done_by=None), name="supervision_done_at_a_time"
            ),
        ]
        ordering = ["due_on", "decided_at"]

    def __str__(self):
        return f"{self.due_on}"


class Question(OrganisationRow):
    """What a mentor wants to talk about at a meeting; where that was cancelled, at the next one that is planned."""

    meeting = models.ForeignKey(SupervisionMeeting, models.SET_NULL, null=True, blank=True, related_name="questions")
    mentor = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    text = EncryptedTextField(subject="mentor.person_id")
    asked_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("supervision_question", "meeting", "mentor"),
        ]
        ordering = ["asked_at"]

    def __str__(self):
        return f"{self.asked_at:%Y-%m-%d}"


class Nudge(OrganisationRow):
    """That a mentor was asked for the diary before a meeting; once is enough."""

    meeting = models.ForeignKey(SupervisionMeeting, models.CASCADE, related_name="nudges")
    mentor = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("supervision_nudge", "meeting", "mentor", "sent_by"),
            models.UniqueConstraint(fields=["meeting", "mentor"], name="supervision_nudged_once"),
        ]

    def __str__(self):
        return f"{self.sent_at:%Y-%m-%d}"
