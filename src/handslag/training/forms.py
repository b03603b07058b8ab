"""The forms of the training pages. They clean values and save nothing."""

from collections.abc import Collection
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handslag.gatherings.models import Attendance
from handslag.people.models import Person
from handslag.programmes.days import zone
from handslag.programmes.forms import planned_day
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import roles_with

from .models import Unit
from .roll import Roll


class MovingForm(forms.Form):
    """When and where a unit is held. Times are those of the programme's place."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    clock = forms.TimeField(label=gettext_lazy("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(
        label=gettext_lazy("Place"), max_length=160, required=False,
        help_text=gettext_lazy("House, street and town. Leave it empty if the session is only online."),
    )  # fmt: skip
    online_link = forms.URLField(
        label=gettext_lazy("Link, if it is online"), required=False, assume_scheme="https", max_length=200
    )

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < self.programme.starts_on:
            raise forms.ValidationError(_("The programme has not begun on this day. Choose a later one."))
        return planned_day(self.programme, day)

    def clean(self):
        clean = super().clean()
        if not self.errors and not clean.get("place") and not clean.get("online_link"):
            self.add_error("place", _("Say where: write a place, or a link if it is online."))
        return clean

    def starts_at(self) -> datetime:
        clean = self.cleaned_data
        return datetime.combine(clean["day"], clean["clock"], zone(self.programme))


class SessionForm(MovingForm):
    """A new session: also how long it is, and who leads it."""

    minutes = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=15, max_value=600)
    led_by: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Who leads it"), queryset=None, required=False,
        empty_label=gettext_lazy("Not decided yet"),
    )  # fmt: skip
    field_order = ("day", "clock", "minutes")

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, programme=unit.programme, **kwargs)
        self.fields["minutes"].initial = unit.minutes
        self.fields["led_by"].queryset = _leaders(self.programme)  # type: ignore[attr-defined]


def _leaders(programme: Programme):
    """Those who may take attendance in the programme can lead a session."""
    roles = Membership.objects.of(programme.organisation_id).filter(
        programme=programme, role__in=roles_with("attendance.take"), ended_at=None
    )
    people = Person.objects.of(programme.organisation_id).filter(pk__in=roles.values("person"), erased_at=None)
    return people.order_by("given_name", "family_name")


class CancelForm(forms.Form):
    """Why a session is not held."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Everybody who was to come reads it. No names, health, faith or papers."),
        max_length=300,
    )  # fmt: skip


class AttendanceForm(forms.Form):
    """One question for each mentor on the roll. The button `rest` says that all who are not marked came.

    `sure`: of whom the page has asked already whether they are to lose the training.
    """

    rest = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, roll: Roll, sure: Collection[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {f"m-{member.pk}": member for member in roll.members}
        self.sure = set(sure)
        for name, member in self.members.items():
            self.fields[name] = forms.ChoiceField(
                label=str(member.person), choices=Attendance.Status.choices, required=False,
                widget=forms.RadioSelect, initial=roll.statuses.get(member.pk),
            )  # fmt: skip

    def questions(self):
        """The fields of the mentors, in the order of the roll."""
        return [self[name] for name in self.members]

    def clean(self):
        clean = super().clean()
        if not self.errors and not clean["rest"] and not any(clean[name] for name in self.members):
            raise forms.ValidationError(_("Nobody is marked yet. Mark who came, or press “Everybody came”."))
        return clean

    def ask_again(self, losing: list[Membership]) -> bool:
        """Whether somebody of `losing` was not asked about before: then the form says who, and is saved the next
        time."""
        if {str(member.pk) for member in losing} <= self.sure:
            return False
        self.sure = {str(member.pk) for member in losing}
        said = ngettext(
            "After this %(names)s lacks a unit and is not trained any more: the figures change. Is it right? Save once more.",  # noqa: E501
            "After this %(names)s lack a unit and are not trained any more: the figures change. Is it right? Save once more.",  # noqa: E501
            len(losing),
        )
        self.add_error(None, said % {"names": ", ".join(str(member.person) for member in losing)})
        return True

    def statuses(self) -> dict[Membership, str]:
        """What to write: one status for each mentor who is marked, or, with `rest`, for all."""
        others = Attendance.Status.PRESENT if self.cleaned_data["rest"] else ""
        said = {member: self.cleaned_data[name] or others for name, member in self.members.items()}
        return {member: status for member, status in said.items() if status}
