"""The public page that says whether a certificate is real. It asks for nothing but the code."""

from datetime import date

from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handslag.core.marks import drafted, public
from handslag.core.tries import too_many

from ..certificates import by_code, code_in
from ..forms_certificates import CodeForm
from ..models import Certificate

# Whoever checks the certificates of a whole course is let through; guessing finds nothing at this pace.
MOST, SECONDS = 60, 15 * 60
# The page is the same for everybody: it belongs to no programme and shows nothing of who is signed in.
PLAIN: dict = {"audience": "applicant", "navigation": [], "who_to_ask": None, "organisation_name": ""}


@drafted
@public
@never_cache
@require_safe
def ask(request):
    """Where the code is typed."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        # A code that cannot be one has the same page as one that is unknown.
        return redirect("evaluation:certificate", code_in(form.cleaned_data["code"]) or "unknown")
    return render(
        request, "evaluation/certificates/ask.html", {**PLAIN, "form": form}, status=422 if form.is_bound else 200
    )


@drafted
@public
@never_cache
@require_safe
def answer(request, code):
    """Valid, taken back, or unknown; with no more than the certificate itself says."""
    if too_many(request, "certificate", most=MOST, seconds=SECONDS):
        return render(request, "evaluation/certificates/wait.html", PLAIN, status=429)
    found = by_code(code_in(code))
    context = {**PLAIN, "form": CodeForm()}
    if found:
        certificate, facts = found
        since, until = (date_format(date.fromisoformat(facts[name]), "j E Y") for name in ("since", "until"))
        context |= {
            "certificate": certificate, "facts": facts, "kind": Certificate.Kind(facts["kind"]).label,
            "period": _("%(first)s to %(last)s") % {"first": since, "last": until},
        }  # fmt: skip
    response = render(request, "evaluation/certificates/answer.html", context, status=200 if found else 404)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
