"""The applicant's way: one page after the other, no account. Whoever has the draft's address goes on with it."""

from functools import wraps
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handslag.core.languages import fall_back, speak_unless_chosen
from handslag.core.marks import drafted, public
from handslag.core.pdf import qr_code
from handslag.core.tries import too_many, too_many_letters
from handslag.people.form_words import Line, worded_by
from handslag.programmes.days import day_of
from handslag.questionnaires.forms import PageForm
from handslag.questionnaires.schema import row_of

from ..actions import CallClosed, Incomplete, save_answers, send, start_draft
from ..actions.applying import is_expired, kept_until
from ..models import Application, Call, Draft, Selection, hash_of
from ..notices import answer_words
from ..plausible import implausible
from ..way import Way, last_digits, next_call, privacy_notices, thanks, way_of

MAILS = 20  # within an hour from one network address: a whole class may apply from the library's computers
LETTERS = 3  # in a day, from one draft or to one address: anybody can write somebody else's address in a draft
OUTCOMES = {
    Application.State.ACCEPTED: Selection.Outcome.ACCEPT,
    Application.State.WAITING: Selection.Outcome.WAIT,
    Application.State.DECLINED: Selection.Outcome.DECLINE,
}


def _call(request, slug: str) -> Call:
    calls = Call.objects.everywhere("an applicant has nothing but the address on the flyer")
    call = get_object_or_404(calls.select_related("programme__organisation", "questionnaire"), slug=slug)
    if get_language() not in call.questionnaire.title:
        fall_back(request)  # the questions are not there in the draft language that the rest could be in
    return call


def _draft(request, call: Call, key: UUID) -> Draft:
    """The draft with this key; from here on its language is spoken, unless the visitor has chosen another."""
    draft = get_object_or_404(Draft.objects.of(call.organisation_id), call=call, key_hash=hash_of(key))
    draft.call, draft.key = call, key
    if draft.language in call.questionnaire.title:
        speak_unless_chosen(request, draft.language)
    return draft


def _kept_address(request, name: str, draft: Draft) -> dict:
    """What `_address.html` shows of the page `name` of a draft: its address, in the language of this page."""
    path = f"{reverse(f'recruitment:{name}', args=[draft.call.slug, draft.key])}?lang={get_language()}"
    link = request.build_absolute_uri(path)
    return {"path": path, "link": link, "parts": link.split("/"), "qr": qr_code(link)["svg"]}


def _show(request, name: str, call: Call, *, status: int = 200, **context):
    return render(request, f"recruitment/apply/{name}.html", context | _around(call), status=status)


def _around(call: Call) -> dict:
    """What every page of the way says about whose it is and whom to ask."""
    programme = call.programme
    asks = {"name": programme.contact_name, "phone": programme.contact_phone, "hours": programme.contact_hours}
    return {
        "call": call, "programme": programme, "organisation_name": programme.organisation.name,
        "who_to_ask": asks if programme.contact_name else None, "audience": "applicant", "navigation": [],
    }  # fmt: skip


def _told(request, call, draft_key=None, screen="") -> tuple[list[Line], dict]:
    """What was sent for a page without the key of its form, under the page's questions; shows no other answers."""
    call = _call(request, call)
    way = way_of(call, _draft(request, call, draft_key) if draft_key else None, timezone.now())
    page = way.page(screen) if screen else way.check if draft_key else way.asked[0]
    if page is None:
        return [], _around(call)
    typed = PageForm(page, way.context, {}, request.POST).typed
    rows = [row_of(page, question, typed) for question in page.asked]
    return [Line(row.label, [row.text]) for row in rows if row.text], _around(call)


def _closed(request, call: Call, at):
    early = day_of(call.programme, at) < call.opens_on
    following = call if early else next_call(call, at)
    return _show(request, "closed", call, early=early, following=following, status=200 if early else 410)


