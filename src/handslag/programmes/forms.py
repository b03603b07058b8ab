from datetime import date

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handslag.core.countries import country_choices
from handslag.people.queries import name_has

from .days import TooFarAhead, check_not_too_far
from .models import Partner, Programme
from .roles import Role

# Mentors and mentees come through recruitment, never through this form.
TEAM_ROLES = [Role.COORDINATOR, Role.SUPERVISOR, Role.TRAINER, Role.EXPERT, Role.PARTNER]


def planned_day(programme: Programme, day: date) -> date:
    """The day that was typed, for `clean_day` of a form that plans something; one long after the end is an error."""
    try:
        check_not_too_far(programme, day, timezone.now())
    except TooFarAhead as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    return day


class PeopleForm(forms.Form):
    """Whom to look for among the people of a programme; it may stay empty."""

    name = forms.CharField(label=_("Name"), required=False, max_length=100)

    def condition(self) -> Q:
        """The memberships of those whose name has every word that was typed."""
        return name_has(self.cleaned_data.get("name", ""), person="person__")


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


class EndRoleForm(forms.Form):
    """Why a role ends; the code is kept with it."""

    reason = forms.ChoiceField(
        label=_("Why does it end?"),
        choices=[
            ("done", _("The work is done")),
            ("left", _("Wanted to stop")),
            ("moved", _("Moved away")),
            ("no_time", _("Has no time any more")),
            ("mistake", _("The role was given by mistake")),
            ("other", _("Another reason")),
        ],
        widget=forms.RadioSelect,
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
