from datetime import datetime, time, timedelta
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handslag.people.models import Account, Person
from handslag.people.queries import name_has

from .words import ACCESS, SENT

READ, CHANGED, SENDING, SIGNING_IN = "read", "changed", "sent", "access"
MOST_PERSONS = 25


def _day(label) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Choose a day.")},
    )  # fmt: skip


class JournalForm(forms.Form):
    """What to look for in the journal; everything may stay empty."""

    who = forms.CharField(label=_("Who did it"), required=False, max_length=100)
    about = forms.CharField(label=_("Whom it concerns"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("What was done"), required=False,
        choices=[
            ("", _("Everything")), (READ, _("Read")), (CHANGED, _("Added or changed")), (SENDING, _("Sent")),
            (SIGNING_IN, _("Roles and sign-in")),
        ],
    )  # fmt: skip
    since = _day(_("From"))
    until = _day(_("To"))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", _("This day comes before the first one."))
        return cleaned

    def persons(self, user: Account, field: str, organisations: set[UUID]) -> QuerySet[Person] | None:
        """The persons `user` may see whose name has every word of the field; none asked for: None.

        Of many only the first, one more than MOST_PERSONS: who has found them calls `tell_if_too_many`.
        """
        words = self.cleaned_data.get(field, "")
        if not words:
            return None
        rows = Person.objects.visible_to(user).filter(name_has(words), organisation_id__in=organisations)
        return rows.order_by("given_name", "family_name", "pk")[: MOST_PERSONS + 1]

    def tell_if_too_many(self, field: str, found: int) -> None:
        """Say at the field that its name led to more persons than are looked for."""
        if found > MOST_PERSONS:
            more = _("More than %(most)s people have this name. Write more of it.")
            self.add_error(field, ValidationError(more, params={"most": MOST_PERSONS}))

    def condition(self) -> Q:
        """The entries of the kind and the days asked for; days are those of the active time zone."""
        said, asked = self.cleaned_data, KINDS.get(self.cleaned_data.get("kind", ""), Q())
        if said.get("since"):
            asked &= Q(at__gte=timezone.make_aware(datetime.combine(said["since"], time.min)))
        if said.get("until"):
            asked &= Q(at__lt=timezone.make_aware(datetime.combine(said["until"] + timedelta(days=1), time.min)))
        return asked


_READ, _SENT = Q(action__startswith="read."), Q(action__in=list(SENT))
_ACCESS = Q(action__in=list(ACCESS))
KINDS = {READ: _READ, SENDING: _SENT, SIGNING_IN: _ACCESS, CHANGED: ~(_READ | _SENT | _ACCESS)}
