"""One page of a questionnaire as a Django form. It reads what was sent and says what is wrong; it saves nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from babel.dates import get_day_names
from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .checks import problem
from .reading import NOT_SAID, Choice, Context, Question, Screen

LONG_LIST = 8  # more choices than this are pulled down, unless the question asks for tiles
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class SeveralChoices(forms.CheckboxSelectMultiple):
    """Ticks, and beside them lists to pull down that bear the same name and may stay empty."""

    def value_from_datadict(self, data, files, name):
        return list(dict.fromkeys(filter(None, super().value_from_datadict(data, files, name) or ())))


class AnswerField(forms.Field):
    """Takes what was sent as the value that is kept; the page's form judges it."""

    def __init__(self, question: Question, **kwargs):
        self.question = question
        super().__init__(label=question.label, help_text=_hint(question), required=question.required, **kwargs)
        if question.choices:
            self.widget.choices = _shown_choices(question)

    def clean(self, value):
        return kept_value(self.question, value)


def kept_value(question: Question, raw):
    """What was typed or chosen, as it is kept; what is no number stays a text and is found wrong later."""
    if question.type == "acknowledge":
        return bool(raw)
    if question.type == "select_multiple":
        return list(raw or ())
    text = str(raw or "").strip().replace("\x00", "").replace("\r\n", "\n")
    if question.type in ("integer", "range") and text.isdecimal() and len(text) < 10:
        return int(text)
    return text


def _hint(question: Question) -> str:
    ends = ""
    if question.low and question.high and question.least is not None:
        ends = f"{question.least} = {question.low}. {question.most} = {question.high}."
    return " ".join(filter(None, (question.hint, ends)))


def _shown_choices(question: Question) -> list[tuple[str, str]]:
    found = [(choice.code, choice.label) for choice in question.choices]
    layout = layout_of(question)
    if layout == "list":
        return [("", question.blank or _("Choose")), *found]
    # Who has pressed a radio button cannot lift it again, so there is one for no answer.
    without = question.type == "select_one" and not question.required and not question.choice(NOT_SAID)
    if without and (question.blank or layout != "tiles"):
        return [("", question.blank or _("No answer")), *found]
    return found


def layout_of(question: Question) -> str:
    """Which markup a question gets in `questionnaires/questions.html`."""
    if question.type == "range":
        if question.look == "faces":
            return "faces"
        return "scale" if question.look == "scale" or len(question.choices) <= 5 else "list"
    if question.type == "select_multiple":
        rare = any(not choice.common for choice in question.choices)
        return "rare" if rare else "slots" if question.look == "slots" else _tiles_or_field(question)
    if question.type == "select_one":
        if any(choice.hint for choice in question.choices):
            return "pictures"
        return "list" if not question.look and len(question.choices) > LONG_LIST else _tiles_or_field(question)
    return "field"


def _tiles_or_field(question: Question) -> str:
    """Tiles are for pictures; without any a plain row is easier to read and to press."""
    pictures = any(choice.icon for choice in question.choices)
    return "tiles" if question.look in ("tiles", "pictures") and pictures else "field"


