from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handslag.content.markdown import as_html
from handslag.content.models import Document
from handslag.content.queries import newest
from handslag.core.encryption import text_of
from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in
from handslag.pairs.access import my_membership
from handslag.pairs.pair_lines import no_yes_yet
from handslag.programmes.access import acting_person, needs, permit
from handslag.programmes.days import day_of
from handslag.questionnaires.lists import language_name

from .. import actions
from ..access import may_sign, require
from ..forms import IntakeForm, OwnSignatureForm, RoomSignatureForm
from ..models import Agreement, Signature
from ..queries import agreement_of, codes_of_conduct, missing_signatures, planned_by_group, signature_lines
from .meetings import tell_of_group_meetings
from .pair import names, note_reads, pair_of


@needs("intake.hold")
def intake(request, pair_id):
    """The first meeting of a pair, with the team: code of conduct, own points, next meetings, signatures."""
    pair, at = pair_of(request, pair_id), timezone.now()
    permit(request.user, "intake.hold", pair)
    if agreement_of(pair) is not None:
        return redirect("mentoring:signature", pair.pk)
    versions = codes_of_conduct(pair.programme)
    form = IntakeForm(
        request.POST or None, pair=pair, today=day_of(pair.programme, at),
        documents=Document.objects.of(pair.organisation_id).filter(pk__in=[row.pk for row in versions]),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _hold(request, pair, form, at):
        return redirect("pairs:pair", pair.pk)
    wanted = request.GET.get("text", "") or pair.mentee.person.language or get_language()
    document = version_shown(versions, wanted, request.POST.get("document", ""))
    context = {"form": form, "document": document, "versions": versions, "text": document and as_html(document.body),
               "no_yes_yet": no_yes_yet(pair)}  # fmt: skip
    if pair.group_id is not None:
        context["planned"] = planned_by_group([pair], at)
    status = 422 if form.is_bound else 200
    return render(request, "mentoring/intake.html", {**names(request, pair), **context}, status=status)


def version_shown(versions: list[Document], language: str, posted: str) -> Document | None:
    """The version that was shown when the form was sent, else the one in `language`, else the first."""
    ranked = sorted(versions, key=lambda row: (str(row.pk) != posted, row.language != language))
    return ranked[0] if ranked else None


def _hold(request, pair, form, at) -> bool:
    with refusals_in(form, about={actions.WrongDay: "held_on"}):
        actions.hold_intake(pair=pair, **form.said(), by=acting_person(request.user, pair), at=at)
        if len(form.signed_in_room()) == 2:
            messages.success(request, _("The pair has started. Both have signed."))
        else:
            messages.success(request, _("Saved. The pair starts when both have signed."))
        _tell_of_group(request, pair, at)
        return True
    return False


@signed_in
def signature(request, pair_id):
    """The agreement to read and sign: each of the two alone, or with the team in the room."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(may_sign(request.user, pair))
    agreement = agreement_of(pair)
    form = _signature_form(request, pair, agreement) if agreement else None
    if request.method == "POST" and form is not None and form.is_valid() and _sign(request, pair, agreement, form, at):
        return redirect("mentoring:signature", pair.pk)
    context = {**names(request, pair), "agreement": agreement, "form": form}
    if agreement is not None:
        note_reads(request, pair, "agreement", "mentoring.agreement", [agreement.pk], at)
        context["signatures"] = signature_lines(pair, agreement)
        context |= _language_of(request, pair, agreement)
        context["asked_now"] = _asks_another_now(pair, agreement)
        context |= {"text": as_html(agreement.document.body), "own_points": text_of(agreement, "own_points")}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "mentoring/signature.html", context, status=status)


def _language_of(request, pair, agreement: Agreement) -> dict:
    """For who reads another language than that of the text: which it is in, and whether it can be read in one's own."""
    document, reads, mine = agreement.document, get_language() or "en", my_membership(request.user, pair)
    if document.language == reads:
        return {}
    own = newest(pair.programme.organisation, document.key, reads, pair.programme_id)
    if own is not None and (own.language != reads or own.made_at > agreement.made_at):  # other words than were signed
        own = None
    return {
        "written_in": language_name(document.language, reads),
        "has_signed": mine is not None and mine not in missing_signatures(pair, agreement),
        "own_text": own,
    }


def _asks_another_now(pair, agreement: Agreement) -> bool:
    """Whether the text that counts now names the contact of the programme otherwise than what was signed."""
    signed, contact = agreement.document, (pair.programme.contact_name, pair.programme.contact_phone)
    missing = [said for said in contact if said not in signed.body]
    if not missing:
        return False
    standing = newest(pair.programme.organisation, signed.key, signed.language, pair.programme_id)
    return standing is not None and any(said in standing.body for said in missing)


def _signature_form(request, pair, agreement: Agreement):
    """The form for whoever is looking; None where nothing is left to sign for this account."""
    missing, mine = missing_signatures(pair, agreement), my_membership(request.user, pair)
    if pair.ended_on is not None or not missing:
        return None
    if mine is None:
        return RoomSignatureForm(request.POST or None, missing=missing)
    return OwnSignatureForm(request.POST or None, person=mine.person) if mine in missing else None


def _sign(request, pair, agreement, form, at) -> bool:
    mine, by = my_membership(request.user, pair), acting_person(request.user, pair)
    own = mine is not None
    with refusals_in(form):
        actions.sign(
            agreement=agreement, membership=mine or form.signer(),
            signed_name=form.cleaned_data["signed_name"],
            method=Signature.Method.OWN_DEVICE if own else form.cleaned_data["method"], by=by, at=at,
        )  # fmt: skip
        messages.success(request, _("Signed. Thank you."))
        _tell_of_group(request, pair, at)
        return True
    return False


def _tell_of_group(request, pair, at) -> None:
    if pair.group_id is not None:
        tell_of_group_meetings(request, [pair], at)
