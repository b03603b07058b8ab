"""What is asked about private exclusions."""

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme
from handslag.questionnaires.lists import country_codes

from . import exclusions
from .access import who_can_read_exclusions
from .turning import Said


class TellForm(forms.Form):
    """Whom somebody does not want to meet, in the own words. `nobody`: the button that says so was pressed; who has
    `told` something before is not offered it."""

    words = forms.CharField(
        label=gettext_lazy("Who is it?"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=gettext_lazy("Write a name, a group or a country."),
    )  # fmt: skip

    def __init__(self, *args, nobody: bool, told: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.nobody, self.told = nobody, told

    def clean_words(self):
        words = "" if self.nobody else self.cleaned_data["words"].strip()
        if not words and not self.nobody:
            text = _("Write who it is.") if self.told else _("Write who it is. Or choose the button below.")
            raise forms.ValidationError(text)
        return words


class TurnForm(forms.Form):
    """The rules that are made of somebody's words. What a machine understands of them is ticked at first."""

    persons_chosen = forms.MultipleChoiceField(
        label=gettext_lazy("People who may not be paired with this person"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    names = forms.CharField(
        label=gettext_lazy("Names of people who are not here yet"), required=False, max_length=500,
        help_text=gettext_lazy("Separate them with commas. Whoever bears such a name is kept apart, now and later."),
    )  # fmt: skip
    countries = forms.CharField(
        label=gettext_lazy("Countries whose people may not be paired with this person"), required=False,
        max_length=500, help_text=gettext_lazy("Separate them with commas."),
    )  # fmt: skip
    nobody = forms.BooleanField(label=gettext_lazy("It means nobody here"), required=False)
    told_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, said: Said, others: Sequence[Membership], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(member.person_id): member.person for member in others}
        field = self.fields["persons_chosen"]
        choices = sorted(((pk, str(person)) for pk, person in self.people.items()), key=lambda c: c[1].casefold())
        field.choices = choices  # type: ignore[attr-defined]
        self.languages = {*dict(settings.LANGUAGES), *settings.DRAFT_LANGUAGES}
        found, persons = set(said.told.countries), set(said.told.persons)
        if said.told.waits:
            understood, _all = exclusions.read(said.told.text, exclusions.names_of(others), self.languages)
            of = {str(member.pk): str(member.person_id) for member in others}
            persons |= {of[key] for key in understood if key in of}
            found |= {code for code in understood if code in country_codes()}
        self.initial = {
            "persons_chosen": sorted(persons & self.people.keys()), "countries": ", ".join(sorted(found)),
            "names": said.told.names, "told_at": said.told.at.isoformat() if said.told.at else "",
        }  # fmt: skip

    def clean_countries(self):
        parts = [part.strip() for part in exclusions.parts(self.cleaned_data["countries"])]
        # A code is a country here and no word: the field is filled in with codes, and "NO" would be read as nobody.
        codes = {part for part in parts if part in country_codes()}
        rest = ", ".join(part for part in parts if part not in codes)
        found, understood = exclusions.read(rest, {}, {*self.languages, get_language() or "en"})
        if not understood:
            raise forms.ValidationError(_("One of these is no country that is known here. Write its name or its code."))
        return sorted(found | codes)

    def clean(self):
        cleaned = super().clean()
        rules = any(cleaned.get(name) for name in ("persons_chosen", "names", "countries"))
        if not self.errors and not rules and not cleaned.get("nobody"):
            self.add_error(
                "nobody", _("There is no rule yet. Choose whom it means, or tick that it means nobody here.")
            )
        if not self.errors and rules and cleaned.get("nobody"):
            self.add_error("nobody", _("There are rules above. Take this tick away, or take the rules away."))
        return cleaned

    def read_again(self) -> None:
        """Let the next press be about what stands on the page now; everything typed stays."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["told_at"] = self.initial["told_at"]
        self.data = data

    def persons(self) -> list[Person]:
        return [self.people[pk] for pk in self.cleaned_data["persons_chosen"]]


class ReadersForm(forms.Form):
    """One or two of the team who read what people say in confidence."""

    readers = forms.MultipleChoiceField(
        label=gettext_lazy("Who reads it"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("One person or two. All others see nothing of it."),
    )  # fmt: skip

    def __init__(self, *args, programme: Programme, now: Sequence[Membership], **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in who_can_read_exclusions(programme)}
        self.fields["readers"].choices = [(pk, str(m.person)) for pk, m in self.members.items()]  # type: ignore[attr-defined]
        self.initial = {"readers": [str(member.pk) for member in now]}

    def chosen(self) -> list[Membership]:
        return [self.members[pk] for pk in self.cleaned_data["readers"]]