def _widget(question: Question) -> forms.Widget:
    if question.type == "select_multiple":
        return SeveralChoices()
    if question.choices:
        return forms.Select() if layout_of(question) == "list" else forms.RadioSelect()
    if question.type == "acknowledge":
        return forms.CheckboxInput()
    if question.type == "integer":
        return forms.TextInput({"inputmode": "numeric", "maxlength": 9})
    if question.type == "date":
        return forms.DateInput({"type": "date"})
    return {
        "long": forms.Textarea({"rows": 4}),
        "phone": forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        "email": forms.EmailInput({"autocomplete": "email"}),
        "name": forms.TextInput({"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}),
    }.get(question.look) or forms.TextInput()


@lru_cache(maxsize=100)
def _as_options(rows: tuple[tuple[str, str], ...]) -> SafeString:
    """Codes and labels as the options of a list; nearly everybody is shown the same two hundred."""
    return format_html_join("", '<option value="{}">{}</option>', rows)


@dataclass(frozen=True)
class Asked:
    """One question of a page, ready for the template."""

    question: Question
    field: forms.BoundField | None = None
    other: forms.BoundField | None = None

    @property
    def layout(self) -> str:
        return "note" if self.question.is_note else layout_of(self.question)

    @property
    def may_be_skipped(self) -> bool:
        """Whether it is said that no answer is needed; a choice of its own for "no answer" says so already."""
        return not self.question.required and not self.question.blank

    @property
    def icons(self) -> dict[str, str]:
        return {choice.code: choice.icon for choice in self.question.choices if choice.icon} | {"": "user"}

    @property
    def options(self) -> list[tuple[object, Choice | None]]:
        """The ticks or radio buttons, each with its choice (None: no answer)."""
        choices = {choice.code: choice for choice in self.question.choices}
        return [(option, choices.get(str(option.data["value"]))) for option in self.field or ()]

    @property
    def common(self) -> list:
        """The ticks that are shown at once: common choices, and what was chosen already."""
        chosen = set(self.field.value() or ()) if self.field else set()
        return [option for option, choice in self.options if choice and (choice.common or choice.code in chosen)]

    @property
    def rare(self) -> list[Choice]:
        """The choices to pull down."""
        chosen = set(self.field.value() or ()) if self.field else set()
        return [choice for choice in self.question.choices if not choice.common and choice.code not in chosen]

    @cached_property
    def rare_options(self) -> SafeString:
        """`rare` as the options of a list; a page shows the two hundred languages twice."""
        return _as_options(tuple((choice.code, choice.label) for choice in self.rare))

    @property
    def days(self) -> list[tuple[str, list[tuple[object, str]]]]:
        """The 21 slots by day: name of the day, then each tick with the part of the day."""
        names = get_day_names("wide", locale=(get_language() or "en").replace("-", "_"))
        parts = {"am": _("Morning"), "pm": _("Afternoon"), "eve": _("Evening")}
        found = []
        for number, day in enumerate(DAYS):
            options = [(o, c.code.partition("_")[2]) for o, c in self.options if c and c.code.startswith(f"{day}_")]
            if options:
                found.append(
                    (names[number].capitalize(), [(option, parts.get(part, part)) for option, part in options])
                )
        return found


class PageForm(forms.Form):
    """The questions of one page, filled with the answers so far."""

    use_required_attribute = False

    def __init__(self, page: Screen, context: Context, answers: Mapping, data=None):
        self.page, self.context, self.answers = page, context, answers
        super().__init__(data)
        for question in page.asked:
            value = answers.get(question.name, question.written.get("default", ""))
            self.fields[question.name] = AnswerField(question, widget=_widget(question), initial=value)
            if question.written.get("other"):
                name = f"{question.name}_other"
                label = _("Something else. Write here.")
                self.fields[name] = forms.CharField(
                    label=label, required=False, max_length=200, initial=answers.get(name, "")
                )

    @property
    def may_be_skipped(self) -> bool:
        """Whether no question of the page wants an answer."""
        return not any(question.required for question in self.page.asked)

    def clean(self):
        for question in self.page.asked:
            message = problem(question, self.cleaned_data.get(question.name), self.context)
            if message:
                self.add_error(question.name, message)
        return self.cleaned_data

    @property
    def kept(self) -> dict:
        """All answers so far with those of this page; what was emptied is gone."""
        merged = {**self.answers, **self.cleaned_data}
        return {name: value for name, value in merged.items() if value not in (None, "", [], False)}

    @property
    def typed(self) -> dict:
        """What was sent for this page, right or wrong, as it would be kept."""
        sent = {name: self[name].value() for name in self.fields}
        return sent | {question.name: kept_value(question, sent[question.name]) for question in self.page.asked}

    def asked(self) -> Iterator[Asked]:
        """Notes and questions in their order."""
        for question in self.page.questions:
            other = f"{question.name}_other"
            yield Asked(
                question,
                self[question.name] if question.is_asked else None,
                self[other] if other in self.fields else None,
            )
