"""The page before several applications are answered: who gets which message, and for whom it cannot be done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.outbox.letters import Letter
from handslag.outbox.previews import Preview, preview
from handslag.people.models import Account, Person
from handslag.programmes.models import Programme

from . import notices
from .actions.answering import Act, Facts, facts_of, outcome_of, why_not
from .models import Application, Selection


@dataclass(frozen=True)
class Plan:
    """What pressing the button will do. `left_out`: for whom it cannot be done, by the sentence that says why."""

    act: Act
    able: list[Application]
    left_out: dict[str, list[Application]]
    selections: list[Selection]  # what is to be confirmed
    preview: Preview

    @property
    def count_left_out(self) -> int:
        return sum(len(applications) for applications in self.left_out.values())

    @property
    def heading(self) -> str:
        return heading(self.act, len(self.able)) if self.able else str(self.act.label)


def plan(
    user: Account, programme: Programme, act: Act, ids: Iterable[UUID], by: Person, at: datetime,
    problems: Mapping[UUID, str],
) -> Plan:  # fmt: skip
    """The plan for those of `ids` that `user` may see in `programme`; four queries at most, at any number.

    `problems`: what an act found to be in the way, by application.
    """
    rows = Application.objects.visible_to(user).filter(programme=programme, pk__in=list(ids))
    found = list(rows.select_related("person__account", "permit_check").order_by("received_at", "id"))
    facts = facts_of(programme, found, act, at)
    able: list[Application] = []
    left_out: dict[str, list[Application]] = {}
    for application in found:
        application.programme = programme
        if why := problems.get(application.pk) or why_not(application, act, by, facts):
            left_out.setdefault(why, []).append(application)
        else:
            able.append(application)
    selections = [facts.selections[application.pk] for application in able] if act == Act.CONFIRM else []
    return Plan(act, able, left_out, selections, preview(programme, _letters(able, act, facts)))


def _letters(applications: Iterable[Application], act: Act, facts: Facts) -> Iterator[Letter]:
    for application in applications:
        if act == Act.INVITE:
            yield notices.interview_letter(application)
        else:
            yield notices.selection_letter(application, outcome_of(application, act, facts))


def heading(act: Act, n: int) -> str:
    """What the button will do, with the number of people."""
    said = {
        Act.INVITE: ngettext("Invite %(n)s person to an interview", "Invite %(n)s people to an interview", n),
        Act.WAIT: ngettext("Propose the waiting list for %(n)s person", "Propose the waiting list for %(n)s people", n),
        Act.DECLINE: ngettext("Propose a kind no for %(n)s person", "Propose a kind no for %(n)s people", n),
        Act.CONFIRM: ngettext("Confirm the answer to %(n)s person", "Confirm the answers to %(n)s people", n),
    }
    return said[act] % {"n": n}


def with_call_list(text: str, programme: Programme) -> SafeString:
    """`text`, and after it the way to the people who have to be called."""
    url = reverse("outbox:calls", args=[programme.pk])
    return format_html('{} <a href="{}">{}</a>', text, url, _("People to call"))


def untold_words(n: int) -> str:
    """That an answer is confirmed and no e-mail tells it."""
    return ngettext(
        "%(n)s answer is confirmed. There is no e-mail address, so somebody has to call.",
        "%(n)s answers are confirmed. There is no e-mail address, so somebody has to call.",
        n,
    ) % {"n": n}


def done_words(act: Act, n: int) -> str:
    """What was done, for the next page; `n` 0: the button was pressed twice."""
    if not n:
        return _("This was done before. Nobody gets a second message.")
    said = {
        Act.INVITE: ngettext(
            "%(n)s person is invited. Call to find a day.", "%(n)s people are invited. Call them to find a day.", n
        ),
        Act.CONFIRM: ngettext("%(n)s person has an answer.", "%(n)s people have an answer.", n),
    }
    proposed = ngettext(
        "%(n)s proposal waits for a colleague. The message goes out when it is confirmed.",
        "%(n)s proposals wait for a colleague. The messages go out when they are confirmed.",
        n,
    )
    return said.get(act, proposed) % {"n": n}
