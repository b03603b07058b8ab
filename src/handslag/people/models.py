import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from handslag.core.encryption import EncryptedTextField
from handslag.organisations.models import OrganisationRow, same_organisation


class AccountManager(BaseUserManager):
    """Looks accounts up by e-mail. Accounts are made by `people.actions.open_account`."""

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class Account(AbstractBaseUser):
    """One sign-in of one human being, whatever organisations he or she belongs to. Holds preferences, no rights."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class TextSize(models.TextChoices):
        NORMAL = "normal", _("Normal")
        LARGE = "large", _("Large")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO)
    text_size = models.CharField(max_length=6, choices=TextSize, default=TextSize.NORMAL)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = AccountManager()

    # What the account may do, read once per request by programmes.access; never stored.
    grants_now: Any = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            # One mailbox, one account, however the address is written.
            models.UniqueConstraint(Lower("email"), name="people_one_account_per_address"),
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0]

    def get_session_auth_hash(self):
        """What every session of the account rests on: another password ends them, and so does another address."""
        secret = super().get_session_auth_hash() + self.email
        return salted_hmac("handslag.people.session", secret, algorithm="sha256").hexdigest()


class Person(OrganisationRow):
    """A human being as one organisation knows her or him. Names are plain, contact data is encrypted."""

    class Gender(models.TextChoices):
        FEMALE = "female", _("Woman")
        MALE = "male", _("Man")
        OTHER = "other", _("Other")
        NOT_SAID = "not_said", _("Not said")

    account = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="persons")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    gender = models.CharField(max_length=8, choices=Gender, default=Gender.NOT_SAID)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True, help_text="Language we write to the person in")
    phone = EncryptedTextField(subject="id", blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    email = EncryptedTextField(subject="id", blank=True, default="")
    email_index = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "account"], name="people_one_person_per_organisation"),
        ]

    def __str__(self):
        return f"{self.given_name} {self.family_name}".strip()


class DataKey(OrganisationRow):
    """A key that seals texts: one per person, wrapped by the organisation's (`person` empty), wrapped by the
    master key. Destroying a person's key makes every text under it unreadable, also in old backups."""

    person = models.OneToOneField(Person, models.CASCADE, null=True, related_name="data_key")
    wrapped = models.BinaryField(max_length=80)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("people_datakey", "person"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(person=None),
                name="people_one_key_per_organisation",
            ),
        ]

    def __str__(self):
        return str(self.id)


class Consent(OrganisationRow):
    """One answer of a person to one question of consent; a later answer does not change an earlier one."""

    class Purpose(models.TextChoices):
        TAKING_PART = "taking_part", _("Handle my data so that I can take part")
        STORY = "story", _("Tell my story")
        PHOTO = "photo", _("Use pictures of me")
        FOLLOW_UP = "follow_up", _("Contact me after the programme")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    version = models.CharField(max_length=20, help_text="Version of the notice that was read")
    language = models.CharField(max_length=10, help_text="Language it was read in")
    given = models.BooleanField()
    at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [*OrganisationRow.Meta.constraints, *same_organisation("people_consent", "person")]
        ordering = ["at"]

    def __str__(self):
        return f"{self.get_purpose_display()}: {self.given}"


class BrowserSignIn(models.Model):
    """Whose the forms are that one browser was given since its last sign-in.

    `mark` is a keyed fingerprint of the secret behind their CSRF tokens, which changes with every sign-in. The row
    outlives the session by an hour, so that a form sent too late can be kept for its writer. It opens nothing.
    """

    mark = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    until = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.mark[:8]


class KeptForm(models.Model):
    """What somebody sent after the session had ended, sealed with a key that lies in that browser alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    browser = models.CharField(max_length=64, help_text="Keyed fingerprint of the browser's key")
    path = models.CharField(max_length=2000)
    sealed = models.BinaryField()
    had_files = models.BooleanField()
    kept_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return str(self.id)
