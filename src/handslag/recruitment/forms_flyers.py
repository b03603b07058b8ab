"""Which flyer: the language, and where it will hang."""

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from handslag.programmes.models import Programme

from .flyers import Flyer, channel_code


class FlyerForm(forms.Form):
    lang = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
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
        places = [(row["code"], _label(row)) for row in programme.lists.get("channel", [])]
        self.fields["place"].choices = [("", _("Not chosen")), *places]  # type: ignore[attr-defined]

    @property
    def language(self) -> str:
        """The language asked for, else the first there is."""
        asked = self.cleaned_data.get("lang")
        return asked or next(iter(self.languages), "")

    @property
    def channel(self) -> str:
        return channel_code(self.cleaned_data.get("own", "")) or self.cleaned_data.get("place", "")


def _label(row: dict) -> str:
    label = row.get("label", {})
    return label.get(get_language()) or label.get("en") or row["code"]
