import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.core.encryption import text_of
from handslag.pairs.models import Pair

from ..actions.errors import DayWritten, WrongDay, check_happened
from ..choices import coded, diary_choices, diary_question, worded
from ..models import DiaryEntry, Goal
from .inputs import day_input, offer

MET = DiaryEntry.What.MET
# The themes with which rights and duties are asked for (indicator 6).
RIGHTS_THEMES = {"health", "housing", "employment", "finances"}
BY_THEME = "by_theme"
THE_GOALS_THAT_FIT = gettext_lazy("The goals that fit what it was about")
# What stands folded on the page, after the five taps.
FOLDED = ("on_date", "again", "form", "minutes", "sentence", "goals", "formal_step", "rights_talk", "load", "flags")
FACES = [(1, gettext_lazy("Very bad")), (2, gettext_lazy("Bad")), (3, gettext_lazy("OK")),
         (4, gettext_lazy("Good")), (5, gettext_lazy("Very good"))]  # fmt: skip

MINUTES_WRONG = gettext_lazy("Write the minutes as a number from 0 to 600.")


class DiaryForm(forms.Form):
    """Five taps: what, themes, activity, mood, save. Everything else is filled in or may stay empty.

    The words and choices are those of the programme's diary form and lists, where it has them.
    """

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label=gettext_lazy("Did you meet?"), choices=DiaryEntry.What, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say first whether you met.")},
    )  # fmt: skip
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("What was it about?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    activity = forms.ChoiceField(label=gettext_lazy("What did you do?"), required=False, widget=forms.RadioSelect)
    mood = forms.TypedChoiceField(
        label=gettext_lazy("How was the meeting?"), required=False, coerce=int, empty_value=None, choices=FACES,
        widget=forms.RadioSelect,
    )  # fmt: skip
    on_date = forms.DateField(
        label=gettext_lazy("Date"), widget=day_input(), error_messages={"required": gettext_lazy("Choose a day.")}
    )
    form = forms.ChoiceField(label=gettext_lazy("How did you meet?"), required=False, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"), required=False, min_value=0, max_value=600,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), MINUTES_WRONG),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    sentence = forms.CharField(
        label=gettext_lazy("What moved?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    goals = forms.MultipleChoiceField(
        label=gettext_lazy("Which goals did you work on?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    formal_step = forms.ChoiceField(
        label=gettext_lazy("Was there a big step, like applying for a job?"), required=False
    )
    rights_talk = forms.BooleanField(
        label=gettext_lazy("We talked about rights and duties: health, home, work or money"), required=False
    )
    load = forms.TypedChoiceField(
        label=gettext_lazy("How much is the mentor role for you now?"), required=False, coerce=int,
        empty_value=None, choices=FACES, widget=forms.RadioSelect,
    )  # fmt: skip
    flags = forms.MultipleChoiceField(
        label=gettext_lazy("Does the team need to know something?"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    again = forms.BooleanField(label=gettext_lazy("Write a second entry about this day"), required=False)
    # Opens the sealed form after saving; it is no flag of the entry and leaves no trace in it.
    unsafe = forms.BooleanField(label=gettext_lazy("Someone is not safe"), required=False)

    def __init__(
        self, *args, pair: Pair, goals: Sequence[Goal], today: date, entry: DiaryEntry | None = None, **kwargs
    ):  # fmt: skip
        """`entry`: the one that is written anew."""
        super().__init__(*args, **kwargs)
        self.pair, self.live_goals = pair, list(goals)
        self.written: DiaryEntry | None = None
        self.icons: dict[str, dict] = {}
        for name in ("what", "themes", "activity", "mood", "form", "load", "flags"):
            self._take_choices(name)
        self._take_steps()
        self._take_goals()
        self._take_words()
        self.fields["on_date"].widget.attrs["max"] = today.isoformat()
        values = {"entry_id": uuid.uuid4(), "on_date": today, "form": "in_person", "minutes": 60, "goals": [BY_THEME]}
        self.initial = {**values, **(_said(entry, self.live_goals) if entry else {}), **self.initial}
        if entry:
            del self.fields["entry_id"]

    def _take_choices(self, name: str) -> None:
        rows = diary_choices(self.pair.programme, name)
        self.icons[name] = {row.code: row.icon for row in rows}
        if rows:
            offer(self, name, [(row.code, row.label) for row in rows])

    def _take_steps(self) -> None:
        areas = {row.code: row.label for row in coded(self.pair.programme, "area")}
        groups: dict[str, list] = {}
        for row in diary_choices(self.pair.programme, "formal_step"):
            area = row.row.get("area", "")
            groups.setdefault(areas.get(area, area), []).append((row.code, row.label))
        offer(self, "formal_step", [("", _("No, or not this time")), *groups.items()])

    def _take_goals(self) -> None:
        if not self.live_goals:
            del self.fields["goals"]
            return
        own = [(str(goal.pk), text_of(goal, "text")) for goal in self.live_goals]
        offer(self, "goals", [(BY_THEME, THE_GOALS_THAT_FIT), *own])

    def _take_words(self) -> None:
        for name, field in self.fields.items():
            said = diary_question(self.pair.programme, name)
            if said and name != "rights_talk":  # a tick says it whole, a question with yes and no does not
                field.label = worded(said.get("label", {}), str(field.label))
                field.help_text = worded(said.get("hint", {}), str(field.help_text))
        # The form's hint speaks of a sealed form, which does not exist yet; the page says whom to call instead.
        self.fields["flags"].help_text = ""

    def asks_again(self) -> bool:
        """Whether to offer the tick that lets a second entry about one day through; where it was ticked, it stays."""
        return self.written is not None or (self.is_bound and bool(self["again"].value()))

    def opens_folded(self) -> bool:
        """Whether the folded part has to be seen: it has an error, or holds something that was written or chosen."""
        return self.is_bound and not set(FOLDED).isdisjoint([*self.errors, *self.changed_data])

    def add_day_written(self, refusal: DayWritten) -> None:
        """Show at the day that the mentor has written about it, and offer the two ways on."""
        self.written = refusal.entry
        self.add_error("on_date", str(refusal))

    def clean_on_date(self) -> date:
        day = self.cleaned_data["on_date"]
        try:
            check_happened(self.pair, day, timezone.now())
        except WrongDay as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return day

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("what") == MET:
            for name, text in self._wanted().items():
                if cleaned.get(name) in (None, "", []) and name not in self.errors:
                    self.add_error(name, text)
        if not RIGHTS_THEMES & set(cleaned.get("themes") or []):
            cleaned["rights_talk"] = False
        return cleaned

    def _wanted(self) -> dict[str, str]:
        wanted = {
            "themes": _("Choose at least one theme."),
            "activity": _("Choose what you did."),
            "mood": _("Choose one of the five faces."),
            "form": _("Choose how you met."),
        }
        offered = {name: text for name, text in wanted.items() if diary_choices(self.pair.programme, name)}
        return {**offered, "minutes": _("Write about how many minutes.")}

    def values(self) -> dict:
        """What the action `write_diary` takes, without the pair, the actor and the clock."""
        values = dict(self.cleaned_data)
        values.pop("unsafe", None)
        chosen, themes = set(values.pop("goals", [])), set(values["themes"])
        values["goals"] = [
            goal for goal in self.live_goals
            if str(goal.pk) in chosen or (BY_THEME in chosen and goal.area in themes)
        ]  # fmt: skip
        return values


def _said(entry: DiaryEntry, goals: Iterable) -> dict:
    """What an entry says, by the names of the form's fields; where nobody met, the rest stays as in a new entry.

    `goals` as `live_goals` gives them for the entry.
    """
    names = ["what", "on_date", "load", "flags"]
    if entry.what == MET:
        names += ["themes", "activity", "mood", "rights_talk", "form", "minutes"]
    said = {name: getattr(entry, name) for name in names} | {"sentence": text_of(entry, "sentence")}
    if entry.what == MET:
        said["goals"] = [str(goal.pk) for goal in goals if goal.touched_by_entry]
        said["formal_step"] = next((step.code for step in entry.formal_steps.all()), "")
    return said
