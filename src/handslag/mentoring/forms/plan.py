from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from handslag.pairs.models import Pair
from handslag.programmes.forms import planned_day

from ..choices import coded
from ..models import Goal
from .inputs import day_input, offer


class GoalForm(forms.Form):
    """What the mentee wants to reach, by when, and the first small step."""

    area = forms.ChoiceField(
        label=_("What is it about?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one area.")}
    )
    text = forms.CharField(
        label=_("What do you want to reach?"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One thing that you can see when it is done. Use your own words."),
        error_messages={"required": _("Write what you want to reach.")},
    )  # fmt: skip
    first_step = forms.CharField(
        label=_("What is the first small step?"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Something you can do this week or next."),
    )  # fmt: skip
    due_on = forms.DateField(
        label=_("By which day?"), widget=day_input(), error_messages={"required": _("Choose a day.")}
    )

    def __init__(self, *args, pair: Pair, **kwargs):
        super().__init__(*args, **kwargs)
        rows = coded(pair.programme, "area")
        offer(self, "area", [(row.code, row.label) for row in rows])
        self.icons = {row.code: row.icon for row in rows}
        self.pair = pair

    def clean_due_on(self) -> date:
        return planned_day(self.pair.programme, self.cleaned_data["due_on"])


class GoalStatusForm(forms.Form):
    """How far a goal has come."""

    status = forms.ChoiceField(label=_("How far has it come?"), choices=Goal.Status)


class StepForm(forms.Form):
    """A formal step that was taken, and when."""

    code = forms.ChoiceField(label=_("Which step?"), error_messages={"required": _("Choose a step.")})
    done_on = forms.DateField(label=_("When?"), widget=day_input(), error_messages={"required": _("Choose a day.")})

    def __init__(self, *args, pair: Pair, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        areas = {row.code: row.label for row in coded(pair.programme, "area")}
        groups: dict[str, list] = {}
        for row in coded(pair.programme, "formal_step"):
            area = row.row.get("area", "")
            groups.setdefault(areas.get(area, area), []).append((row.code, row.label))
        offer(self, "code", [("", _("Choose")), *groups.items()])
        self.fields["done_on"].initial = today
