"""What rooms hand over: a text that is ready, for one person. And the language and the hours it goes out in."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handslag.core.dates import short_day
from handslag.core.languages import is_complete, is_offered
from handslag.people.models import Person
from handslag.programmes.models import Programme

QUIET_FROM, QUIET_TO = 20, 8


@dataclass(frozen=True)
class Letter:
    """A text for one person, composed inside `written_for(person, programme)`.

    `title` says what it is about and is shown in the app and inside the mail, never in the mail's subject. `url`: path
    of the page it leads to. `once_key`: a second letter with the same key is not queued. `send_after`: not before this
    (default: now); `expires_at`: from then on it is too late. `at_any_hour`: quiet hours do not hold it back.
    `drafted`: it is there in the draft languages too, and was composed with `written_for(..., drafted=True)`.
    """

    person: Person
    kind: str
    title: str
    body: str
    url: str = ""
    once_key: str = ""
    send_after: datetime | None = None
    expires_at: datetime | None = None
    at_any_hour: bool = False
    drafted: bool = False


def has_address(person: Person) -> bool:
    """Whether an e-mail can reach `person`: an address is written down, or the account has one. Without, we call."""
    return bool(person.email_index or person.account_id)


def language_of(person: Person, programme: Programme, *, drafted: bool = False) -> str:
    """The language in which we write to `person`: her or his own if the product speaks it, else the programme's first.

    The one kept with the account was chosen on our pages, so it goes first. Lists bring `person__account` along.
    `drafted`: the letter is there in the draft languages too.
    """
    spoken = (*_own(person, drafted), *_spoken(programme.languages[:1], drafted))
    return next(iter(spoken), settings.LANGUAGE_CODE)


def missing_language_of(person: Person, *, drafted: bool = False) -> str:
    """The language that `person` reads, where the product does not speak it: she or he gets the letter in another one.
    Empty for everybody else."""
    return "" if _own(person, drafted) else next(iter(_wanted(person)), "")


def reads_another(person: Person, written: str) -> str:
    """The language that `person` reads, where a letter to her or him is `written` in another one; empty for everybody
    else."""
    wanted = _wanted(person)
    known = {code.partition("-")[0] for code in wanted}
    return "" if written.partition("-")[0] in known else next(iter(wanted), "")


def _wanted(person: Person) -> list[str]:
    account = person.account if person.account_id else None
    return [code for code in (account.language if account else "", person.language) if code]


def _own(person: Person, drafted: bool) -> list[str]:
    # Where no e-mail comes, one of the team reads the letter out, who need not read the drafts.
    return _spoken(_wanted(person), drafted and has_address(person))


def _spoken(wanted: Iterable[str], drafted: bool) -> list[str]:
    """Those of the `wanted` languages that letters are written in."""
    known = is_offered if drafted else is_complete
    found = (code if known(code) else code.partition("-")[0] for code in wanted)
    return [code for code in found if known(code)]


@contextmanager
def written_for(person: Person, programme: Programme, *, drafted: bool = False) -> Iterator[str]:
    """Compose inside this: texts, days and times are those of the reader and of the programme's place."""
    language = language_of(person, programme, drafted=drafted)
    with translation.override(language), timezone.override(ZoneInfo(programme.time_zone)):
        yield language


def day_and_time(at: datetime) -> str:
    """“Tuesday 3 March at 17:00”, in the language and the time zone of `written_for`."""
    local = timezone.localtime(at)
    return _("%(day)s at %(time)s") % {"day": short_day(local, "l j F"), "time": date_format(local, "H:i")}


def after_quiet_hours(programme: Programme, at: datetime) -> datetime:
    """`at`, or in the quiet hours of the programme's place the moment when they are over."""
    begins, ends = int(programme.rules.get("quiet_from", QUIET_FROM)), int(programme.rules.get("quiet_to", QUIET_TO))
    local = at.astimezone(ZoneInfo(programme.time_zone))
    if ends <= local.hour < begins:
        return at
    day = local.date() + timedelta(days=1 if local.hour >= begins else 0)
    return datetime(day.year, day.month, day.day, ends, tzinfo=local.tzinfo)
