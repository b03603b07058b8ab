from datetime import date, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.programmes.days import zone
from handslag.programmes.forms import planned_day
from handslag.programmes.models import Programme


class BookingForm(forms.Form):
    """When and where an interview is held, in the time of the programme's place."""

    day = forms.DateField(
        label=gettext_lazy("Which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose a day.")},
    )  # fmt: skip
    clock = forms.TimeField(
        label=gettext_lazy("What time?"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Choose a time.")},
    )  # fmt: skip
    place = forms.CharField(
        label=gettext_lazy("Place"), max_length=160, required=False,
        help_text=gettext_lazy("Write a place, or a link below. One of the two is needed."),
    )  # fmt: skip
    online_link = forms.URLField(
        label=gettext_lazy("Link, if it is online"), required=False, assume_scheme="https", max_length=200
    )

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_day(self) -> date:
        return planned_day(self.programme, self.cleaned_data["day"])

    def clean(self):
        clean = super().clean()
        if clean.get("day") and clean.get("clock") and self.starts_at() <= timezone.now():
            self.add_error("day", _("This time has passed. Choose a time that is still to come."))
        wrong_link = "online_link" in self.errors
        if not wrong_link and not clean.get("place") and not clean.get("online_link"):
            self.add_error("place", _("Say where: write a place, or a link if it is online."))
        return clean

    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["clock"], zone(self.programme))
