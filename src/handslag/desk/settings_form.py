"""The form with which a programme is corrected after it was made."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handslag.programmes.forms import planned_day
from handslag.programmes.models import Place, Programme
from handslag.recruitment.models import Call

from .actions import Corrections, code_of
from .forms import LONGEST_PLACE, ContactFields, place_names

CONTACT = ("contact_name", "contact_phone", "contact_hours")


class SettingsForm(ContactFields):
    """One field for each place and each open call. A place is renamed by writing over it, removed by emptying it.

    `chosen`: the codes of places that people have chosen. `calls`: those whose last day can be moved from `today` on.
    """

    title = forms.CharField(label=_("Name of the programme"), max_length=160)
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    more_places = forms.CharField(
        label=_("More places"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Towns or districts where people live or can meet. One on each line."),
    )  # fmt: skip
    field_order = ["title", *CONTACT, "languages"]

    def __init__(
        self, data=None, *, programme: Programme, places: list[Place], chosen: set[str], calls: Iterable[Call],
        today: date,
    ):  # fmt: skip
        held = {name: getattr(programme, name) for name in ("title", "languages", *CONTACT)}
        super().__init__(data, initial=held)
        self.programme, self.today = programme, today
        self.places = {f"place_{place.pk.hex}": place for place in places}
        self.calls = {f"last_day_{call.pk.hex}": call for call in calls}
        offered = dict(settings.LANGUAGES)
        cast(forms.MultipleChoiceField, self.fields["languages"]).choices = [
            *offered.items(), *((code, code) for code in programme.languages if code not in offered)
        ]  # fmt: skip
        more = self.fields.pop("more_places")
        for name, place in self.places.items():
            self.fields[name] = _place_field(place, is_chosen=place.code in chosen)
        self.fields["more_places"] = more
        for name, call in self.calls.items():
            self.fields[name] = _day_field(call)

    def clean_languages(self) -> list[str]:
        """The language that led keeps leading while it is there."""
        wanted, held = self.cleaned_data["languages"], self.programme.languages
        return [*(code for code in held if code in wanted), *(code for code in wanted if code not in held)]

    def clean_more_places(self) -> list[str]:
        return place_names(self.cleaned_data["more_places"])

    def clean(self):
        clean = super().clean() or {}
        for name, call in self.calls.items():
            day = clean.get(name)
            if day and day != call.closes_on and day < max(self.today, call.opens_on):
                least = date_format(max(self.today, call.opens_on), "j F Y")
                self.add_error(name, ValidationError(_("Choose %(day)s or a later day."), params={"day": least}))
            elif day and day != call.closes_on:
                self._look_at_the_end(name, day)
        self._look_at_places(clean)
        return clean

    def _look_at_the_end(self, name: str, day: date) -> None:
        """A day long after the end of the programme is told at its own field."""
        try:
            planned_day(self.programme, day)
        except ValidationError as error:
            self.add_error(name, error)

    def _look_at_places(self, clean: dict) -> None:
        """At least one place is left, and none stands there twice."""
        if self.places.keys() - clean.keys() or "more_places" not in clean:
            return
        # The code stays when a place is renamed, so both the code and what is made of the new name are taken.
        kept = {place: clean[name] for name, place in self.places.items() if clean[name]}
        codes = [{place.code, code_of(name)} for place, name in kept.items()]
        codes += [{code_of(name)} for name in clean["more_places"]]
        if not codes:
            self.add_error("more_places", _("Write at least one place."))
        elif sum(map(len, codes)) > len(set().union(*codes)):
            self.add_error("more_places", _("A place stands there twice."))

    def corrections(self) -> Corrections:
        """What was changed, for `actions.correct`."""
        clean = self.cleaned_data
        return Corrections(
            settings={name: clean[name] for name in ("title", "languages", *CONTACT)},
            places=[(place, clean[name]) for name, place in self.places.items() if clean[name] != place.name],
            more_places=clean["more_places"],
            last_days=[(call, clean[name]) for name, call in self.calls.items() if clean[name] != call.closes_on],
        )


def _place_field(place: Place, *, is_chosen: bool) -> forms.CharField:
    text = _("People have chosen it: it can be renamed, not removed.") if is_chosen else _("Empty it to remove it.")
    return forms.CharField(
        label=gettext("Place: %(where)s") % {"where": place.name}, initial=place.name, max_length=LONGEST_PLACE,
        required=is_chosen, help_text=text,
    )  # fmt: skip


def _day_field(call: Call) -> forms.DateField:
    label = _("Last day for mentors to apply") if call.role == "mentor" else _("Last day for mentees to apply")
    return forms.DateField(
        label=label, initial=call.closes_on, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
