"""What the answers in a kept diary form mean: which goals it is about."""

from django.utils import timezone

from handslag.core.encryption import text_of, unseal
from handslag.journal.actions import record_reads
from handslag.people.form_words import explains
from handslag.people.models import Account
from handslag.programmes.access import acting_person

from .forms.diary import BY_THEME, THE_GOALS_THAT_FIT
from .models import Goal


@explains
def goals_chosen(account: Account, values: set[str], ids: set[str]) -> dict[str, str]:
    """The words of the goals that were ticked, as the form shows them; the journal tells that they were shown."""
    told = {BY_THEME: str(THE_GOALS_THAT_FIT)} if BY_THEME in values else {}
    chosen = ids & values
    rows = Goal.objects.visible_to(account).filter(pk__in=chosen) if chosen else Goal.objects.none()
    for goal in unseal(rows.select_related("plan__pair__mentee", "plan__pair__programme")):
        pair = goal.plan.pair
        record_reads(
            "plan", "mentoring.goal", [goal.pk], by=acting_person(account, pair), organisation=goal.organisation_id,
            at=timezone.now(),
        )  # fmt: skip
        told[str(goal.pk)] = text_of(goal, "text")
    return told
