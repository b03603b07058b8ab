import uuid
from hashlib import sha256

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.core.encryption import EncryptedJSONField, EncryptedTextField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.models import Questionnaire, Response


class Call(OrganisationRow):
    """A period in which people can apply for one role, with the address that the flyer's code leads to."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="calls")
    role = models.CharField(max_length=8, choices=[(Role.MENTOR, _("Mentor")), (Role.MENTEE, _("Mentee"))])
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="calls")
    slug = models.SlugField(max_length=60, unique=True)
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("recruitment_call", "programme", "questionnaire"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="recruitment_call_closes_after_opening"
            ),
        ]

    def __str__(self):
        return self.slug

    def is_open(self, on) -> bool:
        return self.opens_on <= on <= self.closes_on


class Draft(OrganisationRow):
    """An application that is being written, without an account: whoever has its address can go on with it.

    The address holds a random key, of which only a hash is kept: nobody finds the address in the database or a backup.
    Only drafts begun before there were such keys have their id in the address, until they expire (migration 0008).
    Answers are sealed under the organisation's key until the application is sent, then they are gone from here.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="drafts")
    key_hash = models.CharField(max_length=64, unique=True)
    reached = models.PositiveSmallIntegerField(default=0, help_text="Number of the furthest screen that was answered")
    answers = EncryptedJSONField(blank=True, default=dict)
    language = models.CharField(max_length=10)
    channel = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    key: uuid.UUID  # held by those who were given it: who begins, and who comes with the address

    class Meta(OrganisationRow.Meta):
        constraints = [*OrganisationRow.Meta.constraints, *same_organisation("recruitment_draft", "call")]

    def __str__(self):
        return str(self.id)


def hash_of(key: uuid.UUID) -> str:
    """What is kept of a draft's key. It has 122 random bits, so nobody gets from here back to it by guessing."""
    return sha256(key.bytes).hexdigest()


class Application(OrganisationRow):
    """A person's request to join a programme as mentor or mentee."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        INTERVIEWED = "interviewed", _("Interviewed")
        PROPOSED = "proposed", _("Waiting for a second person")
        ACCEPTED = "accepted", _("Accepted")
        WAITING = "waiting", _("On the waiting list")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (State.RECEIVED, State.INTERVIEWED, State.PROPOSED)

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="applications")
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="applications")
    draft = models.OneToOneField(Draft, models.PROTECT, null=True, blank=True, related_name="application")
    role = models.CharField(max_length=8, choices=[(Role.MENTOR, _("Mentor")), (Role.MENTEE, _("Mentee"))])
    person = models.ForeignKey(Person, models.PROTECT, related_name="applications")
    response = models.OneToOneField(Response, models.PROTECT, related_name="application")
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    channel = models.CharField(max_length=40, blank=True, help_text="How the person heard of the programme")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="Keyed hash of an imported row's person")
    received_at = models.DateTimeField()

    lacks_sign_in: bool  # annotated by those who ask for it: see signing_in.py
    waits_for_me: bool  # and this one: see second_person.py
    has_open_double: bool  # and this one: see doubles.py
    is_untold: bool  # and this one: see untold.py

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("recruitment_application", "programme", "call", "draft", "person", "response"),
            models.UniqueConstraint(
                fields=["programme", "role", "fingerprint"],
                condition=~models.Q(fingerprint=""),
                name="recruitment_import_once",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "role", "state", "received_at"], name="recruitment_queue"),
            models.Index(fields=["programme", "received_at", "id"], name="recruitment_in_order"),
        ]
        ordering = ["received_at"]

    def __str__(self):
        return f"{self.person}, {self.get_role_display()}"

    @property
    def awaits_answer(self) -> bool:
        """Whether the person still waits for a yes or a no."""
        return self.state in (*self.OPEN, self.State.WAITING)


class Interview(OrganisationRow):
    """A talk with an applicant. Notes are sealed under the applicant's key."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="interviews")
    held_on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="interviews_held")
    notes = EncryptedTextField(subject="application.person_id")
    noted_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("recruitment_interview", "application", "by"),
        ]
        ordering = ["held_on", "noted_at"]

    def __str__(self):
        return f"{self.held_on}"


