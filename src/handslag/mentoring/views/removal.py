from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_told
from handslag.programmes.access import acting_person

from .. import actions
from ..access import is_mentor, require
from ..queries import diary_of, entry_lines
from ..removed import was_taken_back
from .pair import names, note_reads, pair_of


def say_it_is_removed(request, pair, entry_id):
    """Where there is no entry any more, the diary that says so: after a second press, or the way back to a page that is
    over. 404 where there never was one."""
    if not was_taken_back(pair, entry_id):
        raise Http404
    messages.info(request, _("This entry was removed."))
    return redirect("mentoring:diary", pair.pk)


@signed_in
def removal(request, pair_id, entry_id):
    """Look at one of the own entries once more, then take it back."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(is_mentor(request.user, pair))
    entry = diary_of(request.user, pair).filter(pk=entry_id).first()
    if entry is None:
        return say_it_is_removed(request, pair, entry_id)
    if request.method == "POST":
        with refusals_told(request):
            actions.take_back_diary(entry=entry, by=acting_person(request.user, pair), at=at)
            messages.success(request, _("The entry is removed."))
        return redirect("mentoring:diary", pair.pk)
    if not pair.is_running or at - entry.written_at > actions.CORRECTED_WITHIN:
        return redirect("mentoring:diary", pair.pk)  # it stands by now
    note_reads(request, pair, "diary", "mentoring.diaryentry", [entry.pk], at)
    [line] = entry_lines(pair.programme, [entry])
    return render(request, "mentoring/removal.html", {**names(request, pair), "entry": entry, "line": line})
