from datetime import date
from typing import cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from handslag.organisations.models import Organisation

from .actions import SetUp, code_of

LONGEST_PLACE = 80
FEWEST_DIGITS = 5
# A new programme begins about now; `actions.set_up` takes any day, for a programme that is written down afterwards.
MOST_YEARS_BACK, MOST_YEARS_AHEAD = 1, 3


def place_names(text: str) -> list[str]:
    """The names of places, one on each line; each once, and none too long."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    # “Centrum” and “centrum” are one place: people choose by the code.
    names = list({code: line for line in reversed(lines) if (code := code_of(line))}.values())[::-1]
    if too_long := next((name for name in names if len(name) > LONGEST_PLACE), None):
        raise ValidationError(_("Write one place on each line. This line is too long: %(line)s") % {"line": too_long})
    return names


def years_from(day: date, years: int) -> date:
    """The same day so many years later; the 28th for a 29th of February that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class ContactFields(forms.Form):
    """Whom people can ask, on which number and when."""

    contact_name = forms.CharField(label=_("Who people can ask"), max_length=120)
    contact_phone = forms.CharField(
        label=_("The project's phone number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    contact_hours = forms.CharField(
        label=_("When people can call"),
        max_length=120,
        help_text=_("For example: 9–16. It is shown in every language, so digits are best."),
    )

    def clean_contact_name(self) -> str:
        """With single spaces: one more is no other name, for which texts would be published anew."""
        return " ".join(self.cleaned_data["contact_name"].split())

    def clean_contact_phone(self) -> str:
        phone = " ".join(self.cleaned_data["contact_phone"].split())
        if sum(character.isdigit() for character in phone) < FEWEST_DIGITS:
            raise ValidationError(_("This is not a whole phone number. Write all its digits."))
        return phone


class SetUpForm(ContactFields):
    """The few things that a template cannot know.

    `organisations`: those for which the account may make programmes; it is asked only where there are several.
    """

    organisation = forms.ChoiceField(label=_("For which organisation?"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Name of the programme"), max_length=160)
    starts_on = forms.DateField(
        label=_("First day of recruitment"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The other dates follow from it. You can see them on the next page."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=lambda: settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    places = forms.CharField(
        label=_("Places"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Towns or districts where people live or can meet. One on each line."),
    )
    field_order = ["organisation", "title", "starts_on", "languages", "places"]

    def __init__(self, *args, organisations: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = organisations
        cast(forms.ChoiceField, self.fields["organisation"]).choices = [(str(o.pk), o.name) for o in organisations]
        if len(organisations) == 1:
            del self.fields["organisation"]

    @property
    def organisation_id(self) -> str:
        """The organisation that was chosen, or the only one."""
        return str(self.cleaned_data.get("organisation") or self.organisations[0].pk)

    def clean_places(self) -> list[str]:
        names = place_names(self.cleaned_data["places"])
        if not names:
            raise ValidationError(_("Write at least one place."))
        return names

    def clean_starts_on(self) -> date:
        day, today = self.cleaned_data["starts_on"], timezone.localdate()
        if not years_from(today, -MOST_YEARS_BACK) <= day <= years_from(today, MOST_YEARS_AHEAD):
            raise ValidationError(
                _("Look at the year again: %(day)s. Choose a day from a year ago to three years ahead.")
                % {"day": date_format(day, "j F Y")}
            )
        return day

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        if not slugify(title):
            raise ValidationError(_("The name needs some Latin letters or digits: links are made from it."))
        return title

    def choices(self) -> SetUp:
        """What was chosen, for `actions.set_up`."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "organisation"}
        slug = f"{slugify(data['title'])[:48]}-{data['starts_on']:%Y-%m}"
        return SetUp(slug=slug, time_zone=settings.HANDSLAG_TIME_ZONE, **data)
