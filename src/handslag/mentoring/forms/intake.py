from datetime import date, datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.content.models import Document
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.forms import planned_day
from handslag.programmes.models import Membership

from ..models import Signature
from ..names import is_name_of
from .inputs import day_input, instant, offer, time_input

MEETINGS = 3
NOT_AFTER = gettext_lazy("The next meetings come after the first one.")


def _check_name(form: forms.Form, field: str, person: Person) -> None:
    """Ask for the name of `person` where another one stands in `field`."""
    typed = (form.cleaned_data.get(field) or "").strip()
    if typed and not is_name_of(typed, str(person)):
        form.add_error(field, _("This has to be the name of %(name)s, who signs here.") % {"name": person})


class IntakeForm(forms.Form):
    """The first meeting as the team writes it down, with up to three next meetings and the signatures."""

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

    def __init__(self, *args, pair: Pair, documents, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.pair = pair
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]
        self.fields["held_on"].initial = today
        for number in range(1, MEETINGS + 1):
            self._add_meeting(number)
        for key, membership in (("mentor", pair.mentor), ("mentee", pair.mentee)):
            label = _("Signature of %(name)s") % {"name": membership.person}
            self.fields[f"{key}_name"] = forms.CharField(
                label=label, required=False, max_length=160,
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
        _check_name(self, "mentor_name", self.pair.mentor.person)
        _check_name(self, "mentee_name", self.pair.mentee.person)
        return cleaned

    def _check_day(self, number: int, day: date, held_on: date | None) -> None:
        try:
            planned_day(self.pair.programme, day)
        except forms.ValidationError as error:
            self.add_error(f"day_{number}", error)
        if held_on and day < held_on:
            self.add_error(f"day_{number}", NOT_AFTER)

    def next_meetings(self) -> list[tuple[datetime, str]]:
        rows = [[self.cleaned_data[field.name] for field in row] for row in self.meeting_rows()]
        return [(instant(day, clock), place) for day, clock, place in rows if day]

    def signed_in_room(self) -> list[tuple[Membership, str]]:
        names = [(self.pair.mentor, "mentor_name"), (self.pair.mentee, "mentee_name")]
        return [(member, self.cleaned_data[key]) for member, key in names if self.cleaned_data[key].strip()]


class OwnSignatureForm(forms.Form):
    """One of the two signs on an own device."""

    signed_name = forms.CharField(
        label=gettext_lazy("Type your name to sign"), max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Type your name to sign.")},
    )  # fmt: skip

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self):
        cleaned = super().clean()
        _check_name(self, "signed_name", self.person)
        return cleaned


class RoomSignatureForm(forms.Form):
    """Staff take a signature in the room, or note one on paper."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who signs?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who signs.")},
    )  # fmt: skip
    method = forms.ChoiceField(
        label=gettext_lazy("How?"), widget=forms.RadioSelect, initial=Signature.Method.IN_ROOM,
        choices=[(m.value, m.label) for m in (Signature.Method.IN_ROOM, Signature.Method.PAPER)],
    )  # fmt: skip
    signed_name = forms.CharField(
        label=gettext_lazy("The name as signed"), max_length=160,
        error_messages={"required": gettext_lazy("Type the name.")},
    )  # fmt: skip

    def __init__(self, *args, missing: list[Membership], **kwargs):
        super().__init__(*args, **kwargs)
        self.missing = {str(membership.pk): membership for membership in missing}
        offer(self, "who", [(pk, str(membership.person)) for pk, membership in self.missing.items()])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("who"):
            _check_name(self, "signed_name", self.signer().person)
        return cleaned

    def signer(self) -> Membership:
        return self.missing[self.cleaned_data["who"]]
