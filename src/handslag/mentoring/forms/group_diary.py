from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.pairs.models import Pair

from .diary import MET, DiaryForm
from .inputs import offer

OF_ONE = ("what", "formal_step", "flags")  # these are about one mentee, or about a meeting that was not


class GroupDiaryForm(DiaryForm):
    """The diary of a meeting of a group: who was there, then the taps of the diary, once for all."""

    there = forms.MultipleChoiceField(
        label=gettext_lazy("Who was there?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose who was there.")},
    )  # fmt: skip

    def __init__(self, *args, pairs: Sequence[Pair], today: date, **kwargs):
        """`pairs`: those of the mentor in the group that have begun; not empty."""
        super().__init__(*args, pair=pairs[0], goals=(), today=today, **kwargs)
        self.pairs = {str(pair.pk): pair for pair in pairs}
        for name in OF_ONE:
            del self.fields[name]
        self.order_fields(["entry_id", "there"])
        offer(self, "there", [(pk, pair.mentee.person.given_name) for pk, pair in self.pairs.items()])
        self.fields["sentence"].label = _("What moved in the group?")
        self.fields["sentence"].help_text = _("What is about one person alone belongs in the diary with that person.")

    def clean(self):
        self.cleaned_data["what"] = MET
        return super().clean()

    def values(self) -> dict:
        """What the action `write_group_diary` takes, without the actor and the clock."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("unsafe", "what", "there")}
        return values | {"pairs": [self.pairs[pk] for pk in self.cleaned_data["there"]]}
