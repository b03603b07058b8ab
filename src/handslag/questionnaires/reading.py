"""Reading a questionnaire: what the template wrote becomes plain values in one language.

Nothing here asks the database; what only the programme knows comes in with the `Context`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from .models import Questionnaire

NOT_SAID = "not_said"
LISTED = ("select_one", "select_multiple")
ASKABLE = (*LISTED, "text", "integer", "date", "range", "acknowledge")  # no page asks the others yet


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen. `common` ones are shown at once, the others in a list to pull down."""

    code: str
    label: str
    hint: str = ""
    icon: str = ""
    common: bool = True


@dataclass(frozen=True)
class Context:
    """What a questionnaire does not know itself: the day, the reader's language, the programme's own lists."""

    on: date
    language: str = "en"
    runtime: Mapping[str, Sequence[Choice]] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One question in one language. `written` is the question as the template wrote it."""

    name: str
    type: str
    label: str
    screen: str
    written: Mapping
    hint: str = ""
    low: str = ""
    high: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    most_choices: int | None = None
    least: int | None = None
    most: int | None = None
    look: str = ""
    blank: str = ""  # what choosing nothing is called
    short: str = ""  # what a row with the answer is called, where the question itself is an instruction
    over: "Question | None" = None  # the question over whose choices this one repeats

    @property
    def is_asked(self) -> bool:
        """Whether a page can ask it: a list that is still empty (no lessons planned yet) is passed over."""
        return self.type in ASKABLE and (self.type not in LISTED or bool(self.choices))

    @property
    def is_note(self) -> bool:
        return self.type == "note"

    @property
    def see(self) -> tuple[str, ...]:
        """Who sees the answer: T team, A interviewer, coordinator, V supervisor, M matched partner, Z sealed."""
        return tuple(self.written.get("see", ()))

    @property
    def drawer(self) -> str:
        """Which drawer of the response keeps the answer: `coded`, `sealed` or `secret`."""
        if "Z" in self.see:
            return "secret"
        sensitive = self.written.get("sens") in ("s", "c") or self.name.startswith("permit")
        return "sealed" if sensitive or self.type in ("text", "repeat") else "coded"

    def choice(self, code: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)

    def shown(self, value) -> str:
        """The answer in words, for a reader. Several choices stand on lines of their own: they contain commas."""
        if self.type in (*LISTED, "range"):
            codes = value if isinstance(value, list | tuple) else [value]
            found = ((self.choice(str(code)), code) for code in codes if code not in ("", None))
            return "\n".join(self._with_ends(choice.label if choice else str(code)) for choice, code in found)
        if self.type == "acknowledge":
            return _("Yes") if value else ""
        return "" if value is None else str(value)

    def _with_ends(self, label: str) -> str:
        """A number on a scale together with what its ends mean."""
        if self.type == "range" and self.low and self.high:
            return f"{label} ({self.least} {self.low}, {self.most} {self.high})"
        return label


@dataclass(frozen=True)
class Screen:
    """One page. A screen whose questions depend on each other is shown in parts: `key`, `key-2` and so on."""

    key: str
    title: str
    hint: str
    button: str
    step: int
    questions: tuple[Question, ...]
    is_check: bool = False
    is_done: bool = False

    @property
    def asked(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.is_asked)


def in_language(texts: Mapping[str, str] | str | None, language: str) -> str:
    """The text in `language`, else in English, else in any language there is."""
    if isinstance(texts, str) or not texts:
        return str(texts or "")
    found = texts.get(language) or texts.get(language.split("-")[0]) or texts.get("en")
    return found or next(iter(texts.values()))


def fill(text: str, **values: object) -> str:
    """`text` with `{name}` replaced. Unknown names stay: texts are written by people, not by programmers."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def screens(questionnaire: Questionnaire, context: Context) -> list[Screen]:
    """All screens as written, questions that are asked once per language still unexpanded."""
    written = questionnaire.screens
    last = max((n for n, screen in enumerate(written) if not screen.get("done")), default=-1)
    has_check = any(screen.get("check_answers") for screen in written)
    return [
        Screen(
            key=screen["key"],
            title=in_language(screen.get("title"), context.language),
            hint=in_language(screen.get("hint"), context.language),
            button=in_language(screen.get("button"), context.language),
            step=number,
            questions=_questions(screen, questionnaire, context),
            is_check=bool(screen.get("check_answers")) if has_check else number - 1 == last,
            is_done=bool(screen.get("done")),
        )
        for number, screen in enumerate(written, start=1)
    ]


def _questions(screen: Mapping, questionnaire: Questionnaire, context: Context) -> tuple[Question, ...]:
    found = [_question(question, screen["key"], questionnaire, context) for question in screen.get("question", ())]
    by_name = {question.name: question for question in found}
    return tuple(replace(q, over=by_name.get(q.written.get("repeat_over", ""))) for q in found)


def _question(written: Mapping, screen: str, questionnaire: Questionnaire, context: Context) -> Question:
    language = context.language
    return Question(
        name=written["name"],
        type=written["type"],
        label=in_language(written.get("label"), language),
        screen=screen,
        written=written,
        hint=in_language(written.get("hint"), language),
        low=in_language(written.get("low"), language),
        high=in_language(written.get("high"), language),
        required=bool(written.get("required")),
        choices=_choices(written, questionnaire, context),
        most_choices=written.get("max"),
        least=_limit(written.get("least"), context),
        most=_limit(written.get("most"), context),
        look=written.get("look", ""),
        blank=in_language(written.get("blank"), language),
        short=in_language(written.get("short"), language),
    )


def _limit(value, context: Context) -> int | None:
    return context.on.year if value == "this_year" else value if isinstance(value, int) else None


def _choices(written: Mapping, questionnaire: Questionnaire, context: Context) -> tuple[Choice, ...]:
    if written["type"] == "range":
        least, most = _limit(written["least"], context) or 0, _limit(written["most"], context) or 0
        words = {row.code: row.label for row in _listed(questionnaire.lists.get(written.get("list", ""), ()), context)}
        numbers = (str(number) for number in range(least, most + 1))
        return tuple(Choice(number, words.get(number, number)) for number in numbers)
    if written["type"] not in LISTED:
        return ()
    name = written["list"]
    found = list(context.runtime.get(name) or _listed(questionnaire.lists.get(name.lstrip("@"), ()), context))
    if only := written.get("only"):
        found = [choice for choice in found if choice.code in only]
    if found and written.get("not_said"):
        said = _listed(questionnaire.lists.get(NOT_SAID, ()), context)
        found += said or [Choice(NOT_SAID, "–")]
    return tuple(found)


def _listed(rows: Sequence[Mapping], context: Context) -> list[Choice]:
    return [
        Choice(
            code=row["code"],
            label=in_language(row["label"], context.language),
            hint=in_language(row.get("can"), context.language),
            icon=row.get("icon", ""),
        )
        for row in rows
    ]
