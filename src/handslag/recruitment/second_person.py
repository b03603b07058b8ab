"""Which proposals somebody may confirm: asked alike by the next steps and the list."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from .models import Application, Interview, Selection


def waits_for(person_id: UUID | None) -> Q:
    """To filter or annotate applications with: a colleague has proposed an answer, and this person may confirm it.

    Who proposed, who interviewed and who applied may not.
    """
    why = "joined to applications that were fetched with a scope"
    of_it = {"application": OuterRef("pk")}
    own_proposal = Selection.objects.everywhere(why).filter(
        **of_it, confirmed_at=None, sent_back_at=None, proposed_by=person_id
    )
    own_interview = Interview.objects.everywhere(why).filter(**of_it, by=person_id)
    proposed = Q(state=Application.State.PROPOSED) & ~Q(person=person_id)
    return Q(proposed, ~Exists(own_proposal), ~Exists(own_interview))