def _with_draft(view):
    """Give `view` the way of the draft; send on those whose draft is sent, too old, or whose call is closed."""

    @wraps(view)
    def inner(request, call, draft_key, **kwargs):
        call, at = _call(request, call), timezone.now()
        draft = _draft(request, call, draft_key)
        if draft.sent_at:
            return redirect("recruitment:sent", call.slug, draft.key)
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


@worded_by(_told)
@drafted
@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, call):
    """The page that the flyer leads to. Nothing is kept before somebody presses the button.

    It begins anew each time: people share a phone, and who has it next must not see what the one before wrote.
    """
    call, at = _call(request, call), timezone.now()
    if not call.is_open(day_of(call.programme, at)):
        return _closed(request, call, at)
    way = way_of(call, None, at)
    form = PageForm(way.asked[0], way.context, {}, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, way, form)
    draft = start_draft(call=call, language=get_language(), channel=request.GET.get("from", ""), at=at)
    save_answers(draft=draft, answers=form.kept, reached=form.page.step, at=at)
    way = way_of(call, draft, at)
    return redirect(way.url(way.after(form.page.key)))


@drafted
@public
@never_cache
@require_safe
@_with_draft
def resume(request, way: Way, at):
    """Go on where one has stopped."""
    return redirect(way.url(way.stopped_at()))


@worded_by(_told)
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
    if "later" in request.POST:  # what is right so far is kept
        save_answers(draft=way.draft, answers=form.kept, language=get_language(), at=at)
        return redirect("recruitment:later", way.call.slug, way.draft.key)
    if not form.is_valid():
        return _page(request, way, form)
    save_answers(draft=way.draft, answers=form.kept, language=get_language(), reached=page.step, at=at)
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
def later(request, way: Way, at):
    """The address at which one goes on another day or on another phone; a POST mails it to the applicant."""
    email, until = way.draft.answers.get("email", ""), kept_until(way.draft)
    address = _kept_address(request, "resume", way.draft)
    if request.method == "POST" and email:
        if too_many(request, "draft-mail", most=MAILS, seconds=3600):
            messages.error(request, _("Too many tries. Wait an hour, or copy the address."))
        elif too_many_letters("draft-mail", by=way.draft.pk, to=email, most=LETTERS):
            messages.error(request, _("No more e-mails today. Copy the address, or try again tomorrow."))
        else:
            said = {"link": address["link"], "until": until, "organisation": way.call.programme.organisation.name}
            get_adapter().send_mail("recruitment/mail/later", email, said)
            messages.success(request, _("We have sent the address to your e-mail."))
        return redirect("recruitment:later", way.call.slug, way.draft.key)
    back = way.url(way.stopped_at())
    return _show(request, "later", way.call, until=until, email=email, back_url=back, **address)


@worded_by(_told)
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
        return redirect("recruitment:resume", way.call.slug, way.draft.key)
    return redirect("recruitment:sent", way.call.slug, way.draft.key)


@drafted
@public
@never_cache
@require_safe
def sent(request, call, draft_key):
    """Who calls, from which number, by when; later what was answered. Shows nothing else of the answers."""
    call, at = _call(request, call), timezone.now()
    draft = _draft(request, call, draft_key)
    if draft.sent_at is None:
        return redirect("recruitment:resume", call.slug, draft.key)
    applications = Application.objects.of(call.organisation_id).filter(draft=draft)
    application = applications.select_related("person__account").first()
    if application is None or application.state == Application.State.WITHDRAWN:
        return _show(request, "over", call, is_open=call.is_open(day_of(call.programme, at)))
    if outcome := OUTCOMES.get(application.state):
        title, text = answer_words(application, outcome)
        return _show(request, "answered", call, title=title, text=text)
    done = next((page for page in way_of(call, None, at).pages if page.is_done), None)
    texts, ends = thanks(call, draft.sent_at, done), last_digits(application.person)
    address = _kept_address(request, "sent", draft)
    return _show(request, "sent", call, page=done, texts=texts, ends=ends, **address)


def no_such_application(request, slug: str):
    """The page for an address of the call `slug` that lacks a part, or whose application is gone. Raises Http404."""
    return _show(request, "not_found", _call(request, slug), status=404)
