"""What a visitor prefers: language, time zone. Theme and text size: see preferences.py."""

import zoneinfo

from django.conf import settings
from django.utils import timezone, translation

from .preferences import remember


class Preferences:
    """Choose the language: `?lang=` of a link or a flyer's code, then the account's, then the cookie's, then the
    browser's. A language in a link is kept in a cookie, so the next page speaks it too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.GET.get("lang", "")
        asked = asked if translation.check_for_language(asked) and asked in dict(settings.LANGUAGES) else ""
        account = request.user if request.user.is_authenticated else None
        language = asked or (account and account.language) or translation.get_language_from_request(request)
        with translation.override(language), self._time_zone(account):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if asked:
            remember(response, settings.LANGUAGE_COOKIE_NAME, asked)
        return response

    def _time_zone(self, account):
        try:
            return timezone.override(zoneinfo.ZoneInfo(account.time_zone) if account and account.time_zone else None)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return timezone.override(None)
