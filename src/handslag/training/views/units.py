from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone

from handslag.gatherings.models import Attendance
from handslag.programmes.access import may, needs, permit, seen_programme
from handslag.programmes.roles import Role

from ..models import Confirmation
from ..queries import CONFIRMS, cancelled_by_unit, units_done, units_required
from ..timetable import next_of, own_units, timetable_of

PER_PAGE = 25


@needs("training.see")
def index(request, programme_id):
    """The units of a programme: for the team with everybody's progress, for a mentor with her or his own."""
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "training.see", programme)
    request.programme, at = programme, timezone.now()
    units = timetable_of(request.user, programme)
    context = {"programme": programme, "units": units, "at": at, "required": units_required(programme),
               "cancelled": cancelled_by_unit(request.user, programme)}  # fmt: skip
    if not may(request.user, "person.read", programme):
        own = _own(units, context["required"], at)
        answer = Confirmation.objects.visible_to(request.user).filter(membership__programme=programme).first()
        return render(request, "training/own.html", {**context, **own, "answer": answer})
    page = Paginator(_mentors(programme), PER_PAGE).get_page(request.GET.get("page"))
    done = units_done(programme)
    rows = [_row(member, units, done.get(member.pk, set()), context["required"]) for member in page]
    context["may_plan"] = may(request.user, "training.plan", programme)
    context["may_take"] = may(request.user, "attendance.take", programme)
    return render(request, "training/units.html", {**context, "page": page, "rows": rows})


def _mentors(programme):
    """The mentors, those who have most to do first."""
    counts = Q(attendances__status__in=Attendance.COUNTS, attendances__gathering__programme=programme)
    done = Count("attendances__gathering__training_session__unit", filter=counts, distinct=True)
    mentors = programme.memberships.filter(role=Role.MENTOR, ended_at=None).annotate(done=done)
    return mentors.select_related("person", "confirmation").order_by(
        "done", "person__given_name", "person__family_name", "pk"
    )


def _row(member, units, done, required) -> dict:
    missing = [unit.number for unit in units if unit.number not in done]
    confirmation = getattr(member, "confirmation", None)
    return {
        "person": member.person, "member": member.pk, "done": sorted(done), "missing": missing,
        "trained": len(done) >= required, "goes_on": confirmation and confirmation.goes_on,
    }  # fmt: skip


def _own(units, required, at) -> dict:
    own = own_units(units, at)
    done = sum(line.state == "done" for line in own)
    confirms = any(line.unit.number == CONFIRMS and line.state == "done" for line in own)
    return {"own": own, "done": done, "confirms": confirms, "trained": done >= required, "next": next_of(own)}
