from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.core.encryption import EncryptedTextField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Programme


class Message(OrganisationRow):
    """One text for one person, in the person's language. Its words are sealed under the person's key."""

    class Kind(models.TextChoices):
        APPLICATION = "application", _("Application")
        SELECTION = "selection", _("Answer to an application")
        TRAINING = "training", _("Training")
        MATCH = "match", _("Match")
        MEETING = "meeting", _("Meeting")
        PLAN = "plan", _("Plan")
        SUPERVISION = "supervision", _("Supervision")
        SUPERVISION_DAY = "superv_day", _("Day of supervision")
        TEAM = "team", _("Welcome to the team")
        PAIR_END = "pair_end", _("End of a pair")
        SURVEY = "survey", _("Survey")
        REMINDER = "reminder", _("Reminder")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to be sent")
        SENT = "sent", _("Sent")
        IN_APP = "in_app", _("In the app only")
        BY_HAND = "by_hand", _("No e-mail: call")
        FAILED = "failed", _("Could not be sent")
        DROPPED = "dropped", _("Not sent: too late")
        CALLED = "called", _("Done by phone")

    class Failure(models.TextChoices):
        REFUSED = "refused", _("The mail server of the reader refuses this address.")
        BAD_ADDRESS = "bad_address", _("This is not an e-mail address that mail can be sent to.")
        UNREACHABLE = "unreachable", _("The mail server did not take it for five days.")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="messages")
    person = models.ForeignKey(Person, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=12, choices=Kind)
    language = models.CharField(max_length=10)
    title = EncryptedTextField(subject="person_id", blank=True, default="")
    body = EncryptedTextField(subject="person_id", blank=True, default="")
    url = models.CharField(max_length=200, blank=True, help_text="Path of the page that it is about")
    once_key = models.CharField(max_length=160, blank=True, help_text="Names the occasion, so that it comes once")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    send_after = models.DateTimeField(help_text="Not before this: the quiet hours are over")
    expires_at = models.DateTimeField(null=True, blank=True, help_text="From then on it is too late to send it")
    next_try_at = models.DateTimeField(help_text="When a worker may take it; in the future while one has it")
    claim = models.UUIDField(null=True, blank=True, help_text="Whose it is while it is being sent")
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=12, choices=Failure, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("outbox_message", "programme", "person"),
            models.UniqueConstraint(
                fields=["organisation", "once_key"], condition=~models.Q(once_key=""), name="outbox_message_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at=None)),
                name="outbox_message_sent_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(state="queued"), name="outbox_due"),
            models.Index(fields=["person", "-queued_at"], name="outbox_of_person"),
            models.Index(fields=["programme", "state", "-queued_at"], name="outbox_of_programme"),
        ]
        ordering = ["-queued_at", "id"]

    def __str__(self):
        return f"{self.kind} {self.state}"

    def is_over(self, at: datetime) -> bool:
        """Whether it is too late to send it."""
        return self.expires_at is not None and self.expires_at <= at

    def is_new(self, at: datetime) -> bool:
        """Whether its reader still has to look at it: not read, and not over."""
        return self.read_at is None and not self.is_over(at)

    def may_be_untold(self, at: datetime) -> bool:
        """Whether the note that its reader was told by phone can be a slip still: there are words to tell, and somebody
        to call. Its person and its title must not be deferred."""
        is_there = not self.is_removed and self.person.erased_at is None
        return self.state == self.State.CALLED and is_there and not self.is_over(at)

    @property
    def is_removed(self) -> bool:
        """Whether its words were removed because they are old."""
        return not self.__dict__.get("title")


class ChannelChoice(OrganisationRow):
    """How one person wants to get messages. Without a row: by e-mail, where there is an address."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("By e-mail and here")
        APP = "app", _("Only here")

    person = models.OneToOneField(Person, models.CASCADE, related_name="channel_choice")
    channel = models.CharField(max_length=5, choices=Channel)
    changed_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [*OrganisationRow.Meta.constraints, *same_organisation("outbox_channelchoice", "person")]

    def __str__(self):
        return self.channel
