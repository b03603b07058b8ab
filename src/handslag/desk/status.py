"""How far each programme is, in counts: for monitors and for the command line."""

from django.db.models import Count
from django.utils import timezone

from handslag.outbox.queries import waiting_and_failed
from handslag.pairs.models import Pair
from handslag.programmes.models import Membership, Programme
from handslag.recruitment.models import Application

_WHY = "the command line is the operator's and prints counts only"


def programmes() -> list[dict]:
    """One dict per programme: programme (short name), title, organisation, starts_on, phase, counts."""
    today = timezone.localdate()
    rows = Programme.objects.everywhere(_WHY).select_related("organisation").prefetch_related("phases")
    applications = _counted(Application.objects.everywhere(_WHY))
    members = Membership.objects.everywhere(_WHY).filter(ended_at=None)
    mentors, mentees = _counted(members.filter(role="mentor")), _counted(members.filter(role="mentee"))
    pairs = _counted(Pair.objects.everywhere(_WHY))
    running = _counted(Pair.objects.everywhere(_WHY).filter(started_on__isnull=False, ended_on=None))
    messages = waiting_and_failed(_WHY)
    return [
        {
            "programme": row.slug,
            "title": row.title,
            "organisation": row.organisation.name,
            "starts_on": row.starts_on.isoformat(),
            "phase": next((p.key for p in row.phases.all() if p.starts_on <= today <= p.ends_on), None),
            "counts": {
                "applications": applications.get(row.pk, 0),
                "mentors": mentors.get(row.pk, 0),
                "mentees": mentees.get(row.pk, 0),
                "pairs": pairs.get(row.pk, 0),
                "running_pairs": running.get(row.pk, 0),
                "messages_queued": messages.get(row.pk, {}).get("queued", 0),
                "messages_failed": messages.get(row.pk, {}).get("failed", 0),
            },
        }
        for row in rows
    ]


def _counted(rows) -> dict:
    return dict(rows.order_by().values_list("programme").annotate(Count("pk")))
