"""allauth's two pages on which a passkey is shown: to sign in, and to show again who one is."""

from allauth.core.internal.ratelimit import handler429
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.shortcuts import redirect

from handslag.core.tries import too_many

QUARTER_OF_AN_HOUR = 900


class SignIn(LoginWebAuthnView):
    """allauth counts the answers; the questions are counted here, because each may begin a session."""

    def get(self, request, *args, **kwargs):
        if too_many(request, "passkey-question", most=200, seconds=QUARTER_OF_AN_HOUR):
            return handler429(request)
        return super().get(request, *args, **kwargs)


class Again(ReauthenticateWebAuthnView):
    """When it did not work one stays on the page."""

    def form_invalid(self, form):
        for message in form.errors.get("credential", []):
            messages.error(self.request, message)
        return redirect(self.passthrough_next_url(self.request.path))


sign_in, again = SignIn.as_view(), Again.as_view()
