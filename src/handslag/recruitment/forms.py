"""What the team writes about an application. Forms clean values; the actions hold the rules."""

from datetime import date
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .actions.reopening import REASONS
from .models import Selection

CHOOSE = {"required": _("Choose an answer.")}
INTERVIEW_FIRST = _("Hold the interview and note it first. Then you can propose to accept.")


class InterviewForm(forms.Form):
    held_on = forms.DateField(
        label=_("Day of the interview"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say when you met.")},
    )  # fmt: skip
    notes = forms.CharField(
        label=_("Notes"),
        max_length=20_000,
        error_messages={"required": _("Write at least one sentence about the interview.")},
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("What was said that matters for the role. Not the story of the flight, no diagnoses."),
    )

    is_confirmed = forms.BooleanField(required=False)

    def __init__(self, *args, first_day: date, email: str = "", **kwargs):
        """`first_day` of the programme; `email`: the address that nobody has confirmed yet, if there is one."""
        super().__init__(*args, **kwargs)
        self.first_day = first_day
        self.fields["is_confirmed"].label = _("I read %(email)s out, and the person said it is right") % {
            "email": email
        }
        if not email:
            del self.fields["is_confirmed"]

    def clean_held_on(self) -> date:
        day = self.cleaned_data["held_on"]
        if day < self.first_day:
            raise forms.ValidationError(_("The programme had not begun on this day. Look at the year and the month."))
        return day


class ContactForm(forms.Form):
    """How a person is reached."""

    phone = forms.CharField(
        label=_("Phone number"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    is_confirmed = forms.BooleanField(
        label=_("I read this e-mail address out, letter by letter, and the person said it is right"), required=False
    )
    is_meant = forms.BooleanField(label=_("Remove it all the same"), required=False)


class PermitForm(forms.Form):
    seen_as = forms.ChoiceField(
        label=_("What did you see?"),
        choices=[
            ("card", _("A card")),
            ("letter", _("A letter or decision")),
            ("digital", _("The permit on a screen")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty if the permit has no last day."),
    )

    def clean_valid_until(self):
        day = self.cleaned_data["valid_until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This permit has ended. Ask for the new one."))
        return day


class ReasonForm(forms.Form):
    """Why several people get the same answer. `reasons`: the coded reasons of the programme, as choices."""

    reason_code = forms.ChoiceField(
        label=_("Reason"), widget=forms.RadioSelect, error_messages={"required": _("Choose the reason.")},
        help_text=_(
            "All of them get the same reason. Only the team sees it. "
            "The letter speaks of the programme's limits, never of the person."
        ),
    )  # fmt: skip

    def __init__(self, *args, reasons: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["reason_code"]).choices = reasons


class ReopeningForm(forms.Form):
    """Until when people can apply again, and why. `runs`: the call has its last day today, so it is kept open."""

    closes_on = forms.DateField(
        label=_("Last day to apply"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day.")},
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Why is it opened again?"), widget=forms.RadioSelect, choices=REASONS, error_messages=CHOOSE,
        help_text=_("The journal keeps it."),
    )  # fmt: skip

    def __init__(self, *args, runs: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if runs:
            self.fields["reason"].label = _("Why is it kept open?")


class SelectionForm(forms.Form):
    """`reasons`: the coded reasons of the programme for each outcome that needs one, as choices.

    A choice of the form names its outcome too (`wait.time`), as the same code has other words for another outcome.
    `may_accept`: there was an interview; without one, to accept is not among the choices.
    """

    outcome = forms.ChoiceField(
        label=_("What do you propose?"), choices=Selection.Outcome.choices, widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )  # fmt: skip
    reason_code = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        help_text=_(
            "For the waiting list and for a no. The letter speaks of the programme's limits, never of the person."
        ),
    )
    reasons = forms.CharField(
        label=_("Why, in your own words"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Facts and quotations that a colleague who has not met the person can weigh."),
    )

    def __init__(
        self, *args, reasons: dict[Selection.Outcome, list[tuple[str, str]]], may_accept: bool, **kwargs
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        if not may_accept:
            outcomes = [choice for choice in Selection.Outcome.choices if choice[0] != Selection.Outcome.ACCEPT]
            cast(forms.ChoiceField, self.fields["outcome"]).choices = outcomes
            self.fields["outcome"].error_messages["invalid_choice"] = INTERVIEW_FIRST
        groups = [
            (outcome.label, [(f"{outcome}.{code}", words) for code, words in rows]) for outcome, rows in reasons.items()
        ]
        cast(forms.ChoiceField, self.fields["reason_code"]).choices = [("", _("Choose a reason")), *groups]

    def clean(self):
        data = super().clean()
        accepts = data.get("outcome") == Selection.Outcome.ACCEPT
        if accepts and not data.get("reasons"):
            self.add_error("reasons", _("Write why: a fact or a quotation that the second person can weigh."))
        outcome, _dot, code = data.get("reason_code", "").partition(".")
        if data.get("outcome") and not accepts and outcome != data["outcome"] and "reason_code" in data:
            self.add_error("reason_code", _("Choose a reason that fits this answer."))
        return data | {"reason_code": "" if accepts else code}
