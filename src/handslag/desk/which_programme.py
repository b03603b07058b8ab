"""The programme that a page is about, and the one that the home is of for whoever is in several."""

from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, When
from django.utils import timezone

from handslag.organisations.models import Organisation
from handslag.programmes.access import grants, may
from handslag.programmes.models import LONG, Phase, Programme
from handslag.recruitment.calls import open_calls

LAST_SEEN = "programme"  # the key in the session
RUNS, TO_COME, OVER = range(3)


def programme_of(request) -> Programme | None:
    """The programme of the page (set by the view as `request.programme`), or the one that the home is of: the one whose
    pages the account looked at last, else one that runs today.

    Makes a query only for somebody who has several programmes, or whose roles are all in a whole organisation.
    """
    if getattr(request, "programme", None) is None:
        request.programme = _last_seen(request) or _running(request.user)
    return request.programme


def remember_programme(request) -> None:
    """Keep which programme the page is about, where its view has set one: Home leads back to it in this session."""
    programme = getattr(request, "programme", None)
    if programme is None or request.session.get(LAST_SEEN) == str(programme.pk) or not has_several(request.user):
        return
    if may(request.user, "programme.see", programme):  # a call that one could apply to may be another programme's
        request.session[LAST_SEEN] = str(programme.pk)


def has_several(user) -> bool:
    """Whether the account may be in several programmes; asked of its roles alone."""
    memberships = grants(user).memberships
    return len({m.programme_id for m in memberships}) > 1 or any(m.programme_id is None for m in memberships)


def programme_for_visitors(today: date) -> Programme | None:
    """Whose contact a page names to one who is not signed in and has come for no programme in particular.

    Of the only organisation: that of the newest open call, else what runs or comes next. With several organisations
    nobody knows which one the visitor came for, so no name stands there.
    """
    if Organisation.objects.count() != 1:
        return None
    call = open_calls(today).last()
    rows = Programme.objects.everywhere("a contact for visitors, of the only organisation")
    return call.programme if call else _in_order(rows.exclude(_is_over(today)), today).first()


def programmes_of(user) -> QuerySet[Programme]:
    """The programmes of the account: those that run, then those that begin later, the next first, then those over."""
    return _in_order(Programme.objects.visible_to(user), timezone.localdate())


def _in_order(rows: QuerySet[Programme], today: date) -> QuerySet[Programme]:
    stage = Case(
        When(starts_on__gt=today, then=TO_COME), When(_is_over(today), then=OVER), default=RUNS,
        output_field=IntegerField(),
    )  # fmt: skip
    to_come = Case(When(starts_on__gt=today, then="starts_on"))
    rows = rows.select_related("organisation").defer(*LONG)
    return rows.order_by(stage, to_come, "-starts_on", "title")


def _is_over(today: date) -> Q:
    """The programmes whose last phase has ended."""
    phases = Phase.objects.everywhere("of programmes that were fetched with a scope").filter(programme=OuterRef("pk"))
    return Q(Exists(phases), ~Exists(phases.filter(ends_on__gte=today)))


def _last_seen(request) -> Programme | None:
    """The programme that `remember_programme` kept, while the account may still see it."""
    kept = request.session.get(LAST_SEEN) if has_several(request.user) else None
    if kept is None:
        return None
    own = (m.programme for m in grants(request.user).memberships if m.programme is not None)
    return next((programme for programme in own if str(programme.pk) == kept), None) or (
        programmes_of(request.user).filter(pk=kept).first()
    )


def _running(user) -> Programme | None:
    if has_several(user):
        return programmes_of(user).first()
    return next((m.programme for m in grants(user).memberships), None)
