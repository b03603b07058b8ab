"""Which flyer: the language, the place that it names, and where it will hang."""

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from handslag.programmes.models import Programme

from .flyers import EVERY_PLACE, Flyer, channel_code, town_in_words


class FlyerForm(forms.Form):
    lang = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    town = forms.ChoiceField(label=gettext_lazy("Which place does it name?"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Where will it hang?"), required=False)
    own = forms.CharField(
        label=gettext_lazy("Or in your own words"), required=False, max_length=40,
        help_text=gettext_lazy("For example: library Lund. The code remembers it, so you see later what worked."),
    )  # fmt: skip

    def __init__(self, *args, flyers: list[Flyer], programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.languages = [flyer.language for flyer in flyers]
        draft = _("%(language)s (draft)")
        self.fields["lang"].choices = [  # type: ignore[attr-defined]
            (flyer.language, draft % {"language": flyer.name} if flyer.is_draft else flyer.name) for flyer in flyers
        ]
        self.fields["town"].choices = _towns(programme)  # type: ignore[attr-defined]
        places = [(row["code"], _label(row)) for row in programme.lists.get("channel", [])]
        self.fields["place"].choices = [("", _("Not chosen")), *places]  # type: ignore[attr-defined]

    @property
    def language(self) -> str:
        """The language asked for, else the first there is."""
        asked = self.cleaned_data.get("lang")
        return asked or next(iter(self.languages), "")

    @property
    def named(self) -> str:
        """The code of the place that the flyer names; empty for the usual one."""
        return self.cleaned_data.get("town", "")

    @property
    def channel(self) -> str:
        return channel_code(self.cleaned_data.get("own", "")) or self.cleaned_data.get("place", "")


def _towns(programme: Programme) -> list[tuple[str, str]]:
    """What the flyer names if nothing is chosen, each place, and all of them together."""
    usual = town_in_words(programme, "", get_language() or "en")
    each = [(place.code, place.name) for place in programme.places.all() if place.name != usual]
    every = town_in_words(programme, EVERY_PLACE, get_language() or "en")
    return [("", usual), *each, *([(EVERY_PLACE, every)] if len(each) > 1 and every != usual else [])]


def _label(row: dict) -> str:
    label = row.get("label", {})
    return label.get(get_language()) or label.get("en") or row["code"]