class PermitCheck(OrganisationRow):
    """That a residence permit was seen, how, and until when it is valid. Never a copy of it."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="permit_check")
    seen_as = EncryptedTextField(subject="application.person_id", help_text="card, letter or digital")
    valid_until = EncryptedTextField(subject="application.person_id", blank=True, default="", help_text="ISO date")
    checked_on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("recruitment_permitcheck", "application", "by"),
        ]

    def __str__(self):
        return f"{self.checked_on}"


class Selection(OrganisationRow):
    """What is proposed for an application and why; it takes effect when somebody else confirms it."""

    class Outcome(models.TextChoices):
        ACCEPT = "accept", _("Accept")
        WAIT = "wait", _("Waiting list")
        DECLINE = "decline", _("Decline")

    application = models.ForeignKey(Application, models.CASCADE, related_name="selections")
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason_code = models.CharField(max_length=20, blank=True)
    reasons = EncryptedTextField(subject="application.person_id", blank=True, default="")
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    sent_back_at = models.DateTimeField(null=True, blank=True)
    membership = models.OneToOneField(Membership, models.PROTECT, null=True, blank=True, related_name="selection")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("recruitment_selection", "application", "proposed_by", "confirmed_by", "membership"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("proposed_by")),
                name="recruitment_selection_four_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None, confirmed_at=None)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False, sent_back_at=None),
                name="recruitment_selection_confirmed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(confirmed_at=None, sent_back_at=None),
                name="recruitment_one_open_selection",
            ),
        ]
        ordering = ["proposed_at"]

    def __str__(self):
        return self.get_outcome_display()


class AddressCheck(OrganisationRow):
    """That an e-mail address was read out to the person, who said that it is right.

    It holds for this one address (as a blind index): another one has to be checked anew.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="address_checks")
    email_index = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("recruitment_addresscheck", "person", "by"),
            models.UniqueConstraint(fields=["person", "email_index"], name="recruitment_address_checked_once"),
        ]

    def __str__(self):
        return f"{self.checked_at:%Y-%m-%d}"


class Double(OrganisationRow):
    """An application whose phone number or e-mail address the organisation knew already: `known` had it.

    Somebody of the team says whether that is the same person. The applicant never learns of it.
    """

    class Answer(models.TextChoices):
        SAME = "same", _("The same person")
        OTHER = "other", _("Another person")

    application = models.ForeignKey(Application, models.CASCADE, related_name="doubles")
    known = models.ForeignKey(Person, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=5, choices=Answer, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("recruitment_double", "application", "known", "answered_by"),
            models.UniqueConstraint(fields=["application", "known"], name="recruitment_double_once"),
        ]

    def __str__(self):
        return f"{self.application_id} = {self.known_id}?"


class InterviewGuide(OrganisationRow):
    """What to ask applicants for a role. `written` is the template's guide, copied when the programme was set up:
    minutes, rules, questions and closing words by language."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="interview_guides")
    role = models.CharField(max_length=8, choices=[(Role.MENTOR, _("Mentor")), (Role.MENTEE, _("Mentee"))])
    written = models.JSONField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("recruitment_interviewguide", "programme"),
            models.UniqueConstraint(fields=["programme", "role"], name="recruitment_guide_once"),
        ]

    def __str__(self):
        return f"{self.programme_id}, {self.get_role_display()}"


class ImportMapping(OrganisationRow):
    """What a column of a sheet was taken for by hand, remembered for the next sheet with this heading."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="import_mappings")
    role = models.CharField(max_length=8, blank=True, help_text="Empty: a sheet with both roles")
    heading = models.CharField(max_length=300, help_text="As it is compared: small letters, without marks")
    target = models.CharField(max_length=80, help_text="Name of the question, or - for a column that is left out")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("recruitment_importmapping", "programme"),
            models.UniqueConstraint(fields=["programme", "role", "heading"], name="recruitment_mapping_once"),
        ]

    def __str__(self):
        return f"{self.heading}: {self.target}"


class ImportDraft(OrganisationRow):
    """A sheet of applications that was handed over and waits to be checked and taken, for a day at most.

    All that it says of people is sealed under the organisation's key and gone once the rows are taken; what is left
    then, until the next day, is how many there were, so that a second press of the button finds them taken.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="import_drafts")
    role = models.CharField(max_length=8, blank=True, help_text="Empty: the sheet says who is who")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = EncryptedTextField(help_text="What the file is called")
    tables = EncryptedJSONField(blank=True, default=list)
    layouts = EncryptedJSONField(blank=True, default=dict, help_text="How each sheet is read, by its number")
    findings = EncryptedJSONField(blank=True, default=dict, help_text="What the check found")
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, help_text="Counts, when the rows are taken")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("recruitment_importdraft", "programme", "by"),
        ]

    def __str__(self):
        return str(self.id)


from .booking_models import InterviewBooking  # noqa: E402
from .invitation_models import InterviewInvitation  # noqa: E402

__all__ = [
    "AddressCheck", "Application", "Call", "Double", "Draft", "ImportDraft", "ImportMapping", "Interview",
    "InterviewBooking", "InterviewGuide", "InterviewInvitation", "PermitCheck", "Selection",
]  # fmt: skip
