from datetime import date, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from handslag.programmes.forms import planned_day
from handslag.programmes.models import Programme

from .inputs import day_input, instant, time_input


class MeetingForm(forms.Form):
    """When and where a pair, or a group, meets next."""

    day = forms.DateField(label=_("Which day?"), widget=day_input(), error_messages={"required": _("Choose a day.")})
    clock = forms.TimeField(
        label=_("What time?"), widget=time_input(), error_messages={"required": _("Choose a time.")}
    )
    place = forms.CharField(
        label=_("Where?"), required=False, max_length=160,
        help_text=_("A library, a café, or “video”. No home address."),
    )  # fmt: skip

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_day(self) -> date:
        return planned_day(self.programme, self.cleaned_data["day"])

    def starts_at(self) -> datetime:
        return instant(self.cleaned_data["day"], self.cleaned_data["clock"])
