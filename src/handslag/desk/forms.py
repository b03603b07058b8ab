from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from .actions import SetUp


class SetUpForm(forms.Form):
    """The few things that a template cannot know."""

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
    contact_name = forms.CharField(label=_("Who people can ask"), max_length=120)
    contact_phone = forms.CharField(
        label=_("The project's phone number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    contact_hours = forms.CharField(
        label=_("When people can call"), max_length=120, help_text=_("For example: Monday to Friday, 9 to 16")
    )

    def clean_places(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["places"].splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        if not names:
            raise ValidationError(_("Write at least one place."))
        return names

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        if not slugify(title):
            raise ValidationError(_("The name needs some Latin letters or digits: links are made from it."))
        return title

    def choices(self) -> SetUp:
        """What was chosen, for `actions.set_up`."""
        data = self.cleaned_data
        slug = f"{slugify(data['title'])[:48]}-{data['starts_on']:%Y-%m}"
        return SetUp(slug=slug, time_zone=settings.HANDSLAG_TIME_ZONE, **data)
