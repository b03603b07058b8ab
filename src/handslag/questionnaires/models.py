from django.db import models

from handslag.core.encryption import EncryptedJSONField
from handslag.core.long_json import LongJSONField
from handslag.organisations.models import OrganisationRow, same_organisation
from handslag.people.models import Person
from handslag.programmes.models import Programme


class Questionnaire(OrganisationRow):
    """One version of a set of questions. `screens` holds titles, questions and conditions in every language,
    `lists` the choices they use (copied, so an old answer keeps its words)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="questionnaires")
    key = models.SlugField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    title = models.JSONField(help_text="By language")
    screens = LongJSONField()
    lists = LongJSONField(default=dict)

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("questionnaires_questionnaire", "programme"),
            models.UniqueConstraint(fields=["programme", "key", "version"], name="questionnaires_version_once"),
        ]

    def __str__(self):
        return f"{self.key} {self.version}"


class Response(OrganisationRow):
    """The answers of one person to one questionnaire, in three drawers by who may open them.

    `coded`: numbers and codes that are sorted, matched or counted (plain, behind the access rules);
    `sealed`: texts, special categories and the permit (encrypted under the person's key);
    `secret`: private exclusions, for named matching staff only (encrypted under the person's key).
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="responses")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    person = models.ForeignKey(Person, models.CASCADE, related_name="responses")
    language = models.CharField(max_length=10)
    coded = models.JSONField(default=dict)
    sealed = EncryptedJSONField(subject="person_id", blank=True, default=dict)
    secret = EncryptedJSONField(subject="person_id", blank=True, default=dict)
    answered_at = models.DateTimeField()

    class Meta(OrganisationRow.Meta):
        constraints = [
            *OrganisationRow.Meta.constraints,
            *same_organisation("questionnaires_response", "programme", "questionnaire", "person"),
        ]
        # The few with something said in confidence: the home of who sorts it out asks for them each time.
        indexes = [
            models.Index(fields=["programme", "answered_at"], condition=~models.Q(secret=""), name="responses_secret")
        ]
        ordering = ["answered_at"]

    def __str__(self):
        return f"{self.questionnaire_id} {self.answered_at:%Y-%m-%d}"
