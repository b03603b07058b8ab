from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone

from handslag.core.addresses import addresses
from handslag.core.refusals import refusals_in

from ..access import acting_person, may, needs, permit, seen_programme
from ..actions import add_team_member
from ..forms import PeopleForm, TeamMemberForm
from ..models import Membership, Programme
from ..roles import Role


@needs("person.read")
def index(request, programme_id):
    """Who holds which role in a programme, all or those of one name: no contact data."""
    programme = _programme(request, programme_id)
    permit(request.user, "person.read", programme)
    members = Membership.objects.visible_to(request.user).filter(
        Q(programme=programme) | Q(programme=None, organisation_id=programme.organisation_id), ended_at=None
    )
    role = request.GET.get("role", "")
    if role in Role.values:
        members = members.filter(role=role)
    form = PeopleForm(request.GET)
    if form.is_valid():
        members = members.filter(form.condition())
    members = members.select_related("person").only("role", "joined_at", "person__given_name", "person__family_name")
    members = members.order_by("person__given_name", "person__family_name", "pk")
    page = Paginator(members, 25).get_page(request.GET.get("page"))
    page_of = addresses("programmes:member", programme.pk)
    names = {code: str(name) for code, name in Role.choices}  # said once, not once a row
    context = {
        "programme": programme,
        "page": page,
        "rows": [_row(m, page_of(m.pk), names) for m in page],
        "roles": Role.choices,
        "chosen": role,
        "form": form,
        "name": form.cleaned_data.get("name", ""),
        "may_change": may(request.user, "programme.change", programme),
        "may_add": may(request.user, "team.change", programme),
    }
    return render(request, "programmes/people.html", context)


def _row(member: Membership, url: str, names: dict[str, str]) -> dict:
    return {"url": url, "name": str(member.person), "role": names[member.role], "joined_at": member.joined_at}


@needs("team.change")
def new(request, programme_id):
    """Take somebody into the team of a programme."""
    programme = _programme(request, programme_id)
    permit(request.user, "team.change", programme)
    form = TeamMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = acting_person(request.user, programme)
        with refusals_in(form, "email"):
            add_team_member(programme=programme, by=by, at=timezone.now(), **form.cleaned_data)
            return redirect("programmes:people", programme.pk)
    status = 422 if form.errors else 200
    return render(request, "programmes/new_team_member.html", {"programme": programme, "form": form}, status=status)


def _programme(request, programme_id) -> Programme:
    request.programme = seen_programme(request.user, programme_id)
    return request.programme
