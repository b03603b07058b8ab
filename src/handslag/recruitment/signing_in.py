"""Who should be able to sign in and is not: asked alike by the next steps, the order of the list and the hints."""

from django.db.models import OuterRef, Q

from handslag.programmes.models import Programme

from .models import Application, Selection


def lacks_sign_in(programme: Programme | OuterRef) -> Q:
    """To filter or annotate applications to `programme` with: accepted, still there, and without a sign-in.

    Who has left since, or is erased, needs none.
    """
    rows = Selection.objects.everywhere("joined to applications that were fetched with a scope")
    # From the few who are in to their applications: a long programme has many more who were accepted once.
    still_in = rows.filter(membership__programme=programme, membership__ended_at=None).values("application")
    return Q(pk__in=still_in, state=Application.State.ACCEPTED, person__account=None, person__erased_at=None)
