"""What is asked about groups: how large, who is in one, and why somebody leaves."""

from collections.abc import Iterable

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.matching.gathering import LEAST, MOST, Sizes
from handslag.matching.understood import understood_as
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role

from . import wording
from .actions import Plan
from .forms import ended_by_hand
from .grouping import Choosable, Choosables
from .leaving import call_to_choose
from .models import Pair

GONE = {"invalid_choice": gettext_lazy("Somebody whom you chose is not free any more. Look at the list again.")}
NUMBERS = [(n, str(n)) for n in range(LEAST, MOST + 1)]


class SizesForm(forms.Form):
    """What groups to suggest."""

    mentors = forms.TypedChoiceField(
        label=gettext_lazy("Mentors in each group"), coerce=int, choices=[(1, "1"), (2, "2")], initial=1
    )
    least = forms.TypedChoiceField(
        label=gettext_lazy("At least this many mentees"), coerce=int, choices=NUMBERS, initial=3
    )
    most = forms.TypedChoiceField(
        label=gettext_lazy("At most this many mentees"), coerce=int, choices=NUMBERS, initial=6
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and cleaned["least"] > cleaned["most"]:
            self.add_error("most", _("This has to be at least as many."))
        return cleaned

    def sizes(self) -> Sizes:
        return Sizes(**self.cleaned_data)


class GroupForm(forms.Form):
    """A new group: what it is called, its language and theme, and who is in it."""

    name = forms.CharField(
        label=gettext_lazy("What the group is called"), max_length=80,
        help_text=gettext_lazy("Everybody in it reads this name."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("The language they speak together"))
    theme = forms.ChoiceField(label=gettext_lazy("What it is about"), required=False)
    mentors = forms.MultipleChoiceField(
        label=gettext_lazy("Mentors"), help_text=gettext_lazy("One or two."), widget=forms.CheckboxSelectMultiple,
        error_messages=GONE,
    )  # fmt: skip
    mentees = forms.MultipleChoiceField(
        label=gettext_lazy("Mentees"), help_text=gettext_lazy("Two to eight."), widget=forms.CheckboxSelectMultiple,
        error_messages=GONE,
    )  # fmt: skip
    asked = forms.BooleanField(
        label=gettext_lazy("We have asked all of them, and they have said yes"),
        error_messages={"required": gettext_lazy("Ask them first. Then tick this.")},
    )

    def __init__(self, *args, programme: Programme, people: Choosables, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        mentors, mentees = people.free_mentors, people.free_mentees
        self.members = {str(one.membership.pk): one.membership for one in (*mentors, *mentees)}
        codes = sorted({understood_as(code) for one in (*mentors, *mentees) for code in one.speaks})
        _offer(self, "language", [("", _("Choose")), *((code, wording.languages([code])) for code in codes)])
        themes = [row["code"] for row in programme.lists.get("theme", ()) if row["code"] != "not_said"]
        named = ((code, wording.label(programme, "theme", code)) for code in themes)
        _offer(self, "theme", [("", _("Different things")), *named])
        _offer(self, "mentors", [_choice(one) for one in mentors])
        _offer(self, "mentees", [_choice(one) for one in mentees])

    def plan(self) -> Plan:
        clean = self.cleaned_data
        return Plan(
            self.programme, clean["name"], clean["language"], clean["theme"], self._chosen("mentors"),
            self._chosen("mentees"),
        )  # fmt: skip

    def _chosen(self, name: str) -> list[Membership]:
        """The members chosen in a field, each once and with the account, for the language of the letter."""
        rows = Membership.objects.of(self.programme.organisation_id).select_related("person__account")
        found = {str(row.pk): row for row in rows.filter(pk__in=self.cleaned_data[name])}
        return [found[key] for key in dict.fromkeys(self.cleaned_data[name])]


class NewMenteeForm(forms.Form):
    """Who comes to a group that meets already."""

    mentee = forms.ChoiceField(label=gettext_lazy("Mentee"), widget=forms.RadioSelect, error_messages=GONE)
    asked = forms.BooleanField(
        label=gettext_lazy("We have asked this mentee and the mentors, and they have said yes"),
        error_messages={"required": gettext_lazy("Ask them first. Then tick this.")},
    )

    def __init__(self, *args, people: Iterable[Choosable], **kwargs):
        super().__init__(*args, **kwargs)
        people = list(people)
        self.members = {str(one.membership.pk): one.membership for one in people}
        _offer(self, "mentee", [_choice(one) for one in people])

    def chosen(self) -> Membership:
        return self.members[self.cleaned_data["mentee"]]


class LeavingForm(forms.Form):
    """Why and when somebody leaves a group."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why does this person leave the group?"), widget=forms.RadioSelect,
        help_text=gettext_lazy("Has this person left the programme? Then we look for nobody new for that person."),
    )  # fmt: skip
    on = forms.DateField(
        label=gettext_lazy("Last day in the group"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, member: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        others = Pair.EndReason.MENTEE_LEFT if member.role == Role.MENTOR else Pair.EndReason.MENTOR_LEFT
        _offer(self, "reason", [(code, word) for code, word in ended_by_hand() if code != others])


def _choice(one: Choosable) -> tuple[str, str]:
    """The name, and below it what is told about the person; first of all that one wants nobody for now."""
    mark = format_html("<br><strong>{}</strong>", call_to_choose()) if one.pauses else ""
    about = format_html('<br><span class="muted">{}</span>', one.about)
    return str(one.membership.pk), format_html("<bdi>{}</bdi>{}{}", one.name, mark, about)


def _offer(form: forms.Form, name: str, choices: list) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def initial_from(query) -> dict[str, object]:
    """What the form shows at first, from the address that a suggestion leads to."""
    return {
        "language": query.get("language", ""), "theme": query.get("theme", ""),
        "mentors": query.getlist("mentors"), "mentees": query.getlist("mentees"),
    }  # fmt: skip
