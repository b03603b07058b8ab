from django.db import models

from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Programme


class Group(OrganisationRow):
    """Mentees who meet together, with one mentor or two, around a language and a theme they share.

    Each mentor and mentee in it is a pair of its own, as the indicators count them (annexes, indicators, "Common").
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="groups")
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    theme = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("pairs_group", "programme", "made_by"),
        ]
        ordering = ["made_at"]

    def __str__(self):
        return self.name
