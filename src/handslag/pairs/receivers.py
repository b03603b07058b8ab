"""What this room tells lower ones."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from handslag.outbox.answering import AnswerPage, tells_answer_pages
from handslag.outbox.models import Message
from handslag.people.models import Account
from handslag.programmes.access import holds

from .models import Answer, Pair
from .queries import STATES


@tells_answer_pages
def of_those_asked(user: Account, messages: Collection[Message]) -> dict[UUID, AnswerPage]:
    """A letter that asks who has not answered leads to the page where a colleague writes down what she or he says."""
    pair_of = {message.pk: _pair_at(message.url) for message in messages if message.kind == Message.Kind.MATCH}
    pairs = _waiting_for(user, set(filter(None, pair_of.values())))
    found = {}
    for message in messages:
        silent = pairs.get(pair_of.get(message.pk), {})
        if message.person_id in silent:
            url = reverse("pairs:answer_by_phone", args=[pair_of[message.pk], silent[message.person_id]])
            found[message.pk] = AnswerPage(url, _("Write down an answer"))
    return found


def _waiting_for(user: Account, pairs: Collection[UUID]) -> dict[Any, dict[UUID, UUID]]:
    """Of each pair that is asked: person -> membership of who has not answered."""
    if not pairs:
        return {}
    answers = Answer.objects.everywhere("of the pairs joined here").filter(pair=OuterRef("pk"))
    rows = Pair.objects.visible_to(user).filter(holds(user, "pair.match"), pk__in=pairs, **STATES["asked"])
    sides = ("mentor", "mentee")
    said = {f"{side}_said": Exists(answers.filter(membership=OuterRef(side))) for side in sides}
    names = [name for side in sides for name in (f"{side}_id", f"{side}__person_id", f"{side}_said")]
    return {
        row["pk"]: {row[f"{side}__person_id"]: row[f"{side}_id"] for side in sides if not row[f"{side}_said"]}
        for row in rows.annotate(**said).values("pk", *names)
    }


def _pair_at(url: str) -> UUID | None:
    """The pair whose page is at `url`."""
    try:
        found = resolve(url)
    except Resolver404:
        return None
    return found.kwargs["pair_id"] if found.view_name == "pairs:pair" else None
