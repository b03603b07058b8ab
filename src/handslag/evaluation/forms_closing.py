from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class ReflectionForm(forms.Form):
    """What the mentors said in their last round."""

    held_on = forms.DateField(
        label=_("When did the mentors look back?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    lessons = forms.CharField(
        label=_("What have we learned?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("No names. What worked, what was hard?"),
    )  # fmt: skip
    ideas = forms.CharField(
        label=_("Ideas for next time"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = today
