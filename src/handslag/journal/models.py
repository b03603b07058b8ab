from django.db import models


class AppendOnly(models.QuerySet):
    """Entries can be added and read, never changed; the database refuses as well (a trigger)."""

    def update(self, **kwargs):
        raise TypeError("The journal is append-only.")

    def delete(self):
        raise TypeError("The journal is append-only.")

    def of(self, organisation_id):
        return self.filter(organisation_id=organisation_id)


class Entry(models.Model):
    """One act or one read of a sensitive record: ids only. `mac` is an HMAC over all other columns but the id."""

    organisation_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, help_text="Person who acted; empty: the system or somebody without account")
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=36)
    detail = models.JSONField(default=dict)
    mac = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "id"], name="journal_by_organisation"),
            models.Index(fields=["organisation_id", "at", "id"], name="journal_by_instant"),
            models.Index(fields=["subject_id", "id"], name="journal_by_subject"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_type}"


class Seal(models.Model):
    """A batch of one organisation's entries, chained to the batch before it.

    `digest` is an HMAC over `previous`, the range, the count and the macs of the entries in it.
    """

    organisation_id = models.UUIDField(null=True)
    number = models.PositiveIntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = AppendOnly.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "number"], name="journal_seal_once"),
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(organisation_id=None), name="journal_seal_of_nobody_once"
            ),
        ]

    def __str__(self):
        return f"{self.number}: {self.first_id}-{self.last_id}"
