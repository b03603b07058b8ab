from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.encryption import opened
from handslag.core.refusals import refusals_in
from handslag.journal.actions import record_reads

from ..access import acting_person, may, needs, permit, seen_programme
from ..actions import end_role
from ..actions.roles import why_not_end
from ..forms import EndRoleForm
from ..leaving import ties_of
from ..models import Membership, Programme
from ..standing import Standing, told_of_member


@needs("person.read")
def show(request, programme_id, membership_id):
    """One member: the roles held here, and those that have ended."""
    programme, membership = _member(request, programme_id, membership_id)
    permit(request.user, "person.read", programme)
    roles = _members(request, programme).filter(person=membership.person_id).order_by("-ended_at", "joined_at")
    context = {
        "programme": programme, "person": membership.person, "phone": _phone(request, programme, roles),
        "roles": [{"held": row, "may_end": row.ended_at is None and may(request.user, "team.change", row),
                   "told": _told(request, row)} for row in roles],
    }  # fmt: skip
    return render(request, "programmes/member.html", context)


def _told(request, row: Membership) -> list[Standing]:
    """What rooms say of a role that is held, for who may open the page about it."""
    told = told_of_member(row) if row.ended_at is None else []
    return [one for one in told if may(request.user, one.permission, row)]


def _phone(request, programme: Programme, roles) -> str:
    """The phone number of somebody who holds a role here, for who may see it; that it is shown is written down."""
    person = next((row.person for row in roles if row.ended_at is None), None)
    if person is None or not may(request.user, "contact.read", programme):
        return ""
    phone, by = opened(person, "phone") or "", acting_person(request.user, programme)
    if phone:
        record_reads("contact", "people.person", [person.pk], by=by, organisation=programme.organisation_id,
                     at=timezone.now())  # fmt: skip
    return phone


@needs("team.change")
def end(request, programme_id, membership_id):
    """End a role, with the reason; or say what stands in the way."""
    programme, membership = _member(request, programme_id, membership_id)
    permit(request.user, "team.change", membership)
    by = acting_person(request.user, membership)
    form = EndRoleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            end_role(membership=membership, by=by, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The role has ended."))
            return redirect("programmes:people", programme.pk)
    why_not = why_not_end(membership, by) if membership.ended_at is None else _("This role has ended already.")
    context = {
        "programme": programme, "membership": membership, "form": form, "why_not": why_not,
        "ties": [] if why_not else [{"tie": tie, "may_open": may(request.user, tie.permission, membership)}
                                    for tie in ties_of(membership)],
    }  # fmt: skip
    return render(request, "programmes/end_role.html", context, status=422 if form.errors else 200)


def _members(request, programme: Programme):
    """The roles in `programme`, or in its whole organisation, that the account may see."""
    rows = Membership.objects.visible_to(request.user).select_related("person")
    return rows.filter(Q(programme=programme) | Q(programme=None, organisation_id=programme.organisation_id))


def _member(request, programme_id, membership_id) -> tuple[Programme, Membership]:
    request.programme = programme = seen_programme(request.user, programme_id)
    return programme, get_object_or_404(_members(request, programme), pk=membership_id)
