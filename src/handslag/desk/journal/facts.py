"""What the codes of an entry tell beside its sentence: which call for applications, until when, and why."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handslag.journal.models import Entry
from handslag.programmes.roles import Role
from handslag.recruitment.actions.reopening import REASONS


def facts_of(entry: Entry) -> Iterator[str]:
    """The facts of an entry about a call, in words; none for any other. Asks the database nothing."""
    if entry.subject_type != "recruitment.call":
        return
    if (role := entry.detail.get("role")) in Role.values:
        yield str(Role(role).label)
    if until := entry.detail.get("closes_on"):
        yield _("Last day to apply: %(day)s") % {"day": date_format(date.fromisoformat(until), "j F Y")}
    if why := dict(REASONS).get(entry.detail.get("reason", "")):
        yield str(why)
