from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.content.models import Document
from handslag.core.encryption import EncryptedTextField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.models import Membership


class Agreement(OrganisationRow):
    """The code of conduct in one version, with the pair's own points, made at the first meeting."""

    pair = models.OneToOneField(Pair, models.CASCADE, related_name="agreement")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    own_points = EncryptedTextField(subject="pair.mentee.person_id", blank=True, default="")
    read_aloud = models.BooleanField(default=False)
    held_by = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text="Staff present")
    held_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("mentoring_agreement", "pair", "document", "held_by"),
        ]

    def __str__(self):
        return f"{self.held_on}"


class Signature(OrganisationRow):
    """That one of the two signed the agreement, and how."""

    class Method(models.TextChoices):
        IN_ROOM = "in_room", _("In the room, on the team's device")
        OWN_DEVICE = "own_device", _("On an own device, signed in")
        PAPER = "paper", _("On paper, kept by the team")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    method = models.CharField(max_length=10, choices=Method)
    signed_name = models.CharField(max_length=160, help_text="The name as typed when signing")
    signed_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("mentoring_signature", "agreement", "membership"),
            models.UniqueConstraint(fields=["agreement", "membership"], name="mentoring_signed_once"),
        ]

    def __str__(self):
        return self.signed_name


class PairMeeting(OrganisationRow):
    """A meeting that a pair has planned. Moving it changes the row; `revision` counts the moves."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveSmallIntegerField(default=0)

    class Meta(OrganisationRow.Meta):
        constraints = [*OrganisationRow.Meta.constraints, *same_organisation("mentoring_pairmeeting", "pair")]
        ordering = ["starts_at"]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Plan(OrganisationRow):
    """The individual integration plan (IIP) of a pair. The mentee owns its text."""

    pair = models.OneToOneField(Pair, models.CASCADE, related_name="plan")
    made_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    renewed_at = models.DateTimeField(
        null=True, blank=True, help_text="when what came later was approved, the last time"
    )
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("mentoring_plan", "pair", "approved_by"),
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=False) | models.Q(approved_by=None),
                name="mentoring_approved_at_a_time",
            ),
        ]

    @property
    def last_yes_at(self) -> datetime | None:
        """When the team last said yes to the plan. Figures count from the first time, `approved_at`."""
        return self.renewed_at or self.approved_at

    def __str__(self):
        return str(self.pair_id)


class Goal(OrganisationRow):
    """What the mentee wants to reach, by when, and the first small step."""

    class Status(models.TextChoices):
        OPEN = "open", _("Not begun")
        MOVING = "moving", _("On the way")
        REACHED = "reached", _("Reached")
        PARTLY = "partly", _("Reached in part")
        CHANGED = "changed", _("Changed")
        DROPPED = "dropped", _("Let go")

    LIVE = (Status.OPEN, Status.MOVING)

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    area = models.CharField(max_length=12)
    text = EncryptedTextField(subject="plan.pair.mentee.person_id")
    first_step = EncryptedTextField(subject="plan.pair.mentee.person_id", blank=True, default="")
    due_on = models.DateField()
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True, help_text="when its words or its day were corrected")

    class Meta(OrganisationRow.Meta):
        constraints = [*OrganisationRow.Meta.constraints, *same_organisation("mentoring_goal", "plan")]
        ordering = ["made_at"]

    def is_newer_than_approval(self, plan: Plan | None) -> bool:
        """Whether the team said yes to `plan` before this goal was written as it stands."""
        return bool(plan and plan.last_yes_at and (self.corrected_at or self.made_at) > plan.last_yes_at)

    def __str__(self):
        return self.area


class DiaryEntry(OrganisationRow):
    """A mentor's short note after a meeting (annex 9). Coded answers are plain, the sentence is sealed."""

    class What(models.TextChoices):
        MET = "met", _("We met")
        MOVED = "moved", _("We moved it")
        NO_SHOW = "no_show", _("My mentee did not come")
        NONE = "none", _("No meeting this week")

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="diary_entries")
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    what = models.CharField(max_length=8, choices=What)
    on_date = models.DateField()
    form = models.CharField(max_length=12, blank=True, help_text="in_person, video, call or chat")
    activity = models.CharField(max_length=20, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    mood = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 to 5: how was the meeting")
    load = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 to 5: how is the load, 1 heavy")
    themes = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    rights_talk = models.BooleanField(default=False)
    sentence = EncryptedTextField(subject="pair.mentee.person_id", blank=True, default="")
    written_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("mentoring_diaryentry", "pair", "written_by"),
            models.CheckConstraint(
                condition=models.Q(mood=None) | models.Q(mood__range=(1, 5)), name="mentoring_mood_is_one_to_five"
            ),
            models.CheckConstraint(
                condition=models.Q(load=None) | models.Q(load__range=(1, 5)), name="mentoring_load_is_one_to_five"
            ),
        ]
        indexes = [models.Index(fields=["pair", "on_date"], name="mentoring_diary_by_date")]
        ordering = ["-on_date", "-written_at"]

    def __str__(self):
        return f"{self.on_date} {self.what}"


class GoalTouched(OrganisationRow):
    """That a meeting was about a goal (indicator 7)."""

    entry = models.ForeignKey(DiaryEntry, models.CASCADE, related_name="goals_touched")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="touches")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("mentoring_goaltouched", "entry", "goal"),
            models.UniqueConstraint(fields=["entry", "goal"], name="mentoring_goal_touched_once"),
        ]

    def __str__(self):
        return f"{self.entry_id} {self.goal_id}"


class FormalStep(OrganisationRow):
    """A real act of integration, like handing in an application (indicator 3, AMIF R.2.8 to R.2.11)."""

    class Evidence(models.TextChoices):
        SEEN_BY_MENTOR = "seen_by_mentor", _("The mentor saw it")
        SEEN_BY_STAFF = "seen_by_staff", _("The team saw it")
        DOCUMENT_SHOWN = "document_shown", _("A paper was shown")
        SELF_SAID = "self_said", _("The mentee told it")

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="formal_steps")
    entry = models.ForeignKey(DiaryEntry, models.SET_NULL, null=True, blank=True, related_name="formal_steps")
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="formal_steps")
    code = models.CharField(max_length=30)
    area = models.CharField(max_length=12)
    done_on = models.DateField()
    evidence = models.CharField(max_length=15, choices=Evidence)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("mentoring_formalstep", "pair", "entry", "goal", "recorded_by"),
            models.UniqueConstraint(fields=["pair", "code", "done_on"], name="mentoring_step_once"),
        ]
        ordering = ["done_on"]

    def __str__(self):
        return f"{self.done_on} {self.code}"


from .final_models import FinalAssessment, FinalGoal, FinalReflection, FinalSignature  # noqa: E402

__all__ = [
    "Agreement",
    "DiaryEntry",
    "FinalAssessment",
    "FinalGoal",
    "FinalReflection",
    "FinalSignature",
    "FormalStep",
    "Goal",
    "GoalTouched",
    "PairMeeting",
    "Plan",
    "Signature",
]
