"""What is asked when two are paired by hand, and when a pair ends."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handslag.programmes.models import Membership

from .models import Answer, Decision, Pair
from .readiness import Candidate


class LockForm(forms.Form):
    """Which two to put together. `mentors` and `mentees` are those who can still be chosen."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why you choose so"), choices=[("", gettext_lazy("Choose")), *Decision.Reason.choices],
        required=False,
    )  # fmt: skip
    field_order = ("mentee", "mentor", "reason")

    def __init__(self, *args, mentors: list[Candidate], mentees: list[Candidate], **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates = {str(c.membership.pk): c.membership for c in (*mentors, *mentees)}
        empty = ("", _("Choose"))
        of_mentee = [(str(c.membership.pk), str(c.membership.person)) for c in mentees]
        of_mentor = [(str(c.membership.pk), _with_places(c)) for c in mentors]
        gone = {"invalid_choice": _("This person cannot be chosen any more. Choose somebody else.")}
        self.fields["mentee"] = forms.ChoiceField(label=_("Mentee"), choices=[empty, *of_mentee], error_messages=gone)
        self.fields["mentor"] = forms.ChoiceField(label=_("Mentor"), choices=[empty, *of_mentor], error_messages=gone)
        self.order_fields(self.field_order)

    def refuse(self, why_not: str) -> None:
        """Say why these two were refused, and only that: who was chosen may be nobody to choose any more."""
        self.errors.clear()
        self.add_error(None, why_not)

    def chosen(self, name: str):
        """The membership that was chosen as `mentor` or `mentee`."""
        return self.candidates[self.cleaned_data[name]]


def _with_places(mentor: Candidate) -> str:
    if mentor.places == 1 and not mentor.running:
        return str(mentor.membership.person)
    places = ngettext("%(n)s place", "%(n)s places", mentor.places) % {"n": mentor.places}
    return f"{mentor.membership.person} ({places})"


def ended_by_hand() -> list[tuple[str, str]]:
    """The reasons that somebody of the team can give; the others come by what the two say."""
    asked = {"declined", "no_answer"}
    return [(str(code), str(word)) for code, word in Pair.EndReason.choices if code not in asked]


class EndingForm(forms.Form):
    """Why and when a pair ended, and who of the two wants no new one for now."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why does the pair end?"), choices=Pair.EndReason, widget=forms.RadioSelect,
        help_text=gettext_lazy("Has one of the two left? We look for nobody new for that person."),
    )  # fmt: skip
    on = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    mentee_pauses = forms.BooleanField(required=False)
    mentor_pauses = forms.BooleanField(required=False)

    def __init__(self, *args, pair: Pair, **kwargs):
        super().__init__(*args, **kwargs)
        self.pair = pair
        self.fields["reason"].choices = ended_by_hand()  # type: ignore[attr-defined]
        names = {"mentee": pair.mentee.person.given_name, "mentor": pair.mentor.person.given_name}
        self.fields["mentee_pauses"].label = _("%(mentee)s wants no new mentor for now") % names
        self.fields["mentor_pauses"].label = _("%(mentor)s wants no new mentee for now") % names
        for side, name in names.items():
            self.fields[f"{side}_pauses"].help_text = _("Has %(name)s moved away? Then tick this too.") % {"name": name}

    def pausing(self) -> list[Membership]:
        """Those who want nobody for now."""
        pauses = {"mentee_pauses": self.pair.mentee, "mentor_pauses": self.pair.mentor}
        return [member for field, member in pauses.items() if self.cleaned_data[field]]


class AnswerForm(forms.Form):
    """Yes or no to a pair, for one of the two. The buttons say which; a no has a reason."""

    said = forms.ChoiceField(choices=Answer.Said)
    reason = forms.ChoiceField(
        label=gettext_lazy("Why not?"), choices=Answer.Reason, required=False, widget=forms.RadioSelect
    )


class ToldAnswerForm(AnswerForm):
    """The same for a colleague who writes down what one of the two has said; `name`: the first name of that one."""

    REASONS = {
        Answer.Reason.TIME: gettext_lazy("Has no time now"),
        Answer.Reason.DISTANCE: gettext_lazy("It is too far"),
        Answer.Reason.LANGUAGE: gettext_lazy("They do not share a language well enough"),
        Answer.Reason.WISH: gettext_lazy("Hoped for somebody else"),
        Answer.Reason.KNOWN: gettext_lazy("Knows this person"),
        Answer.Reason.UNSAID: gettext_lazy("Does not want to say"),
    }

    def __init__(self, *args, name: str, **kwargs):
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.label = _("Why not? What %(name)s says") % {"name": name}
        reason.choices = list(self.REASONS.items())  # type: ignore[attr-defined]


class WeightsForm(forms.Form):
    """How much each criterion counts. `words`: criterion -> name and what it looks at."""

    MOST = 100

    def __init__(self, *args, words: Mapping[str, tuple], **kwargs):
        super().__init__(*args, **kwargs)
        sentence = _("Write a whole number from 0 to %(most)s.") % {"most": self.MOST}
        wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)
        for criterion, (name, looks_at) in words.items():
            self.fields[criterion] = forms.IntegerField(
                label=name, help_text=looks_at, min_value=0, max_value=self.MOST,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}), error_messages=wrong,
            )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Something has to count. Give at least one of them more than 0."))
        return cleaned
