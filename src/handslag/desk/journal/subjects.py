"""Whom the rows concern that the journal points at: from a row to persons, and from persons to their rows.

The journal has no foreign keys, so each kind of row says here by which relations it leads to a person. Sealed rows
(a concern, a signal about a pair) lead to nobody, and neither do rows about no person at all.
"""

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from django.db.models import CharField, F, Q, QuerySet, Value

from handslag.journal.models import Entry
from handslag.people.models import Person

PAIR = ("mentor__person", "mentee__person")
OF_PAIR = tuple(f"pair__{path}" for path in PAIR)

CONCERNS: dict[str, tuple[str, ...]] = {
    "evaluation.certificate": ("membership__person",),
    "mentoring.agreement": OF_PAIR,
    "mentoring.diaryentry": OF_PAIR,
    "mentoring.finalassessment": OF_PAIR,
    "mentoring.formalstep": OF_PAIR,
    "mentoring.goal": tuple(f"plan__{path}" for path in OF_PAIR),
    "mentoring.pairmeeting": OF_PAIR,
    "mentoring.plan": OF_PAIR,
    "mentoring.signature": ("membership__person",),
    "outbox.message": ("person",),
    "pairs.pair": PAIR,
    "pairs.proposal": PAIR,
    "people.consent": ("person",),
    "people.person": ("",),
    "programmes.membership": ("person",),
    "questionnaires.response": ("person",),
    "recruitment.addresscheck": ("person",),
    "recruitment.application": ("person",),
    "recruitment.interview": ("application__person",),
    "recruitment.interviewbooking": ("application__person",),
    "recruitment.interviewinvitation": ("application__person",),
    "recruitment.permitcheck": ("application__person",),
    "recruitment.selection": ("application__person",),
    "supervision.followup": ("who__person",),
    "supervision.groupplace": ("mentor__person",),
    "supervision.pairpause": OF_PAIR,
    "supervision.pauserequest": OF_PAIR,
    "supervision.question": ("mentor__person",),
    "surveys.invitation": ("membership__person",),
    "training.confirmation": ("membership__person",),
}

ACTOR = "actor"  # not a kind of row: somebody whose acts are looked for

Subject = tuple[str, str]  # the kind of row and its id, as an entry has them
Concerned = dict[Subject, list[UUID]]  # ids of the persons, mentor before mentee
WHY = "ids of rows in organisations whose journal the reader may read"


def concerned_by(
    entries: Iterable[Entry], organisations: set[UUID], *, actors: QuerySet[Person] | None = None
) -> Concerned:
    """The rows that these entries point at, with whom they concern, and the actors as rows of ACTOR; one query."""
    ids: dict[str, set[str]] = {}
    for entry in entries:
        if entry.subject_type in CONCERNS:
            ids.setdefault(entry.subject_type, set()).add(entry.subject_id)
    return _found({kind: Q(pk__in=wanted) for kind, wanted in ids.items()}, organisations, actors)


def concerning(
    persons: QuerySet[Person], organisations: set[UUID], *, actors: QuerySet[Person] | None = None
) -> Concerned:
    """All rows that concern one of `persons`, with everybody whom they concern, and the actors; one query."""
    wanted = persons.values("pk")
    conditions = {}
    for kind, paths in CONCERNS.items():
        conditions[kind] = Q(pk__in=[])
        for path in paths:
            conditions[kind] |= Q(**{f"{path or 'pk'}__in": wanted})
    return _found(conditions, organisations, actors)


def count_of(kind: str, rows: Iterable[Subject]) -> int:
    """How many of the rows are of this kind."""
    return sum(found == kind for found, _pk in rows)


def entries_about(rows: Iterable[Subject]) -> Q:
    """The entries that point at one of these rows."""
    ids: dict[str, set[str]] = {}
    for kind, pk in rows:
        if kind == ACTOR:
            continue
        ids.setdefault(kind, set()).add(pk)
    about = Q(pk__in=[])
    for kind, found in ids.items():
        about |= Q(subject_type=kind, subject_id__in=found)
    return about


def _found(conditions: dict[str, Q], organisations: set[UUID], actors: QuerySet[Person] | None) -> Concerned:
    """The rows of several kinds that meet the condition of their kind."""
    parts = [
        apps.get_model(kind).objects.everywhere(WHY)
        .filter(condition, organisation_id__in=organisations).order_by()
        .values_list(Value(kind, CharField()), "pk", Value(order), F(f"{path}_id" if path else "pk"))
        for kind, condition in conditions.items() for order, path in enumerate(CONCERNS[kind])
    ]  # fmt: skip
    if actors is not None:
        rows = Person.objects.everywhere(WHY).filter(pk__in=actors.values("pk")).order_by()
        parts.append(rows.values_list(Value(ACTOR, CharField()), "pk", Value(0), F("pk")))
    if not parts:
        return {}
    union = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    found: Concerned = {}
    for kind, pk, _order, person in sorted(union, key=lambda row: row[2]):
        found.setdefault((kind, str(pk)), []).append(person)
    return found
