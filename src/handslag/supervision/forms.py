from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from handslag.gatherings.models import Attendance
from handslag.programmes.models import Membership

CAME = [(status.value, status.label) for status in (*Attendance.CAME, Attendance.Status.ABSENT)]


class GroupForm(forms.Form):
    """A new group: its name and who leads it."""

    name = forms.CharField(label=_("Name of the group"), max_length=120)
    supervisor: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, label=_("Who leads it"))

    def __init__(self, *args, supervisors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].queryset = supervisors
        self.fields["supervisor"].label_from_instance = lambda membership: str(membership.person)


class MentorsForm(forms.Form):
    """Mentors who join a group."""

    mentors: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None,
        label=_("Who joins the group"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one mentor.")},
    )

    def __init__(self, *args, mentors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentors"].queryset = mentors
        self.fields["mentors"].label_from_instance = lambda membership: str(membership.person)


class MeetingForm(forms.Form):
    """When and where the group meets."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    online_link = forms.URLField(label=_("Link, if you meet online"), required=False, assume_scheme="https")

    def __init__(self, *args, zone: ZoneInfo, first_day: date, **kwargs):
        self.zone, self.first_day = zone, first_day
        super().__init__(*args, **kwargs)

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if day < self.first_day:
            raise forms.ValidationError(_("The programme has not begun on this day. Choose a later one."))
        return day

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], self.zone)


class HoldForm(forms.Form):
    """Who came, and the notes. Everybody came until somebody says otherwise."""

    notes = forms.CharField(
        label=_("Notes"),
        help_text=_("What you talked about and agreed. No names of mentees, health, faith or papers."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write a few lines. They show that the meeting was held.")},
    )

    def __init__(self, *args, mentors: list[Membership], **kwargs):
        super().__init__(*args, **kwargs)
        self.mentors = {f"status_{mentor.pk}": mentor for mentor in mentors}
        for name, mentor in self.mentors.items():
            self.fields[name] = forms.ChoiceField(
                label=str(mentor.person), choices=CAME, initial=CAME[0][0], widget=forms.RadioSelect
            )

    def attendance(self):
        """The fields of who came, in order, for the page."""
        return [self[name] for name in self.mentors]

    @property
    def statuses(self) -> dict[Membership, str]:
        return {mentor: self.cleaned_data[name] for name, mentor in self.mentors.items()}
