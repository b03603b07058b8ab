"""The schedule: what `handslag tick` does, in one list. Every job may run at any time and twice at once."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, close_old_connections, connection
from django.utils import timezone

from handslag.evaluation.closing_actions import keep_figures
from handslag.evaluation.survey_actions import ask_who_is_due
from handslag.journal.actions import seal
from handslag.organisations.models import Organisation
from handslag.outbox.actions import remove_old_texts, send_due
from handslag.pairs.actions import release_unanswered, remind_unanswered
from handslag.pairs.actions.suggesting import take_over_dead
from handslag.people.actions import forget_old_tries
from handslag.people.kept_forms import forget_kept_forms
from handslag.programmes.models import Programme
from handslag.recruitment.actions import remove_old_drafts, remove_old_imports
from handslag.supervision.actions import look

from .one_by_one import one_by_one
from .reminders import queue_reminders

logger = logging.getLogger(__name__)


class JobsFailed(Exception):
    """Some jobs failed. All the others are done."""


def seal_the_journal() -> str:
    """Seal new journal entries and append the heads to the anchor file, which belongs on another machine."""
    heads = []
    for organisation_id in [None, *Organisation.objects.values_list("pk", flat=True)]:
        try:
            new = seal(organisation_id=organisation_id, at=timezone.now())
        except IntegrityError:  # another tick has sealed it at the same time
            continue
        if new is not None:
            heads.append(f"{organisation_id} {new.digest}\n")
    anchor = Path(settings.HANDSLAG_JOURNAL_ANCHOR)
    anchor.parent.mkdir(parents=True, exist_ok=True)
    with anchor.open("a") as file:
        file.writelines(heads)
    return f"journal: {len(heads)} batches sealed"


def clear_sessions() -> str:
    """Remove sign-ins that have run out."""
    call_command("clearsessions")
    return "sessions: old ones removed"


def clear_drafts() -> str:
    """Remove applications that somebody began and left for two weeks."""
    return f"drafts: {remove_old_drafts(at=timezone.now())} old ones removed"


def clear_imports() -> str:
    """Remove files of applications that somebody uploaded a day ago, taken or not."""
    return f"imports: {remove_old_imports(at=timezone.now())} old ones removed"


def clear_tries() -> str:
    """Remove counts of sign-in tries that have run out, with the addresses in them (kept for a day at most)."""
    return f"tries: {forget_old_tries(timezone.now())} old ones removed"


def clear_kept_forms() -> str:
    """Remove what was sent after a session had ended and nobody came back for within the hour."""
    return f"kept forms: {forget_kept_forms(at=timezone.now())} old ones removed"


def look_for_signals() -> str:
    """Note which signals of pairs stand and since when, in every programme."""
    programmes = Programme.objects.everywhere("the look goes over all programmes").select_related("organisation")
    new = one_by_one(programmes, lambda one: look(programme=one, at=timezone.now()))
    return f"signals: {new} new"


def ask_surveys() -> str:
    """Ask everybody who is due for a survey."""
    programmes = Programme.objects.everywhere("surveys are due in all programmes").select_related("organisation")
    asked = one_by_one(programmes, lambda one: ask_who_is_due(programme=one, by=None, at=timezone.now()))
    return f"surveys: {asked} people asked"


def keep_month_figures() -> str:
    """Keep the figures of the months that have ended, for the trend of each indicator."""
    programmes = Programme.objects.everywhere("figures are kept of all programmes").select_related("organisation")
    kept = one_by_one(programmes, lambda one: keep_figures(programme=one, at=timezone.now()))
    return f"figures: {kept} months worked out"


def ask_about_matches() -> str:
    """Remind who has not said whether to meet; end the pairs whose time to answer is over."""
    programmes = Programme.objects.everywhere("answers are due in all programmes").select_related("organisation")
    now = timezone.now()
    reminded = one_by_one(programmes, lambda one: remind_unanswered(programme=one, at=now))
    over = one_by_one(programmes, lambda one: release_unanswered(programme=one, at=now))
    return f"matches: {reminded} asked again, {over} without an answer"


def remind() -> str:
    """Queue the reminders of every programme's timeline that are due today."""
    return f"reminders: {queue_reminders(timezone.now())} queued"


def clear_messages() -> str:
    """Remove the words of messages that went out 90 days ago."""
    return f"messages: {remove_old_texts(at=timezone.now())} old texts removed"


def finish_suggestions() -> str:
    """Go on with suggestions of pairs whose own process has died. It may take a while, so it comes late."""
    return f"suggestions: {take_over_dead(timezone.now)} taken over"


def send_messages() -> str:
    """Send what is due. It comes last, as a slow mail server holds up whatever comes after it."""
    done = send_due()
    return "mail: " + (", ".join(f"{count} {state}" for state, count in sorted(done.items())) or "nothing to send")


SCHEDULE: list[Callable[[], str]] = [
    seal_the_journal,
    clear_sessions,
    clear_drafts,
    clear_imports,
    clear_tries,
    clear_kept_forms,
    look_for_signals,
    ask_surveys,
    keep_month_figures,
    ask_about_matches,
    remind,
    clear_messages,
    finish_suggestions,
    send_messages,
]


def tick() -> Iterator[str]:
    """Do every job; yields a line for each. One that fails stops no other: JobsFailed is raised when all are done."""
    failed = []
    for job in SCHEDULE:
        try:
            line = job()
        except Exception:
            logger.exception("The job %s failed", job.__name__)
            failed.append(job.__name__)
            if not connection.in_atomic_block:
                close_old_connections()  # a lost one is made anew for the next job
            line = f"{job.__name__}: failed, see the log"
        yield line
    if failed:
        raise JobsFailed(", ".join(failed))
