from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.content.models import Document
from handslag.pairs.grouping import sides_of
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.forms import planned_day
from handslag.programmes.models import Membership, Programme

from ..names import is_name_of
from .inputs import day_input, instant, offer, time_input

MEETINGS = 3
NOT_AFTER = gettext_lazy("The next meetings come after the first one.")


def check_name(form: forms.Form, field: str, person: Person) -> None:
    """Ask for the name of `person` where another one stands in `field`."""
    typed = (form.cleaned_data.get(field) or "").strip()
    if typed and not is_name_of(typed, str(person)):
        form.add_error(field, _("This has to be the name of %(name)s, who signs here.") % {"name": person})


class FirstMeetingForm(forms.Form):
    """A first meeting as the team writes it down, with up to three next meetings and the signatures of those who are
    there: `signers`, by the name of the field."""

    document = forms.ModelChoiceField(Document.objects.none(), widget=forms.HiddenInput)
    held_on = forms.DateField(
        label=gettext_lazy("Which day was the meeting?"), widget=day_input(),
        error_messages={"required": gettext_lazy("Choose a day.")},
    )  # fmt: skip
    read_aloud = forms.BooleanField(
        label=gettext_lazy("We read the code of conduct aloud"),
        error_messages={"required": gettext_lazy("Read the code of conduct together first. Then tick this.")},
    )
    own_points = forms.CharField(
        label=gettext_lazy("Your own points"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("How often, where, which language, how to reach each other. Up to three more."),
    )  # fmt: skip

    def __init__(
        self, *args, programme: Programme, signers: Mapping[str, Membership], documents, today: date, **kwargs
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.programme, self.signers = programme, signers
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]
        self.fields["held_on"].initial = today
        for number in range(1, MEETINGS + 1):
            self._add_meeting(number)
        for name, membership in signers.items():
            self.fields[name] = forms.CharField(
                label=_("Signature of %(name)s") % {"name": membership.person}, required=False, max_length=160,
                help_text=_("Type the name here, together. Leave it empty to sign later on the own phone."),
            )  # fmt: skip

    def _add_meeting(self, number: int) -> None:
        words = {"number": number}
        self.fields[f"day_{number}"] = forms.DateField(
            label=_("Meeting %(number)s: day") % words, required=False, widget=day_input()
        )
        self.fields[f"clock_{number}"] = forms.TimeField(
            label=_("Meeting %(number)s: time") % words, required=False, widget=time_input()
        )
        self.fields[f"place_{number}"] = forms.CharField(
            label=_("Meeting %(number)s: place") % words, required=False, max_length=160
        )

    def meeting_rows(self) -> list[list[forms.BoundField]]:
        """The fields of the next meetings, three a row."""
        return [[self[f"{name}_{number}"] for name in ("day", "clock", "place")] for number in range(1, MEETINGS + 1)]

    def signature_rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.signers]

    def clean(self):
        cleaned = super().clean()
        for number in range(1, MEETINGS + 1):
            day, clock = cleaned.get(f"day_{number}"), cleaned.get(f"clock_{number}")
            if day:
                self._check_day(number, day, cleaned.get("held_on"))
            if day and not clock and f"clock_{number}" not in self.errors:
                self.add_error(f"clock_{number}", _("Choose a time as well."))
            if not day and (clock or cleaned.get(f"place_{number}")) and f"day_{number}" not in self.errors:
                self.add_error(f"day_{number}", _("Choose a day as well."))
        for name, membership in self.signers.items():
            check_name(self, name, membership.person)
        return cleaned

    def _check_day(self, number: int, day: date, held_on: date | None) -> None:
        try:
            planned_day(self.programme, day)
        except forms.ValidationError as error:
            self.add_error(f"day_{number}", error)
        if held_on and day < held_on:
            self.add_error(f"day_{number}", NOT_AFTER)

    def said(self) -> dict[str, Any]:
        """What `actions.hold_intake` takes of it."""
        names = ("document", "held_on", "own_points", "read_aloud")
        typed = {name: self.cleaned_data[name] for name in names}
        return {**typed, "next_meetings": self.next_meetings(), "signed_in_room": self.signed_in_room()}

    def next_meetings(self) -> list[tuple[datetime, str]]:
        rows = [[self.cleaned_data[field.name] for field in row] for row in self.meeting_rows()]
        return [(instant(day, clock), place) for day, clock, place in rows if day]

    def signed_in_room(self) -> list[tuple[Membership, str]]:
        typed = ((member, self.cleaned_data[name]) for name, member in self.signers.items())
        return [(member, name) for member, name in typed if name.strip()]


class IntakeForm(FirstMeetingForm):
    """The first meeting of a pair."""

    def __init__(self, *args, pair: Pair, **kwargs):
        signers = {"mentor_name": pair.mentor, "mentee_name": pair.mentee}
        super().__init__(*args, programme=pair.programme, signers=signers, **kwargs)


class GroupIntakeForm(FirstMeetingForm):
    """The first meeting of a group: who was there, then the same for all. `pairs`: those that have not had it."""

    there = forms.MultipleChoiceField(
        label=gettext_lazy("Which mentees were there?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose who was there.")},
    )  # fmt: skip

    def __init__(self, *args, pairs: Sequence[Pair], **kwargs):
        mentors, mentees = sides_of(pairs)
        signers = {f"name_{member.pk}": member for member in (*mentors, *mentees)}
        super().__init__(*args, programme=pairs[0].programme, signers=signers, **kwargs)
        self.pairs, self.mentees = pairs, {str(mentee.pk): mentee for mentee in mentees}
        offer(self, "there", [(pk, str(mentee.person)) for pk, mentee in self.mentees.items()])
        self.fields["there"].initial = list(self.mentees)

    def clean(self):
        cleaned = super().clean()
        for pk, mentee in self.mentees.items():
            if pk not in cleaned.get("there", self.mentees) and (cleaned.get(f"name_{pk}") or "").strip():
                text = _("Tick above that %(name)s was there, or leave this empty.") % {"name": mentee.person}
                self.add_error(f"name_{pk}", text)
        return cleaned

    def pairs_there(self) -> list[Pair]:
        return [pair for pair in self.pairs if str(pair.mentee_id) in self.cleaned_data["there"]]
