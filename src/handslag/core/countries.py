"""Country names in the reader's language, from the CLDR (Babel)."""

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, to_locale


def country_choices() -> list[tuple[str, str]]:
    """(ISO 3166 code, name) of every country, sorted by name in the current language."""
    try:
        territories = Locale.parse(to_locale(get_language() or "en")).territories
    except UnknownLocaleError:
        territories = Locale("en").territories
    countries = [(code, name) for code, name in territories.items() if len(code) == 2 and code not in _NO_COUNTRIES]
    return sorted(countries, key=lambda country: country[1])


# Codes of the CLDR that are no countries: unions, outlying parts, pseudo-regions.
_NO_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
