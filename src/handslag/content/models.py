from django.db import models

from handslag.organisations.models import OrganisationRow


class Document(OrganisationRow):
    """One version of one text in one language. `body` is Markdown (CommonMark, no HTML).

    `programme_id` is the programme whose own wording it is; empty: the organisation's, for all that have none. It is
    a plain id, as programmes stand above this room. Versions are counted in the organisation, so that the number which
    a consent keeps means one text.
    """

    programme_id = models.UUIDField(null=True, blank=True)
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
