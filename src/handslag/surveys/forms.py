from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handslag.programmes.roles import Role

LONGEST = timedelta(days=180)


class NewWaveForm(forms.Form):
    """Open a survey now: which, for whom, and until when."""

    questionnaire = forms.ChoiceField(
        label=_("Which survey?"), widget=forms.RadioSelect, error_messages={"required": _("Choose a survey.")}
    )
    roles = forms.MultipleChoiceField(
        label=_("Who is asked?"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(Role.MENTOR, _("The mentors")), (Role.MENTEE, _("The mentees"))],
        help_text=_("An anonymous survey asks nobody by name: you get an address to share."),
    )  # fmt: skip
    closes_on = forms.DateField(
        label=_("Last day to answer"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, surveys: list[tuple[str, str, str]], today: date, **kwargs):
        """`surveys`: (key, title, kind) of those that can be opened."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.kinds = {key: kind for key, _title, kind in surveys}
        anonymous = _("anonymous")
        named = [(key, f"{title} ({anonymous})" if kind == "anonymous" else title) for key, title, kind in surveys]
        self.fields["questionnaire"].choices = named  # type: ignore[attr-defined]

    def clean_closes_on(self) -> date:
        day = self.cleaned_data["closes_on"]
        if day < self.today:
            raise ValidationError(_("This day has passed. Choose today or a later day."))
        if day - self.today > LONGEST:
            raise ValidationError(_("Choose a day within half a year."))
        return day

    def clean(self):
        kind = self.kinds.get(self.cleaned_data.get("questionnaire", ""))
        if kind == "confidential" and not self.cleaned_data.get("roles"):
            self.add_error("roles", _("Choose who is asked."))
        return self.cleaned_data
