from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class DayForm(forms.Form):
    """The day as of which the figures are shown; empty: today."""

    on = forms.DateField(
        label=_("Show the figures as of this day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, today: date, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_on(self) -> date:
        on = self.cleaned_data["on"] or self.today
        if on > self.today:
            raise ValidationError(_("This day has not come yet. Choose today or an earlier day."))
        return on
