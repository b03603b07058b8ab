"""Who should be able to sign in and is not: asked alike by the next steps, the order of the list and the hints."""

from django.db.models import Exists, OuterRef, Q

from .models import Application, Selection


def lacks_sign_in() -> Q:
    """To filter or annotate applications with: accepted, still there, and without a sign-in.

    Who has left since, or is erased, needs none.
    """
    rows = Selection.objects.everywhere("joined to applications that were fetched with a scope")
    still_in = rows.filter(application=OuterRef("pk"), membership__isnull=False, membership__ended_at=None)
    of_itself = Q(state=Application.State.ACCEPTED, person__account=None, person__erased_at=None)
    return Q(of_itself, Exists(still_in))
