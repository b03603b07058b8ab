from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.core.long_json import LongJSONField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person

from .roles import Role

# Long copies of the template that few pages read: who joins a programme only to name it leaves them out.
LONG = ("indicators", "lists", "diary_form")


class Programme(OrganisationRow):
    """One run of peer mentoring, made from a template. `rules`, `weights`, `indicators`, `lists` and `diary_form` are
    copies of the template's data and may be adjusted without touching the template."""

    title = models.CharField(max_length=160)
    slug = models.SlugField(max_length=60, unique=True, help_text="Short name for links and commands")
    template_key = models.SlugField(max_length=60)
    template_version = models.CharField(max_length=20)
    starts_on = models.DateField()
    languages = models.JSONField(default=list, help_text="Languages the programme is offered in; the first leads")
    time_zone = models.CharField(max_length=60, default="Europe/Stockholm")
    purpose = models.TextField(blank=True)
    rules = models.JSONField(default=dict)
    weights = models.JSONField(default=dict)
    indicators = models.JSONField(default=list)
    lists = LongJSONField(default=dict)
    diary_form = LongJSONField(default=dict)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True, help_text="The project's own number, shown to all")
    contact_hours = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        ordering = ["-starts_on", "title"]

    def __str__(self):
        return self.title


class Phase(OrganisationRow):
    """One part of a programme with its dates; `ends_on` is its last day."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="phases")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("programmes_phase", "programme"),
            models.UniqueConstraint(fields=["programme", "key"], name="programmes_phase_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="programmes_phase_ends_after_start",
            ),
        ]
        ordering = ["position"]

    def __str__(self):
        return self.title


class Place(OrganisationRow):
    """A town or district that people choose when they say where they live or can meet."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="places")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("programmes_place", "programme"),
            models.UniqueConstraint(fields=["programme", "code"], name="programmes_place_once"),
        ]
        ordering = ["name"]

    def __str__(self):
        return self.name


class Membership(OrganisationRow):
    """A role that a person holds in a programme, or in the whole organisation (`programme` empty)."""

    programme = models.ForeignKey(Programme, models.CASCADE, null=True, blank=True, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=40, blank=True)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("programmes_membership", "programme", "person"),
            models.UniqueConstraint(
                fields=["programme", "person", "role"],
                condition=models.Q(ended_at=None),
                name="programmes_role_held_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "person", "role"],
                condition=models.Q(ended_at=None, programme=None),
                name="programmes_wide_role_held_once",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.get_role_display()}"


class Partner(OrganisationRow):
    """A funder, authority, school or firm that is part of a programme (indicator 9, AMIF O.2.7)."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("Local or regional authority")
        FUNDER = "funder", _("Funder")
        SCHOOL = "school", _("School")
        OTHER = "other", _("Other")

    class Involvement(models.TextChoices):
        BENEFICIARY = "beneficiary", _("Beneficiary")
        PARTNER = "partner", _("Partner")
        SUPPORTER = "supporter", _("Supporter")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partners")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind)
    involvement = models.CharField(max_length=12, choices=Involvement)
    country = models.CharField(max_length=2)
    since_on = models.DateField()
    proof = models.CharField(max_length=200, help_text="Where the agreement is kept: a number or a place, no copy")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("programmes_partner", "programme"),
        ]
        ordering = ["name"]

    def __str__(self):
        return self.name
