"""The applicant's way: one page after the other, no account. The draft's id in the address is the key to it."""

from functools import wraps

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handslag.core.languages import fall_back
from handslag.core.marks import drafted, public
from handslag.programmes.days import day_of
from handslag.questionnaires.forms import PageForm

from ..actions import CallClosed, Incomplete, save_answers, send, start_draft
from ..actions.applying import is_expired
from ..models import Call, Draft
from ..plausible import implausible
from ..way import Way, next_call, privacy_notices, thanks, way_of


def _call(request, slug: str) -> Call:
    calls = Call.objects.everywhere("an applicant has nothing but the address on the flyer")
    call = get_object_or_404(calls.select_related("programme__organisation", "questionnaire"), slug=slug)
    if get_language() not in call.questionnaire.title:
        fall_back(request)  # the questions are not there in the draft language that the rest could be in
    return call


def _show(request, name: str, call: Call, *, status: int = 200, **context):
    programme = call.programme
    asks = {"name": programme.contact_name, "phone": programme.contact_phone, "hours": programme.contact_hours}
    context |= {
        "call": call, "programme": programme, "organisation_name": programme.organisation.name,
        "who_to_ask": asks if programme.contact_name else None, "audience": "applicant", "navigation": [],
    }  # fmt: skip
    return render(request, f"recruitment/apply/{name}.html", context, status=status)


def _closed(request, call: Call, at):
    early = day_of(call.programme, at) < call.opens_on
    following = call if early else next_call(call, at)
    return _show(request, "closed", call, early=early, following=following, status=200 if early else 410)


def _with_draft(view):
    """Give `view` the way of the draft; send on those whose draft is sent, too old, or whose call is closed."""

    @wraps(view)
    def inner(request, call, draft_id, **kwargs):
        call, at = _call(request, call), timezone.now()
        draft = get_object_or_404(Draft.objects.of(call.organisation_id), call=call, pk=draft_id)
        draft.call = call
        if draft.sent_at:
            return redirect("recruitment:sent", call.slug, draft.pk)
        if not call.is_open(day_of(call.programme, at)):
            return _closed(request, call, at)
        if is_expired(draft, at):
            return _show(request, "expired", call, status=410)
        return view(request, way_of(call, draft, at), at, **kwargs)

    return inner


def _page(request, way: Way, form: PageForm, *, template: str = "screen", **context):
    page = form.page
    back = way.check if request.GET.get("back") else way.before(page)
    if way.is_begun and back:
        context["back_url"] = way.url(back)
    status = 422 if form.errors else 200
    return _show(request, template, way.call, status=status, way=way, page=page, form=form, steps=way.steps, **context)


@drafted
@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, call):
    """The page that the flyer leads to. Nothing is kept before somebody presses the button."""
    call, at = _call(request, call), timezone.now()
    if not call.is_open(day_of(call.programme, at)):
        return _closed(request, call, at)
    way = way_of(call, None, at)
    form = PageForm(way.asked[0], way.context, {}, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, way, form)
    draft = start_draft(call=call, language=get_language(), channel=request.GET.get("from", ""), at=at)
    save_answers(draft=draft, answers=form.kept, at=at)
    way = way_of(call, draft, at)
    return redirect(way.url(way.after(form.page.key)))


@drafted
@public
@never_cache
@require_safe
@_with_draft
def resume(request, way: Way, at):
    """Go on where something is missing."""
    return redirect(way.url(way.first_open()))


@drafted
@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_with_draft
def screen(request, way: Way, at, screen):
    """One page of questions: kept, then on to the next one that concerns the applicant."""
    page = way.page(screen)
    if page is None:
        return redirect(way.url(way.first_open()))
    form = PageForm(page, way.context, way.given(page), request.POST if request.method == "POST" else None)
    if form.is_valid():
        for name, sentence in implausible(way.call.role, form.kept, way.context.on).items():
            if name in form.fields:
                form.add_error(name, sentence)
    if not form.is_valid():
        return _page(request, way, form)
    save_answers(draft=way.draft, answers=form.kept, at=at)
    way = way_of(way.call, way.draft, at, form.kept)
    if request.GET.get("back"):
        following = way.after_change(page.key)
        return redirect(way.url(following) if following.is_check else way.change_url(following.key))
    return redirect(way.url(way.after(page.key)))


@drafted
@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_with_draft
def check(request, way: Way, at):
    """All answers with a way to change each; the yes; and sending."""
    if way.first_open() != way.check:
        return redirect(way.url(way.first_open()))
    form = PageForm(way.check, way.context, way.answers, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        rows = [(row, way.change_url(row.page)) for section in way.summary() for row in section.rows]
        answered, skipped = [pair for pair in rows if pair[0].text], [pair for pair in rows if not pair[0].text]
        notices = privacy_notices(way.call, get_language())
        return _page(request, way, form, template="check", answered=answered, skipped=skipped, notices=notices)
    try:
        save_answers(draft=way.draft, answers=form.kept, language=get_language(), at=at)
        send(draft=way.draft, at=at)
    except CallClosed:
        return _closed(request, way.call, at)
    except Incomplete:
        return redirect("recruitment:resume", way.call.slug, way.draft.pk)
    return redirect("recruitment:sent", way.call.slug, way.draft.pk)


@drafted
@public
@never_cache
@require_safe
def sent(request, call, draft_id):
    """Who calls, from which number, by when. Shows nothing of the answers."""
    call, at = _call(request, call), timezone.now()
    draft = get_object_or_404(Draft.objects.of(call.organisation_id), call=call, pk=draft_id)
    if draft.sent_at is None:
        return redirect("recruitment:resume", call.slug, draft.pk)
    done = next((page for page in way_of(call, None, at).pages if page.is_done), None)
    return _show(request, "sent", call, page=done, texts=thanks(call, draft.sent_at, done))
