"""The texts of a programme: to read for everybody in it, and a mentor's own choice after the first unit."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handslag.content.markdown import as_html, without_title
from handslag.content.queries import LAID_OUT, newest, shelf
from handslag.core.refusals import refusals_told
from handslag.programmes.access import acting_person, grants, may, needs, seen_programme
from handslag.programmes.roles import Role

from .. import actions
from ..models import Confirmation
from ..queries import CODE_OF_CONDUCT, CONFIRMS, is_guide, units_done


@needs("programme.see")
def index(request, programme_id):
    """All texts of the programme, in the reader's language where there is one."""
    request.programme = programme = seen_programme(request.user, programme_id)
    rows = shelf(programme.organisation, get_language() or "en", programme.pk)
    holds_units = may(request.user, "attendance.take", programme)
    own = f"{programme.template_key}_"
    guides = [row for row in rows if is_guide(row.key) and row.key.startswith(own)] if holds_units else []
    texts = [row for row in rows if not is_guide(row.key)]
    return render(request, "training/documents.html", {"programme": programme, "texts": texts, "guides": guides})


@needs("programme.see")
def show(request, programme_id, key):
    """One text to read or print."""
    request.programme = programme = seen_programme(request.user, programme_id)
    document = newest(programme.organisation, key, get_language() or "en", programme.pk)
    closed = is_guide(key) and not may(request.user, "attendance.take", programme)
    if document is None or key.startswith(LAID_OUT) or closed:
        raise Http404
    context = {"programme": programme, "document": document, "text": as_html(without_title(document.body), below=0)}
    return render(request, "training/document.html", context)


@needs("training.see")
def participation(request, programme_id):
    """After the first unit a mentor reads the code of conduct and chooses: go on, or not."""
    request.programme = programme = seen_programme(request.user, programme_id)
    membership = _own_membership(request.user, programme)
    document = newest(programme.organisation, CODE_OF_CONDUCT, get_language() or "en", programme.pk)
    if membership is None or document is None:
        raise Http404
    if request.method == "POST" and _answer(request, membership, document):
        return redirect("training:units", programme.pk)
    context = {
        "programme": programme, "document": document, "text": as_html(without_title(document.body)),
        "asked": CONFIRMS in units_done(programme).get(membership.pk, set()),
        "answer": Confirmation.objects.visible_to(request.user).filter(membership=membership).first(),
    }  # fmt: skip
    return render(request, "training/participation.html", context)


def _own_membership(user, programme):
    mine = (m for m in grants(user).memberships if m.programme_id == programme.pk and m.role == Role.MENTOR)
    return next(mine, None)


def _answer(request, membership, document) -> bool:
    goes_on = request.POST.get("goes_on")
    if goes_on not in ("yes", "no"):
        messages.error(request, _("Press one of the two buttons at the end."))
        return False
    with refusals_told(request):
        actions.confirm_participation(
            membership=membership, document=document, goes_on=goes_on == "yes",
            by=acting_person(request.user, membership), at=timezone.now(),
        )  # fmt: skip
        done = {"yes": _("Thank you. You are in."), "no": _("Thank you for telling us. We call you.")}
        messages.success(request, done[goes_on])
        return True
    return False
