"""What is asked when two are paired by hand, and when a pair ends."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .models import Decision, Pair
from .readiness import Candidate


class LockForm(forms.Form):
    """Which two to put together. `mentors` and `mentees` are those who can still be chosen."""

    reason = forms.ChoiceField(label=gettext_lazy("Why you choose so"), choices=Decision.Reason, required=False)
    field_order = ("mentee", "mentor", "reason")

    def __init__(self, *args, mentors: list[Candidate], mentees: list[Candidate], **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates = {str(c.membership.pk): c.membership for c in (*mentors, *mentees)}
        empty = ("", _("Choose"))
        of_mentee = [(str(c.membership.pk), str(c.membership.person)) for c in mentees]
        of_mentor = [(str(c.membership.pk), _with_places(c)) for c in mentors]
        self.fields["reason"].initial = Decision.Reason.JUDGEMENT
        self.fields["mentee"] = forms.ChoiceField(label=_("Mentee"), choices=[empty, *of_mentee])
        self.fields["mentor"] = forms.ChoiceField(label=_("Mentor"), choices=[empty, *of_mentor])
        self.order_fields(self.field_order)

    def chosen(self, name: str):
        """The membership that was chosen as `mentor` or `mentee`."""
        return self.candidates[self.cleaned_data[name]]


def _with_places(mentor: Candidate) -> str:
    if mentor.places == 1 and not mentor.running:
        return str(mentor.membership.person)
    places = ngettext("%(n)s place", "%(n)s places", mentor.places) % {"n": mentor.places}
    return f"{mentor.membership.person} ({places})"


class EndingForm(forms.Form):
    """Why and when a pair ended."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why does the pair end?"), choices=Pair.EndReason, widget=forms.RadioSelect
    )
    on = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class WeightsForm(forms.Form):
    """How much each criterion counts. `words`: criterion -> name and what it looks at."""

    MOST = 100

    def __init__(self, *args, words: Mapping[str, tuple], **kwargs):
        super().__init__(*args, **kwargs)
        for criterion, (name, looks_at) in words.items():
            self.fields[criterion] = forms.IntegerField(
                label=name, help_text=looks_at, min_value=0, max_value=self.MOST,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Something has to count. Give at least one of them more than 0."))
        return cleaned
