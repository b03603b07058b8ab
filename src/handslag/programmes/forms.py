from django import forms
from django.utils.translation import gettext_lazy as _

from handslag.core.countries import country_choices

from .models import Partner
from .roles import Role

# Mentors and mentees come through recruitment, never through this form.
TEAM_ROLES = [Role.COORDINATOR, Role.SUPERVISOR, Role.TRAINER, Role.EXPERT, Role.PARTNER]


class TeamMemberForm(forms.Form):
    """Somebody who is to work in the programme."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The person signs in with it. A code comes by mail each time.")
    )
    phone = forms.CharField(
        label=_("Phone number"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, role.label) for role in TEAM_ROLES], widget=forms.RadioSelect
    )


class PartnerForm(forms.Form):
    """A line of the register of partners; the fields are those of the model."""

    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("What it is"), choices=Partner.Kind.choices, widget=forms.RadioSelect)
    involvement = forms.ChoiceField(
        label=_("How it takes part"), choices=Partner.Involvement.choices, widget=forms.RadioSelect
    )
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    since_on = forms.DateField(label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    proof = forms.CharField(
        label=_("Where the agreement is"),
        max_length=200,
        help_text=_("A number or a place where it can be found. Not the paper itself."),
    )
