from django import forms
from django.utils.translation import gettext_lazy as _

from handslag.pairs.models import Pair

from ..choices import coded, labels
from ..models import FinalAssessment, Goal
from .inputs import offer


class FinalGoalForm(forms.Form):
    """How one goal ended."""

    status = forms.ChoiceField(label=_("How did it end?"), choices=Goal.Status, widget=forms.RadioSelect)
    result = forms.CharField(
        label=_("What came of it, in one line?"), max_length=300, required=False,
        help_text=_("For example: I started the course in May."),
    )  # fmt: skip
    helped = forms.MultipleChoiceField(label=_("What helped?"), required=False, widget=forms.CheckboxSelectMultiple)
    hindered = forms.MultipleChoiceField(
        label=_("What made it hard?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    goes_on = forms.BooleanField(label=_("I go on with this goal"), required=False)
    goes_on_with = forms.CharField(
        label=_("Who helps you then?"), max_length=120, required=False, help_text=_("For example: the school.")
    )

    def __init__(self, *args, pair: Pair, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [(row.code, row.label) for row in coded(pair.programme, "hindered")]
        offer(self, "helped", rows)
        offer(self, "hindered", rows)


class FinalNeedsForm(forms.Form):
    """How much help is needed now, area by area."""

    def __init__(self, *args, pair: Pair, start: dict[str, str], **kwargs):
        """`start`: area -> the need at the start in words, where it was said."""
        super().__init__(*args, **kwargs)
        needs = [(row.code, row.label) for row in coded(pair.programme, "need")]
        for area in coded(pair.programme, "area"):
            before = start.get(area.code)
            self.fields[area.code] = forms.ChoiceField(
                label=area.label, choices=needs, widget=forms.RadioSelect,
                help_text=_("At the start: %(need)s.") % {"need": before} if before else "",
                error_messages={"required": _("Choose one answer for each.")},
            )  # fmt: skip

    @property
    def needs(self) -> dict[str, int]:
        return {area: int(need) for area, need in self.cleaned_data.items()}


class ReflectionForm(forms.Form):
    """What one of the two thinks."""

    text = forms.CharField(
        label=_("What do you take with you from this time?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What went well? What was hard? What did you learn?"),
    )  # fmt: skip
    shared = forms.BooleanField(label=_("The other one may read this"), required=False)


class AfterwardsForm(forms.Form):
    """What the two want of each other afterwards, and what the programme can learn."""

    relation = forms.ChoiceField(
        label=_("How do you want it to be afterwards?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )  # fmt: skip
    contact_rule = forms.CharField(
        label=_("Your rules for contact"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: we write, and meet twice a year."),
    )  # fmt: skip
    life_map = forms.BooleanField(label=_("We drew our life maps again"), required=False)
    advice = forms.CharField(
        label=_("Your advice to the programme"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args, pair: Pair, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "relation", list(labels(pair.programme, "relation_after").items()))


class FinalSignatureForm(forms.Form):
    """Sign with one's name; the team signs for the one who is in the room."""

    member = forms.ChoiceField(label=_("Who signs?"), widget=forms.RadioSelect)
    signed_name = forms.CharField(
        label=_("Type the name to sign"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def __init__(self, *args, members: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        if len(members) == 1:
            self.fields["member"] = forms.ChoiceField(choices=members, initial=members[0][0], widget=forms.HiddenInput)
        else:
            offer(self, "member", members)


class NotDoneForm(forms.Form):
    """Why a pair that has ended did no final assessment."""

    reason = forms.ChoiceField(
        label=_("Why was it not done?"), choices=FinalAssessment.NotDone, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )  # fmt: skip
