from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from handslag.programmes.days import last_of_month


class DayForm(forms.Form):
    """The day as of which the figures are shown; empty: today."""

    on = forms.DateField(
        label=_("Show the figures as of this day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, began_on: date, today: date, month_ends: bool = False, **kwargs):
        """`began_on`: the first day of the programme. `month_ends`: for readers outside. The figures of two days that
        follow each other would show one person."""
        self.began_on, self.today, self.month_ends = began_on, today, month_ends
        super().__init__(*args, **kwargs)
        if month_ends:
            self.fields["on"].help_text = _(
                "Partners see the figures of the last day of a month, so that nobody can be recognised by comparing days."  # noqa: E501
            )

    def clean_on(self) -> date:
        on = self.cleaned_data["on"] or self.today
        if on > self.today:
            raise ValidationError(_("This day has not come yet. Choose today or an earlier day."))
        if on < self.began_on:
            said = _("The programme began on %(day)s. Choose that day or a later one.")
            raise ValidationError(said % {"day": date_format(self.began_on, "j F Y")})
        if self.month_ends and on != last_of_month(on):
            raise ValidationError(_("Choose the last day of a month."))
        return on
