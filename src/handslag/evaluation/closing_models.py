"""What is kept of a programme when it ends: its figures month by month, the mentors' last reflection, the closure."""

from django.db import models

from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Programme


class KeptFigures(OrganisationRow):
    """The indicators as they stood at the end of each month, kept so that a trend need not be worked out again.

    One row for a programme, so that it comes along with the programme itself. Behind n and N stands how many people
    had answered, where N has others in it too (`Count.answered`).
    """

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="kept_figures")
    months = models.JSONField(default=dict, help_text="Last day of the month -> number of the indicator -> [n, N]")
    made_at = models.DateTimeField(help_text="When the last two months were worked out")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("evaluation_keptfigures", "programme"),
        ]

    def __str__(self):
        return f"{len(self.months)}"


class Closure(OrganisationRow):
    """That a programme is closed: nobody applies or is paired any more, and the time until deletion runs."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="closure")
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    delete_on = models.DateField(help_text="When the people's data are to be deleted")

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("evaluation_closure", "programme", "closed_by"),
        ]

    def __str__(self):
        return f"{self.closed_at:%Y-%m-%d}"


class Reflection(OrganisationRow):
    """What the mentors said in their last round together: lessons and ideas, without names (E3)."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="reflection")
    held_on = models.DateField()
    lessons = models.TextField()
    ideas = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("evaluation_reflection", "programme", "written_by"),
        ]

    def __str__(self):
        return f"{self.held_on}"
