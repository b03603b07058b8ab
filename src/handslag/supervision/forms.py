from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from handslag.core.dates import short_day
from handslag.core.errors import Refused
from handslag.gatherings.models import Attendance
from handslag.pairs.models import Pair
from handslag.programmes.days import zone
from handslag.programmes.forms import planned_day
from handslag.programmes.models import Membership, Programme

from .actions import WrongFirstDay, refusals_of, refusals_to_ask
from .models import PairPause
from .queries import pause_days_most

CAME = [(status.value, status.label) for status in (*Attendance.CAME, Attendance.Status.ABSENT)]


class SupervisorForm(forms.Form):
    """Who leads a group."""

    supervisor: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label=_("Who leads it"), empty_label=_("Choose a supervisor")
    )

    def __init__(self, *args, supervisors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].queryset = supervisors
        self.fields["supervisor"].label_from_instance = lambda membership: str(membership.person)


class GroupForm(SupervisorForm):
    """A new group: its name and who leads it."""

    name = forms.CharField(label=_("Name of the group"), max_length=120)
    field_order = ["name", "supervisor"]


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

    def __init__(self, *args, programme: Programme, **kwargs):
        self.programme, self.zone = programme, zone(programme)
        super().__init__(*args, **kwargs)

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if day < self.programme.starts_on:
            raise forms.ValidationError(_("The programme has not begun on this day. Choose a later one."))
        return planned_day(self.programme, day)

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], self.zone)


class CancelForm(forms.Form):
    """Why a meeting is not held."""

    reason = forms.CharField(
        label=_("Why?"), help_text=_("Everybody in the group reads it. No names, health, faith or papers."),
        max_length=300,
    )  # fmt: skip


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


def _day(label) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class SnoozeForm(forms.Form):
    """Put a signal off, with the reason."""

    reason = forms.CharField(label=_("Why can it wait?"), max_length=300)
    until = _day(_("Until"))

    def __init__(self, *args, today: date, most: date, **kwargs):
        """`most`: the last day that may be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = _("From tomorrow to %(day)s.") % {"day": short_day(most)}
        self.initial.setdefault("until", today + timedelta(days=7))


class AnswerForm(forms.Form):
    """What was done about a signal."""

    outcome = forms.CharField(label=_("What did you do?"), max_length=600, widget=forms.Textarea(attrs={"rows": 2}))


# Of the team alone: who asks says so in the first person.
UNSAID = PairPause.Reason.UNSAID


class PauseForm(forms.Form):
    """Days on which a pair has agreed not to meet."""

    # Which of the two days a refusal is about; any other is about the last.
    ABOUT: ClassVar[dict[type[Refused], str]] = {WrongFirstDay: "from_on"}

    from_on = _day(_("First day"))
    until_on = _day(_("Last day"))
    reason = forms.ChoiceField(label=_("Why"), choices=[("", _("Choose")), *PairPause.Reason.choices])

    def __init__(self, *args, pair: Pair, besides: PairPause | None = None, **kwargs):
        """`besides`: the pause that is being changed."""
        super().__init__(*args, **kwargs)
        self.pair, self.besides = pair, besides
        if pair.started_on:
            said = _("Not before %(day)s, when they first met.")
            self.fields["from_on"].help_text = said % {"day": short_day(pair.started_on)}
        self.fields["until_on"].help_text = _("A pause is %(most)s days at most.") % {
            "most": pause_days_most(pair.programme)
        }

    def clean(self) -> None:
        """What the action would refuse, all at once and beside what else is missing."""
        first, last = self.cleaned_data.get("from_on"), self.cleaned_data.get("until_on")
        if first and last:
            for refusal in self.refusals(first, last):
                self.add_error(self.ABOUT.get(type(refusal), "until_on"), str(refusal))

    def refusals(self, first: date, last: date) -> Iterator[Refused]:
        return refusals_of(self.pair, first, last, self.besides)


class AskPauseForm(PauseForm):
    """One of the two asks for days without meetings."""

    reason = forms.ChoiceField(
        label=_("Why"), required=False,
        choices=[("", _("I do not want to say")), *(row for row in PairPause.Reason.choices if row[0] != UNSAID)],
    )  # fmt: skip

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["from_on"].help_text = _("Today or later.")

    def refusals(self, first: date, last: date) -> Iterator[Refused]:
        return refusals_to_ask(self.pair, first, last, self.today)


class RefusePauseForm(forms.Form):
    """Why there is no pause."""

    word = forms.CharField(
        label=_("Why not, or what can they do instead?"),
        help_text=_("Who asked reads it. No names, health, faith or papers."), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class FollowUpForm(forms.Form):
    """A decision: what, who, by when."""

    text = forms.CharField(label=_("What was decided?"), max_length=300)
    who: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label=_("Who does it?"), empty_label=_("Choose")
    )
    due_on = _day(_("By when?"))

    def __init__(self, *args, people, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        who = cast(forms.ModelChoiceField, self.fields["who"])
        who.queryset = people
        who.label_from_instance = lambda membership: str(membership.person)  # type: ignore[method-assign, assignment]
        self.initial.setdefault("due_on", today + timedelta(days=14))


class QuestionForm(forms.Form):
    """What a mentor wants to talk about."""

    text = forms.CharField(
        label=_("What do you want to talk about?"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names of mentees, health, faith or papers."),
    )  # fmt: skip


class ConcernForm(forms.Form):
    """Something feels wrong."""

    text = forms.CharField(
        label=_("What worries you?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A few words are enough. You do not have to be sure."),
        error_messages={"required": _("Write a few words. You do not have to know everything.")},
    )  # fmt: skip


class OutcomeForm(forms.Form):
    """What came of a concern."""

    outcome = forms.CharField(
        label=_("What came of it?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what came of it.")},
    )  # fmt: skip


class LeadsForm(forms.Form):
    """Who reads concerns."""

    leads: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Who reads concerns?"), widget=forms.CheckboxSelectMultiple,
        help_text=_("One person or two. Nobody else can open them."),
        error_messages={"required": _("Name one person or two.")},
    )  # fmt: skip

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leads"].queryset = team
        self.fields["leads"].label_from_instance = lambda membership: str(membership.person)
