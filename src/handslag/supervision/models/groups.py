from django.db import models

from handslag.core.encryption import EncryptedTextField
from handslag.gatherings.models import Gathering
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme


class Group(OrganisationRow):
    """Mentors who meet once a month with one supervisor."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="supervision_groups")
    name = models.CharField(max_length=120)
    supervisor = models.ForeignKey(Membership, models.PROTECT, related_name="groups_led")
    made_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("supervision_group", "programme", "supervisor"),
        ]
        ordering = ["name"]

    def __str__(self):
        return self.name


class GroupPlace(OrganisationRow):
    """A mentor's place in a group; a mentor is in one group at a time."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="group_places")
    mentor = models.ForeignKey(Membership, models.PROTECT, related_name="group_places")
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("supervision_groupplace", "group", "mentor"),
            models.CheckConstraint(
                condition=models.Q(left_on=None) | models.Q(left_on__gte=models.F("joined_on")),
                name="supervision_left_after_joining",
            ),
            models.UniqueConstraint(
                fields=["mentor"], condition=models.Q(left_on=None), name="supervision_one_group_per_mentor"
            ),
        ]

    def __str__(self):
        return f"{self.group_id} {self.mentor_id}"


class SupervisionMeeting(OrganisationRow):
    """The gathering of a group for one month (`month` is its first day). Diaries are due before it."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="meetings")
    gathering = models.OneToOneField(Gathering, models.CASCADE, related_name="supervision_meeting")
    month = models.DateField()
    diary_due_on = models.DateField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("supervision_supervisionmeeting", "group", "gathering"),
            models.UniqueConstraint(fields=["group", "month"], name="supervision_one_meeting_a_month"),
        ]
        ordering = ["month"]

    def __str__(self):
        return f"{self.month:%Y-%m}"


class CancelledMeeting(OrganisationRow):
    """That a meeting was cancelled, under the id of the meeting: its address stands in letters and calendars.

    The meeting itself is gone, so nothing that counts or lists meetings has to leave it out. `gathering` is the id
    under which calendars know it.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="cancelled_meetings")
    gathering = models.UUIDField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    reason = EncryptedTextField(help_text="Under the organisation's key")
    cancelled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("supervision_cancelledmeeting", "group", "cancelled_by"),
        ]
        ordering = ["starts_at"]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d}"
