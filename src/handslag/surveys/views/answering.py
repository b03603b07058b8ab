"""A person answers what she or he was asked: signed in, or by the personal link."""

from typing import Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from handslag.core.encryption import opened
from handslag.core.errors import Refused
from handslag.core.marks import public, signed_in
from handslag.programmes.days import day_of
from handslag.questionnaires.forms import PageForm

from .. import actions
from ..access import may_answer
from ..links import invitation_id as id_of
from ..models import Invitation
from ..way import Way, way_of

WITH = (
    "wave__questionnaire", "wave__programme__organisation", "membership__person", "about__person", "response",
)  # fmt: skip


@signed_in
def answer(request, invitation_id):
    """The survey of somebody who is signed in; an answer given before can be changed."""
    rows = Invitation.objects.visible_to(request.user).select_related(*WITH)
    invitation = get_object_or_404(rows, pk=invitation_id)
    if not may_answer(request.user, invitation):
        raise Http404
    request.programme = invitation.wave.programme
    return _respond(request, invitation, signed=True)


@public
@never_cache
def by_link(request, token):
    """The survey of somebody who follows the link in a message. What was sent before is not shown.

    Who is signed in already gets the own page, from which there is a way home.
    """
    rows = Invitation.objects.everywhere("a signed link names its invitation").select_related(*WITH)
    invitation = get_object_or_404(rows, pk=id_of(token), membership__person__erased_at=None)
    if request.method == "GET" and request.user.is_authenticated and may_answer(request.user, invitation):
        return redirect("surveys:answer", invitation.pk)
    request.programme = invitation.wave.programme
    theirs = invitation.membership.person.language
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or "lang" in request.GET
    language = get_language() if chosen or theirs not in dict(settings.LANGUAGES) else theirs
    with translation.override(language):
        return _respond(request, invitation, signed=False)


def _respond(request, invitation: Invitation, *, signed: bool):
    at = timezone.now()
    if not invitation.is_open(day_of(invitation.wave.programme, at)):
        return _show(request, invitation, "closed", signed, status=410)
    if invitation.answered_at and "change" not in request.GET and request.method != "POST":
        return _show(request, invitation, "thanks", signed)
    answers, of_sent = _begun(invitation, signed)
    day = day_of(invitation.wave.programme, at)
    way = way_of(invitation.wave.questionnaire, answers, on=day, language=get_language())
    page = way.page(request.GET.get("page", ""))
    form = PageForm(page, way.context, way.answers, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, invitation, way, form, signed)
    try:
        return redirect(_keep(request, invitation, way, form, at, of_sent))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, invitation, way, form, signed)


def _begun(invitation: Invitation, signed: bool) -> tuple[dict, bool]:
    """The answers to go on with, and whether they were sent before: the personal link shows none of those."""
    draft = opened(invitation, "draft", {})
    if draft and (signed or not invitation.of_sent):
        return draft, invitation.of_sent
    if signed and invitation.response:
        return {**invitation.response.coded, **opened(invitation.response, "sealed", {})}, True
    return {}, False


def _keep(request, invitation: Invitation, way: Way, form: PageForm, at, of_sent: bool) -> str:
    """Keep this page; after the last one send all. Gives the address to go to."""
    way = way_of(way.questionnaire, form.kept, on=way.context.on, language=way.context.language)
    following = way.after(form.page.key)
    if following is not None:
        actions.keep_draft(invitation=invitation, answers=form.kept, at=at, of_sent=of_sent)
        return f"{request.path}?change=1&page={following.key}"
    person = invitation.membership.person
    actions.answer(invitation=invitation, answers=form.kept, language=get_language(), by=person, at=at)
    return request.path


def _page(request, invitation: Invitation, way: Way, form: PageForm, signed: bool):
    before = way.before(form.page.key)
    number, most = way.step(form.page.key)
    return _show(
        request, invitation, "page", signed, status=422 if form.errors else 200, way=way, form=form, page=form.page,
        number=number, most=most, back_url=f"?change=1&page={before.key}" if before else "",
    )  # fmt: skip


def _show(request, invitation: Invitation, name: str, signed: bool, *, status: int = 200, **more):
    programme = invitation.wave.programme
    context: dict[str, Any] = {
        "invitation": invitation, "programme": programme, "about": invitation.about and invitation.about.person,
        "signed": signed, "layout": "base.html" if signed else "base_applicant.html",
        "title": way_of(invitation.wave.questionnaire, {}, on=timezone.localdate(), language=get_language()).title,
    }  # fmt: skip
    if not signed:
        asks = {"name": programme.contact_name, "phone": programme.contact_phone, "hours": programme.contact_hours}
        context |= {"audience": "applicant", "navigation": [], "who_to_ask": asks if programme.contact_name else None}
    return render(request, f"surveys/{name}.html", context | more, status=status)
