from django.db import models

from handslag.organisations.models import OrganisationRow


class Document(OrganisationRow):
    """One version of one text in one language. `body` is Markdown (CommonMark, no HTML)."""

    key = models.SlugField(max_length=60)
    language = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    made_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "key", "language", "version"], name="content_document_once"
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.language}, {self.version})"
