import uuid

from django.db import models

from .constraints import same_organisation
from .scope import OrganisationQuerySet

__all__ = ["Organisation", "OrganisationRow", "same_organisation"]


class Organisation(models.Model):
    """An NGO, a municipality or a school that runs programmes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, help_text="ISO 3166 code")
    host_language = models.CharField(max_length=10, default="en", help_text="Language of the place, e.g. sv")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class OrganisationRow(models.Model):
    """A row that belongs to one organisation and to no other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            # What composite foreign keys refer to: see constraints.SameOrganisation.
            models.UniqueConstraint(fields=["id", "organisation"], name="%(app_label)s_%(class)s_whose"),
        ]
