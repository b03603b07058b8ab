"""Private exclusions: told by the person, read by named colleagues, seen by nobody else."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in
from handslag.journal.actions import record_reads
from handslag.people.models import Account
from handslag.programmes.access import acting_person, may, needs, permit, seen_programme
from handslag.programmes.models import Membership, Programme

from .. import actions
from ..access import may_turn_exclusions, own_side, readers_of_exclusions
from ..broken import broken_pairs
from ..exclusion_forms import ReadersForm, TellForm, TurnForm
from ..queries import PAGE
from ..turning import SIDES, Said, last_told_at, said_in, said_nobody_at, who_sorts_it_out

SUBJECT = "programmes.membership"


@signed_in
def own(request, programme_id):
    """A mentor or mentee says whom she does not want to meet. What was said is never shown again, only when."""
    programme = seen_programme(request.user, programme_id)
    member = own_side(request.user, programme)
    if member is None:
        raise Http404
    request.programme = programme
    posted = request.POST if request.method == "POST" else None
    told_at = last_told_at(member)
    nobody_at = None if told_at else said_nobody_at(member)
    has_told = bool(told_at or nobody_at)
    form = TellForm(posted, nobody=posted is not None and "nobody" in posted, told=has_told)
    if form.is_valid():
        actions.tell(member=member, words=form.cleaned_data["words"], at=timezone.now())
        messages.success(request, _("Thank you. We have it."))
        return redirect("desk:home")
    context = {"programme": programme, "form": form, "told_at": told_at, "nobody_at": nobody_at}
    return render(request, "pairs/own_exclusion.html", context, status=422 if form.is_bound else 200)


@needs("exclusion.read")
def index(request, programme_id):
    """Who has said something in confidence, for those who are named."""
    programme = _programme(request, programme_id)
    if not may_turn_exclusions(request.user, programme):
        return _ask_a_reader(request, programme)
    page = Paginator(said_in(programme), PAGE).get_page(request.GET.get("page"))
    _tell_journal(request, programme, "exclusion_list", [said.member for said in page])
    return render(request, "pairs/exclusions.html", {"programme": programme, "page": page})


@needs("exclusion.read")
def turning(request, member_id):
    """What one person said, and the rules that are made of it."""
    member, others = _member_and_others(request.user, member_id)
    programme = member.programme = _programme(request, member.programme_id)
    if not may_turn_exclusions(request.user, programme):
        return _ask_a_reader(request, programme)
    said = next(iter(said_in(programme, [member])), None)
    if said is None:
        raise Http404
    form = TurnForm(request.POST if request.method == "POST" else None, said=said, others=others)
    if form.is_valid() and _turn(request, said, form):
        messages.success(request, _("These are the rules now. Matching keeps to them."))
        _tell_broken(request, programme, member)
        return redirect("pairs:exclusions", programme.pk)
    _tell_journal(request, programme, "exclusion", [member])
    context = {"programme": programme, "said": said, "form": form}
    return render(request, "pairs/turning.html", context, status=422 if form.is_bound else 200)


def _member_and_others(user: Account, member_id: UUID) -> tuple[Membership, list[Membership]]:
    """The mentor or mentee with this id, and everybody of the other side who could meet her; one query."""
    seen = Membership.objects.visible_to(user)
    here = seen.filter(programme__in=seen.filter(pk=member_id).values("programme"), role__in=SIDES, ended_at=None)
    rows = list(here.select_related("person"))
    member = next((row for row in rows if row.pk == member_id), None)
    if member is None:
        raise Http404
    return member, [row for row in rows if row.role != member.role and row.person_id != member.person_id]


def _turn(request, said: Said, form: TurnForm) -> bool:
    with refusals_in(form):
        actions.turn(
            member=said.member, told_at=form.cleaned_data["told_at"], persons=form.persons(),
            countries=form.cleaned_data["countries"], names=form.cleaned_data["names"], offered=form.people.keys(),
            by=acting_person(request.user, said.member), at=timezone.now(),
        )  # fmt: skip
        return True
    form.read_again()  # the page shows the newest words, with this refusal above them
    return False


def _tell_broken(request, programme: Programme, member: Membership) -> None:
    """Which accepted pairs the rules stand against: only who made the rules reads it, on the next page."""
    may_take_back = may(request.user, "pair.match", programme)
    for pair in broken_pairs(programme, member.person, timezone.now()):
        text = (
            _("%(mentee)s and %(mentor)s are accepted, and may not be a pair. Take that back on the board.")
            if may_take_back
            else _(
                "%(mentee)s and %(mentor)s are accepted, and may not be a pair. Ask the coordinator to take that back."
            )
        )
        said = text % {"mentee": pair.mentee.person, "mentor": pair.mentor.person}
        messages.warning(request, said + " " + _("Do not tell anybody why."))


@needs("team.change")
def readers(request, programme_id):
    """Who is named to read what people say in confidence."""
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "team.change", programme)
    request.programme = programme
    form = ReadersForm(
        request.POST if request.method == "POST" else None, programme=programme, now=readers_of_exclusions(programme)
    )
    if form.is_valid():
        with refusals_in(form, "readers"):
            by = acting_person(request.user, programme)
            actions.name_readers(programme=programme, readers=form.chosen(), by=by, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("pairs:exclusion_readers", programme.pk)
    context = {"programme": programme, "form": form, "may_match": may(request.user, "pair.match", programme)}
    return render(request, "pairs/readers.html", context, status=422 if form.is_bound else 200)


def _programme(request, programme_id) -> Programme:
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "exclusion.read", programme)
    request.programme = programme
    return programme


def _ask_a_reader(request, programme: Programme):
    """For a colleague who is not named: who is."""
    context = {"programme": programme} | who_sorts_it_out(request.user, programme)
    return render(request, "pairs/ask_a_reader.html", context, status=403)


def _tell_journal(request, programme: Programme, what: str, members: list[Membership]) -> None:
    by = acting_person(request.user, programme)
    pks = [member.pk for member in members]
    record_reads(what, SUBJECT, pks, by=by, organisation=programme.organisation_id, at=timezone.now())
