"""Where an applicant is on the way through the pages of an application."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handslag.content.markdown import as_html
from handslag.content.queries import newest
from handslag.core.encryption import opened
from handslag.core.languages import direction_of, is_draft
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.questionnaires.schema import Context, Question, Screen, Section, fill, pages, problems, sections

from .models import Call, Draft
from .plausible import implausible
from .questions import context_at

ANSWER_WITHIN = timedelta(days=7)


@dataclass
class Way:
    """The call, the draft (not stored yet on the first page), the answers so far and the pages they lead through."""

    call: Call
    draft: Draft
    answers: dict
    context: Context
    pages: list[Screen]

    @property
    def is_begun(self) -> bool:
        return not self.draft._state.adding

    @property
    def asked(self) -> list[Screen]:
        """The pages before "check your answers"."""
        return [page for page in self.pages if not page.is_check and not page.is_done]

    @property
    def check(self) -> Screen:
        return next(page for page in self.pages if page.is_check)

    @property
    def steps(self) -> int:
        return len(self.call.questionnaire.screens)

    def page(self, key: str) -> Screen | None:
        return next((page for page in self.asked if page.key == key), None)

    def url(self, page: Screen) -> str:
        if page.is_check:
            return reverse("recruitment:check", args=[self.call.slug, self.draft.key])
        return reverse("recruitment:draft", args=[self.call.slug, self.draft.key, page.key])

    def change_url(self, key: str) -> str:
        """The address of the page with `key`, from which one comes back to "check your answers"."""
        return reverse("recruitment:draft", args=[self.call.slug, self.draft.key, key]) + "?back=answers"

    def is_open(self, page: Screen) -> bool:
        """Whether something is missing or wrong on `page`."""
        if problems(self.call.questionnaire, self.answers, screen=page.key, context=self.context):
            return True
        return bool(
            {question.name for question in page.asked}
            & implausible(self.call.role, self.answers, self.context.on).keys()
        )

    def first_open(self) -> Screen:
        """The first page on which something is missing, else "check your answers"."""
        return next((page for page in self.asked if self.is_open(page)), self.check)

    def stopped_at(self) -> Screen:
        """Where to go on: after the furthest page that was answered, or before it where something is missing.

        Nobody knows how far a draft came that was begun before that was kept.
        """
        reached = self.draft.reached
        if not reached:
            return self.first_open()
        return next((page for page in self.asked if page.step > reached or self.is_open(page)), self.check)

    def before(self, page: Screen) -> Screen | None:
        earlier = self.asked if page.is_check else self.asked[: self.asked.index(page)]
        return earlier[-1] if earlier else None

    def after(self, key: str) -> Screen:
        """The page after the one with `key`, which may have gone through an answer given meanwhile."""
        order = [page.key for page in self.asked]
        return self.asked[order.index(key) + 1] if key in order[:-1] else self.check

    def after_change(self, key: str) -> Screen:
        """After one answer was changed: "check your answers", unless the change asks for more."""
        following = self.after(key)
        return following if following.key.startswith(f"{key}-") and self.is_open(following) else self.check

    def given(self, page: Screen) -> dict:
        """The answers with which `page` begins: those given, and what the flyer's code says."""
        prefilled = {question.name: self.draft.channel for question in page.asked if self._is_channel(question)}
        return {**prefilled, **self.answers}

    def _is_channel(self, question: Question) -> bool:
        return question.written.get("prefilled") == "channel" and question.choice(self.draft.channel) is not None

    def summary(self) -> list[Section]:
        """All answers in words, to be checked."""
        return sections(self.call.questionnaire, self.answers, self.context)


def way_of(call: Call, draft: Draft | None, at: datetime, answers: dict | None = None) -> Way:
    """The way in the language of the page. `draft` None: not begun; `answers` where they are newer than the draft's."""
    context = context_at(call, at, get_language() or "en")
    draft = draft or Draft(call=call)
    answers = draft.answers if answers is None else answers
    return Way(call, draft, answers, context, pages(call.questionnaire, context, answers))


def next_call(call: Call, at: datetime) -> Call | None:
    """The next period in which people can apply for the same role."""
    later = call.programme.calls.filter(role=call.role, opens_on__gt=day_of(call.programme, at))
    return later.order_by("opens_on").first()


def _unbroken(number: str) -> str:
    """A telephone number that is not broken over two lines: hard spaces, and a word joiner after each hyphen."""
    return number.replace(" ", "\u00a0").replace("-", "-\u2060")


def thanks(call: Call, sent_at: datetime, done: Screen | None) -> list[str]:
    """What happens now: who calls, from which number, by when."""
    programme, by = call.programme, sent_at + ANSWER_WITHIN
    words = {
        "contact_name": f"\u2068{programme.contact_name or programme.organisation.name}\u2069",
        "contact_phone": f"\u2066{_unbroken(programme.contact_phone)}\u2069",
        "answer_by": date_format(day_of(call.programme, by), "j E Y"),
    }
    texts = [question.label for question in done.questions if question.is_note] if done else []
    texts = texts or [_("{contact_name} calls you before {answer_by}. The call comes from {contact_phone}.")]
    return [fill(text, **words) for text in texts]


def last_digits(person: Person) -> str:
    """The end of the number that is called: enough to see a slip, too little to call; nothing where it is erased."""
    digits = [sign for sign in opened(person, "phone", "") if sign.isdecimal()]
    return "".join(digits[-4:])


@dataclass(frozen=True)
class Notice:
    """What the applicant says yes to, in one language."""

    title: str
    text: SafeString
    language: str
    direction: str


def privacy_notices(call: Call, language: str) -> list[Notice]:
    """The notice in `language`; where that is a draft, also in the language of the place, which counts in doubt."""
    programme, organisation = call.programme_id, call.programme.organisation
    wanted = [language, organisation.host_language] if is_draft(language) else [language]
    found = {row.pk: row for code in wanted if (row := newest(organisation, "privacy_notice", code, programme))}
    return [Notice(row.title, as_html(row.body), row.language, direction_of(row.language)) for row in found.values()]
