"""Which pages and questions concern somebody, and what is wrong with the answers.

This is what the other rooms use; `reading` gives the values, `expressions` works out the conditions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .checks import problem
from .expressions import evaluate, names_in
from .models import Questionnaire
from .reading import Choice, Context, Question, Screen, fill, in_language, screens

QUESTION_MARKS = ("?", "؟", ";", "\u037e")  # the last two: Greek

__all__ = [
    "Choice",
    "Context",
    "Question",
    "Row",
    "Screen",
    "Section",
    "every_question",
    "fill",
    "in_language",
    "pages",
    "problems",
    "relevant_answers",
    "row_of",
    "sections",
]


@dataclass(frozen=True)
class Row:
    """One question with its answer, also in words. `page` is the key of the page that asks it, `label` what the row
    is called."""

    question: Question
    value: object
    text: str
    page: str
    label: str


@dataclass(frozen=True)
class Section:
    """The answers of one screen."""

    title: str
    rows: tuple[Row, ...]


def expanded(questions: Sequence[Question], answers: Mapping) -> Iterator[Question]:
    """`questions`; one that repeats over the choices of another (level_LANG) stands once for each choice."""
    for question in questions:
        source = question.written.get("repeat_over")
        if not source:
            yield question
            continue
        stem = question.name.rsplit("_", 1)[0]
        for code in answers.get(source) or ():
            choice = question.over and question.over.choice(code)
            label = fill(question.label, **{stem: code, "language": choice.label if choice else code})
            yield replace(question, name=f"{stem}_{code}", label=label)


def is_relevant(question: Question, answers: Mapping) -> bool:
    """Whether the question concerns somebody with these answers."""
    return evaluate(question.written.get("relevant", ""), answers)


def every_question(questionnaire: Questionnaire, context: Context, answers: Mapping) -> list[Question]:
    """All questions that concern somebody with `answers`, in order; notes too."""
    found = [q for screen in screens(questionnaire, context) for q in expanded(screen.questions, answers)]
    return [question for question in found if is_relevant(question, answers)]


def pages(questionnaire: Questionnaire, context: Context, answers: Mapping) -> list[Screen]:
    """The pages that somebody with `answers` goes through, in order.

    A question that depends on one of the same screen goes to a page after it, so that no script is needed.
    Pages on which nothing is left to ask are passed over.
    """
    found = []
    for screen in screens(questionnaire, context):
        for number, part in enumerate(_parts(screen.questions), start=1):
            questions = tuple(
                q for q in expanded(part, answers) if is_relevant(q, answers) and (q.is_note or q.is_asked)
            )
            if questions or screen.is_check or screen.is_done:
                key = screen.key if number == 1 else f"{screen.key}-{number}"
                found.append(replace(screen, key=key, questions=questions))
    return found


def _parts(questions: Sequence[Question]) -> list[list[Question]]:
    """The questions in parts, so that none depends on another of its own part."""
    part_of: dict[str, int] = {}
    parts: list[list[Question]] = [[]]
    for question in questions:
        needs = names_in(question.written.get("relevant", "")) | {question.written.get("repeat_over", "")}
        part = max((part_of[name] + 1 for name in needs if name in part_of), default=0)
        part_of[question.name] = part
        if len(parts) <= part:
            parts.append([])
        parts[part].append(question)
    return parts


def relevant_answers(questionnaire: Questionnaire, answers: Mapping, context: Context) -> dict:
    """`answers` without those that no longer concern the person, and without what is no question.

    Dropping one may make another irrelevant, so it goes on until nothing changes.
    """
    kept = dict(answers)
    while True:
        names = {question.name for question in every_question(questionnaire, context, kept) if not question.is_note}
        names |= {f"{name}_other" for name in names}
        left = {name: value for name, value in kept.items() if name in names}
        if left == kept:
            return kept
        kept = left


def problems(
    questionnaire: Questionnaire, answers: Mapping, *, screen: str | None = None, context: Context
) -> dict[str, str]:
    """What is wrong or missing in `answers`, by name of the question, in the reader's language.

    `screen`: only the page with this key. A question that does not concern the person cannot be wrong.
    """
    wanted = [page for page in pages(questionnaire, context, answers) if screen in (None, page.key)]
    found = {q.name: problem(q, answers.get(q.name), context) for page in wanted for q in page.asked}
    return {name: message for name, message in found.items() if message}


def sections(questionnaire: Questionnaire, answers: Mapping, context: Context) -> list[Section]:
    """The answers in words, grouped by screen, for "check your answers" and for the team."""
    found: dict[str, tuple[str, list[Row]]] = {}
    for page in pages(questionnaire, context, answers):
        for question in page.asked:
            if not (page.is_check and question.type == "acknowledge"):  # the tick that sends is on that page itself
                found.setdefault(question.screen, (page.title, []))[1].append(row_of(page, question, answers))
    return [Section(title, tuple(rows)) for title, rows in found.values()]


def row_of(page: Screen, question: Question, answers: Mapping) -> Row:
    """The answer to a question of `page` in words."""
    value, own_words = answers.get(question.name), answers.get(f"{question.name}_other", "")
    text = "\n".join(filter(None, (question.shown(value) or question.blank, own_words)))
    return Row(question, value, text, page.key, _called(page, question))


def _called(page: Screen, question: Question) -> str:
    """What a row is called: the question, which may stand as the title of its page."""
    is_the_title = len(page.asked) == 1 and page.title.endswith(QUESTION_MARKS)
    return question.short or (page.title if is_the_title else question.label)
